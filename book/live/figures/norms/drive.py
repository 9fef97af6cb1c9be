from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def drive(figure):
    figure.time("x0")
    figure.open("")
    numbers = lambda: [element.text for element in figure.root.find_elements(By.CSS_SELECTOR, ".live-signed b")]
    assert figure.told().startswith("Mean 2, standard deviation 2.24, root mean square 3. "), figure.told()
    assert numbers()[:8] == ["3.00", "−1.00", "1.00", "5.00", "0.45", "−1.34", "−0.45", "1.34"], numbers()
    assert numbers()[8:] == ["1.00", "−0.33", "0.33", "1.67"], numbers()
    # What is added to all: one answer stays, the other comes close to 1 everywhere.
    figure.press("plus", Keys.END)
    assert figure.query()["norms.plus"] == ["40"], figure.query()
    assert numbers()[4:8] == ["0.45", "−1.34", "−0.45", "1.34"], numbers()
    assert all(0.9 < float(number) < 1.1 for number in numbers()[8:]), numbers()
    # What all are multiplied by: both stay, but for the sign.
    figure.compare()
    figure.open("?norms.times=-2")
    assert numbers()[4:] == ["−0.45", "1.34", "0.45", "−1.34", "−1.00", "0.33", "−0.33", "−1.67"], numbers()
    # Four equal numbers: nothing is left by the one, and 1 everywhere by the other.
    figure.open("?norms.times=0&norms.plus=7")
    assert numbers()[4:] == ["0.00"] * 4 + ["1.00"] * 4 and figure.told().endswith("The answer of layer normalisation is 0."), figure.told()
