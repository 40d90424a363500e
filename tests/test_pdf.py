"""PDF: lines into frames, characters into lines, pages into the tables that they print."""

from decimal import Decimal
from pathlib import Path

import matplotlib.pyplot as plt
import pypdfium2
import pytest
from corrupt import load_corrupted

import budgetlib
from budgetlib.errors import ReadError
from budgetlib.figures import Spot, number
from budgetlib.figures.printed import Table
from budgetlib.read.blocks import Grid, Paragraph
from budgetlib.read.lines import Char, lines_of, paragraphs, text_lines, text_of_cell
from budgetlib.read.pdf import read_blocks
from budgetlib.read.rulings import Line, frames
from budgetlib.vocabulary.spelling import squeeze

LEVEL = [Line(y, 10, 110) for y in (20, 40, 60)]
UPRIGHT = [Line(10, 20, 60), Line(60, 40, 60), Line(110, 20, 60)]


def test_frames__a_missing_wall_merges_cells() -> None:
    (frame,) = frames(LEVEL, UPRIGHT)
    assert frame.cells == ((0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1))
    assert frame.merged == ((0, 0, 1, 2),)
    assert frame.cell_at(80, 30) == (0, 0)
    assert frame.cell_at(80, 50) == (1, 1)
    assert frame.cell_at(200, 50) is None


def test_frames__a_table_open_at_its_sides_has_outer_columns() -> None:
    (frame,) = frames(LEVEL, [Line(60, 20, 60)])
    assert [round(x) for x in frame.xs] == [10, 60, 110]


def test_frames__walls_that_nearly_meet_in_two_tables_stay_apart() -> None:
    lower = [line._replace(at=line.at + 200) for line in LEVEL]
    walls = [Line(x, 220, 260) for x in (10, 59, 110)]
    found = frames([*LEVEL, *lower], [*UPRIGHT, *walls])
    assert [[round(x) for x in frame.xs] for frame in found] == [[10, 60, 110], [10, 59, 110]]


def test_frames__two_tables_and_an_underline_apart() -> None:
    lower = [line._replace(at=line.at + 200) for line in LEVEL]
    walls = [Line(x, 220, 260) for x in (10, 110)]
    found = frames([*LEVEL, *lower, Line(500, 10, 50)], [*UPRIGHT, *walls])
    assert [len(frame.cells) for frame in found] == [3, 2]


def chars(text: str, x: float, y: float, size: float = 10.0) -> list[Char]:
    return [Char(c, x + i * size, y, size, size) for i, c in enumerate(text) if c != " "]


def test_lines__baseline_then_place_and_bold_printed_twice() -> None:
    low, high = chars("下行", 10, 50), chars("上行", 10, 30)
    bold = [char._replace(x=char.x + 0.3) for char in high]
    lines = lines_of([*low, *bold, *high])
    assert ["".join(char.text for char in line) for line in lines] == ["上行", "下行"]


def test_cell__wrapped_lines_join_and_listed_ones_stay_apart() -> None:
    wrapped = [*chars("一般公共", 0, 10), *chars("预算", 0, 22)]
    assert text_of_cell(wrapped, 45) == "一般公共预算"
    listed = [*chars("1.甲", 0, 10), *chars("2.乙", 0, 22)]
    assert text_of_cell(listed, 200) == "1.甲\n2.乙"


def test_paragraphs__a_full_line_goes_on_and_an_indented_one_begins() -> None:
    printed = [*chars("  本年收入预算合计一百", 0, 10), *chars("万元。", 0, 25)]
    printed += chars("  支出预算", 0, 40)
    lines = [(line, Spot(n, 1)) for n, line in enumerate(text_lines(printed), start=1)]
    found = list(paragraphs(lines))
    assert [p.text for p in found] == ["本年收入预算合计一百万元。", "支出预算"]
    assert found[0].spot_at(11) == Spot(2, 1)


def drawn(path: Path, cells: list[list[str]]) -> Path:
    """A page with a title and a ruled table."""
    figure, axes = plt.subplots()
    axes.axis("off")
    axes.set_title("Revenue")
    axes.table(cells, loc="center")
    with plt.rc_context({"pdf.fonttype": 42}):
        figure.savefig(path)
    plt.close(figure)
    return path


