from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def drive(figure):
    figure.time("tokens")
    figure.open("")
    boxes = lambda kind: len(figure.root.find_elements(By.CSS_SELECTOR, f".groups-heads rect[fill='var(--fig-{kind})']"))
    assert "Llama 3 8B with 8 heads of keys: 128 KiB of each token" in figure.told(), figure.told()
    assert figure.told().endswith("As published. Head 5 reads head 1 of the keys, with heads 4, 6 and 7."), figure.told()
    assert (boxes("query"), boxes("key")) == (32, 8)
    figure.press("tokens", Keys.END)
    assert "16 GiB of 131 072 tokens" in figure.told(), figure.told()
    figure.press("share", Keys.HOME)
    assert "64 GiB" in figure.told() and figure.told().endswith("Head 5 reads head 5 of the keys, alone."), figure.told()
    figure.press("share", *[Keys.ARROW_RIGHT] * 5)
    assert "2 GiB" in figure.told() and figure.told().endswith("Head 5 reads head 0 of the keys, with 31 others."), figure.told()
    assert (boxes("query"), boxes("key")) == (32, 1)
    figure.press("share", Keys.END)
    assert "can't be split into groups of 64" in figure.told(), figure.told()
    figure.press("model", Keys.END)
    assert figure.told().startswith("gpt-oss-120b with 1 head of keys: 9 KiB"), figure.told()
    figure.compare()
    # What the slider calls a model is what the chapter calls it.
    figure.open("")
    figure.press("model", Keys.HOME)
    for model in range(6):
        name = figure.control("model").get_attribute("aria-valuetext")
        assert figure.told().startswith(f"{name} with "), (name, figure.told())
        figure.press("model", Keys.ARROW_RIGHT)
    figure.compare()
    figure.open("?groups.model=0&groups.share=0&groups.head=12")
    assert "GPT-2 small has only the heads 0 to 11: choose one of them" in figure.told(), figure.told()
