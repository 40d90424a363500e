"""What a page of a PDF shows is read, or the page is named with why it is not."""

import re
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from pdf_made import Page, write

import budgetlib
from budgetlib.errors import ReadError
from budgetlib.figures import Spot
from budgetlib.read.beside import side_by_side
from budgetlib.read.blocks import Grid, Paragraph
from budgetlib.read.lines import Char
from budgetlib.read.pdf import Reading, read_blocks
from budgetlib.read.pdfium import _letters, _set_tall_right, page_of

TITLE = "甲县乙局2025年部门预算"
ROWS = [
    ["收入", "预算数", "支出", "预算数"],
    ["一般公共预算拨款收入", "830.25", "教育支出", "912.75"],
    ["事业收入", "96.50", "住房保障支出", "14.00"],
    ["收入总计", "926.75", "支出总计", "926.75"],
]


def front() -> Page:
    return Page().say(200, 60, TITLE, 16).say(250, 90, "收支总表", 14).say(480, 110, "单位：万元")


def scattered(rulings: str) -> Page:
    """Amounts beside sentences: no words stand under each other."""
    page = Page().say(60, 100, "本单位全年收入，见右。").say(400, 100, "830.25")
    page.say(60, 140, "本单位全年支出，见右。").say(330, 140, "912.75")
    return page.table([["", ""]], 160, rulings)


def sound() -> Page:
    return front().table(ROWS)


def grids(found: Reading) -> list[list[list[str]]]:
    return [[list(row) for row in b.rows] for b in found.blocks if isinstance(b, Grid)]


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (scattered("level"), "page 1: 2 rows of a table without vertical"),
        (scattered("none"), "page 1: 2 rows of a table without rulings"),
        (Page(picture=True), "page 1: a picture without text"),
    ],
    ids=["level rulings", "no rulings", "picture"],
)
def test_load__pages_that_cannot_be_read_are_the_reason(
    tmp_path: Path, page: Page, why: str
) -> None:
    with pytest.raises(ReadError, match=why):
        budgetlib.load(write(tmp_path / "one.pdf", page))


def test_read_blocks__a_page_that_cannot_be_read_is_named_among_others(tmp_path: Path) -> None:
    path = write(tmp_path / "two.pdf", sound(), scattered("none"))
    found = read_blocks(path)
    assert grids(found) == [ROWS]
    assert [told.partition(" of a")[0] for told in found.lost] == ["page 2: 2 rows"]


def test_read_blocks__a_cover_that_is_a_picture_loses_nothing(tmp_path: Path) -> None:
    found = read_blocks(write(tmp_path / "cover.pdf", Page(picture=True), sound()))
    assert grids(found) == [ROWS] and not found.lost
    assert found.apart[0].startswith("page 1: a picture without text")
    found = read_blocks(write(tmp_path / "end.pdf", sound(), Page(picture=True)))
    assert found.lost[0].startswith("page 2: a picture without text")


@pytest.mark.parametrize(
    ("words", "size", "angle", "color"),
    [
        ("机密1024", 48, 30, "#d0d0d0"),
        ("10.8.0.77 2025", 30, 45, "k"),
        ("样本", 90, 315, "#ff9090"),
        ("审核专用", 60, 0, "k"),
        ("4", 9, 12, "#cccccc"),
    ],
)
def test_read_blocks__a_watermark_is_set_apart_and_named(
    tmp_path: Path, words: str, size: float, angle: float, color: str
) -> None:
    marked = sound().say(150, 190, words, size, angle, color)
    found = read_blocks(write(tmp_path / "marked.pdf", marked))
    assert grids(found) == [ROWS]
    assert len(found.apart) == 1 and "".join(words.split()) in found.apart[0]


def test_read_blocks__a_pale_mark_repeated_over_pages(tmp_path: Path) -> None:
    first = sound().say(64, 154, "内部使用45", 10, 0, "#c8c8c8")
    second = sound().say(320, 175, "内部使用45", 10, 0, "#c8c8c8")
    found = read_blocks(write(tmp_path / "two.pdf", first, second))
    assert grids(found) == [ROWS, ROWS]
    assert [told[:7] for told in found.apart] == ["page 1:", "page 2:"]


