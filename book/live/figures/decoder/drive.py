import re

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def drive(figure):
    figure.wait(lambda: "Likeliest" in figure.told())
    # Only "barn" begins so: the model of any seed knows it.
    figure.type("text", "the red fox is in the ba")
    assert "Likeliest: “r”" in figure.told(), figure.told()
    one_step = figure.root.find_elements(By.CLASS_NAME, "live-button")[1]
    figure.press("temperature", Keys.HOME)
    one_step.click()
    figure.wait(lambda: figure.query()["decoder.text"][0].endswith("the bar"))
    figure.root.find_element(By.CSS_SELECTOR, ".live-bars button").click()
    figure.wait(lambda: figure.query()["decoder.text"][0].endswith("the barn"))
    figure.press("temperature", Keys.END)
    one_step.click()
    figure.press("head", Keys.HOME)
    assert "Head 1 of block 1" in figure.told(), figure.told()
    figure.root.find_element(By.CSS_SELECTOR, ".live-looks [aria-pressed=true]").send_keys(Keys.ARROW_LEFT)
    figure.settle()
    assert "decoder.from" in figure.query(), figure.query()
    figure.type("text", "é")
    assert "'é'" in figure.told(), figure.told()
