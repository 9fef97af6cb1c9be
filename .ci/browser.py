"""Opens every page of the book in headless Chromium, wide and phone-narrow, light and dark.

A page passes if the console shows no error, nothing is requested from anywhere but the book's own server, and the
page does not scroll sideways. Usage: browser.py GLASSGPT, where GLASSGPT is the built program.
"""

import json
import re
import subprocess
import sys
import urllib.parse

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

WIDTHS = (1280, 390)
THEMES = ("light", "dark")


def main():
    server = subprocess.Popen([sys.argv[1], "--port", "3999"], stdout=subprocess.PIPE, text=True)
    try:
        address = wait_for_address(server)
        faults = check(address)
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


def check(address):
    browser = start()
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
            pages += links(browser, address)
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
