"""Edits cells of the book in headless Chromium, runs them there, and compares with the same change run by cargo.

Usage: notebook.py GLASSGPT [all | EXAMPLE ...], where GLASSGPT is the built program. Without a name it takes a few cells;
"all" takes every cell of the book but the slow ones, which can be named, answers an exercise, and puts lines in order.
Beside them: a compile error, a panic, an endless loop, a wall of output, a link, another start of the book, and everything
by keyboard alone.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

import browser as book

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TARGET = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
SLOW = 60  # seconds, from which on a cell is not run once more for its time
FEW = ["linear_by_hand", "one_query", "attention_step", "sinusoid_table"]


def main():
    glassgpt, names = sys.argv[1], sys.argv[2:]
    server, faults, times = serve(glassgpt), [], []
    with tempfile.TemporaryDirectory() as scratch:
        copy = copy_of_the_workspace(scratch)
        driver = book.start()
        try:
            address = book.wait_for_address(server)
            cells = cells_of_the_book(names)
            for page, name in cells:
                fault, seconds = compare(driver, f"{address}/{page}", name, copy)
                faults += fault
                times.append((seconds, name))
            if names in ([], ["all"]):
                faults += what_goes_wrong(driver, address)
                if names == ["all"]:  # for a while the student's file is another
                    faults += an_exercise(driver, address)
                    faults += lines_in_order(driver, address)
                faults += by_keyboard(driver, address)
                faults += looks(driver, address)
                server, fault = another_start(driver, address, server, glassgpt)
                faults += fault
        finally:
            driver.quit()
            server.terminate()
    print(f"{len(times)} cells edited and run")
    for which, run in (("right after Edit", 0), ("again", 1)):
        taken = [(of_it[run], name) for of_it, name in times if len(of_it) > run]
        if taken:
            middle, (worst, slowest) = statistics.median(seconds for seconds, _ in taken), max(taken)
            print(f"from Run to the end, {which}: {middle:.1f} s (median), {worst:.1f} s at worst ({slowest})")
    for fault in faults:
        print(fault)
    if faults:
        sys.exit(f"{len(faults)} faults in the notebook")


def serve(glassgpt, *more):
    return subprocess.Popen([glassgpt, "--port", "3998", *more], stdout=subprocess.PIPE, text=True)


def copy_of_the_workspace(scratch):
    copy = os.path.join(scratch, "copy")
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("target", ".git"))
    return copy


def cells_of_the_book(names):
    """Page and example of the cells that are asked for."""
    found, folder = [], os.path.join(ROOT, "book/src")
    for page in sorted(os.listdir(folder)):
        if page.endswith(".md"):
            with open(os.path.join(folder, page), encoding="utf-8") as text:
                cells = re.findall(r"^```cell\n[\w-]+::(\w+)( slow)?$", text.read(), re.MULTILINE)
            wanted = names if names not in ([], ["all"]) else None
            found += [(page[:-3] + ".html", name) for name, slow in cells
                      if (name in wanted if wanted else not slow and (names or name in FEW))]
    return found


# ---- A cell in its page ----


class Cell:
    """An example's editor, opened."""

    def __init__(self, driver, page, name, element=None):
        self.driver, self.name = driver, name
        if driver.current_url.split("#")[0] != page:
            driver.get(page)
        self.cell = driver.find_element(By.ID, element or f"cell-{name}")
        self.click(self.find(".notebook-edit"))
        self.wait(lambda _: self.find_all(".notebook textarea"), 20)

    def find(self, selector):
        return self.cell.find_element(By.CSS_SELECTOR, selector)

    def find_all(self, selector):
        return self.cell.find_elements(By.CSS_SELECTOR, selector)

    def wait(self, until, seconds):
        return WebDriverWait(self.driver, seconds, 0.02).until(until, f"{self.name}: waited in vain")

    def click(self, element):
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()

    def button(self, text):
        return next(button for button in self.find_all(".notebook-tools button") if button.text == text)

    def text(self):
        return self.find("textarea").get_property("value")

    def write(self, text):
        self.driver.execute_script(
            "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input'))", self.find("textarea"), text)

    def run(self, button="Run", seconds=700):  # the server ends it after 600
        """Runs it, and returns what was printed, what was said of the end, and the seconds."""
        begun = time.monotonic()
        self.click(self.button(button))
        self.wait(lambda _: self.ended(), seconds)
        return self.printed(), self.find(".notebook-status").text, time.monotonic() - begun

    def ended(self):
        return self.find_all(".notebook-status[role]")

    def printed(self):
        found = self.find_all(".notebook .printed")
        return found[0].get_property("textContent") if found else ""

    def reset(self):
        self.click(self.button("Reset"))


