"""Pages of a PDF drawn by the tests: words at places, ruled tables, watermarks, pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import matplotlib.pyplot as plt
import zhplot
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.font_manager import FontProperties

from budgetlib.read.blocks import Block, Grid

WIDE, HIGH = 595.0, 842.0
FONT = FontProperties(fname=str(next(Path(zhplot.__file__).parent.rglob("*.[ot]tf"))))
Rows = Sequence[Sequence[str]]


@dataclass
class Page:
    """What one page shows; places in points from the top left."""

    words: list[tuple[float, float, str, float, float, str]] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    picture: bool = False

    def say(
        self, x: float, y: float, text: str, size: float = 10, angle: float = 0, color: str = "k"
    ) -> "Page":
        self.words.append((x, y, text, size, angle, color))
        return self

    def table(
        self, rows: Rows, top: float = 120, rulings: str = "both", step: float = 20
    ) -> "Page":
        width = 480 / len(rows[0])
        xs = [60 + width * c for c in range(len(rows[0]) + 1)]
        ys = [top + step * r for r in range(len(rows) + 1)]
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                self.say(xs[c] + 4, ys[r] + 14, cell)
        if rulings in ("both", "level"):
            self.lines += [(xs[0], y, xs[-1], y) for y in ys]
        if rulings == "both":
            self.lines += [(x, ys[0], x, ys[-1]) for x in xs]
        return self


def as_pdf(blocks: Sequence[Block], path: Path) -> Path:
    """Paragraphs and ruled tables; each table on a page of its own, below what stands before it."""
    pages, y = [Page()], 60.0
    for block in blocks:
        if not isinstance(block, Grid):
            if pages[-1].lines:
                pages, y = [*pages, Page()], 60.0
            unit = block.text.startswith("单位")
            pages[-1].say(480 if unit else 298 - 5 * len(block.text), y, block.text)
            y += 24
            continue
        if pages[-1].lines:
            pages, y = [*pages, Page()], 60.0
        _ruled(pages[-1], block, y)
    return write(path, *pages)


def _ruled(page: Page, grid: Grid, top: float, high: float = 18) -> None:
    """A table with its merged cells; a column is as wide as its longest cell."""
    merged = {(r, c): (height, width) for r, c, height, width in grid.spans or ()}
    covered = {
        (r + i, c + k) for (r, c), (h, w) in merged.items() for i in range(h) for k in range(w)
    }
    columns = range(len(grid.rows[0]))
    longest = [
        max(4, *(len(row[c]) for r, row in enumerate(grid.rows) if (r, c) not in covered))
        for c in columns
    ]
    size = min(9.0, 490 / (sum(longest) + len(longest)))
    edges = [60.0]
    for length in longest:
        edges.append(edges[-1] + (length + 1) * size)
    for r, row in enumerate(grid.rows):
        for c in columns:
            if (r, c) in covered - set(merged):
                continue
            height, width = merged.get((r, c), (1, 1))
            left, right, y = edges[c], edges[c + width], top + high * r
            bottom = y + high * height
            page.say(left + size / 3, y + 12, row[c], size)
            page.lines += [(left, y, right, y), (left, bottom, right, bottom)]
            page.lines += [(left, y, left, bottom), (right, y, right, bottom)]


def write(path: Path, *pages: Page) -> Path:
    with plt.rc_context({"pdf.fonttype": 42}), PdfPages(path) as document:
        for page in pages:
            figure = plt.figure(figsize=(WIDE / 72, HIGH / 72))
            axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDE), ylim=(HIGH, 0))
            axes.axis("off")
            for x, y, text, size, angle, color in page.words:
                told = {"fontproperties": FONT, "size": size, "rotation": angle, "color": color}
                axes.text(x, y, text, va="baseline", rotation_mode="anchor", **told)
            for x0, y0, x1, y1 in page.lines:
                axes.plot([x0, x1], [y0, y1], color="k", linewidth=0.6)
            if page.picture:
                axes.imshow([[0, 1], [1, 0]], extent=(60, 400, 400, 60), aspect="auto")
                axes.set(xlim=(0, WIDE), ylim=(HIGH, 0))
            document.savefig(figure)
            plt.close(figure)
    return path
