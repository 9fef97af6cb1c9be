from selenium.webdriver.common.keys import Keys


def score(figure):
    """What it tells of the score here, and of that of both ten places further on."""
    here, further = figure.told().split(". Both ten places further on: ")
    return here.split("the score is ")[1], further.split(". This")[0]


def drive(figure):
    figure.time("query")
    figure.open("")
    assert figure.told().startswith("Distance 3: "), figure.told()
    first = score(figure)
    assert first[0] == first[1], first
    figure.press("query", Keys.ARROW_RIGHT)
    assert figure.query()["rotary.query"] == ["13"], figure.query()
    assert score(figure)[0] != first[0], "another distance, another score"
    figure.press("key", Keys.ARROW_RIGHT)
    assert score(figure) == first, "the distance is what it was, and so is the score"
    figure.press("pair", Keys.HOME)
    assert "comes round in 6.28 places" in figure.told(), figure.told()
    figure.press("pair", Keys.END)
    figure.press("key", Keys.END)
    assert figure.told().startswith("Distance -50: "), figure.told()
