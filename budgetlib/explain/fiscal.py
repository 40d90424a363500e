"""Fiscal appropriation: the three budgets, and each class wherever it is printed."""

from budgetlib.budget import Budget
from budgetlib.cube import printed
from budgetlib.explain.members import any_filled, made, page
from budgetlib.explain.totals import grand_total
from budgetlib.explain.wording import Sentence, number, percent, say
from budgetlib.phrases import found
from budgetlib.show.exhibit import Exhibit

OTHER_FUNDS = ("gov_fund", "state_capital")

budgets = page("fiscal.budgets")  # the three in the tables and in the note, in 万元


def printings(budget: Budget) -> Exhibit:
    """Each filled class of fiscal appropriation wherever it is printed, in 万元."""
    where = found("exhibits", "fiscal.printings")["where"]
    tables = printed(budget, "code", "table", **where)
    first = [budget.table("fiscal").number, *tables]
    filled = ([c for c, f in tables.get(t, {}).items() if len(c) == 3 and f.value] for t in first)
    return made(budget, "fiscal.printings", next(filter(None, filled), []))


def how_much_is_fiscal(budget: Budget) -> Sentence:
    """The share of fiscal appropriation in all revenue, in words."""
    whole, fiscal = grand_total(budget, "summary"), grand_total(budget, "fiscal")
    if whole is None or fiscal is None or not whole.amount:
        return say("fiscal.no_total")
    return say(
        "fiscal.share",
        fiscal=fiscal.value,
        whole=whole.value,
        share=percent(fiscal.amount, whole.amount),
        other=whole.amount - fiscal.amount,
    )


def how_printings_agree(budget: Budget) -> Sentence:
    """How many classes are printed alike everywhere, in words."""
    whole, others = printings(budget), _of_another_scope(budget)
    wider = [number(t) for t in budget.tables.values() if t.role in others and number(t) in whole]
    frame = whole.drop(columns=wider)
    return say(
        "fiscal.agree",
        classes=len(frame),
        places=int(frame.notna().sum().sum()),
        names=[str(name) for name, row in frame.iterrows() if row.dropna().nunique() > 1],
        wider=wider,
    )


def _of_another_scope(budget: Budget) -> set[str]:
    """The roles of tables that hold more than fiscal money, or only a part of it."""
    fiscal, whole = grand_total(budget, "fiscal"), grand_total(budget, "summary")
    other = whole is not None and fiscal is not None and whole.value != fiscal.value
    funds = printed(budget, "fund", place="table fiscal", flow="in", fund=OTHER_FUNDS)
    part = any(map(any_filled, funds.values()))
    return set(("summary", "expenditure") * other + ("by_function",) * part)
