"""A real report, opened from disk in a real browser."""

import base64
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from pypdfium2 import PdfDocument

from budgetlib import load
from budgetlib.pages import rendering, report
from budgetlib.vocabulary import Label

ROOT = Path(__file__).parent.parent
BUNDLED = ROOT / "data" / "503019-2026"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# One of these stands wherever something is marked: the signs of the two sides, or a verdict.
SIGNS = re.compile(
    r"▲|▼|◆|✗|exact|rounding|inconsistent|not run|error|explained|observation|错误|需核实|提示"
)
A4 = (794, 1123)  # CSS pixels, 96 an inch
MARGIN = 53  # the 14 mm that the style leaves at each side


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report of the bundled disclosure."""
    folder = tmp_path_factory.mktemp("reports")
    words = ("report", BUNDLED.relative_to(ROOT), "--to", folder)
    told = subprocess.run(
        [sys.executable, "-m", "budgetlib", *map(str, words)],
        cwd=ROOT,
        text=True,
        capture_output=True,
    )
    assert told.returncode == 0, told.stderr
    assert "skipped" not in told.stdout
    return folder / BUNDLED.name


@pytest.fixture(scope="session")
def texts(made: Path) -> dict[str, BeautifulSoup]:
    """The pages as written, the index among them."""
    read = {p.name: p.read_text(encoding="utf-8") for p in sorted(made.glob("*.html"))}
    return {name: BeautifulSoup(text, "html.parser") for name, text in read.items()}


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Headless Chromium that keeps a log of requests and of its console."""
    selenium = pytest.importorskip("selenium.webdriver", reason="needs selenium: .[test]")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and driver):
        pytest.skip("needs Chromium: apt-get install chromium chromium-driver")
    options = selenium.ChromeOptions()
    options.binary_location = chromium
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    service = selenium.ChromeService(driver, log_output=os.devnull)
    window = selenium.Chrome(options=options, service=service)
    yield window
    window.quit()


