import re

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def drive(figure):
    gold = lambda: int(re.search(r"(\d+) of 100", figure.told())[1])
    reward = lambda: float(re.search(r"is (−?[\d.]+) on average", figure.told())[1])
    answers = lambda: [element.text for element in figure.root.find_elements(By.CLASS_NAME, "chats-answer")]
    assert len(answers()) == 6, answers()
    dear = reward(), gold()
    figure.open("?chats.beta=0.8")
    best = reward(), gold()
    figure.open("?chats.beta=0.2")
    cheap = reward(), gold()
    assert dear[0] < best[0] < cheap[0] and dear[1] < best[1] > cheap[1], (dear, best, cheap)
    before = answers()
    figure.root.find_element(By.CLASS_NAME, "live-button").click()
    figure.settle()
    assert answers() != before, answers()
    figure.press("beta", Keys.END)
    assert figure.query().get("chats.beta") is None and gold() == dear[1], figure.told()
    figure.open("?chats.draw=-3")
    assert figure.root.find_element(By.CLASS_NAME, "live-refused").text, figure.told()
