"""What a page's elements are given after its template was filled: anchors, captions, breaks."""

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise

from lxml.etree import strip_elements
from lxml.html import HtmlElement, fragments_fromstring
from lxml.html.builder import CAPTION, DETAILS, DIV, LI, SPAN, SUMMARY, A

from budgetlib.show import said as shown
from budgetlib.vocabulary import Label, parted, regex

NUMBER = regex(r"[-+−±]?[\d,]*\.?\d+(\s?–\s?[-−]?[\d,]*\.?\d+)?\s?[%‰]?|[—–-]")
# What a line must not end in the middle of: a table's number, a place, a claim's name.
WHOLE = regex(
    r"(表\d+-\d+|\[\w+ \d+\]|[一二三四五六七八九十]+(?:[.．][一二三四五六七八九十\d]+)*#\d+)"
)
CODE = regex(r"\d{3}(\d{2}){0,2}")  # a class, a division or an item
CHINESE = regex(r"[\u4e00-\u9fff]+")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
CELLS = ("td", "th")
Words = dict[HtmlElement, str]  # what the cells of a table say


def dress(page: HtmlElement) -> None:
    """Make a filled page one that is read without scripts, on any width, by any reader."""
    strip_elements(page, "script", "link", "iframe", with_tail=False)
    shown = f"data-{page.get('lang', '')[:2]}"
    for image in page.xpath("//*[@data-en]//img"):
        image.set("alt", image.xpath("ancestor::*[@data-en][1]")[0].get(shown, ""))
    for code in page.iter("pre"):
        code.set("tabindex", "0")  # so that keys can scroll it
    for image in page.xpath("//img[not(@alt)]"):
        image.set("alt", "No description has been provided for this image")
    main = page.find(".//main")
    for cell in main.xpath("./section[contains(@class, 'cell')]"):
        _settle(cell)
    _prune(main)
    for prose in main.xpath("./section[@class='prose']"):
        _part_languages(prose)
    _list_headings(main, page.get_element_by_id("here", None))
    heading, number = SPAN(), 0
    for each in list(main.iter(*HEADINGS, "table")):
        if each.tag != "table":
            heading = each
            continue
        number += 1
        _dress_table(each, heading, number)


def said(element: HtmlElement, between: str = " ") -> str:
    """Return the words of an element, each text's ends trimmed."""
    return between.join(words for text in element.itertext() if (words := text.strip()))


def _settle(cell: HtmlElement) -> None:
    """Drop a cell that shows nothing; fold one that is tagged so, under its table's caption."""
    outputs = cell.find("div[@class='outputs']")
    shown = outputs is not None and (said(outputs) or outputs.find(".//img") is not None)
    if not shown and cell.get("id") != "failed":
        cell.drop_tree()
    elif outputs is not None and "folded" in cell.classes and cell.find(".//caption") is not None:
        summary = SUMMARY(*map(deepcopy, cell.find(".//caption")))
        summary.text = cell.find(".//caption").text
        details = DETAILS(summary)
        cell.replace(outputs, details)
        details.append(outputs)


def _prune(main: HtmlElement) -> None:
    """Drop the headings of parts in which nothing is left to show."""
    for prose, after in pairwise([*main, None]):
        bare = [e.tag for e in prose] == ["h2"] if prose.get("class") == "prose" else False
        if bare and (after is None or after.get("class") == "prose" or after.tag == "details"):
            prose.drop_tree()


def _part_languages(prose: HtmlElement) -> None:
    """Give each language of a heading, and of two paragraphs that tell one thing, its element."""
    for heading in prose.iter(*HEADINGS):
        both = parted(said(heading))
        if isinstance(both, Label) and not len(heading):
            heading.text = None
            heading.extend(fragments_fromstring(shown(both)))
    for one, other in pairwise(prose.findall("p")):
        if not CHINESE.search(said(one)) and CHINESE.search(said(other)):
            one.set("lang", "en")
            other.set("lang", "zh")


def _list_headings(main: HtmlElement, listed: HtmlElement | None) -> None:
    """Give every heading an anchor and list those below the title."""
    taken = set[str]()
    for heading in main.iter(*HEADINGS):
        words = said(heading)
        anchor = plain = re.sub(r"\W+", "-", words.lower()).strip("-") or "part"
        while anchor in taken:
            anchor = f"{plain}-{len(taken)}"
        taken.add(anchor)
        heading.set("id", anchor)
        # a list of headings leaves out that of one finding
        alone = "finding" in heading.getparent().classes
        if listed is not None and heading.tag in ("h2", "h3") and not alone:
            link = A(*map(deepcopy, heading), href=f"#{anchor}")
            link.text = heading.text
            listed.append(LI(link, **{"class": heading.tag}))


