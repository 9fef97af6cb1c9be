"""Drives every live figure in headless Chromium and compares its numbers with the chapters' own, computed natively.

Usage: live.py BOOK ANSWERS [FIGURE...], where BOOK is the folder of the made book and ANSWERS the built example native_answers.
The pages are opened as files, from BOOK, and over HTTP; each figure's own book/live/figures/NAME/drive.py moves its
controls. A figure passes if all that it was answered is what the native program answers to the same questions, to
1e-5; the page shows it; and the console shows no error.
"""

import base64
import functools
import gzip
import http.server
import json
import pathlib
import re
import runpy
import subprocess
import sys
import threading
import time
import urllib.parse

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import start

FIGURES = pathlib.Path(__file__).parent.parent / "book/live/figures"
TOLERANCE = 1e-5
MODULE_LIMIT = 300_000  # bytes, compressed


def main():
    book, answers = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    figures = {name: page.name for page in sorted(book.glob("*.html"))
               if page.name != "print.html" for name in
               re.findall(r'data-live="([^"]+)"', page.read_text())}
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
                drive(name, figure)
                figure.compare()
    finally:
        browser.quit()
        server.shutdown()


def drive(name, figure):
    """Does what the figure's own `drive.py` does: moves its controls, and asserts what it then tells."""
    runpy.run_path(str(FIGURES / name / "drive.py"))["drive"](figure)


def weigh(book):
    module = (book / "live/module.js").read_bytes()
    assert module.startswith(b"live.module("), f"there is no module: {module[:200].decode()}"
    program = base64.b64decode(module.split(b'"')[1])
    size = len(gzip.compress(program))
    print(f"module: {len(program) / 1e3:.0f} kB, {size / 1e3:.0f} kB compressed")
    for page in sorted(book.glob("*.html")):
        html = page.read_bytes()
        if b"data-live" in html:
            print(f"{page.name}: {len(html) / 1e3:.0f} kB, {len(gzip.compress(html)) / 1e3:.0f} kB compressed")
    assert size < MODULE_LIMIT, f"the module is {size} bytes compressed, the limit is {MODULE_LIMIT}"


def serve(book):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=book))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


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
            assert time.monotonic() < end, f"{self.where()}: waited {seconds} s in vain; it tells: {self.told()}"
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
        self.browser.execute_async_script("""
            const [root, done] = arguments, figure = live.figures.get(root);
            const rest = () => setTimeout(() => (figure.drawn ? figure.drawn.then(rest, rest) : done()), 300);
            rest();""", self.root)

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

    def forget(self):
        """Leaves what was answered so far out of the comparison."""
        self.settle()
        self.browser.execute_script("live.record = []")

    def compare(self):
        """Whether all that was answered since the page was opened is what the chapters say natively."""
        record = self.browser.execute_script("return live.record")
        assert record, f"{self.where()}: nothing was asked"
        questions = "".join(question + "\n" for question, _ in record)
        native = subprocess.run([self.answers], input=questions, capture_output=True, text=True, check=True)
        worst = 0.0
        for (question, told), expected in zip(record, native.stdout.splitlines(), strict=True):
            worst = max(worst, distance(json.loads(told), json.loads(expected), f"{self.where()}: {question}"))
        errors = [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"]
        assert not errors, f"{self.where()}: {errors}"
        print(f"{self.where()}: {len(record)} answers, off by {worst:.0e} at most")

    def query(self):
        return urllib.parse.parse_qs(urllib.parse.urlsplit(self.browser.current_url).query)

    def text(self, selector):
        return self.root.find_element(By.CSS_SELECTOR, selector).text


def distance(one, other, where):
    """The largest relative difference of two numbers (absolute below 1) of the same place."""
    if isinstance(one, dict):
        assert one.keys() == other.keys(), f"{where}: {one} and natively {other}"
        return max((distance(one[key], other[key], f"{where} {key}") for key in one), default=0.0)
    if isinstance(one, list):
        assert len(one) == len(other), f"{where}: {one} and natively {other}"
        return max((distance(a, b, where) for a, b in zip(one, other)), default=0.0)
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        off = abs(one - other) / max(1.0, abs(other))
        assert off <= TOLERANCE, f"{where}: {one} and natively {other}"
        return off
    assert one == other, f"{where}: {one} and natively {other}"
    return 0.0


if __name__ == "__main__":
    main()