def test_read_blocks__cells_of_a_drawn_table(tmp_path: Path) -> None:
    cells = [["code", "total"], ["201", "1,347.75"], ["20101", "-16.80"], ["", "0.00"]]
    blocks, lost, *_ = read_blocks(drawn(tmp_path / "table.pdf", cells))
    grids = [block for block in blocks if isinstance(block, Grid)]
    assert lost == []
    assert [list(row) for grid in grids for row in grid.rows] == cells
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == ["Revenue"]
    assert grids[0].spots[0].page == 1
    assert grids[0].spots[0].box is not None


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_read_blocks__print_set_sideways_is_read_as_it_stands(tmp_path: Path, turned: int) -> None:
    cells = [["code", "total"], ["201", "1,347.75"], ["20101", "16.80"]]
    path = drawn(tmp_path / "table.pdf", cells)
    with pypdfium2.PdfDocument(path) as document:
        document[0].set_rotation(turned)
        document.save(tmp_path / "turned.pdf")
    blocks, lost, apart, *_ = read_blocks(tmp_path / "turned.pdf")
    grids = [block for block in blocks if isinstance(block, Grid)]
    assert [list(row) for grid in grids for row in grid.rows] == cells
    assert (lost, apart) == ([], [])
    top, bottom = (grids[0].spots[r].box for r in (0, -1))
    assert top is not None and bottom is not None
    stands = {90: top[0] > bottom[0], 180: top[1] > bottom[1], 270: top[0] < bottom[0]}
    assert stands[turned]


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"%PDF-1.4 nothing more", "no sound PDF"), (b"no PDF at all", "no sound PDF")],
)
def test_read__damaged(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=words):
        budgetlib.load(path)


def test_read__blank(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(100, 100)
    document.save(tmp_path / "blank.pdf")
    with pytest.raises(ReadError, match="its pages are blank"):
        budgetlib.load(tmp_path / "blank.pdf")


def test_read__a_blank_page_among_others_is_nothing_lost(documents: Path, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(documents / "shanghai-swj-unit-2025.pdf")
    document.new_page(100, 100, 3)
    document.save(tmp_path / "blank.pdf")
    assert budgetlib.load(tmp_path / "blank.pdf").limits == ()


# Typed from the pages: (table, column) -> the total row's figure, and how many rows there are.
UNIT_2025 = "shanghai-swj-unit-2025.pdf"
TOTALS = {
    ("shanghai-swj-unit-2025.pdf", "3"): (31, "371514655.00", "19830655.00", "351684000.00"),
    ("shanghai-swj-unit-2025.pdf", "5"): (31, "371514655.00", "19830655.00", "351684000.00"),
    ("shanghai-swj-unit-2025.pdf", "8"): (31, "19830655.00", "18120593.00", "1710062.00"),
    ("shanghai-czj-city-2025.pdf", "3"): (24, "171915169", "127642039", "44273130"),
    ("shanghai-czj-city-2025.pdf", "8"): (35, "127642039", "102464260", "25177779"),
    ("shanghai-wanli-dept-2024.pdf", "8"): (32, "99706020", "88537451", "11168569"),
    ("jiangsu-jcy-2017.pdf", "8"): (16, "17981.68"),
    ("jiangsu-jcy-2017.pdf", "9"): (28, "12308.48"),
    ("jiangsu-jcy-2017.pdf", "10"): (16, "6032.55"),
    ("jiangsu-rd-2018.pdf", "7"): (21, "15897.44"),
    ("jiangsu-rd-2018.pdf", "8"): (24, "7877.76"),
}


@pytest.mark.parametrize(("source", "number"), TOTALS)
def test_read__totals_typed_from_the_page(documents: Path, source: str, number: str) -> None:
    table: Table = budgetlib.load(documents / source).tables[number]
    rows, *totals = TOTALS[source, number]
    assert table.total_row is not None
    assert len(table.rows) == rows
    cells = table.total_row.cells.values()
    assert [cell.value for cell in cells] == [Decimal(str(total)) for total in totals]


@pytest.mark.parametrize(
    "source", sorted({source for source, _ in TOTALS} | {"shanghai-sgb-final-2024.pdf"})
)
def test_read_blocks__cells_as_another_reader_sees_them(documents: Path, source: str) -> None:
    """Every number of every ruled table stands in a row of the same numbers in pdfplumber."""
    import pdfplumber

    blocks, *_ = read_blocks(documents / source)
    ours = [numbers(row) for block in blocks if isinstance(block, Grid) for row in block.rows]
    with pdfplumber.open(documents / source) as document:
        tables = [table for page in document.pages for table in page.extract_tables()]
    theirs = [numbers([cell or "" for cell in row]) for table in tables for row in table]
    assert [row for row in ours if row] == [row for row in theirs if row]


def numbers(row: list[str] | tuple[str, ...]) -> list[str]:
    """The cells of a row that are numbers alone, without white space."""
    return [squeeze(cell) for cell in row if number(cell) is not None]


def test_read__corrupted_copies_are_read_or_refused(documents: Path, tmp_path: Path) -> None:
    data = (documents / "jiangsu-rd-2018.pdf").read_bytes()
    load_corrupted(data, tmp_path / "broken.pdf", 60)
