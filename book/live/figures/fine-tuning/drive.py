import re

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def drive(figure):
    figure.time("beta")
    figure.open("")
    number = lambda what: float(re.search(what + r" (−?\d+\.\d+)", figure.told())[1].replace("−", "-"))
    assert number("reward") == 0 and abs(number("gold") - 0.45) < 0.01, figure.told()
    buttons = figure.root.find_elements(By.CLASS_NAME, "live-button")
    buttons[0].click()
    figure.wait(lambda: number("reward") > 0.7 and number("gold") > 0.7)
    buttons[0].click()
    figure.settle()
    figure.press("beta", Keys.HOME)
    buttons[0].click()
    figure.wait(lambda: number("reward") > 4 and number("gold") < 0.1, 60)
    buttons[0].click()
    figure.settle()
    assert figure.query()["fine-tuning.beta"] == ["0.2"], figure.query()
