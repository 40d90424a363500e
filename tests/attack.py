"""Damaged and hostile inputs by seed, and whether what they lost was said.

A viewer's page is the measure: every decimal of the sound document that the damaged one no longer
gives is to be named by a finding or a limit of the reading; of a text or a page of HTML, every one
that the damaged file itself still shows.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
from documents_made import WRITERS
from pdf_made import Page
from pdf_made import write as write_pdf

import budgetlib
from budgetlib.errors import BudgetError
from budgetlib.package import save
from budgetlib.read.html import _visible
from budgetlib.read.text import blocks_of

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
FORMATS = (".txt", ".html", ".docx", ".xlsx", ".pdf")


@cache
def sound(suffix: str) -> bytes:
    """The sound document in a format."""
    if suffix == ".txt":
        return TEXT.encode()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"sound{suffix}"
        if suffix == ".pdf":
            write_pdf(path, *_pages())
        else:
            WRITERS[suffix](blocks_of(TEXT), path)
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


def damaged(seed: int) -> tuple[str, bytes]:
    """A format and a damaged document in it."""
    chance = random.Random(seed)
    suffix = FORMATS[seed % len(FORMATS)]
    return suffix, chance.choice(KINDS[suffix])(sound(suffix), chance)


def _bytes(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, zeroed, or taken out; or the end cut off."""
    at, many = chance.randrange(len(data)), chance.choice((1, 2, 20, 200))
    put = chance.choice((bytes(many), chance.randbytes(many), b"", b"<" * many))
    if chance.random() < 0.1:
        return data[:at]
    return data[:at] + put + data[at + many :]


def _nested(data: bytes, chance: random.Random) -> bytes:
    """Tags opened, closed or commented out somewhere in a page."""
    tags = ("<div>" * 300, "<table>", "</table>", "</html>", "<!--", "<p>", "</td>", "<b>" * 3000)
    tags += ("<select><option>", "<textarea>", "<td rowspan=99>", "<script>", "<a href='", "<tr>")
    at = data.index(chance.choice((b"<p>", b"<table>", b"<tr>", b"<td", b"</td>", b"</table>")))
    places = [m.start() for m in re.finditer(b"<", data)]
    at = chance.choice((at, chance.choice(places)))
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
        objects = [
            o for o in document.objects if isinstance(o, pikepdf.Dictionary | pikepdf.Stream)
        ]
        hit = chance.choice(objects)
        keys = [key for key in hit if key != "/Length"]
        if isinstance(hit, pikepdf.Stream) and chance.random() < 0.5:
            hit.write(_bytes(hit.read_raw_bytes(), chance), filter=hit.get("/Filter"))
        elif keys:
            key = chance.choice(keys)
            if chance.random() < 0.5:
                del hit[key]
            else:
                hit[key] = chance.choice((pikepdf.Array(), 0, pikepdf.Name("/X"), "x"))
        document.save(out)
    return out.getvalue()


Damage = Callable[[bytes, random.Random], bytes]
KINDS: dict[str, tuple[Damage, ...]] = {
    ".txt": (_bytes,),
    ".html": (_bytes, _nested, _nested),
    ".docx": (_bytes, _member, _wrapped),
    ".xlsx": (_bytes, _member, _member),
    ".pdf": (_bytes, _objects, _objects),
}


def _printed(words: str) -> Counter[str]:
    return Counter(DECIMAL.findall(words))


@cache
def _whole(suffix: str) -> Counter[str]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"whole{suffix}"
        path.write_bytes(sound(suffix))
        budget = budgetlib.load(path)
    return _printed("\n".join(entry.text for entry in budget.ledger))


def outcome(seed: int) -> str:
    """What became of a damaged document: refused, whole, said; or UNSAID, FAULT."""
    suffix, data = damaged(seed)
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
    if suffix in (".txt", ".html"):
        text = data.decode("utf-8" if suffix == ".txt" else "gb18030", "replace")
        shown = _printed(text if suffix == ".txt" else _visible(text))
    else:
        shown = _whole(suffix)
    given = _printed("\n".join(entry.text for entry in budget.ledger))
    lost = shown - given
    if not lost:
        return "whole"
    told = getattr(budget, "limits", budget.unplaced) or any(
        c.severity != "note" for c in result.causes
    )
    return "said" if told else f"UNSAID {sorted(lost.elements())}"


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
