"""A reconciliation for other tools: JSON lines, CSV for Excel, JUnit for CI, SARIF for editors."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from budgetlib.budget import Reconciliation
from budgetlib.content import __version__
from budgetlib.figures import Limit, Place
from budgetlib.relations import INCONSISTENT, NOT_RUN
from budgetlib.rules.comparison import Comparison
from budgetlib.rules.rule import Rule
from budgetlib.show import placed, places_of
from budgetlib.tell.text import escaped, limit_shown, printable, summary
from budgetlib.vocabulary import regex

Results = Sequence[Reconciliation]
EACH = ("text", "json", "jsonl")  # told of each while others are still checked
COLUMNS = (
    *("budget", "rule", "kind", "relation", "verdict", "severity", "message_en", "message_zh"),
    *("printed", "expected", "difference", "allowed", "unit", "reason", "places"),
)
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_FORMULA = regex(r"^[=+\-@\t\r]")
_NO_XML = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_DASHES = regex(r"[-+\s]*")


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; plain numbers and dashes stay as they are."""
    text = xml_text(text)
    plain = re.fullmatch(r"[-+]?[\d,]+(?:\.\d+)?%?", text) or _DASHES.fullmatch(text)
    return f"'{text}" if _FORMULA.match(text) and not plain else text


def as_text(results: Results, every: bool = False, ledger: bool = False) -> str:
    """For a reader at a terminal; `every` names each rule that did not run."""
    return "\n\n".join(summary(result, every) for result in results)


def as_json(results: Results, every: bool = False, ledger: bool = False) -> str:
    """One object a disclosure, one a line; in brief unless `every` comparison is wanted."""
    told = (json.dumps(r.as_dict(every, ledger), ensure_ascii=False) for r in results)
    return "\n".join(map(escaped, told))


def as_csv(results: Results, every: bool = False, ledger: bool = False) -> str:
    """One row a comparison, then one for each thing that was not read; marked as UTF-8."""
    rows = [_csv_row(result, comparison) for result in results for comparison in result.results]
    rows += [_csv_limit(result, limit) for result in results for limit in result.budget.limits]
    return csv_of(COLUMNS, rows).rstrip("\r\n")