def test_read_blocks__a_large_title_and_pale_words_of_their_own_place_stay(tmp_path: Path) -> None:
    page = sound().say(60, 400, "公开说明", 40).say(60, 500, "所列均为万元", 10, 0, "#b0b0b0")
    found = read_blocks(write(tmp_path / "one.pdf", page))
    assert found.apart == []
    assert {"公开说明", "所列均为万元"} <= {getattr(b, "text", "") for b in found.blocks}


def _with_stream(path: Path, page: int, change: object) -> Path:
    """A copy of which the content of a page is changed, byte by byte."""
    data = path.read_bytes()
    with pikepdf.open(path) as document:
        stream = document.pages[page].obj["/Contents"].read_raw_bytes()
    at = data.index(stream)
    changed = path.with_name("changed.pdf")
    changed.write_bytes(data[:at] + change(stream) + data[at + len(stream) :])
    return changed


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\0" * 20 + data[20:],
        lambda data: data[:100] + bytes(255 - byte for byte in data[100:130]) + data[130:],
        lambda data: data[:-10] + b"\0" * 10,
    ],
    ids=["begin", "middle", "end"],
)
def test_read_blocks__a_page_whose_content_is_damaged_is_named(
    tmp_path: Path, change: object
) -> None:
    path = write(tmp_path / "two.pdf", sound(), sound().say(60, 300, "备注"))
    found = read_blocks(_with_stream(path, 1, change))
    assert [told.partition(", what")[0] for told in found.lost] == ["page 2: damaged"]
    assert grids(found)[:1] == [ROWS]


def test_read_blocks__a_page_that_lost_its_content_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "two.pdf", sound(), sound())
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        del document.pages[1].obj["/Contents"]
        document.save(path)
    assert [told[:15] for told in read_blocks(path).lost] == ["page 2: damaged"]


@pytest.mark.parametrize(
    ("content", "lost"),
    [
        (b"q 0 0 595 842 re W n Q", []),
        (b"", []),
        (b"\x02\x88garbage of no kind\xff", ["page 2: damaged"]),
        (b"BT /F9 12 Tf 10 10 Td (1.50) Xj ET", ["page 2: damaged"]),
    ],
)
def test_read_blocks__a_blank_page_is_told_from_one_whose_content_says_nothing(
    tmp_path: Path, content: bytes, lost: list[str]
) -> None:
    path = write(tmp_path / "two.pdf", sound(), sound())
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.pages[1].obj["/Contents"] = document.make_stream(content)
        document.save(path)
    assert [told[:15] for told in read_blocks(path).lost] == lost


def test_load__a_page_that_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "one.pdf", sound())
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.pages[0].obj["/Contents"] = document.make_stream(b"q Q " * 5_000_000)
        document.save(path, compress_streams=True)
    assert path.stat().st_size < 200_000
    with pytest.raises(ReadError, match="page 1: unpacks to more"):
        budgetlib.load(path)


def test_read_blocks__a_font_without_a_character_map_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "two.pdf", sound(), sound())
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        fonts = [o for o in document.objects if isinstance(o, pikepdf.Dictionary)]
        for font in (f for f in fonts if f.get("/Type") == "/Font" and "/ToUnicode" in f):
            del font["/ToUnicode"]
        document.save(path)
    found = read_blocks(path)
    assert [told.rpartition(" characters")[2][:13] for told in found.lost] == [" of a font th"] * 2


def test_load__the_header_printed_again_on_the_next_page_is_no_row(tmp_path: Path) -> None:
    head = ["科目编码", "科目名称", "合计"]
    rows = [head, ["205", "教育支出", "30.00"]]
    more = [head, ["208", "社会保障和就业支出", "12.50"], ["", "合计", "42.50"]]
    first = Page().say(200, 60, TITLE, 16).say(200, 90, "表2 部门收入总表", 14)
    path = write(
        tmp_path / "two.pdf", first.say(480, 110, "单位：万元").table(rows), Page().table(more, 60)
    )
    (table,) = budgetlib.load(path).tables.values()
    assert [list(row) for row in table.grid] == [*rows, *more[1:]]
    assert [row.code for row in table.rows] == ["205", "208", ""]