def opened(browser: Any, page: Path, width: int, media: str = "screen") -> Any:
    """Open a page at a width, as a screen or as a printer shows it."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media})
    browser.get(page.as_uri())
    return browser


def pages(made: Path) -> list[Path]:
    found = sorted(made.glob("*.html"))
    assert {"index.html", "05-general-budget.html", "11-other-matters.html"} <= {
        page.name for page in found
    }
    return found


def test_page__asks_nobody_for_anything(made, browser):
    for page in pages(made):
        browser.get("about:blank")
        browser.get_log("performance")
        opened(browser, page, 1280)
        log = browser.get_log("performance")
        told = [json.loads(entry["message"])["message"] for entry in log]
        sent = [m["params"] for m in told if m["method"] == "Network.requestWillBeSent"]
        asked = [each["request"]["url"] for each in sent]
        assert page.as_uri() in asked  # so that the log is known to work
        assert [url for url in asked if url != page.as_uri() and not url.startswith("data:")] == []


def test_page__says_nothing_on_the_console(made, browser):
    browser.get_log("browser")
    browser.execute_script("console.error('heard')")
    assert "heard" in browser.get_log("browser")[0]["message"]
    for page in pages(made):
        opened(browser, page, 1280)
        assert browser.get_log("browser") == []


def test_page__unfolds_its_code(made, browser):
    opened(browser, made / "05-general-budget.html", 1280)
    for summary in browser.find_elements("css selector", "details.code > summary"):
        code = summary.find_element("xpath", "../div")
        assert not code.is_displayed()
        browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", summary)
        summary.click()
        assert code.is_displayed()
    assert "budgetlib.load" in browser.find_element("tag name", "main").text
    wide = "return document.documentElement.scrollWidth - innerWidth"
    assert browser.execute_script(wide) <= 0


def test_page__links_to_what_is_there(texts):
    anchors = {name: {tag["id"] for tag in page.select("[id]")} for name, page in texts.items()}
    for name, page in texts.items():
        ids = [tag["id"] for tag in page.select("[id]")]
        assert len(ids) == len(set(ids)), name
        links = [urlsplit(tag["href"]) for tag in page.select("a[href]")]
        assert links
        for link in links:
            assert (link.scheme, link.netloc) == ("", ""), (name, link)
            target = link.path or name
            assert target in texts, (name, link)
            if link.fragment:
                assert unquote(link.fragment) in anchors[target], (name, link)


def test_page__is_reached_from_the_index_by_clicking(made, browser):
    opened(browser, made / "index.html", 1280)
    for page in pages(made):
        browser.find_element("css selector", f"nav .sections a[href='{page.name}']").click()
        assert browser.current_url == page.as_uri()


# What stands out of a page that scrolls sideways, for the message.
OUT = """
const wide = document.documentElement.scrollWidth - innerWidth
return wide <= 0 ? [] : [wide, ...[...document.querySelectorAll('main *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth && !e.closest('.wide'))
  .slice(0, 3).map(e => e.outerHTML.slice(0, 80))]
"""


@pytest.mark.parametrize("width", [1280, 390])
def test_page__does_not_scroll_sideways(made, browser, width):
    for page in pages(made):
        opened(browser, page, width)
        assert browser.execute_script("return innerWidth") == width
        assert browser.execute_script(OUT) == [], page.name


def test_page__prints_on_a4(made, browser):
    """Nothing is wider than the paper, and no page of paper is left over."""
    right = """return [...document.querySelectorAll('main, main table, main img, main pre')]
      .filter(e => e.getBoundingClientRect().width > innerWidth + 1)
      .map(e => [e.tagName, e.getBoundingClientRect().width, e.textContent.slice(0, 40)])"""
    height = "return document.documentElement.scrollHeight"
    paper = {"printBackground": True, "preferCSSPageSize": True}
    for page in pages(made):
        opened(browser, page, A4[0] - 2 * MARGIN, "print")
        browser.execute_script("dispatchEvent(new Event('beforeprint'))")  # which unfolds
        assert browser.execute_script(right) == [], page.name
        tall = browser.execute_script(height)
        pdf = browser.execute_cdp_cmd("Page.printToPDF", paper)["data"]
        told = base64.b64decode(pdf)
        sizes = set(re.findall(rb"/MediaBox\s*\[([\d. ]+)\]", told))
        assert sizes, page.name
        assert all([round(float(n)) for n in s.split()] == [0, 0, 595, 842] for s in sizes)
        count = len(re.findall(rb"/Type\s*/Page\b(?!s)", told))
        assert tall / A4[1] <= count <= 2 + 2 * tall / A4[1], (page.name, count, tall)


def test_page__repeats_the_head_of_a_table_on_each_sheet(made, browser):
    opened(browser, made / "index.html", 1280, "print")
    told = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
    sheets = [
        page.get_textpage().get_text_bounded() for page in PdfDocument(base64.b64decode(told))
    ]
    begins = next(at for at, sheet in enumerate(sheets) if "逐条规则及未核原因" in sheet)
    assert len(sheets) - begins > 2
    assert all(re.search(r"规则\s+原因", sheet) for sheet in sheets[begins:])


def test_page__says_its_language(texts):
    for name, page in texts.items():
        assert page.html["lang"] == "zh-CN", name
        assert page.title.text.strip(), name
        assert page.select_one("meta[charset='utf-8']"), name


def test_page__nests_its_headings(texts):
    for name, page in texts.items():
        levels = [int(tag.name[1]) for tag in page.select("h1, h2, h3, h4, h5, h6")]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        deeper = [(a, b) for a, b in pairwise(levels) if b > a + 1]
        assert deeper == [], name


def test_page__names_its_tables_and_what_their_heads_head(texts):
    assert sum(len(page.select("table")) for page in texts.values()) > 50
    for name, page in texts.items():
        for table in page.select("table"):
            told = (name, table.get_text(" ", strip=True)[:60])
            assert table.caption, told
            assert table.caption.get_text(strip=True), told
            heads = table.select("th")
            assert heads, told
            scopes = {head.get("scope") for head in heads}
            assert scopes <= {"col", "row", "colgroup", "rowgroup"}, told
            region = table.find_parent(class_="wide")
            assert region["tabindex"] == "0", told  # so that keys can scroll it


def test_page__says_every_picture_in_words(texts):
    from PIL import Image

    pictures = [(name, img) for name, page in texts.items() for img in page.select("img, svg")]
    assert len(pictures) >= 5
    for name, picture in pictures:
        assert len(picture["alt"]) > 20, (name, picture["alt"])
        assert picture["alt"] == picture.find_parent(attrs={"data-zh": True})["data-zh"]
        assert not WORDS.search(picture["alt"]), (name, picture["alt"])
        kind, _, data = picture["src"].partition(",")
        assert kind == "data:image/png;base64"
        drawn = Image.open(io.BytesIO(base64.b64decode(data))).convert("L")
        assert drawn.getextrema() != (255, 255), (name, "an empty picture")


# What has a colour of its own: text neither ink, quiet, link nor code; a filled ground.
COLOURED = """
const ink = e => getComputedStyle(e).color, ground = e => getComputedStyle(e).backgroundColor
const plain = new Set(['main', 'main .quiet', 'main a'].flatMap(s => {
  const e = document.querySelector(s); return e ? [ink(e)] : [] }))
const quiet = document.querySelector('main summary')
if (quiet) plain.add(ink(quiet))
const clear = new Set(['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'])
return [...document.querySelectorAll('main *')]
  .filter(e => !e.closest('details, pre, code'))
  .filter(e => !plain.has(ink(e)) || !clear.has(ground(e)))
  .map(e => e.textContent.trim())
"""


def test_page__never_tells_a_verdict_by_colour_alone(made, browser):
    marked = []
    for page in pages(made):
        opened(browser, page, 1280)
        marked += [(page.name, text) for text in browser.execute_script(COLOURED)]
    assert marked
    assert [(page, text) for page, text in marked if not SIGNS.search(text)] == []


def test_page__is_the_same_to_the_byte_when_made_again(made, tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    (first,) = report.report([BUNDLED.relative_to(ROOT)], to=tmp_path / "first", section=8)
    (second,) = report.report([BUNDLED.relative_to(ROOT)], to=tmp_path / "second", section=8)
    (page,), (again,) = first.pages, second.pages
    assert page.read_bytes() == again.read_bytes()
    main = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").main
    whole = BeautifulSoup((made / page.name).read_text(encoding="utf-8"), "html.parser").main
    assert str(main) == str(whole)  # only the contents differ


SHOWN = """return [...document.querySelectorAll('main [lang]')]
  .filter(e => e.offsetParent).map(e => e.lang)"""


def test_switch__shows_one_language_and_is_kept_from_page_to_page(made, browser):
    opened(browser, made / "05-general-budget.html", 1280)
    assert set(browser.execute_script(SHOWN)) == {"zh"}
    browser.find_element("css selector", "label:has(#en)").click()
    assert set(browser.execute_script(SHOWN)) == {"en"}
    assert browser.execute_script("return document.documentElement.lang") == "en"
    words = browser.find_element("css selector", "main img").get_attribute("alt")
    assert words.startswith("From last year to this one, item by item, 万元: ")
    browser.find_element("css selector", "nav a[href*='index.html']").click()
    assert set(browser.execute_script(SHOWN)) == {"en"}
    browser.find_element("css selector", "label:has(#zh)").click()
    assert set(browser.execute_script(SHOWN)) == {"zh"}


def test_switch__needs_no_script(made, browser):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        opened(browser, made / "index.html", 1280)
        text = browser.find_element("tag name", "main").text
        assert "总览" in text and "Overview" not in text
        browser.find_element("css selector", "label:has(#en)").click()
        text = browser.find_element("tag name", "main").text
        assert "Overview" in text and "总览" not in text
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


CARDS = """return [...document.querySelectorAll('.told tbody tr')].slice(0, 9).map(
  row => [getComputedStyle(row).display, getComputedStyle(row.cells[2]).display])"""


@pytest.mark.parametrize(("width", "shown"), [(1280, "table-row"), (390, "block")])
def test_findings__are_cards_on_a_phone(made, browser, width, shown):
    opened(browser, made / "findings.html", width)
    cards = browser.execute_script(CARDS)
    assert cards and {row for row, _ in cards} == {shown}
    assert {cell for _, cell in cards} == {"table-cell" if width > 600 else "inline"}


CHINESE = re.compile("[\u4e00-\u9fff]+")
WORDS = re.compile("[A-Za-z]{3,}[ ,]+[a-z]{2,}")
QUOTED = {
    "小于",
    "大于",
    "增长下降",
    "件",
    "共计",
    "划分",
}  # words that rules are about, and a unit that is implied


def told_in(page: BeautifulSoup, other: str) -> Iterator[str]:
    """What a page shows, folded or not, once the other language is hidden."""
    body = BeautifulSoup(str(page.body), "html.parser")
    for hidden in body.select(f"[lang^={other}], fieldset, pre, code, script, style"):
        hidden.extract()
    yield from body.stripped_strings


def test_page__in_english_shows_no_chinese_but_what_is_printed(texts):
    files = (path for path in BUNDLED.iterdir() if path.suffix in (".csv", ".json"))
    printed = re.sub(r"\s", "", "".join(path.read_text("utf-8") for path in files))
    told = {
        run
        for page in texts.values()
        for text in told_in(page, "zh")
        for run in CHINESE.findall(text)
    }
    assert "住房公积金" in told
    assert {run for run in told if run not in printed} - QUOTED == set()


def test_page__in_chinese_shows_no_english_words(texts):
    told = {t for page in texts.values() for t in told_in(page, "en") if WORDS.search(t)}
    assert told == set()


def test_findings__are_reached_from_the_overview_and_from_their_section(made, browser):
    for page in ("index.html", "10-projects.html"):
        opened(browser, made / page, 1280)
        link = browser.find_element("css selector", "main a[href*='findings.html'][href$='#f2']")
        told = link.text
        browser.execute_script("arguments[0].click()", link)
        heading = browser.find_element("css selector", "#f2 h3").text
        assert told and heading == f"2 · {told}"


def test_findings__lead_back_to_the_sections_that_they_are_about(texts):
    told = {
        section["id"]: [a["href"] for a in section.select("p.see a")]
        for section in texts["findings.html"].select("section.finding:has(p.see)")
    }
    assert told["f2"] == ["10-projects.html"]
    assert "05-general-budget.html" in told["f1"]
    for number, pages in told.items():
        for page in pages:
            back = [a["href"] for a in texts[page].select("main li a")]
            assert f"findings.html#{number}" in back, (number, page)


def test_table__is_sorted_by_a_click_on_its_head(made, browser):
    opened(browser, made / "05-general-budget.html", 1280)
    heads = browser.find_elements("css selector", "main table th button")
    (head,) = (h for h in heads if h.text == "增减" and h.is_displayed())
    column = """return [...arguments[0].closest('table').tBodies[0].rows]
      .map(row => row.cells[arguments[0].closest('th').cellIndex].innerText)"""
    head.click()
    told = [float(text.replace(",", "")) for text in browser.execute_script(column, head)]
    assert told == sorted(told) and told[-1] == 113.12
    head.click()
    assert browser.execute_script(column, head)[0] == "113.12"


def test_page__has_no_serious_fault_for_readers_with_other_means(made, browser):
    spec = find_spec("axe_core_python")
    if spec is None or spec.origin is None:
        pytest.skip("needs axe-core-python: .[test]")
    axe = (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")
    sizes = [(page.name, 1280) for page in pages(made)]
    sizes += [("findings.html", 390), ("05-general-budget.html", 390)]
    for at, (name, width) in enumerate(sizes):
        opened(browser, made / name, width)
        browser.execute_script(f"document.getElementById('{('zh', 'en')[at % 2]}').click()")
        browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
        browser.execute_script(axe)
        found = browser.execute_async_script(
            'axe.run({resultTypes: ["violations"]}).then(arguments[arguments.length - 1])'
        )
        grave = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
        told = [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in grave]
        assert told == [], name


def test_index__is_sifted_by_a_word_and_by_a_verdict(tmp_path, browser, monkeypatch):
    monkeypatch.chdir(ROOT)
    row = report._row(load(BUNDLED), "")
    other = row.replace('data-state="holds_not"', 'data-state="holds"').replace("武汉", "别处")
    third = other.replace("别处", "此处")
    rows = (row, other, third)
    lines = [report._Line(str(n), Label("", ""), (), html) for n, html in enumerate(rows)]
    told = rendering.render(report._index(lines, []), "", report.INDEX, [report.INDEX])
    (tmp_path / "index.html").write_text(told, encoding="utf-8")
    opened(browser, tmp_path / "index.html", 390)
    shown = "return [...document.querySelectorAll('tr[data-state]')].map(row => !row.hidden)"
    assert browser.execute_script(shown) == [True, True, True]
    browser.find_element("id", "search").send_keys("武汉")
    assert browser.execute_script(shown) == [True, False, False]
    browser.find_element("id", "search").clear()
    choose = "const s = document.querySelector('[lang=zh] select.state'); s.value = 'holds';"
    browser.execute_script(f"{choose} s.dispatchEvent(new Event('change'))")
    assert browser.execute_script(shown) == [False, True, True]
    browser.execute_script("document.querySelector('th button').click()")
    names = browser.execute_script(
        "return [...document.querySelectorAll('tr th a')].map(a => a.text)"
    )
    assert [name[:2] for name in names] == ["别处", "此处", "武汉"]
    links = [a.get_attribute("href") for a in browser.find_elements("css selector", "td a")]
    assert re.search(r"503019-2026/findings\.html(\?lang=en)?#f1$", links[0])
    assert browser.execute_script(OUT) == []
