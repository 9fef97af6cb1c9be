import re

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def drive(figure):
    count = lambda: int(re.match(r"(\d) of 8", figure.told())[1])
    assert count() == 7 and "Missing: 111" in figure.told(), figure.told()
    handles = figure.root.find_elements(By.CLASS_NAME, "live-handle")
    # The three lines apart from one another: none of them crosses another on the sheet.
    for handle, key, times in ((handles[0], Keys.ARROW_UP, 14), (handles[1], Keys.ARROW_RIGHT, 12)):
        for _ in range(times):
            handle.send_keys(key)
    figure.settle()
    assert count() < 7, figure.told()
    assert "folds.folds" in figure.query(), figure.query()
    figure.compare()
    figure.root.find_element(By.CLASS_NAME, "live-button").click()
    figure.wait(lambda: count() == 7)
    figure.open("?folds.folds=0,0+1,1")
    assert figure.root.find_element(By.CLASS_NAME, "live-refused").text and count() == 7, figure.told()
