import re

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def drive(figure):
    figure.time("rate")
    figure.open("")
    before = figure.told()
    assert "Step 0" in before, before
    buttons = figure.root.find_elements(By.CLASS_NAME, "live-button")
    buttons[0].click()
    figure.wait(lambda: int(re.search(r"Step (\d+)", figure.told())[1]) >= 2000)
    buttons[0].click()
    figure.settle()
    error = lambda: float(re.search(r"error is (\d\.\d+)", figure.told())[1])
    assert error() < 0.1, f"2000 steps, and {figure.told()}"
    point = figure.root.find_element(By.CSS_SELECTOR, ".live-handle")
    point.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    figure.settle()
    assert figure.query()["feed-forward.points"][0].startswith("-0.9,-0.5 "), figure.query()
    ActionChains(figure.browser).drag_and_drop_by_offset(point, 0, -60).perform()
    figure.settle()
    assert not figure.query()["feed-forward.points"][0].startswith("-0.9,-0.5 "), "a drag moves a point"
    figure.press("units", Keys.HOME)
    assert "Step 0" in figure.told() and len(figure.root.find_elements(By.CSS_SELECTOR, ".live-plot circle")) <= 8, f"one unit, one kink: {figure.told()}"
