import re

from selenium.webdriver.common.keys import Keys


def drive(figure):
    figure.time("exponent")
    figure.open("")
    assert "“because” (1.00)" in figure.told() and "“cat” (1.00)" in figure.told(), figure.told()
    figure.type("text", "the dog saw the milk and it was cold")
    figure.type("noun", "milk")
    assert "“milk” (1.00)" in figure.told(), figure.told()
    figure.press("exponent", Keys.HOME)
    assert "(1.00)" not in figure.told(), f"short queries still choose: {figure.told()}"
    figure.type("text", "one two three four five six seven eight nine ten eleven twelve thirteen")
    assert "12 words" in figure.told(), figure.told()