def _changed(path: Path, change: Callable[[pikepdf.Pdf], object]) -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        change(document)
        document.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return path


def _lost(path: Path) -> list[str]:
    return [told.partition(",")[0] for told in read_blocks(path).lost]


@pytest.mark.parametrize("kid", [b"null ", b"[ ]  ", b"(x)  "])
def test_read_blocks__a_page_that_its_tree_lost_is_named(
    tmp_path: Path, kid: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    path = _changed(write(tmp_path / "three.pdf", *[sound()] * 3), lambda document: None)
    data = path.read_bytes()
    (found,) = re.finditer(rb"/Kids \[ (\d+ 0 R) (\d+ 0 R) ", data)
    kid = kid.ljust(found.end(2) - found.start(2))
    path.write_bytes(data[: found.start(2)] + kid + data[found.end(2) :])
    assert _lost(path) == ["page 2: damaged"]
    assert grids(read_blocks(path)) == [ROWS, ROWS]
    assert capfd.readouterr().err == ""


def test_read_blocks__the_pages_of_a_branch_that_was_lost_are_named(tmp_path: Path) -> None:
    path = _changed(write(tmp_path / "one.pdf", sound(), sound(), sound()), lambda document: None)
    data = re.sub(rb"/Kids \[[^]]*\]", lambda kids: b" " * len(kids[0]), path.read_bytes())
    path.write_bytes(data)
    assert _lost(path)[:3] == ["page 1: damaged", "page 2: damaged", "page 3: damaged"]


CHANGES: dict[str, Callable[[pikepdf.Pdf], object]] = {
    "no box": lambda pdf: pdf.pages[1].obj.__delitem__("/MediaBox"),
    "a box of two": lambda pdf: pdf.pages[1].obj.__setitem__("/MediaBox", pikepdf.Array([0, 0])),
    "no fonts": lambda pdf: pdf.pages[1].obj.__setitem__("/Resources", pikepdf.Dictionary()),
    "text that goes on": lambda pdf: _drawn(pdf, lambda data: data[: data.rindex(b"ET")]),
    "an operator garbled": lambda pdf: _drawn(pdf, lambda data: data.replace(b" Td", b" Tx", 1)),
    "operands that end it": lambda pdf: _drawn(pdf, lambda data: data + b"1 0 0 1 10 10"),
    "bytes between": lambda pdf: _drawn(
        pdf, lambda data: data.replace(b"\nBT", b"\n\x9f\x01BT", 1)
    ),
}


def _drawn(document: pikepdf.Pdf, change: Callable[[bytes], bytes]) -> None:
    data = document.pages[1].obj.Contents.read_bytes()
    changed = change(data)
    assert changed != data
    document.pages[1].obj.Contents = document.make_stream(changed)


@pytest.mark.parametrize("kind", CHANGES)
def test_read_blocks__what_draws_a_page_and_makes_no_sense_is_named(
    tmp_path: Path, kind: str
) -> None:
    found = write(tmp_path / "two.pdf", sound(), sound().say(60, 300, "备注"))
    lost = _lost(_changed(found, CHANGES[kind]))
    assert lost[0] == "page 2: damaged" and not any("page 1" in told for told in lost)


def test_read_blocks__a_font_whose_letters_are_damaged_names_its_pages(tmp_path: Path) -> None:
    path = write(tmp_path / "two.pdf", sound(), Page(picture=True), sound())
    data = path.read_bytes()
    with pikepdf.open(path) as document:
        files = [o.FontFile2 for o in document.objects if "/FontFile2" in _keys(o)]
        raw = max((file.read_raw_bytes() for file in files), key=len)
    at = data.index(raw) + len(raw) // 2
    path.write_bytes(data[:at] + b"\0" * 9 + data[at + 9 :])
    assert _lost(path)[::2] == ["page 1: damaged", "page 3: damaged"]


def _keys(thing: object) -> object:
    return thing.keys() if isinstance(thing, pikepdf.Dictionary) else ()


def test_read_blocks__letters_as_large_as_a_country_take_no_time(tmp_path: Path) -> None:
    path = write(tmp_path / "one.pdf", sound())
    large = b"BT /F1 900000 Tf 10 10 Td (12) Tj ET"
    begun = time.process_time()
    read_blocks(_changed(path, lambda pdf: pdf.pages[0].contents_add(pdf.make_stream(large))))
    assert time.process_time() - begun < 5


def test_read_blocks__a_font_without_its_encoding_names_its_pages(tmp_path: Path) -> None:
    def bare(document: pikepdf.Pdf) -> None:
        for font in document.pages[1].obj.Resources.Font.values():
            del font.Encoding

    path = _changed(write(tmp_path / "two.pdf", Page(picture=True), sound()), bare)
    assert "page 2: damaged" in _lost(path)


def test_read_blocks__a_place_in_the_tree_that_holds_something_else_is_named(
    tmp_path: Path,
) -> None:
    path = _changed(write(tmp_path / "two.pdf", sound(), sound()), lambda document: None)
    data = path.read_bytes()
    (found,) = re.finditer(rb"/Kids \[ (\d+ 0 R)", data)
    path.write_bytes(data[: found.start(1)] + b"1 0 R".ljust(len(found[1])) + data[found.end(1) :])
    assert _lost(path)[:1] == ["page 1: damaged"]


def _fonts(document: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """The composite fonts of the second page: those inside that tell the widths."""
    held = document.pages[1].obj.Resources.Font.values()
    return [font.DescendantFonts[0] for font in held if "/DescendantFonts" in font]


def _half(widths: pikepdf.Array) -> pikepdf.Array:
    inner = (x if isinstance(x, int) else pikepdf.Array([y / 2 for y in x]) for x in widths)
    return pikepdf.Array([*inner])


@pytest.mark.parametrize(
    "change",
    [
        lambda font: font.__delitem__("/W"),
        lambda font: font.__setitem__("/W", pikepdf.Array()),
        lambda font: font.__setitem__("/W", pikepdf.Name.X),
        lambda font: font.__setitem__("/W", pikepdf.Array([48])),
        lambda font: font.__setitem__("/W", pikepdf.Array([0, 60000, 0])),
        lambda font: font.__setitem__("/W", _half(font.W)),
    ],
    ids=["none", "empty", "a name", "cut off", "all 0", "halves"],
)
def test_read_blocks__a_font_whose_letters_have_other_widths_names_its_pages(
    tmp_path: Path, change: Callable[[pikepdf.Dictionary], object]
) -> None:
    def changed(document: pikepdf.Pdf) -> None:
        fonts = _fonts(document)
        assert fonts
        for font in fonts:
            change(font)

    path = write(tmp_path / "two.pdf", Page(picture=True), sound())
    assert _lost(_changed(path, changed))[-1:] == ["page 2: damaged"]


def test_read_blocks__a_font_of_which_every_letter_is_as_usual_needs_no_widths(
    tmp_path: Path,
) -> None:
    path = write(tmp_path / "two.pdf", Page(picture=True), sound())
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for font in _fonts(document):
            del font.W
            font.FontDescriptor.FontFile2 = document.make_stream(_square(font))
        document.save(path)
    assert not any("page 2" in told for told in _lost(path))


def _square(font: pikepdf.Dictionary) -> bytes:
    """The file of a font with all its letters as wide as they are high."""
    program = TTFont(BytesIO(font.FontDescriptor.FontFile2.read_bytes()))
    height = program["head"].unitsPerEm
    program["hmtx"].metrics = dict.fromkeys(program["hmtx"].metrics, (height, 0))
    program.save(out := BytesIO())
    return out.getvalue()


TEXT_PIECE = b"q\nBT\n/F1 10 Tf\n60 700 Td\n(1.50) Tj\nET\nQ\n"
SHOWN = {  # what each of four pages draws, and which of them were cut off
    "a state left open": ([TEXT_PIECE] * 3 + [b"q\n" + TEXT_PIECE], [4]),
    "a mark left open": ([b"/P <</A 1>> BDC\n" + TEXT_PIECE] + [TEXT_PIECE] * 3, [1]),
    "a state closed twice": ([TEXT_PIECE] * 3 + [TEXT_PIECE + b"Q\n"], [4]),
    "left open everywhere": ([b"q\n" + TEXT_PIECE] * 4, []),
    "left open by a part of it": ([b"q\n" + TEXT_PIECE] * 3 + [TEXT_PIECE], []),
    "letters that are words": ([TEXT_PIECE] * 3 + [TEXT_PIECE.replace(b"1.50", b"q q BT Q")], []),
}


def _drawing(path: Path, contents: list[bytes], structure: list[int] | None = None) -> list[str]:
    """The pages lost of a file that draws these; `structure` counts the marked pieces of each."""
    numbers = list[object]()
    document = pikepdf.new()
    letters = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1)
    letters.BaseFont = pikepdf.Name.Helvetica
    for at, content in enumerate(contents):
        page = document.add_blank_page(page_size=(595, 842)).obj
        named = pikepdf.Dictionary({f"/M{n}": pikepdf.Dictionary(MCID=n) for n in (0, 1)})
        fonts = pikepdf.Dictionary(F1=document.make_indirect(letters))
        page.Resources = pikepdf.Dictionary(Font=fonts, Properties=named)
        page.Contents, page.StructParents = document.make_stream(content), at
        piece = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P))
        numbers += [at, pikepdf.Array([piece] * (structure[at] if structure else 0))]
    root = pikepdf.Dictionary(ParentTree=pikepdf.Dictionary(Nums=numbers))
    document.Root.StructTreeRoot = document.make_indirect(root)
    document.save(path)
    return _lost(path)


