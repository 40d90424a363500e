"""文表: what the explanatory notes say against the tables, and against themselves."""

from budgetlib import vocabulary
from budgetlib.disclosure import Disclosure
from budgetlib.errors import Absent
from budgetlib.printed import Claim
from budgetlib.relations import AtLeast, Cited, Fact, Same, Sum
from budgetlib.rules.forms import alike, target_tables
from budgetlib.rules.rule import Answers, cited, rule


def amounts(budget: Disclosure, topic: str, base: str = "") -> list[Claim]:
    """The amounts of the year that a section states on a base (its own), reasons left out."""
    claims = budget.note(topic).about(measure="amount")
    base = base or budget.base
    return [c for c in claims if c.figure.year == budget.year and c.figure.base == base]


@rule("identity")
def project_note_equals_the_project_table(budget: Disclosure) -> Answers:
    """Each project named in the notes has the amount of the project table.

    情况说明所列项目金额等于项目支出表。
    """
    leaves = budget.table("projects").leaves
    for claim in amounts(budget, "projects"):
        named = next((row for row in leaves if alike(row.name, claim.subject)), None)
        if named:
            yield Same(claim.figure, named["total"])


@rule("identity")
def project_note_adds_up(budget: Disclosure) -> Answers:
    """Project expenditure in the notes is made by its funds, and by the projects named.

    情况说明的项目支出等于各资金来源之和，也等于所列项目之和。
    """
    claims = amounts(budget, "projects")
    leaves = budget.table("projects").leaves
    whole = next((c.figure for c in claims if c.key == "project"), None)
    named = [c.figure for c in claims if any(alike(row.name, c.subject) for row in leaves)]
    funds = [c.figure for c in claims if c.key in PROJECT_FUNDS and c.figure not in named]
    for parts in (funds, named):
        if whole and parts:
            every = parts is funds or len(named) >= len(leaves)
            yield (
                Sum(whole, parts, premise="the list is complete")
                if every
                else AtLeast(whole, parts)
            )


PROJECT_FUNDS = (
    *("general_budget", "gov_fund", "state_capital", "special_account", "own"),
    *("general_budget_carried", "gov_fund_carried", "state_capital_carried", "carry_over"),
)


def _zero_claims(budget: Disclosure, key: str) -> list[Claim]:
    told = [c for c in budget.all_claims if c.measure == "zero" and c.key == key]
    claims = [c for c in told if c.figure.year == budget.year]
    if not claims:
        english, chinese = vocabulary.topic(key)
        reason = (f"no sentence puts {english} at nothing", f"情况说明没有文字称{chinese}为零")
        raise Absent(key, reason)
    return claims


FUND_NAMES = {"gov_fund": "政府性基金", "state_capital": "国有资本经营"}


@rule("usual")
def no_commissioned_services(budget: Disclosure) -> Answers:
    """Where the notes say nothing is spent on commissioned services, no table shows any.

    情况说明称无委托业务费时，基本支出表和项目测算中均无委托业务费。
    """
    claim = _zero_claims(budget, "commissioned_services")[0]
    table = budget.table("basic_by_economic")
    lines = [r for t in target_tables(budget) for r in t.part("cost")]
    named = [r["amount"] for r in lines if r.text.get("class") == "委托业务费"]
    row = table.find("30227")
    for figure in [*([row["total"]] if row else []), *named]:
        yield Same(claim.figure, figure)
    if row is None and not named:
        told = cited(claim.figure)
        yield Fact(told, Cited("named nowhere 各表未列", table.place), True)
