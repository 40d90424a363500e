"""How far the checks reach: every number and its fate, the glossary, what was not checked."""

from decimal import Decimal

from budgetlib.budget import Budget, Reconciliation
from budgetlib.classifications import labelled, name_of
from budgetlib.explain.wording import Exhibit, Sentence, framed, percent, say
from budgetlib.locate.cause import figured
from budgetlib.vocabulary import Label
from budgetlib.vocabulary.phrases import label, piece


def ledger(reconciliation: Reconciliation) -> Exhibit:
    """What became of every number printed: figures by ties, non-amounts by kind, unread."""
    told = reconciliation.figures
    fates = [(label("fate", k), told[k]) for k in ("tied_twice", "tied_once", "untied", "unread")]
    others = [
        (Label(*piece("coverage.not_amount", kind=label("not_amount", kind))), count)
        for kind, count in told["not_amounts"].items()
    ]
    return framed("coverage.ledger", [*fates[:-1], *others, fates[-1]])


def untied(reconciliation: Reconciliation) -> Exhibit:
    """The figures that stand in no comparison: as printed, unit, place."""
    budget = reconciliation.budget
    rows = [
        (Label(*figured(budget, f)), f.printed, f.unit)
        for f in budget.figures
        if not f.worded and not reconciliation.ties[f.id]
    ]
    return framed("coverage.untied", rows)


def glossary(budget: Budget) -> Exhibit:
    """Each item in use (by the table ``by_function``) or explained, by code."""
    leaves = budget.table("by_function").leaves if budget.has("by_function") else []
    used = {row.code: row.name for row in leaves if len(row.code) == 7}
    explained = (s.value for s in budget.all_statements if s.kind == "glossary")
    codes = {code for code in explained if len(code) == 7}
    answers = (label("yes", "no"), label("yes", "yes"))
    rows = []
    for code in sorted(used.keys() | codes):
        name = labelled(code, used.get(code) or name_of("function", code))
        rows.append((code, name, answers[code in used], answers[code in codes]))
    return framed("coverage.glossary", rows) if codes else framed("coverage.no_glossary", ())


def rules_not_run(reconciliation: Reconciliation) -> Exhibit:
    """The rules, or parts of them, that could not run, with the reason; folded away in HTML."""
    told = {(Label(*r.rule.sentence), Label(*r.reason)): 1 for r in reconciliation.not_run}
    frame = framed("coverage.rules_not_run", told, n=len(told))
    frame.attrs["folded"] = True
    return frame


def how_far_it_reaches(reconciliation: Reconciliation) -> Sentence:
    """How much of what is printed was checked, in words."""
    told = reconciliation.figures
    printed, twice = Decimal(told["printed"]), Decimal(told["tied_twice"])
    return say(
        "coverage.reaches",
        printed=told["printed"],
        once=percent(twice + told["tied_once"], printed),
        twice=percent(twice, printed),
        other=sum(told["not_amounts"].values()),
        unread=told["unread"],
    )