@pytest.mark.parametrize("kind", SHOWN)
def test_read_blocks__a_page_that_leaves_open_what_others_close_is_named(
    tmp_path: Path, kind: str
) -> None:
    contents, lost = SHOWN[kind]
    lost_pages = [f"page {number}: damaged" for number in lost]
    assert _drawing(tmp_path / "four.pdf", contents) == lost_pages


@pytest.mark.parametrize("mark", [b"/P <</MCID %d>> BDC\n", b"/P /M%d BDC\n"])
def test_read_blocks__a_page_that_lacks_what_the_structure_tells_of_is_named(
    tmp_path: Path, mark: bytes
) -> None:
    content = b"".join(mark % n + TEXT_PIECE + b"EMC\n" for n in (0, 1))
    path = tmp_path / "three.pdf"
    assert _drawing(path, [content] * 3, [2, 2, 2]) == []
    assert _drawing(path, [content] * 3, [2, 3, 2]) == ["page 2: damaged"]
    assert _drawing(path, [content] * 3, [3, 3, 2]) == []  # of an older state of the file


@pytest.mark.parametrize("kind", ["FreeText", "Widget", "Stamp"])
def test_read_blocks__what_is_written_on_a_page_is_read(tmp_path: Path, kind: str) -> None:
    def write_on(document: pikepdf.Pdf) -> None:
        letters = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1)
        letters.BaseFont = pikepdf.Name.Helvetica
        shape = document.make_stream(b"BT /F1 12 Tf 2 5 Td (42.17) Tj ET")
        shape.Type, shape.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        shape.BBox = pikepdf.Array([0, 0, 80, 20])
        shape.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=letters))
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{kind}"))
        note.Rect = pikepdf.Array([100, 100, 180, 120])
        note.AP = pikepdf.Dictionary(N=document.make_indirect(shape))
        notes = pikepdf.Array([document.make_indirect(note)])
        document.pages[0].obj.Annots = notes
        document.Root.AcroForm = pikepdf.Dictionary(Fields=notes)

    found = read_blocks(_changed(write(tmp_path / "one.pdf", sound()), write_on))
    assert grids(found) == [ROWS] and found.lost == []
    assert "42.17" in [getattr(block, "text", "") for block in found.blocks]


