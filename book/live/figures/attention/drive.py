import re

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def drive(figure):
    figure.time("temperature")
    figure.open("")
    chosen = lambda: figure.text(".live-grid [aria-pressed=true]")
    assert chosen() == ".72", f"\"it\" looks at \"cat\" with {chosen()}"
    figure.type("text", "the dog saw the owl because it was tired")
    assert chosen() == ".45", f"two animals, and \"it\" looks at the first with {chosen()}"
    figure.press("causal", Keys.SPACE)
    assert figure.query()["attention.causal"] == ["yes"], figure.query()
    figure.press("scaled", Keys.SPACE)
    figure.press("temperature", Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    assert figure.query()["attention.temperature"] == ["1.2"], figure.query()
    # By keyboard alone: a step up from "it" is "because".
    cell = figure.root.find_element(By.CSS_SELECTOR, ".live-grid [aria-pressed=true]")
    cell.send_keys(Keys.ARROW_LEFT)
    figure.root.find_element(By.CSS_SELECTOR, ".live-grid [aria-pressed=true]").send_keys(Keys.ARROW_UP)
    figure.settle()
    assert "because" in figure.text(".live-sum p"), figure.text(".live-sum p")
    # Who asks can be chosen on the left of the ribbons, too.
    asking = figure.root.find_element(By.CSS_SELECTOR, ".ribbons [aria-pressed=true]")
    asking.send_keys(Keys.ARROW_DOWN)
    figure.settle()
    assert figure.browser.execute_script("return document.activeElement.textContent") == "it", "the focus is lost"
    assert "“it”" in figure.text(".live-sum p"), figure.text(".live-sum p")
    figure.type("text", "the zebra")
    assert "zebra" in figure.told() and "dictionary" in figure.told(), figure.told()
    figure.compare()
    # A link to a setting.
    figure.open("?attention.text=the+milk+was+cold&attention.row=3&attention.column=1&attention.scaled=no")
    assert "cold" in figure.text(".live-sum p") and "milk" in figure.text(".live-sum p"), figure.text(".live-sum p")
