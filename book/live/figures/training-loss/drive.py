import math
import re

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def drive(figure):
    def loss():  # none once it is no number
        told = re.search(r"(\d+\.\d+) nats", figure.told())
        return float(told[1]) if told else math.inf
    # It begins near ln 34, the surprise of one who knows only the alphabet.
    assert "Step 0" in figure.told() and abs(loss() - math.log(34)) < 0.1, figure.told()
    buttons = figure.root.find_elements(By.CLASS_NAME, "live-button")
    buttons[0].click()
    figure.wait(lambda: int(re.search(r"Step (\d+)", figure.told())[1]) >= 60, 60)
    buttons[0].click()
    figure.settle()
    assert loss() < 2.2, f"60 steps, and {figure.told()}"
    step = lambda: int(re.search(r"Step (\d+)", figure.told())[1])
    before = step()
    buttons[1].click()
    figure.wait(lambda: step() == before + 1)
    figure.compare()
    figure.press("exponent", Keys.END)
    buttons[0].click()
    figure.wait(lambda: loss() > 3.6, 60)
    buttons[0].click()  # a step that is still being taken would be remembered
    figure.settle()
    figure.forget()  # what diverges magnifies the last bit of a rounding
    buttons[2].click()
    figure.wait(lambda: "Step 0" in figure.told())
