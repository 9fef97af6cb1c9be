import re

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def drive(figure):
    figure.time("slope")
    figure.open("")
    gated = lambda: re.search(r"gated units are off by (\d\.\d+)", figure.told())[1]
    relu = lambda: float(re.search(r"ReLU network by (\d+\.\d+)", figure.told())[1])
    steps = lambda: int(re.search(r"after (\d+) steps", figure.told())[1])
    buttons = lambda: figure.root.find_elements(By.CLASS_NAME, "live-button")
    for step in range(1, 11):
        buttons()[1].click()
        figure.wait(lambda: steps() == step)
    figure.compare()
    reached = []
    for units in [Keys.HOME, Keys.END]:
        figure.press("units", units)
        assert steps() == 0 and gated() == "0.0000", figure.told()
        buttons()[0].click()
        figure.wait(lambda: steps() >= 1500, 60)
        buttons()[0].click()
        figure.settle()
        reached.append(relu())
    assert reached[0] > 0.1 > reached[1] > 0.001, reached
    figure.press("steepness", Keys.END)
    assert figure.query()["gates.steepness"] == ["30"], figure.query()
    assert gated() == "0.0000" and relu() == reached[1], figure.told()
    figure.forget()  # a long training magnifies the last bit of a rounding
    buttons()[2].click()
    figure.wait(lambda: steps() == 0)
    figure.press("slope", Keys.HOME)
    assert gated() == "0.0000", figure.told()