@pytest.mark.parametrize(
    ("told", "letters"),
    [("甲\ufffe乙", "甲-乙"), ("⽀出⾦⻔⻋", "支出金门车")],  # radicals of their shape
)
def test_letters__hyphens_at_the_end_of_a_line_and_radicals(told: str, letters: str) -> None:
    class Text:
        def count_chars(self) -> int:
            return len(told)

        def get_text_range(self) -> str:
            return told

    assert _letters(Text(), None) == letters


def test_page_of__letters_that_go_on_are_one_and_those_of_the_next_cell_are_not(
    tmp_path: Path,
) -> None:
    def told(page: Page) -> list[Char]:
        with pypdfium2.PdfDocument(write(tmp_path / "one.pdf", page)) as document:
            return page_of(document, 1, "").chars

    (amount,) = told(Page().say(100, 100, "12.50"))
    assert amount.text == "12.50"
    beside = Page().say(100, 100, "12.50").say(100 + amount.width + 0.5, 100, "3.40万元")
    assert [char.text for char in told(beside)] == ["12.50", "3.40万元"]
    below = Page().say(100, 100, "12.50").say(100, 103, "3.40")
    assert [char.text for char in told(below)] == ["12.50", "3.40"]


def test_page_of__letters_of_a_font_that_tells_them_wrong_are_unknown(tmp_path: Path) -> None:
    wrong = front().say(60, 105, "填报单位ÿ甲县乙局").table(ROWS)
    found = read_blocks(write(tmp_path / "two.pdf", sound(), wrong))
    assert grids(found) == [ROWS]
    assert [told.partition(" of a")[0] for told in found.lost] == ["page 2: 1 character"]
    word = front().say(60, 105, "填报单位Café甲").table(ROWS)
    assert grids(read_blocks(write(tmp_path / "one.pdf", word))) == [ROWS]


