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
    # The same answers by other methods: each begins anew, and each leaves its course in the third plot.
    figure.open("?fine-tuning.beta=1")
    steps = lambda: int(re.search(r"step (\d+)", figure.told())[1])
    for method in ["REINFORCE", "PPO", "GRPO", "DPO"]:
        assert figure.told().startswith(f"{method}, step 0"), figure.told()
        buttons = figure.root.find_elements(By.CLASS_NAME, "live-button")
        buttons[0].click()
        figure.wait(lambda: steps() > 60)
        buttons[0].click()
        figure.settle()
        assert number("reward") > 0.5, figure.told()
        legends = [legend.text for legend in figure.root.find_elements(By.CLASS_NAME, "live-legend")]
        assert any(method in legend for legend in legends), legends
        figure.press("method", Keys.ARROW_RIGHT)