def change(source):
    """The source with one number changed: the first one with a point in `main`, or the first at all."""
    at = max(source.find("fn main"), 0)
    for pattern in (r"(?<![\w.\"])\d+\.\d+(?![\w.])", r"(?<![\w.\"'{:])\d+(?![\w.])"):
        for found in re.finditer(pattern, source):
            if found.start() > at:
                number = found.group()
                other = f"{float(number) + 0.5}" if "." in number else str(int(number) + 1)
                return source[:found.start()] + other + source[found.end():]
    return source


def compare(driver, page, name, copy):
    cell = Cell(driver, page, name)
    original = cell.text()
    path = cell.find("textarea").get_attribute("aria-label")
    edited = change(original)
    cell.write(edited)
    printed, how, seconds = cell.run()
    figures = len(cell.find_all(".notebook-result figure svg"))
    faults = [] if edited != original else [f"{name}: no number in it could be changed"]
    other = under_another_name(copy, path, name, edited)
    output, drawn, status = by_cargo(copy, other)
    # What measures times is never the same twice.
    if printed_by_it(cell) != output and by_cargo(copy, other)[0] == output:
        faults.append(f"{name}: the page printed {printed!r}, and cargo {output!r}")
    if figures != drawn:
        faults.append(f"{name}: {figures} figures in the page, and {drawn} by cargo")
    if how.startswith("It ended well") != (status == 0):
        faults.append(f"{name}: in the page \"{how}\", and by cargo {status}")
    times = [seconds]
    if seconds < SLOW:
        cell.write(change(edited))  # once more, now that its chapter is compiled
        times.append(cell.run()[2])
    print(f"{name}: {', again '.join(f'{time:.1f} s' for time in times)}, {how.splitlines()[0]}", flush=True)
    cell.reset()
    if cell.text() != original:
        faults.append(f"{name}: Reset does not bring the book's text back")
    kept = driver.execute_script(f"return localStorage.getItem('glassgpt-notebook:{name}')")
    if kept is not None:
        faults.append(f"{name}: after Reset something is kept")
    return faults, times


def under_another_name(copy, path, name, edited):
    """An edited example under a name of its own: the book's program of the same name stays what it is."""
    source, other = os.path.join(copy, path), f"edited_{name}"
    if os.path.basename(source) == "main.rs":
        folder = os.path.join(os.path.dirname(os.path.dirname(source)), other)
        shutil.copytree(os.path.dirname(source), folder)
        source = os.path.join(folder, "main.rs")
    else:
        source = os.path.join(os.path.dirname(source), f"{other}.rs")
    with open(source, "w", encoding="utf-8") as file:
        file.write(edited)
    return other


def printed_by_it(cell):
    """What it printed, without what it said on its standard error."""
    return "".join(part.get_property("textContent") for part in cell.find_all(".notebook .printed > span"))


def by_cargo(copy, name):
    figures = os.path.join(copy, "figures")
    shutil.rmtree(figures, ignore_errors=True)
    os.makedirs(figures)
    environment = os.environ | {"CARGO_TARGET_DIR": TARGET, "GLASSGPT_FIGURES": figures}
    built = subprocess.run(["cargo", "build", "--release", "--quiet", "--workspace", "--example", name], cwd=copy, env=environment)
    if built.returncode != 0:
        return "it does not compile", 0, built.returncode
    ran = subprocess.run([os.path.join(TARGET, "release/examples", name)], cwd=copy, env=environment, capture_output=True, text=True)
    return ran.stdout.replace(f"{figures}/", "target/figures/"), len([f for f in os.listdir(figures) if f.endswith(".svg")]), ran.returncode