def test_set_tall_right__a_font_whose_box_is_far_higher_than_its_letters() -> None:
    chars = [Char("支出", 0, 10, 20, 27), Char("1,285.50", 30, 10, 36, 27), Char("表", 0, 40, 9, 9)]
    _set_tall_right(chars)
    assert [char.size for char in chars] == [10, 10, 9]


def test_page_of__a_cropped_page_is_read_as_it_is_shown(tmp_path: Path) -> None:
    path = write(tmp_path / "whole.pdf", sound())
    with pypdfium2.PdfDocument(path) as document:
        document[0].set_cropbox(30, 40, 575, 820)
        document.save(tmp_path / "cropped.pdf")
    pages = []
    for name in ("whole.pdf", "cropped.pdf"):
        with pypdfium2.PdfDocument(tmp_path / name) as document:
            pages.append(page_of(document, 1, ""))
    whole, cropped = pages
    for a, b in ((whole.level[0].at, cropped.level[0].at), (whole.chars[0].y, cropped.chars[0].y)):
        assert a - b == pytest.approx(842 - 820, abs=0.5)
    assert whole.chars[0].x - cropped.chars[0].x == pytest.approx(30, abs=0.5)
    assert grids(read_blocks(tmp_path / "cropped.pdf")) == [ROWS]


def test_read_blocks__words_over_the_edge_are_read_and_beyond_it_are_named(tmp_path: Path) -> None:
    page = (
        Page()
        .say(-30, 60, "某局2027年收入预算30.00万元。")
        .say(620, 90, "40.00万元")
        .say(9, 120, "某局")
    )
    page.say(572, 150, "支出").say(597, 150, "50.00万元。")  # the page is 595 points wide
    found = read_blocks(write(tmp_path / "over.pdf", page))
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == [
        "某局2027年收入预算30.00万元。",
        "某局",
        "支出50.00万元。",
    ]
    assert [each.split("：")[-1] for each in found.apart] == ["40.00万元"]


