import re

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def drive(figure):
    figure.time("count")
    figure.open("")
    numbers = lambda: [float(number.replace("−", "-")) for number in re.findall(r"gold (−?\d\.\d+)", figure.told())]
    steps = lambda: int(re.search(r"Step (\d+)", figure.told())[1])
    words = lambda: [element.text for element in figure.root.find_elements(By.CSS_SELECTOR, ".live-signed span")]
    assert steps() == 0 and len(words()) == 13 and words()[6] == "and", figure.told()
    now, best = numbers()
    assert abs(now - 0.45) < 0.01 and best > 0.6, figure.told()
    # The judge who chooses the nicer answer: gold is lost at a low price, and comparisons don't bring it back.
    figure.press("exponent", Keys.HOME)
    buttons = figure.root.find_elements(By.CLASS_NAME, "live-button")
    buttons[0].click()
    figure.wait(lambda: numbers()[0] < 0.1, 60)
    buttons[0].click()
    figure.settle()
    figure.press("count", Keys.END)
    assert figure.query()["comparisons.count"] == ["4"], figure.query()
    assert steps() == 0 and numbers()[1] < 0.05, figure.told()
    # The judge who goes by gold: at a third of the first price gold is higher than at that price.
    figure.press("gold", Keys.SPACE)
    figure.press("exponent", *[Keys.ARROW_RIGHT] * 5)
    third = numbers()[1]
    figure.press("exponent", *[Keys.ARROW_RIGHT] * 5)
    assert third > 0.8 > numbers()[1] > 0.6, (third, figure.told())
    buttons[2].click()
    figure.wait(lambda: steps() == 0)
