import re

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def drive(figure):
    figure.time("position")
    figure.open("")
    assert "With itself 32.00" in figure.told(), figure.told()
    figure.press("position", Keys.ARROW_RIGHT)
    assert figure.query()["positions.position"] == ["41"], figure.query()
    figure.press("channels", Keys.HOME)
    assert "With itself 2.00" in figure.told(), figure.told()
    assert len(figure.root.find_elements(By.CSS_SELECTOR, ".live-clocks svg")) == 2, "two clocks for four channels"
    figure.press("exponent", Keys.HOME)
    figure.press("position", Keys.END)