@pytest.mark.parametrize("parting", [(), (126, 146)])
def test_read_blocks__a_sheet_that_is_cut_across_its_title_is_one_table(
    tmp_path: Path, parting: tuple[int, ...]
) -> None:
    """The title is merged over all columns, and stands above those of the second page.

    Lines may part the header of the first page where none part that of the second.
    """
    first = Page().say(150, 60, TITLE, 16).say(60, 90, "表3").say(60, 110, "部门名称：甲县乙局")
    second = Page().say(200, 90, "支出总表", 14)
    rows = (("合计", "40.00"), ("教育支出", "30.00"), ("住房保障支出", "10.00"))
    more = (("25.00", "15.00", "15.00"), ("15.00", "9.00", "15.00"), ("10.00", "6.00", ""))
    first.say(64, 140, "项目").say(304, 140, "合计")
    second.say(64, 134, "基本支出").say(64, 154, "小计").say(224, 154, "人员经费")
    second.say(384, 144, "项目支出").say(384, 110, "单位：万元")
    for page, cells, xs in ((first, rows, (60, 300, 540)), (second, more, (60, 220, 380, 540))):
        for n, row in enumerate(cells):
            for x, cell in zip(xs, row, strict=False):
                page.say(x + 4, 174 + 20 * n, cell)
        page.lines += [(xs[0], y, xs[-1], y) for y in (120, 160, 180, 200, 220)]
        page.lines += [(x, 120, x, 220) for x in xs]
    first.lines += [(60, y, 540, y) for y in parting]
    second.lines += [(60, 140, 380, 140)]
    second.lines[second.lines.index((220, 120, 220, 220))] = (220, 140, 220, 220)
    table = budgetlib.load(write(tmp_path / "cut.pdf", first, second)).table("expenditure")
    keys = ("total", "basic", "personnel", "project")
    assert [[row[key].printed for key in keys] for row in table.rows] == [
        *(["40.00", "25.00", "15.00", "15.00"], ["30.00", "15.00", "9.00", "15.00"]),
        ["10.00", "10.00", "6.00", ""],
    ]
    assert table.number == "3" and table.rows[0]["project"].place.page == 2


def test_read_blocks__blanks_alone_in_print_set_sideways_lose_nothing(tmp_path: Path) -> None:
    words = ("单位：万元", "   ", "收入合计", "347.75")  # the font is embedded: it has their shapes
    page = Page()
    for n, text in enumerate(words):
        page.say(100 + 20 * n, 400, text, angle=90)
    blocks, lost, apart, *_ = read_blocks(write(tmp_path / "sideways.pdf", page))
    assert "收入合计" in "".join(block.text for block in blocks if isinstance(block, Paragraph))
    assert (lost, apart) == ([], [])


def test_read_blocks__a_foot_that_counts_its_pages_is_no_part_of_a_sentence(tmp_path: Path) -> None:
    pages = [
        Page()
        .say(60, 60, "三、支出预算情况" * (n == 1))
        .say(60, 90, f"第{'一二三'[n - 1]}段{'支出说明' * 10}")
        .say(60, 815, f"http://example.org/ys.html {n}/3")
        for n in (1, 2, 3)
    ]
    found = read_blocks(write(tmp_path / "feet.pdf", *pages))
    words = [block.text for block in found.blocks if isinstance(block, Paragraph)]
    assert not any("example" in text for text in words)
    assert ["ys.html1/3" in each for each in found.apart] == [True]


def test_read_blocks__the_number_of_a_table_counts_no_page(tmp_path: Path) -> None:
    pages = [Page().say(60, 60, f"表{n}").say(220, 90, "部门支出总表", 14) for n in (1, 2, 3)]
    found = read_blocks(write(tmp_path / "numbers.pdf", *pages))
    told = [block.text for block in found.blocks if isinstance(block, Paragraph)]
    assert [text for text in told if len(text) == 2] == ["表1", "表2", "表3"]