def _dress_table(table: HtmlElement, heading: HtmlElement, number: int) -> None:
    """Name a table and its header cells, set numbers to the right, let it scroll by itself."""
    for style in table.xpath("preceding-sibling::style[@scoped]"):
        style.drop_tree()  # pandas' own, in favour of ours
    for attribute in ("border", "style"):
        table.attrib.pop(attribute, None)
    caption = table.find("caption")
    if caption is None:
        caption = CAPTION(*map(deepcopy, heading), f" ({number})")
        caption.text = heading.text
        table.insert(0, caption)
    above = [said(each) for each in table.xpath("ancestor::details[1]/summary")]
    if said(caption) in (said(heading), f"{said(heading)} ({number})", *above):  # just said
        caption.classes.add("unseen")
    name = f"table-{number}"
    caption.set("id", name)
    _join_index_names(table)
    words = {cell: said(cell) for cell in table.iter(*CELLS)}
    if table.find(".//th") is None:
        _head_rows(table, words)
    for head in list(table.xpath(".//th[not(@scope)]")):
        _head(head, words[head])
    rows = {row: list(_placed(row)) for row in table.iter("tr")}
    _align(rows, words)
    for cell in words:
        _set_breaks(cell, words[cell])
    if max(map(len, rows.values()), default=0) > 8:
        table.classes.add("many")
    region = DIV(role="region", tabindex="0", **{"class": "wide", "aria-labelledby": name})
    region.tail, table.tail = table.tail, None
    table.getparent().replace(table, region)
    region.append(table)


def _join_index_names(table: HtmlElement) -> None:
    """Lift pandas' separate row of index names into the empty cells above it."""
    rows = table.findall("thead/tr")
    if len(rows) < 2:
        return
    above, names = list(rows[-2]), list(rows[-1])
    filled = [at for at, cell in enumerate(names) if said(cell)]
    free = [at for at, cell in enumerate(above) if not said(cell)]
    if len(above) == len(names) and filled and set(filled) <= set(free):
        for at in filled:
            rows[-2].replace(above[at], names[at])
        rows[-1].drop_tree()


def _head_rows(table: HtmlElement, words: Words) -> None:
    """Let the first words of each row head the others, where nothing heads anything."""
    for row in table.iter("tr"):
        filled = [cell for cell in row.iter("td") if words[cell]]
        if len(filled) > 1:
            filled[0].tag = "th"


def _head(head: HtmlElement, words: str) -> None:
    """Say what a header cell heads; one that is empty heads nothing."""
    if not words:
        head.tag = "td"
        return
    above = next(head.iterancestors("thead"), None) is not None
    across, span = ("col", "colspan") if above else ("row", "rowspan")
    head.set("scope", across if head.get(span, "1") == "1" else f"{across}group")


def _align(rows: dict[HtmlElement, list[tuple[int, HtmlElement]]], words: Words) -> None:
    """Set columns of numbers to the right with their heads, whatever word is among them."""
    kinds: dict[int, list[bool]] = {}
    for row, cells in rows.items():
        told = row.getparent().tag == "tbody"
        for at, cell in cells:
            plain = words[cell] if len(cell) == 0 else said(cell, "")
            number = cell.tag == "td" and bool(NUMBER.fullmatch(plain))
            if number:
                cell.classes.add("number")
            if told and words[cell]:
                kinds.setdefault(at, []).append(number)
    first = [cell for cells in rows.values() for at, cell in cells if not at]
    if all(CODE.fullmatch(words[cell]) for cell in first if "number" in cell.classes):
        kinds.pop(0, None)
        for cell in first:  # codes stand to the left, as deep as their level
            cell.attrib.pop("style", None)
            if "number" in cell.classes:
                cell.classes.discard("number")
                cell.classes.add(f"level{len(words[cell]) // 2}")
    right = {at for at, numbers in kinds.items() if 2 * sum(numbers) > len(numbers)}
    for cells in rows.values():
        for cell in (cell for at, cell in cells if at in right):
            if cell.get("colspan", "1") == "1":
                cell.attrib.pop("style", None)
                cell.classes.add("number")


def _set_breaks(cell: HtmlElement, words: str) -> None:
    """Let few words break only between them, give many words room, keep some pieces whole."""
    if len(words) > 40:
        cell.classes.add("long")
    elif len(words) <= 24 and all(len(run) <= 6 for run in CHINESE.findall(words)):
        cell.classes.add("brief")
    if WHOLE.search(words):
        for holder in list(cell.iter()):
            _keep_whole(holder)


def _keep_whole(holder: HtmlElement) -> None:
    """Put each piece that no line may end in, in an element's own texts, into one of its own."""
    for at, child in reversed([(0, None), *enumerate(holder, 1)]):
        first, *rest = WHOLE.split((holder.text if child is None else child.tail) or "")
        pieces = [SPAN(piece, **{"class": "whole"}) for piece in rest[::2]]
        for piece, tail in zip(pieces, rest[1::2], strict=True):
            piece.tail = tail
        if pieces and child is None:
            holder.text = first
        elif pieces and child is not None:
            child.tail = first
        holder[at:at] = pieces


def _placed(row: HtmlElement) -> Iterator[tuple[int, HtmlElement]]:
    at = 0
    for cell in row.iterchildren(*CELLS):
        yield at, cell
        at += int(cell.get("colspan", "1"))