# ---- What goes wrong, and how it is shown ----


def what_goes_wrong(driver, address):
    faults = []

    def expect(true, what):
        if not true:
            faults.append(what)

    cell = Cell(driver, f"{address}/01-attention.html", "one_query")
    original = cell.text()

    cell.write(original.replace("let words", "let wrods", 1))
    _, how, _ = cell.run()
    line = original.split("let words")[0].count("\n") + 1
    expect(how == "It does not compile.", f"a compile error is told by {how!r}")
    remarks = [remark.text for remark in cell.find_all(".notebook-remarks > .notebook-error")]
    expect(remarks and "cannot find value `words`" in remarks[0], f"the compiler is not heard: {remarks}")
    cell.click(cell.find(".notebook-remarks > .notebook-error .notebook-way"))
    expect(cell.find_all(".notebook-numbers .notebook-error"), "no line is marked")
    expect(driver.switch_to.active_element == cell.find("textarea"), "the way to a line does not lead there")

    cell.write(original.replace("fn main() -> std::io::Result<()> {", "fn main() -> std::io::Result<()> {\n    assert!(words_are(3), \"no words\");", 1)
               + "\nfn words_are(n: usize) -> bool {\n    n > 3\n}\n")
    printed, how, _ = cell.run()
    expect("no words" in printed and "It panicked" in how, f"a panic is told by {how!r} and {printed!r}")
    expect([mark.text for mark in cell.find_all(".notebook-numbers .notebook-error")] == ["8"], "a panic's line is not marked")

    cell.write("fn main() {\n    println!(\"begun\");\n    loop {}\n}\n")
    cell.click(cell.button("Run"))
    cell.wait(lambda _: "begun" in cell.printed(), 120)
    cell.wait(lambda _: "running" in cell.find(".notebook-status").text, 5)  # said ten times a second
    cell.click(cell.button("Stop"))
    cell.wait(lambda _: cell.ended(), 10)
    expect(cell.find(".notebook-status").text.startswith("Stopped after"), "Stop does not say what it did")
    expect(cell.button("Run").is_enabled(), "after Stop nothing can be run")

    cell.write("fn main() {\n    loop {\n        println!(\"a wall of output, without an end\");\n    }\n}\n")
    printed, how, _ = cell.run()
    expect("It printed more than" in how, f"a wall of output is told by {how!r}")
    expect(len(printed) < 1.2e6 and cell.find(".notebook .printed").size["height"] < 900, "a wall of output is as high as it is long")

    cell.write(original.replace("6.0", "5.5"))
    cell.click(cell.button("Changes"))
    expect(cell.find_all(".notebook-changes ins") and cell.find_all(".notebook-changes del"), "the changes are not shown")
    driver.execute_script("Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => (window.copied = text)}})")
    cell.click(cell.button("Link"))
    cell.wait(lambda _: driver.execute_script("return window.copied"), 10)
    link, text = driver.execute_script("return window.copied"), cell.text()
    cell.click(cell.find(".notebook-bar button[aria-pressed='false']"))
    expect(not cell.find("textarea").is_displayed() and cell.find(":scope > .source").is_displayed(), "the book's own cell is not one click away")
    cell.click(cell.find(".notebook-bar .notebook-edit"))
    cell.reset()
    driver.get("about:blank")
    driver.get(link)
    cell.cell = driver.find_element(By.ID, "cell-one_query")
    cell.wait(lambda _: cell.find_all(".notebook textarea"), 20)
    expect(cell.text() == text, "a link does not carry its edit")
    expect("Read it before you run it" in cell.find(".notebook-told").text, "an edit that a link carries is not told to be one")
    kept = driver.execute_script("return localStorage.getItem('glassgpt-notebook:one_query')")
    expect(kept is None, "an edit that a link carries is kept unasked")
    return faults