def test_read_blocks__the_next_page_of_a_table_has_no_other_table_at_its_right(
    tmp_path: Path,
) -> None:
    """As high rows stand level; what is left of a table begins with no header."""
    head = ["科目编码", "科目名称", "合计"]
    rest = [["208", "社会保障和就业支出", "12.50"], ["20805", "行政事业单位养老支出", "12.50"]]
    pages = [
        Page().say(200, 60, TITLE, 16).say(200, 80, "表2 部门支出总表", 14),
        Page().table([*rest, ["", "合计", "42.50"]], 120),
        Page().say(200, 70, "表3 政府性基金预算支出表", 14),
    ]
    pages[0].table([head, ["205", "教育支出", "30.00"]], 100)
    pages[2].table([head, ["", "合计", "7.00"], ["229", "其他支出", "7.00"], ["", "", ""]], 100)
    budget = budgetlib.load(write(tmp_path / "next.pdf", *pages))
    assert [[row.name for row in table.rows] for table in budget.tables.values()] == [
        ["教育支出", "社会保障和就业支出", "行政事业单位养老支出", "合计"],
        ["合计", "其他支出"],
    ]


def test_load__names_and_amounts_far_below_their_header(tmp_path: Path) -> None:
    page = Page().say(200, 60, TITLE, 16).say(200, 90, "表7 “三公”经费支出表", 14)
    page.say(330, 125, "项目").say(430, 125, "预算数")
    rows = (("“三公”经费合计", "9.50"), ("公务用车运行费", "8.00"), ("公务接待费", "1.50"))
    for n, (name, amount) in enumerate(rows):
        page.say(64, 145 + 20 * n, name).say(510, 145 + 20 * n, amount)
    page.lines += [(60, y, 540, y) for y in (110, 130, 150, 170, 190)]
    table = budgetlib.load(write(tmp_path / "far.pdf", page)).tables["7"]
    amounts = {key: cell.printed for row in table.rows for key, cell in row.cells.items()}
    assert amounts == {"total": "9.50", "vehicle_running": "8.00", "reception": "1.50"}


def test_load__a_name_too_high_for_its_row_takes_none_of_the_next_row(tmp_path: Path) -> None:
    page = Page().say(200, 60, TITLE, 16).say(200, 90, "表2 部门支出总表", 14)
    ys, xs = (120, 134, 148, 162, 176), (60, 120, 300, 380)
    page.lines += [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]
    names = [(130.15, "科目名称"), (138.75, "机关事业单位基本养老保险缴"), (149.55, "费支出")]
    names += [(158.15, "抚恤"), (172.15, "合计")]
    for y, name in names:
        page.say(130, y, name, 9)
    for n, (code, amount) in enumerate(
        (("科目编码", "合计"), ("2080505", "9.50"), ("20808", "1.50"), ("", "11.00"))
    ):
        page.say(62, 130.15 + 14 * n, code, 9).say(320, 130.15 + 14 * n, amount, 9)
    table = budgetlib.load(write(tmp_path / "low.pdf", page)).tables["2"]
    names_read = [row.name for row in table.rows]
    assert names_read == ["机关事业单位基本养老保险缴费支出", "抚恤", "合计"]


def test_side_by_side__blank_rows_on_the_next_page_are_no_columns() -> None:
    head, blank = ("科目编码", "科目名称", "合计", "基本支出"), ("",) * 4
    upper = Grid((head, ("合计", "", "", "")), (Spot(1, 1), Spot(2, 1)))
    lower = Grid((head, blank, blank, blank), tuple(Spot(n, 2) for n in range(4)))
    assert side_by_side([upper, lower]) == ([upper], [], [])


def test_read__a_table_whose_rulings_are_dots(tmp_path: Path) -> None:
    rows = [["项目", "预算数", "项目", "预算数"], ["收入总计", "90.00", "支出总计", "90.00"]]
    page = Page().say(60, 80, "某馆2027年单位预算").say(60, 100, "收支总表 单位：万元")
    page.table(rows, top=120)
    page.lines = [
        (x, y, x + 0.7, y)
        for x0, y0, x1, y1 in page.lines
        for x, y in [
            (x0 + 2.5 * n * (x1 > x0), y0 + 2.5 * n * (y1 > y0))
            for n in range(int((x1 - x0 + y1 - y0) / 2.5) + 1)
        ]
    ]
    found = read_blocks(write(tmp_path / "dots.pdf", page))
    (grid,) = (block for block in found.blocks if isinstance(block, Grid))
    assert [list(row) for row in grid.rows] == rows and not grid.unruled
