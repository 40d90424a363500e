"""How many words a reader of a report sees at first: one language, with all that is folded shut.

    python tests/benchmarks/words.py reports/503019-2026 [FOLDER ...]

A Chinese character, a word and a number are one each, as Chromium shows the pages of a folder.
"""

import re
import shutil
import sys
from pathlib import Path

from selenium import webdriver

WORD = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]+|[\d.,]*\d")


def main() -> None:
    options = webdriver.ChromeOptions()
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu"):
        options.add_argument(flag)
    options.binary_location = shutil.which("chromium") or ""
    browser = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    for folder in map(Path, sys.argv[1:]):
        seen = 0
        pages = sorted(folder.glob("*.html"))
        for page in pages:
            browser.get(page.resolve().as_uri())
            seen += len(WORD.findall(browser.execute_script("return document.body.innerText")))
        print(f"{folder}: {seen:,} words on {len(pages)} pages")
    browser.quit()


if __name__ == "__main__":
    main()
