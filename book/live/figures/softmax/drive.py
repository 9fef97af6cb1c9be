import re

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def drive(figure):
    figure.time("score1")
    figure.open("")
    shares = lambda: [element.text for element in figure.root.find_elements(By.CSS_SELECTOR, ".live-shares b")]
    assert shares() == ["0.665", "0.245", "0.090"], shares()
    figure.press("shift", Keys.END)
    assert figure.query()["softmax.shift"] == ["1000"], figure.query()
    assert shares() == ["0.665", "0.245", "0.090"], shares()
    figure.press("temperature", Keys.HOME)
    assert shares() == ["1.000", "0.000", "0.000"], shares()
