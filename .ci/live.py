"""Drives every live figure in headless Chromium and compares its numbers with the chapters' own, computed natively.

Usage: live.py BOOK ANSWERS [FIGURE...], where BOOK is the folder of the made book and ANSWERS the built example native_answers.
The pages are opened as files, from BOOK, and over HTTP. A figure passes if all that it was answered is what the
native program answers to the same questions, to 1e-5; the page shows it; and the console shows no error.
"""

import base64
import functools
import gzip
import http.server
import json
import math
import pathlib
import re
import subprocess
import sys
import threading
import time
import urllib.parse

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import start

TOLERANCE = 1e-5
MODULE_LIMIT = 300_000  # bytes, compressed
FRAME = 16  # milliseconds from a slider's move to the figure drawn anew, for the light figures


def main():
    book, answers = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    figures = {name: page.name for page in sorted(book.glob("*.html")) for name in
               re.findall(r'data-live="([a-z-]+)"', page.read_text())}
    expect(figures.keys() <= FIGURES.keys(), f"nothing here drives {figures.keys() - FIGURES.keys()}")
    weigh(book)
    server = serve(book)
    browser = start()
    # Every question and its answer, from the page's first one on.
    browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument",
                            {"source": "document.addEventListener('DOMContentLoaded', () => { if (typeof live === 'object') live.record = []; });"})
    try:
        for home in (f"http://127.0.0.1:{server.server_port}", book.as_uri()):
            for name in sys.argv[3:] or figures:
                figure = Figure(browser, f"{home}/{figures[name]}", name, answers)
                FIGURES[name](figure)
                figure.compare()
    finally:
        browser.quit()
        server.shutdown()


def weigh(book):
    module = (book / "live/module.js").read_bytes()
    expect(module.startswith(b"live.module("), f"there is no module: {module[:200].decode()}")
    program = base64.b64decode(module.split(b'"')[1])
    size = len(gzip.compress(program))
    print(f"module: {len(program) / 1e3:.0f} kB, {size / 1e3:.0f} kB compressed")
    for page in sorted(book.glob("*.html")):
        html = page.read_bytes()
        if b"data-live" in html:
            print(f"{page.name}: {len(html) / 1e3:.0f} kB, {len(gzip.compress(html)) / 1e3:.0f} kB compressed")
    expect(size < MODULE_LIMIT, f"the module is {size} bytes compressed, the limit is {MODULE_LIMIT}")


def serve(book):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=book))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def expect(holds, message):
    if not holds:
        sys.exit(message)


