"""Damaged and hostile inputs by seed, and whether what they lost was said.

A viewer's page is the measure: every decimal of the sound document that the damaged one no longer
gives is to be named by a finding or a limit of the reading, of a PDF by its page; of a text or a
page of HTML, every one that the damaged file itself still shows.
"""

from __future__ import annotations

import copy
import hashlib
import io
import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pikepdf
from corrupt import corrupted
from documents_made import WRITERS
from docx.oxml.ns import nsmap
from lxml import etree
from made import documents
from pdf_made import Page, as_pdf
from pdf_made import write as write_pdf

import budgetlib
from budgetlib.budget import Reconciliation
from budgetlib.errors import BudgetError
from budgetlib.package import save
from budgetlib.read.html import _visible
from budgetlib.read.text import blocks_of
from budgetlib.vocabulary.spelling import plain

TEXT = """# 庚县辛局2025年部门预算

表2 部门收入总表

单位：万元

科目编码	科目名称	合计	本年拨款	上年结转
	合计	742.36	700.11	42.25
205	教育支出	512.36	480.11	32.25
208	社会保障和就业支出	230.00	220.00	10.00

表3 部门支出总表

单位：万元

科目编码	科目名称	合计	基本支出	项目支出
	合计	742.36	641.06	101.30
205	教育支出	512.36	431.06	81.30
208	社会保障和就业支出	230.00	210.00	20.00

第三部分 情况说明

一、收入情况说明

2025年收入预算742.36万元，其中本年拨款700.11万元，上年结转42.25万元。
"""
DECIMAL = re.compile(r"\d[\d,]*\.\d+")
NAMED = re.compile(r"page (\d+)")
DROPPED = "it is not told which"
FORMATS = (".txt", ".html", ".docx", ".xlsx", ".pdf")
SMALL = "small"
LARGER = ("purposes", "told", "changes", "of-which", "local-codes", "form-of-which", "unit-row")


@cache
def text_of(name: str) -> str:
    return TEXT if name == SMALL else documents()[name]


@cache
def sound(suffix: str, name: str = SMALL) -> bytes:
    """A sound document in a format."""
    text = text_of(name)
    if suffix == ".txt":
        return text.encode()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"sound{suffix}"
        if suffix == ".pdf" and name == SMALL:
            write_pdf(path, *_pages())
        else:
            (WRITERS | {".pdf": as_pdf})[suffix](blocks_of(text), path)
        return path.read_bytes()


def _pages() -> list[Page]:
    tables = [part.strip().split("\n") for part in TEXT.split("单位：万元")[1:]]
    pages = []
    for title, lines in zip(("表2 部门收入总表", "表3 部门支出总表"), tables, strict=True):
        rows = [f"{line}\t\t\t\t".split("\t")[:5] for line in lines if "\t" in line]
        page = Page().say(200, 60, "庚县辛局2025年部门预算", 16).say(200, 90, title, 14)
        pages.append(page.say(480, 110, "单位：万元").table(rows))
    for n, line in enumerate(TEXT.split("第三部分")[1].split()):
        pages[1].say(60, 400 + 30 * n, line)
    return pages


def chosen(seed: int) -> tuple[str, str, random.Random]:
    """A document, a format, and what further chances come from."""
    chance = random.Random(seed)
    return chance.choice((SMALL, SMALL, *LARGER)), FORMATS[seed % len(FORMATS)], chance


def damaged(seed: int) -> tuple[str, str, bytes]:
    """A document, a format, and a damaged copy in it."""
    name, suffix, chance = chosen(seed)
    return name, suffix, chance.choice(KINDS[suffix])(sound(suffix, name), chance)