# ---- An exercise ----


EXERCISE, ANSWERS = "odds_of_two_keys", ("None", "Some(0.5)")


def an_exercise(driver, address):
    """Answers an exercise in its page, wrong and right; a file that something else has changed is left as it is."""
    folder = os.path.join(ROOT, "chapters/exercises/examples", EXERCISE)
    path = os.path.join(folder, "main.rs")
    with open(path, encoding="utf-8") as file:
        begun = file.read()
    with open(os.path.join(folder, "solution.rs"), encoding="utf-8") as file:
        solution = file.read()
    try:
        return answers(driver, address, path, begun, solution + begun[begun.index("/// A place to try"):])
    finally:
        with open(path, "w", encoding="utf-8") as file:
            file.write(begun)


def answers(driver, address, path, begun, solved):
    faults = []

    def expect(true, what):
        if not true:
            faults.append(f"the exercise: {what}")

    def on_disk():
        with open(path, encoding="utf-8") as file:
            return file.read()

    cell = Cell(driver, f"{address}/01-attention.html", EXERCISE, "exercise-" + EXERCISE.replace("_", "-"))
    expect(cell.text() == begun, "the editor does not hold the file")
    wrong = begun.replace(*ANSWERS)
    for text, ending in ((wrong, "It is not solved yet."), (solved, "It is solved.")):
        cell.write(text)
        printed, how, _ = cell.run("Check")
        expect(how.startswith(ending), f"{how!r} instead of {ending!r}; the tutor: {printed[-300:]!r}")
        expect(on_disk() == text, "Check does not write the file")
    with open(path, "w", encoding="utf-8") as file:
        file.write(begun)
    cell.write(wrong)
    _, how, _ = cell.run("Check")
    expect("was changed outside this page" in how and on_disk() == begun, f"a changed file is overwritten: {how!r}")
    return faults


# ---- Lines to put in order ----


LINES = "back_through_softmax"
IN_ORDER = ["let mut ds = dp.clone();", "for (p, mut row) in p.rows().into_iter().zip(ds.rows_mut()) {",
            "let mean = p.dot(&row);", "row -= mean;", "row *= &p;", "}", "ds"]


def lines_in_order(driver, address):
    """Leaves lines out and moves the others, by keyboard; then types the missing one, wrong and right."""
    faults = []
    driver.get("about:blank")
    driver.get(f"{address}/00-foundations.html")
    cell = Cell.__new__(Cell)
    cell.driver, cell.name = driver, LINES
    cell.cell = driver.find_element(By.CSS_SELECTOR, f"#exercise-{LINES.replace('_', '-')} > .lines")
    cell.click(cell.find("summary"))
    rows = lambda: cell.find_all(".lines-used > li")
    code = lambda row: row.find_element(By.TAG_NAME, "code").text
    button = lambda row, at: row.find_elements(By.TAG_NAME, "button")[at]
    press = lambda row, at, key: (driver.execute_script("arguments[0].focus()", button(row, at)),
                                  driver.switch_to.active_element.send_keys(key))
    first = lambda line, start: next(row for row in rows()[start:] if code(row) == line)

    def check(expected):
        cell.click(cell.button("Check"))
        cell.wait(lambda _: cell.button("Check").is_enabled(), 300)
        how = cell.find(".notebook-status").text
        if not how.startswith(expected):
            faults.append(f"the lines: {how!r} instead of {expected!r}; the tutor: {cell.printed()[-300:]!r}")

    for row in [row for row in rows() if code(row) not in IN_ORDER]:
        press(row, 2, Keys.DELETE)
    check("Not yet.")
    if "✗" not in cell.printed():
        faults.append(f"the tutor says nothing of a wrong order: {cell.printed()!r}")
    for at, line in enumerate(IN_ORDER):
        while code(rows()[at]) != line:
            press(first(line, at), 0, Keys.ARROW_UP)
    check("The lines are in order.")
    for typed, expected in (("row += mean;", "Not yet."), ("row -= mean;", "That is the line.")):
        box = cell.find("input")
        box.clear()
        box.send_keys(typed)
        check(expected)
    if "Now write it alone" not in cell.cell.text:
        faults.append("the lines don't lead to the exercise")
    return faults


