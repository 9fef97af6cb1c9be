"""Opens every page of the book in headless Chromium, wide and phone-narrow, light and dark.

A page passes if the console shows no error, nothing is requested from anywhere but the book's own server, the page
does not scroll sideways, and an audit of accessibility finds nothing serious. Usage: browser.py GLASSGPT [AXE], where
GLASSGPT is the built program, and AXE the script of axe-core; without it nothing is audited.
"""

import json
import pathlib
import re
import subprocess
import sys
import urllib.parse

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

WIDTHS = (1280, 390)
THEMES = ("light", "dark")

# What readers type, and the page that must come first.
QUERIES = {
    "attention mask": "01-attention", "causal mask": "01-attention", "why sqrt(d)": "01-attention",
    "query key value": "01-attention", "kv cache": "02-multi-head", "grouped query attention": "09-since-gpt2",
    "RoPE": "09-since-gpt2", "positional encoding": "03-positional", "mixture of experts": "09-since-gpt2",
    "LayerNorm": "05-residual", "layer normalization": "05-residual", "skip connection": "05-residual",
    "vanishing gradient": "05-residual", "temperature": "06-decoder", "BPE": "06-decoder", "tokenizer": "06-decoder",
    "dropout": "06-decoder", "top-p": "06-decoder", "nucleus sampling": "06-decoder", "weight tying": "06-decoder",
    "perplexity": "07-training", "learning rate warmup": "07-training", "cross entropy": "07-training",
    "AdamW": "07-training", "gradient clipping": "07-training", "induction head": "07-training",
    "scaling laws": "07-training", "overfitting": "07-training", "hallucination": "07-training",
    "DPO": "08-fine-tuning", "RLHF": "08-fine-tuning", "reinforcement learning": "08-fine-tuning",
    "reward model": "08-fine-tuning", "LoRA": "08-fine-tuning", "softmax backward": "00-foundations",
    "backpropagation": "00-foundations", "gradient check": "00-foundations", "flash attention": "09-since-gpt2",
    "quantization": "09-since-gpt2", "quantisation": "09-since-gpt2", "GPU": "beyond", "bf16": "beyond", "license": "introduction",
    "cite": "introduction",
    "how does attention work": "01-attention", "attention is all you need": "01-attention",
    "pre norm vs post norm": "05-residual", "relu vs gelu": "04-feed-forward", "jacobian of softmax": "00-foundations",
    "matrix multiplication": "00-foundations", "what is a transformer": "06-decoder", "mini-batch": "07-training",
    "early stopping": "07-training", "next token prediction": "07-training", "language model loss": "07-training",
    "inference cost": "costs", "memory usage": "costs",
}


# What is audited in each form. A theme changes nothing but colours, and these are most of the work.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
COLOURS = {"runOnly": OF_COLOURS}
THE_REST = {"rules": {rule: {"enabled": False} for rule in OF_COLOURS}}
AUDITS = {(1280, "light"): {}, (1280, "dark"): COLOURS, (390, "light"): THE_REST}


def main():
    axe = pathlib.Path(sys.argv[2]).read_text(encoding="utf-8") if len(sys.argv) > 2 else None
    server = subprocess.Popen([sys.argv[1], "--port", "3999"], stdout=subprocess.PIPE, text=True)
    try:
        address = wait_for_address(server)
        faults = check(address, axe)
    finally:
        server.terminate()
    for fault in faults:
        print(fault)
    if faults:
        sys.exit(f"{len(faults)} faults in the browser")


def wait_for_address(server):
    for line in server.stdout:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            return found.group()
    sys.exit("the program ended without printing an address")


def check(address, axe):
    browser = start()
    browser.set_script_timeout(600)
    try:
        pages, visited, faults = [f"{address}/"], set(), []
        while pages:
            page = pages.pop()
            if page in visited:
                continue
            visited.add(page)
            for width in WIDTHS:
                for theme in THEMES:
                    faults += look(browser, page, width, theme, address)
                    # The printable page is all the others once more.
                    if axe and (width, theme) in AUDITS and not page.endswith("/print.html"):
                        faults += audit(browser, axe, page, width, theme)
            pages += links(browser, address)
        faults += search(browser, address)
    finally:
        browser.quit()
    print(f"{len(visited)} pages looked at in {len(WIDTHS)} widths and {len(THEMES)} themes, {len(faults)} faults")
    if len(visited) < 5:
        faults.append(f"only {len(visited)} pages were found from {address}")
    return faults


def start():
    options = Options()
    for flag in ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


def look(browser, page, width, theme, address):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia",
                            {"features": [{"name": "prefers-color-scheme", "value": theme}]})
    browser.get(page)
    where = f"{page} at {width} px, {theme}:"
    faults = [f"{where} {entry['message']}" for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    faults += [f"{where} requests {url}" for url in requested(browser) if not at_home(url, address)]
    wide, room = browser.execute_script(
        "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    if wide > room:
        faults.append(f"{where} scrolls sideways: {wide} px of content in {room} px")
    return faults


def audit(browser, axe, page, width, theme):
    """What axe-core finds to be serious or critical on the open page, with its folds open."""
    browser.execute_script(axe)
    found = browser.execute_async_script("""
        const [options, done] = arguments;
        document.querySelectorAll("details").forEach((fold) => (fold.open = true));
        const told = ({ id, impact, help, nodes }) =>
            [impact, `${help} (${id}): ${nodes.length} times, first at ${nodes[0].target.join(" ")}`];
        axe.run(document, { resultTypes: ["violations"], preload: false, iframes: false, ...options })
            .then(({ violations }) => done(violations.map(told)), (error) => done([["critical", String(error)]]));""",
        AUDITS[width, theme])
    return [f"{page} at {width} px, {theme}: {told}" for impact, told in found if impact in ("serious", "critical")]


def search(browser, address):
    """What is found first, for each of the queries."""
    browser.get(f"{address}/?search=attention")
    ready = lambda: browser.execute_script("return document.querySelector('#mdbook-searchresults a') !== null")
    WebDriverWait(browser, 20).until(lambda _: ready())
    faults = []
    for query, page in QUERIES.items():
        first = browser.execute_script("""
            const bar = document.getElementById("mdbook-searchbar");
            bar.value = arguments[0];
            bar.dispatchEvent(new KeyboardEvent("keyup"));
            return document.querySelector("#mdbook-searchresults a")?.getAttribute("href") ?? "nothing";""", query)
        if page not in first:
            faults.append(f"the search for \"{query}\" finds {first} first, not {page}")
    print(f"{len(QUERIES)} words searched for")
    return faults


def requested(browser):
    messages = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


def at_home(url, address):
    return url.startswith((address + "/", "data:", "blob:", "about:", "chrome:"))


def links(browser, address):
    # The attribute and not the property: a link in a figure is an SVG link, whose property is no string.
    hrefs = browser.execute_script(
        "return [...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), document.baseURI).href)")
    pages = {urllib.parse.urldefrag(href).url for href in hrefs}
    # The sources are all alike, and none has a script.
    pages = (page for page in pages if not page.startswith(f"{address}/source/"))
    return sorted(page for page in pages if page.startswith(address + "/") and page.endswith((".html", "/")))


if __name__ == "__main__":
    main()
