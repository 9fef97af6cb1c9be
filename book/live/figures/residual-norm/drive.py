import re

from selenium.webdriver.common.keys import Keys


def drive(figure):
    figure.time("draw")
    figure.open("")
    assert "vanished" in figure.told(), figure.told()
    figure.press("residual", Keys.SPACE)
    assert "exploded" in figure.told(), figure.told()
    figure.press("norm", Keys.SPACE)
    assert "arrived" in figure.told(), figure.told()
    figure.press("exponent", Keys.END)
    figure.press("draw", Keys.ARROW_RIGHT)
    figure.press("layers", Keys.END)
    assert "After 48 layers" in figure.told() and "arrived" in figure.told(), figure.told()
