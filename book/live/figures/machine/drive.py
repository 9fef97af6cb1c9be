import re

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def drive(figure):
    figure.wait(lambda: "Likeliest" in figure.told(), 60)
    # What is written, also of a letter that is still falling in, and can't be seen yet.
    letters = lambda: [letter.get_attribute("textContent") for letter in
                       figure.root.find_elements(By.CSS_SELECTOR, ".machine-text .machine-letter")]
    before = letters()
    run, one, again = figure.root.find_elements(By.CLASS_NAME, "live-button")
    drawn = re.search("Drawn next: “(.)”", figure.told())[1]
    one.click()
    figure.settle()
    assert letters() == before + [drawn.replace("␣", "·")], f"drawn {drawn}, and written {''.join(letters())}"
    # The strips of two blocks, the letter's, its place's and their sum; attention draws arcs.
    assert len(figure.root.find_elements(By.CLASS_NAME, "machine-strip")) == 7
    assert figure.root.find_elements(By.CLASS_NAME, "machine-arc")
    # By keyboard: the likeliest letter twice, and the focus stays on it as long as it is there.
    bar = figure.root.find_element(By.CSS_SELECTOR, ".live-bars button")
    chosen = bar.get_attribute("data-character")
    bar.send_keys(Keys.ENTER)
    figure.settle()
    assert figure.query()["machine.text"][0].endswith(chosen.replace("\n", "¶")), figure.query()
    focused = figure.browser.execute_script("return document.activeElement.className + document.activeElement.tagName")
    assert "BUTTON" in focused, f"the focus is lost: {focused}"
    figure.press("temperature", Keys.HOME)
    run.click()
    figure.wait(lambda: len(figure.query().get("machine.text", [""])[0]) > 45, 60)
    run.click()
    figure.settle()
    # Capitals are letters too; what is none is said.
    figure.type("text", "The red fox")
    assert "Likeliest" in figure.told(), figure.told()
    figure.type("text", "9")
    assert "9" in figure.told() and "it knows" in figure.told(), figure.told()
    again.click()
    figure.wait(lambda: "Likeliest" in figure.told())