class Figure:
    """A live figure in an open page."""

    def __init__(self, browser, page, name, answers):
        self.browser, self.page, self.name, self.answers = browser, page, name, answers
        self.open("")

    def open(self, query):
        self.browser.get("about:blank")  # or the same address would not be loaded again
        self.browser.get(f"{self.page}{query}#live-{self.name}")
        self.root = self.browser.find_element(By.ID, f"live-{self.name}")
        self.browser.execute_script("arguments[0].scrollIntoView()", self.root)
        self.wait(lambda: "live-awake" in self.root.get_attribute("class") and self.told() != "")

    def wait(self, holds, seconds=20):
        end = time.monotonic() + seconds
        while not holds():
            expect(time.monotonic() < end, f"{self.where()}: waited {seconds} s in vain; it tells: {self.told()}")
            time.sleep(0.02)

    def where(self):
        return f"{self.name} in {self.page}"

    def told(self):
        return "".join(element.text for element in self.root.find_elements(By.CLASS_NAME, "live-told"))

    def control(self, key):
        return self.browser.find_element(By.ID, f"live-{self.name}-{key}")

    def type(self, key, text):
        self.control(key).send_keys(Keys.CONTROL, "a")
        self.control(key).send_keys(text)
        self.settle()

    def press(self, key, *keys):
        self.control(key).send_keys(*keys)
        self.settle()

    def settle(self):
        """Waits until all that was asked is answered and drawn, and written into the address."""
        self.browser.execute_async_script(
            "const done = arguments[arguments.length - 1]; setTimeout(done, 300);")

    def time(self, slider):
        """Moves a slider thirty times, and tells how long it takes until the figure is drawn anew."""
        times = self.browser.execute_async_script("""
            const [root, slider, done] = arguments, figure = live.figures.get(root), times = [];
            const middle = (Number(slider.min) + Number(slider.max)) / 2;
            const go = async () => {
                for (let i = 0; i < 30; i++) {
                    await new Promise(requestAnimationFrame);
                    slider.value = i % 2 ? slider.min : middle;
                    const start = performance.now();
                    slider.dispatchEvent(new Event("input"));
                    await figure.drawn;
                    times.push(performance.now() - start);
                }
                done(times.sort((a, b) => a - b));
            };
            go();""", self.root, self.control(slider))
        best, middle = times[0], times[len(times) // 2]  # a loaded machine disturbs the slower ones
        print(f"{self.where()}: drawn anew in {best:.1f} ms, usually {middle:.1f} ms")
        expect(best < FRAME, f"{self.where()}: {best} ms for a frame")

    def forget(self):
        """Leaves what was answered so far out of the comparison."""
        self.settle()
        self.browser.execute_script("live.record = []")

    def compare(self):
        """Whether all that was answered since the page was opened is what the chapters say natively."""
        record = self.browser.execute_script("return live.record")
        expect(record, f"{self.where()}: nothing was asked")
        questions = "".join(question + "\n" for question, _ in record)
        native = subprocess.run([self.answers], input=questions, capture_output=True, text=True, check=True)
        worst = 0.0
        for (question, told), expected in zip(record, native.stdout.splitlines(), strict=True):
            worst = max(worst, distance(json.loads(told), json.loads(expected), f"{self.where()}: {question}"))
        errors = [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"]
        expect(not errors, f"{self.where()}: {errors}")
        print(f"{self.where()}: {len(record)} answers, off by {worst:.0e} at most")

    def query(self):
        return urllib.parse.parse_qs(urllib.parse.urlsplit(self.browser.current_url).query)

    def text(self, selector):
        return self.root.find_element(By.CSS_SELECTOR, selector).text


def distance(one, other, where):
    """The largest relative difference of two numbers (absolute below 1) of the same place."""
    if isinstance(one, dict):
        expect(one.keys() == other.keys(), f"{where}: {one} and natively {other}")
        return max((distance(one[key], other[key], f"{where} {key}") for key in one), default=0.0)
    if isinstance(one, list):
        expect(len(one) == len(other), f"{where}: {one} and natively {other}")
        return max((distance(a, b, where) for a, b in zip(one, other)), default=0.0)
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        off = abs(one - other) / max(1.0, abs(other))
        expect(off <= TOLERANCE, f"{where}: {one} and natively {other}")
        return off
    expect(one == other, f"{where}: {one} and natively {other}")
    return 0.0


def softmax(figure):
    figure.time("score1")
    figure.open("")
    shares = lambda: [element.text for element in figure.root.find_elements(By.CSS_SELECTOR, ".live-shares b")]
    expect(shares() == ["0.665", "0.245", "0.090"], shares())
    figure.press("shift", Keys.END)
    expect(figure.query()["softmax.shift"] == ["1000"], figure.query())
    expect(shares() == ["0.665", "0.245", "0.090"], shares())
    figure.press("temperature", Keys.HOME)
    expect(shares() == ["1.000", "0.000", "0.000"], shares())


def attention(figure):
    figure.time("temperature")
    figure.open("")
    chosen = lambda: figure.text("[aria-pressed=true]")
    expect(chosen() == ".72", f"\"it\" looks at \"cat\" with {chosen()}")
    figure.type("text", "the dog saw the owl because it was tired")
    expect(chosen() == ".45", f"two animals, and \"it\" looks at the first with {chosen()}")
    figure.press("causal", Keys.SPACE)
    expect(figure.query()["attention.causal"] == ["yes"], figure.query())
    figure.press("scaled", Keys.SPACE)
    figure.press("temperature", Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    expect(figure.query()["attention.temperature"] == ["1.2"], figure.query())
    # By keyboard alone: a step up from "it" is "because".
    cell = figure.root.find_element(By.CSS_SELECTOR, "[aria-pressed=true]")
    cell.send_keys(Keys.ARROW_LEFT)
    figure.root.find_element(By.CSS_SELECTOR, "[aria-pressed=true]").send_keys(Keys.ARROW_UP)
    figure.settle()
    expect("because" in figure.text(".live-sum p"), figure.text(".live-sum p"))
    figure.type("text", "the zebra")
    expect("zebra" in figure.told() and "dictionary" in figure.told(), figure.told())
    figure.compare()
    # A link to a setting.
    figure.open("?attention.text=the+milk+was+cold&attention.row=3&attention.column=1&attention.scaled=no")
    expect("cold" in figure.text(".live-sum p") and "milk" in figure.text(".live-sum p"), figure.text(".live-sum p"))


def multi_head(figure):
    figure.time("exponent")
    figure.open("")
    expect("“because” (1.00)" in figure.told() and "“cat” (1.00)" in figure.told(), figure.told())
    figure.type("text", "the dog saw the milk and it was cold")
    figure.type("noun", "milk")
    expect("“milk” (1.00)" in figure.told(), figure.told())
    figure.press("exponent", Keys.HOME)
    expect("(1.00)" not in figure.told(), f"short queries still choose: {figure.told()}")
    figure.type("text", "one two three four five six seven eight nine ten eleven twelve thirteen")
    expect("12 words" in figure.told(), figure.told())


def positions(figure):
    figure.time("position")
    figure.open("")
    expect("With itself 32.00" in figure.told(), figure.told())
    figure.press("position", Keys.ARROW_RIGHT)
    expect(figure.query()["positions.position"] == ["41"], figure.query())
    figure.press("channels", Keys.HOME)
    expect("With itself 2.00" in figure.told(), figure.told())
    expect(len(figure.root.find_elements(By.CSS_SELECTOR, ".live-clocks svg")) == 2, "two clocks for four channels")
    figure.press("exponent", Keys.HOME)
    figure.press("position", Keys.END)


def feed_forward(figure):
    figure.time("rate")
    figure.open("")
    before = figure.told()
    expect("Step 0" in before, before)
    buttons = figure.root.find_elements(By.CLASS_NAME, "live-button")
    buttons[0].click()
    figure.wait(lambda: int(re.search(r"Step (\d+)", figure.told())[1]) >= 2000)
    buttons[0].click()
    figure.settle()
    error = lambda: float(re.search(r"error is (\d\.\d+)", figure.told())[1])
    expect(error() < 0.1, f"2000 steps, and {figure.told()}")
    point = figure.root.find_element(By.CSS_SELECTOR, ".live-handle")
    point.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    figure.settle()
    expect(figure.query()["feed-forward.points"][0].startswith("-0.9,-0.5 "), figure.query())
    ActionChains(figure.browser).drag_and_drop_by_offset(point, 0, -60).perform()
    figure.settle()
    expect(not figure.query()["feed-forward.points"][0].startswith("-0.9,-0.5 "), "a drag moves a point")
    figure.press("units", Keys.HOME)
    expect("Step 0" in figure.told() and len(figure.root.find_elements(By.CSS_SELECTOR, ".live-plot circle")) <= 8,
           f"one unit, one kink: {figure.told()}")


def residual_norm(figure):
    figure.time("draw")
    figure.open("")
    expect("vanished" in figure.told(), figure.told())
    figure.press("residual", Keys.SPACE)
    expect("exploded" in figure.told(), figure.told())
    figure.press("norm", Keys.SPACE)
    expect("arrived" in figure.told(), figure.told())
    figure.press("exponent", Keys.END)
    figure.press("draw", Keys.ARROW_RIGHT)
    figure.press("layers", Keys.END)
    expect("After 48 layers" in figure.told() and "arrived" in figure.told(), figure.told())


def training_loss(figure):
    expect("Step 0" in figure.told() and "3.495 nats" in figure.told(), figure.told())
    buttons = figure.root.find_elements(By.CLASS_NAME, "live-button")
    buttons[0].click()
    figure.wait(lambda: int(re.search(r"Step (\d+)", figure.told())[1]) >= 60, 60)
    buttons[0].click()
    figure.settle()

    def loss():  # none once it is no number
        told = re.search(r"(\d+\.\d+) nats", figure.told())
        return float(told[1]) if told else math.inf
    expect(loss() < 2.2, f"60 steps, and {figure.told()}")
    step = lambda: int(re.search(r"Step (\d+)", figure.told())[1])
    before = step()
    buttons[1].click()
    figure.wait(lambda: step() == before + 1)
    figure.compare()
    figure.press("exponent", Keys.END)
    buttons[0].click()
    figure.wait(lambda: loss() > 3.6, 60)
    figure.forget()  # what diverges magnifies the last bit of a rounding
    buttons[2].click()
    figure.wait(lambda: "Step 0" in figure.told())


def decoder(figure):
    figure.wait(lambda: "Likeliest" in figure.told())
    figure.type("text", "the red fox is in the barn. the red ")
    expect("Likeliest: “f”" in figure.told(), figure.told())
    one_step = figure.root.find_elements(By.CLASS_NAME, "live-button")[1]
    figure.press("temperature", Keys.HOME)
    one_step.click()
    figure.wait(lambda: figure.query()["decoder.text"][0].endswith("the red f"))
    figure.root.find_element(By.CSS_SELECTOR, ".live-bars button").click()
    figure.wait(lambda: figure.query()["decoder.text"][0].endswith("the red fo"))
    figure.press("temperature", Keys.END)
    one_step.click()
    figure.press("head", Keys.HOME)
    expect("Head 1 of block 1" in figure.told(), figure.told())
    figure.root.find_element(By.CSS_SELECTOR, ".live-looks [aria-pressed=true]").send_keys(Keys.ARROW_LEFT)
    figure.settle()
    expect("decoder.from" in figure.query(), figure.query())
    figure.type("text", "é")
    expect("'é'" in figure.told(), figure.told())


def fine_tuning(figure):
    figure.time("beta")
    figure.open("")
    number = lambda what: float(re.search(what + r" (−?\d+\.\d+)", figure.told())[1].replace("−", "-"))
    expect(number("reward") == 0 and abs(number("gold") - 0.45) < 0.01, figure.told())
    buttons = figure.root.find_elements(By.CLASS_NAME, "live-button")
    buttons[0].click()
    figure.wait(lambda: number("reward") > 0.7 and number("gold") > 0.7)
    buttons[0].click()
    figure.settle()
    figure.press("beta", Keys.HOME)
    buttons[0].click()
    figure.wait(lambda: number("reward") > 4 and number("gold") < 0.1, 60)
    buttons[0].click()
    figure.settle()
    expect(figure.query()["fine-tuning.beta"] == ["0.2"], figure.query())


FIGURES = {
    "softmax": softmax,
    "attention": attention,
    "multi-head": multi_head,
    "positions": positions,
    "feed-forward": feed_forward,
    "residual-norm": residual_norm,
    "decoder": decoder,
    "training-loss": training_loss,
    "fine-tuning": fine_tuning,
}

if __name__ == "__main__":
    main()