def _bytes(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, zeroed, or taken out; or the end cut off."""
    at, many = chance.randrange(len(data) or 1), chance.choice((1, 2, 20, 200))
    put = chance.choice((bytes(many), chance.randbytes(many), b"", b"<" * many))
    if chance.random() < 0.1:
        return data[:at]
    return data[:at] + put + data[at + many :]


def _nested(data: bytes, chance: random.Random) -> bytes:
    """Tags opened, closed or commented out somewhere in a page."""
    tags = ("<div>" * 300, "<table>", "</table>", "</html>", "<!--", "<p>", "</td>", "<b>" * 3000)
    tags += ("<select><option>", "<textarea>", "<td rowspan=99>", "<script>", "<a href='", "<tr>")
    shown = [m.start() for m in re.finditer(b"</?(?:p|table|tr|td)\\b", data)]
    at = chance.choice((shown[0], chance.choice(shown), data.rindex(b"<", 0, -9)))
    return data[:at] + chance.choice(tags).encode() + data[at:]


def _member(data: bytes, chance: random.Random) -> bytes:
    """A part of an archive damaged or left out; the archive itself is sound."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        hit = chance.choice([n for n in old.namelist() if n.endswith(".xml")])
        for name in old.namelist():
            part = old.read(name)
            if name == hit:
                part = chance.choice((_bytes(part, chance), b"", part[: len(part) // 2]))
            new.writestr(name, part)
    return out.getvalue()


def _lines(data: bytes, chance: random.Random) -> bytes:
    """Lines, tabs and headers of a text dropped, doubled, swapped, garbled."""
    return corrupted(data.decode(), chance.randrange(10**9)).encode()


def _rezipped(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            held = old.read(name)
            new.writestr(name, change(held.decode()) if name == part else held)
    return out.getvalue()


def _moved(data: bytes, chance: random.Random) -> bytes:
    """A cell, row, run or paragraph of Word put where another of its kind stands, or doubled."""

    def change(text: str) -> str:
        body = etree.fromstring(text.encode())
        kind = chance.choice(("p", "tr", "tc", "tbl", "tcPr", "pPr"))
        found = [*body.iter(f"{{{nsmap['w']}}}{kind}")]
        if len(found) > 1:
            one, other = chance.sample(found, 2)
            if chance.random() < 0.5:
                one = copy.deepcopy(one)
            if one not in other.iterancestors() and other not in one.iterancestors():
                other.addnext(one)
        return etree.tostring(body, encoding="unicode")

    return _rezipped(data, "word/document.xml", change)


def _hidden(data: bytes, chance: random.Random) -> bytes:
    """Rows of a sheet hidden, low, or without their numbers; the sheet narrowed or protected."""

    def change(text: str) -> str:
        rows = re.findall(r"<row [^>]*>", text)
        hit = chance.choice(rows)
        put = chance.choice(
            (
                hit[:-1] + ' hidden="1">',
                hit[:-1] + ' ht="0" customHeight="1">',
                re.sub(r" spans=\S+", "", hit),
                hit[:-1] + ' outlineLevel="2" collapsed="1" hidden="true">',
            )
        )
        text = text.replace(hit, put)
        size = chance.choice(("A1", "A1:A1", "A1:ZZ99", ""))
        return re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="{size}"', text)

    return _rezipped(data, "xl/worksheets/sheet1.xml", change)


WRAPS = ("sdt><w:sdtContent", "ins", "smartTag", "customXml", "fldSimple")


def _wrapped(data: bytes, chance: random.Random) -> bytes:
    """Tables or runs of Word put into containers."""
    name, what = chance.choice(WRAPS), chance.choice(("tbl", "r"))
    closing = "><".join(f"/{part.strip('<')}" for part in reversed(name.split("><")))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.namelist():
            part = old.read(member)
            if member == "word/document.xml":
                text = part.decode()
                text = text.replace(f"<w:{what}>", f"<w:{name}><w:{what}>")
                closed = closing.replace("</", "</w:").replace("/w:w:", "/w:")
                text = text.replace(f"</w:{what}>", f"</w:{what}><{closed}>")
                part = text.replace("</sdt", "</w:sdt").replace("</ins", "</w:ins").encode()
            new.writestr(member, part)
    return out.getvalue()


def _objects(data: bytes, chance: random.Random) -> bytes:
    """An object of a PDF emptied, taken out or put in another's place."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        _damage_object(document, chance)
        document.save(out)
    return out.getvalue()


def _damage_object(document: pikepdf.Pdf, chance: random.Random) -> None:
    kinds = pikepdf.Dictionary | pikepdf.Stream
    hit = chance.choice([o for o in document.objects if isinstance(o, kinds)])
    keys = sorted(key for key in hit if key != "/Length")
    if isinstance(hit, pikepdf.Stream) and chance.random() < 0.5:
        hit.write(_bytes(hit.read_raw_bytes(), chance), filter=hit.get("/Filter"))
    elif keys:
        key = chance.choice(keys)
        if chance.random() < 0.5:
            del hit[key]
        else:
            hit[key] = chance.choice((pikepdf.Array(), 0, pikepdf.Name("/X"), "x"))


def _tree(data: bytes, chance: random.Random) -> bytes:
    """A reference in the tree of pages, or in a page, that leads nowhere; nothing else touched."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = out.getvalue()
    inside = rb"/(?:Kids \[[^]]*?|Contents |Parent |Resources |Pages |Font |FontFile2 )(\d+ 0 R)"
    found = chance.choice([*re.finditer(inside, data)])
    put = chance.choice((b"null", b"[]", b"<<>>", b"0", b"1 0 R"))[: len(found[1])]
    return data[: found.start(1)] + put.ljust(len(found[1])) + data[found.end(1) :]


Damage = Callable[[bytes, random.Random], bytes]
KINDS: dict[str, tuple[Damage, ...]] = {
    ".txt": (_bytes, _lines, _lines),
    ".html": (_bytes, _nested, _nested),
    ".docx": (_bytes, _member, _wrapped, _wrapped, _moved, _moved),
    ".xlsx": (_bytes, _member, _hidden, _hidden),
    ".pdf": (_bytes, _objects, _objects, _tree),
}


def _printed(words: str) -> Counter[str]:
    return Counter(DECIMAL.findall(plain(words)))


class Whole(NamedTuple):
    """What a sound document gives: its decimals, the pages of each, its findings and limits."""

    printed: Counter[str]
    pages: dict[str, set[int | None]]
    causes: int
    limits: int


@cache
def _whole(suffix: str, name: str) -> Whole:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"whole{suffix}"
        path.write_bytes(sound(suffix, name))
        budget = budgetlib.load(path)
    pages: dict[str, set[int | None]] = {}
    for entry in budget.ledger:
        for found in DECIMAL.findall(entry.text):
            pages.setdefault(found, set()).add(entry.page)
    printed = _printed("\n".join(entry.text for entry in budget.ledger))
    return Whole(printed, pages, len(_grave(budget.reconcile())), len(budget.limits))


def _grave(result: Reconciliation) -> list[object]:
    return [cause for cause in result.causes if cause.severity != "note"]


def outcome(seed: int) -> str:
    """What became of a damaged document: refused, whole, said; or UNSAID, FAULT."""
    name, suffix, data = damaged(seed)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"one{suffix}"
        path.write_bytes(data)
        try:
            budget = budgetlib.load(path)
            result = budget.reconcile()
        except BudgetError:
            return "refused"
        except Exception as error:
            return f"FAULT {type(error).__name__}: {error}"
    whole = _whole(suffix, name)
    shown = whole.printed
    if suffix in (".txt", ".html"):
        text = data.decode("utf-8" if suffix == ".txt" else "gb18030", "replace")
        shown = _printed(text if suffix == ".txt" else _visible(text))
    lost = shown - _printed("\n".join(entry.text for entry in budget.ledger))
    if not lost:
        return "whole"
    if len(_grave(result)) > whole.causes:
        return "found"
    words = " ".join(limit.text for limit in budget.limits)
    if suffix == ".pdf":
        named = {int(number) for number in NAMED.findall(words)}
        any_page = DROPPED in words  # of the file, it is not told which
        left = [x for x in lost if not (any_page or x in words or whole.pages[x] & named)]
    else:
        left = [x for x in lost if x not in words and len(budget.limits) <= whole.limits]
    return "said" if not left else f"UNSAID {name}{suffix} {sorted(left)[:4]}"


def altered(seed: int) -> str:
    """What became of a data package with something in its description or rows altered."""
    chance = random.Random(seed)
    with TemporaryDirectory() as folder:
        path = save(budgetlib.budget.read_text(TEXT, "x.txt"), Path(folder) / "package")
        found = json.loads((path / "datapackage.json").read_text("utf-8"))
        if chance.random() < 0.7:
            _alter(found, chance)
        else:
            resource = chance.choice(found["resources"])
            data = _bytes((path / resource["path"]).read_bytes(), chance)
            (path / resource["path"]).write_bytes(data)
            resource["hash"] = f"sha256:{hashlib.sha256(data).hexdigest()}"
        (path / "datapackage.json").write_text(json.dumps(found), encoding="utf-8")
        try:
            budgetlib.load(path).reconcile()
        except BudgetError:
            return "refused"
        except Exception as error:
            return f"FAULT {type(error).__name__}: {error}"
    return "read"


ODD = (None, True, -1, 10**30, 1.5, "", "x" * 5000, "\x1b[2J", [], {}, [[]], [None] * 9, "²", "1e9")


def _alter(found: Any, chance: random.Random) -> None:
    """One value somewhere within put in another's place, or taken out."""
    while True:
        keys = list(found) if isinstance(found, dict) else list(range(len(found)))
        key = chance.choice(keys)
        inner = found[key]
        if isinstance(inner, dict | list) and inner and chance.random() < 0.85:
            found = inner
            continue
        if chance.random() < 0.2:
            del found[key]
        else:
            found[key] = chance.choice(ODD)
        return


def laid(seed: int) -> str:
    """What became of a document read by a layout of somebody's in which something was altered."""
    chance = random.Random(seed)
    own = chance.choice(sorted(LAYOUTS.glob("*.toml"))).read_text(encoding="utf-8")
    own = re.sub(r"(?m)^name = .*", 'name = "own"', own)
    lines = own.encode().splitlines(keepends=True)
    for _ in range(chance.choice((1, 3))):
        at = chance.randrange(len(lines))
        key = lines[at].partition(b"=")[0]
        ways = (_bytes(lines[at], chance), chance.choice(CRAWLING), b"", lines[at] * 2)
        value = chance.choice(
            (b"5", b'""', b"[]", b"{}", b"[[]]", b"[5]", b"true", b'["x"]', b"{x=1}")
        )
        lines[at] = chance.choice((*ways, *(key + b"= " + value + b"\n",) * 3))
    with TemporaryDirectory() as folder:
        (path := Path(folder, "own.toml")).write_bytes(b"".join(lines))
        try:
            budgetlib.budget.read_text(TEXT, "x.txt", str(path)).reconcile()
        except BudgetError:
            return "refused"
        except Exception as error:
            return f"FAULT {type(error).__name__}: {error}"
    return "read"


LAYOUTS = Path(budgetlib.__file__).parent / "layouts"
CRAWLING = (
    *(
        b'recognise = ["(a+)+$"]\n',
        b'retitled = [["(\\\\d+)*x", ""]]\n',
        b"[sections]\n",
        b"[roles]\n",
    ),
    *(
        b"x = " + b"[" * 3000 + b"\n",
        b'[sections]\nrevenue = "(.*)*y"\n',
        b"name = 5\n",
        b"[[forms]]\n",
    ),
)


def _command(*words: object, **how: Any) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    told = [sys.executable, "-m", "budgetlib", *map(str, words)]
    own = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}  # a full disk would cut it off
    return subprocess.Popen(told, stdout=pipe, stderr=pipe, text=True, env=own, **how)


def _failed(said: str) -> str:
    odd = [line for line in said.splitlines() if not line.startswith("budgetlib: ")]
    return odd[0] if odd else "a fault" if "a fault in" in said else ""


def full(seed: int) -> str:
    """What became of a command that could write no file longer than so much."""
    chance = random.Random(seed)
    most = chance.choice((0, 100, 2000, 20_000))
    with TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "one.txt").write_text(TEXT, encoding="utf-8")
        save(budgetlib.load(home / "one.txt"), home / "old")
        words = chance.choice(
            (
                ("import", home / "one.txt", "--to", home, "--id", "old"),
                ("check", home / "one.txt", "--corpus", home / "corpus"),
                ("export", home / "old", "--to", home / f"x{chance.choice(('.csv', '.xlsx'))}"),
                ("report", home / "old", "--section", "2", "--to", home / "pages"),
            )
        )

        def limited() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        with _command(*words, preexec_fn=limited) as process:
            _, said = process.communicate()
        if process.returncode not in (0, 2, 3) or _failed(said):
            return f"FAULT {words[0]} {most}: {process.returncode} {_failed(said)}"
        budgetlib.load(home / "old")
        left = [path.name for path in home.rglob(".*~*")]
        return f"LEFT {left}" if left else f"full {words[0]}"


def killed(seed: int) -> str:
    """What became of a package whose import was killed at some moment, and was run again."""
    chance = random.Random(seed)
    with TemporaryDirectory() as folder:
        home = Path(folder)
        for name in ("one.txt", "two.txt"):
            (home / name).write_text(TEXT.replace("辛局", f"辛{name[0]}局"), encoding="utf-8")
        old = budgetlib.load(home / "one.txt")
        save(replace(old, id="x", unit="旧"), home / "to" / "x")
        words = ("import", home / "one.txt", "--to", home / "to", "--id", "x")
        with _command(*words) as process:
            try:
                process.wait(chance.uniform(0.1, 0.8))
            except subprocess.TimeoutExpired:
                process.send_signal(chance.choice((signal.SIGKILL, signal.SIGINT, signal.SIGTERM)))
            said = process.communicate()[1]
        if _failed(said) and process.returncode != -signal.SIGKILL:
            return f"FAULT import: {_failed(said)}"
        if budgetlib.load(home / "to" / "x").unit not in ("旧", old.unit):
            return "LOST the package"
        with _command(*words) as process:
            process.communicate()
        left = [path.name for path in (home / "to").iterdir() if path.name != "x"]
        return f"LEFT {left}" if left or process.returncode else "killed"