def by_keyboard(driver, address):
    """Opens, edits, runs and resets with the keyboard alone."""
    driver.get("about:blank")
    driver.get(f"{address}/00-foundations.html")
    cell = Cell.__new__(Cell)
    cell.driver, cell.name = driver, "linear_by_hand"
    cell.cell = driver.find_element(By.ID, "cell-linear_by_hand")
    driver.execute_script("arguments[0].focus()", cell.find(".notebook-edit"))
    press = lambda *keys: driver.switch_to.active_element.send_keys(*keys)
    press(Keys.ENTER)
    cell.wait(lambda _: cell.find_all(".notebook textarea"), 20)
    original, faults = cell.text(), []
    press(Keys.CONTROL + Keys.END)
    press("fn deep() {", Keys.ENTER, "if true {", Keys.ENTER, "}", Keys.ENTER, "}", Keys.ENTER, "// ←", Keys.ARROW_LEFT)
    typed = "fn deep() {\n    if true {\n    }\n}\n// ←"
    if not cell.text().endswith(typed):
        faults.append(f"typing does not indent: {cell.text()[-60:]!r}")
    press(Keys.CONTROL + Keys.ENTER)
    cell.wait(lambda _: cell.ended(), 120)
    if not cell.find(".notebook-status").text.startswith("It ended well"):
        faults.append(f"Ctrl+Enter: {cell.find('.notebook-status').text}")
    press(Keys.ESCAPE)
    for _ in range(8):
        if driver.switch_to.active_element.text == "Reset":
            break
        press(Keys.TAB)
    press(Keys.ENTER)
    if cell.text() != original:
        faults.append("Escape and Tab don't lead to Reset")
    return faults


def looks(driver, address):
    """No sideways scrolling, wide and narrow, light and dark, with an edit that has run."""
    cell, faults = Cell(driver, f"{address}/01-attention.html", "one_query"), []
    cell.run()
    for width in book.WIDTHS:
        for theme in book.THEMES:
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                   {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500})
            driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": theme}]})
            wide, room = driver.execute_script("return [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            if wide > room:
                faults.append(f"with an edit the page scrolls sideways: {wide} px in {room} px")
            if "NOTEBOOK_PICTURES" in os.environ:
                driver.execute_script("arguments[0].scrollIntoView()", cell.cell)
                time.sleep(0.5)
                driver.save_screenshot(os.path.join(os.environ["NOTEBOOK_PICTURES"], f"notebook-{width}-{theme}.png"))
    errors = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
    faults += [error for error in errors if not re.search("status of (409|429)", error)]  # refused on purpose, above
    return faults


def another_start(driver, address, server, glassgpt):
    """A page of an earlier start is refused; a book that is read only says so."""
    faults = []
    cell = Cell(driver, f"{address}/00-foundations.html", "linear_by_hand")
    for more, sentence in (([], "earlier start"), (["--read-only"], "--read-only")):
        server.terminate()
        server.wait()
        server = serve(glassgpt, *more)
        book.wait_for_address(server)
        _, how, _ = cell.run()
        if sentence not in how:
            faults.append(f"after another start, {more}: {how!r}")
    driver.get(f"{address}/00-foundations.html")
    driver.find_element(By.CSS_SELECTOR, "#cell-linear_by_hand .notebook-edit").click()
    time.sleep(2)
    note = driver.find_element(By.CSS_SELECTOR, "#cell-linear_by_hand").text
    if "--read-only" not in note:
        faults.append(f"a book that is read only says {note!r}")
    return server, faults


if __name__ == "__main__":
    main()