def csv_of(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV, with the mark by which Excel knows UTF-8 and no cell that it would compute."""
    buffer = io.StringIO("\ufeff")
    buffer.seek(1)
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(str(cell)) for cell in row] for row in rows)
    return buffer.getvalue()


def _csv_row(result: Reconciliation, comparison: Comparison) -> list[object]:
    told = comparison.as_dict()
    told |= {"budget": result.budget.id, "relation": told["relation"] or ""}
    told |= {f"message_{language}": told["message"][language] for language in ("en", "zh")}
    told["places"] = "; ".join(places_of(comparison))
    return [told[name] for name in COLUMNS]


def _csv_limit(result: Reconciliation, limit: Limit) -> list[object]:
    told = {"budget": result.budget.id, "kind": limit.kind, "verdict": "not_read"}
    told |= {"printed": limit.text, "places": limit_shown(limit)}
    return [told.get(name, "") for name in COLUMNS]


def as_junit(results: Results, every: bool = False, ledger: bool = False) -> str:
    """A suite a disclosure, a test case a rule; an error fails, what did not run is skipped.

    The verdict, and what was not read, is the output of the suite.
    """
    from xml.etree import ElementTree

    top = ElementTree.Element("testsuites", name="budgetlib")
    for result in results:
        suite = ElementTree.SubElement(top, "testsuite", name=xml_text(result.budget.id))
        groups = groupby(result.results, key=lambda comparison: comparison.rule)
        cases = [_case(suite, rule, list(answers)) for rule, answers in groups]
        suite.set("tests", str(len(cases)))
        for name in ("failures", "skipped"):
            suite.set(name, str(cases.count(name)))
        suite.set("errors", "0")
        told = "\n".join([*result.said, *map(limit_shown, result.budget.limits)])
        ElementTree.SubElement(suite, "system-out").text = xml_text(told)
    ElementTree.indent(top)
    return ElementTree.tostring(top, encoding="unicode", xml_declaration=True)


def xml_text(text: str) -> str:
    """A text without the control characters that XML forbids or terminals obey."""
    return re.sub(_NO_XML, "�", printable(text))


def _case(suite: Any, rule: Rule, answers: list[Comparison]) -> str:
    from xml.etree import ElementTree

    case = ElementTree.SubElement(suite, "testcase", name=rule.name, classname=rule.kind)
    wrong = [a for a in answers if a.verdict == INCONSISTENT]
    told = xml_text("\n".join(f"{a.severity}: {_message_and_places(a)}" for a in wrong))
    if wrong and rule.severity == "error":
        ElementTree.SubElement(case, "failure", message=rule.sentence[0]).text = told
        return "failures"
    if wrong:
        ElementTree.SubElement(case, "system-out").text = told
    if all(a.verdict == NOT_RUN for a in answers):
        ElementTree.SubElement(case, "skipped", message=xml_text(answers[0].reason[0]))
        return "skipped"
    return "passed"


def _message_and_places(answer: Comparison) -> str:
    return f"{' '.join(answer.message)} ({'; '.join(places_of(answer))})"


def as_sarif(results: Results, every: bool = False, ledger: bool = False) -> str:
    """The inconsistencies as SARIF 2.1.0: each points at the lines of the document.

    What was not read is told as notifications of the tool, not as results.
    """
    rules = {a.rule.name: a.rule for result in results for a in result.results}
    told = [_sarif_rule(rule) for rule in rules.values()]
    driver = {"name": "budgetlib", "version": __version__, "rules": told}
    order = {name: index for index, name in enumerate(rules)}
    found = [_sarif_result(r, a, order) for r in results for a in r.inconsistent]
    log = {"$schema": SARIF, "version": "2.1.0"}
    run = {"tool": {"driver": driver}, "results": found, "columnKind": "unicodeCodePoints"}
    run["invocations"] = [_invocation(result) for result in results]
    return escaped(json.dumps(log | {"runs": [run]}, ensure_ascii=False, indent=1))


def _invocation(result: Reconciliation) -> dict[str, Any]:
    """The verdict on one disclosure, and what of it was not read."""
    notes = [
        {
            "level": "warning",
            "message": {"text": limit_shown(limit)},
            "locations": [_location(result, limit.place, limit.text)],
        }
        for limit in result.budget.limits
    ]
    said = {"state": result.state, "en": result.said.english, "zh": result.said.chinese}
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": notes,
        "properties": {"budget": result.budget.id, "verdict": said},
    }


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    english, chinese = rule.sentence
    return {
        "id": rule.name,
        "shortDescription": {"text": english},
        "fullDescription": {"text": f"{english} {chinese}"},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"kind": rule.kind, "strength": rule.strength},
    }


def _sarif_result(
    result: Reconciliation, answer: Comparison, order: dict[str, int]
) -> dict[str, Any]:
    return {
        "ruleId": answer.rule.name,
        "ruleIndex": order[answer.rule.name],
        "level": answer.severity,
        "message": {"text": " ".join(answer.message)},
        "locations": [_location(result, p, f"{p}: {text}") for p, text in placed(answer)],
        "properties": {"cause": result.cause_of[id(answer)]},
    }


def _location(result: Reconciliation, place: Place, told: str) -> dict[str, Any]:
    from urllib.parse import quote

    artifact: dict[str, Any] = {"artifactLocation": {"uri": quote(result.budget.source)}}
    if place.line:
        artifact["region"] = {"startLine": place.line}
    return {"physicalLocation": artifact, "message": {"text": told}}


FORMATS: dict[str, Callable[[Results, bool, bool], str]] = {
    "text": as_text,
    "json": as_json,
    "jsonl": as_json,
    "csv": as_csv,
    "junit": as_junit,
    "sarif": as_sarif,
}
