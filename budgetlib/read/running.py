"""What pages print once more: running heads and feet, titles that go on beside the page."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

from budgetlib.read.lines import PAGE_NUMBER, Run, runs_of, spaced
from budgetlib.read.pdfium import Page
from budgetlib.read.spaced import NAME, OFTEN
from budgetlib.vocabulary.files import regex

EDGE = 0.1  # of a page's height, in which heads and feet run
FEWEST = 2  # pages
OFF = 2.0  # points that one may stand off on another page
_NUMBER = regex(r"(?<![表件])\d+(?!表)")  # 表1 on the first page numbers a table
CUT, WITHIN = 3, 9  # characters of a title that go on, within so many pages


def set_running_apart(pages: Sequence[Page]) -> list[str]:
    """Take out of pages what most of them print at one place of an edge, and what goes on there.

    The first that tells a name stays: it may be the title of the whole. Yields the others.
    """
    printed = [(page, runs_of(page.chars)) for page in pages if page.chars]
    places = defaultdict[str, list[tuple[float, Page, Run]]](list)
    for page, runs in printed:
        for run, off in _at_edges(page, runs):
            for text in {_uncounted(spaced(run), n) for n in (page.number, page.number - 1)}:
                places[text].append((off, page, run))
    again, others = list[tuple[Page, Run]](), list[str]()
    for text, found in places.items():
        usual = median(off for off, *_ in found)
        near = [(page, run) for off, page, run in found if abs(off - usual) <= OFF]
        if len(near) >= max(FEWEST, OFTEN * len(printed)):
            named = bool(NAME.search(text))
            again += near[named:]
            others += [] if named else [spaced(near[0][1])]
    for n, (page, runs) in enumerate(printed):
        before = printed[max(n - WITHIN, 0) : n]
        top, left = (
            min(page.level, default=(0.0,))[0],
            min((x.start for x in page.level), default=0),
        )
        first = (run for run in runs if run[0].y <= top and run[0].x <= left + OFF)
        again += [(page, run) for run in first if any(_goes_on(run, *last) for last in before)]
    apart = {id(char) for _, run in again for char in run}
    for page, _ in printed if apart else ():
        page.chars[:] = [char for char in page.chars if id(char) not in apart]
    return others


def _uncounted(text: str, number: int) -> str:
    """Words without the number of their page among them; a number alone is that of its page."""
    found = next((m for m in _NUMBER.finditer(text) if m[0] == str(number)), None)
    if found is None or PAGE_NUMBER.fullmatch(text):
        return text
    return f"{text[: found.start()]}#{text[found.end() :]}"


def _at_edges(page: Page, runs: Sequence[Run]) -> Iterator[tuple[Run, float]]:
    """What stands above and below all tables of a page, and how far down or up from its edge."""
    ends = [y for line in page.upright for y in line[1:]]
    for run in runs:
        y = run[0].y
        if y < min([EDGE * page.height, *ends]):
            yield run, y
        elif y > max([(1 - EDGE) * page.height, *ends]):
            yield run, y - page.height


def _goes_on(run: Run, other: Page, runs: Sequence[Run]) -> bool:
    """Whether words above a table are the end of those above another, whose columns go on here."""
    y, text = run[0].y, spaced(run)
    if len(text) < CUT or not other.level:
        return False
    right = max(x.end for x in other.level)
    return any(
        abs(each[0].y - y) <= OFF
        and each[-1].x + each[-1].width >= right - each[-1].size
        and len(words := spaced(each)) > len(text)
        and words.endswith(text)
        for each in runs
    )
