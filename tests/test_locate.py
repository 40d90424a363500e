"""Which figure is wrong: causes, their repairs, what would be seen, what is deduced."""

import csv
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from disclosures import budgets, example, mixed_example
from hypothesis import given, settings
from hypothesis import strategies as st

import budgetlib
from budgetlib import cli, locate, package
from budgetlib.budget import Budget, Reconciliation, read_text
from budgetlib.figures import Figure, Place, misprints, slip, text_of
from budgetlib.locate.equations import Bound, system
from budgetlib.locate.search import Clash, ranges
from budgetlib.locate.trust import trust
from budgetlib.relations import INCONSISTENT, Sum
from budgetlib.rules.comparison import Comparison
from budgetlib.rules.rule import Answers, rule

DATA = Path(__file__).parents[1] / "data"
PACKAGES = sorted(p for p in DATA.iterdir() if p.is_dir())
ONE, TWO = Decimal(1), Decimal(2)


@pytest.fixture(scope="module")
def wuhan() -> Budget:
    return budgetlib.load(DATA / "503019-2026")


@pytest.fixture(scope="module")
def told(wuhan: Budget) -> Reconciliation:
    return wuhan.reconcile()


def numbers(budget: Budget) -> list[Figure]:
    """The figures printed in digits."""
    return [f for f in budget.figures if f.value is not None and not f.worded]


def named(result: Reconciliation) -> set[str]:
    return {figure.id for cause in result.causes for figure in cause.figures}


# ---- bounds -----------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda p: p.name)
def test_bounds__say_of_no_change_what_the_verdict_says(folder: Path) -> None:
    known = system(budgetlib.load(folder).reconcile().results)
    assert known.equations
    for equation in known.equations:
        if equation.bounds:
            at = [
                (low is None or low <= 0) and (high is None or high >= 0)
                for _, low, high, _ in equation.bounds
            ]
            assert all(at) == equation.holds, equation.comparison


@pytest.mark.parametrize("folder", PACKAGES[:3], ids=lambda p: p.name)
def test_reach__ends_where_reconciling_sees_a_change(folder: Path) -> None:
    budget = budgetlib.load(folder)
    before = budget.reconcile()
    known = system(before.results)
    broken = Counter(_keys(before))
    for figure in numbers(budget)[::13]:
        holding = [e for e in known.by_figure.get(figure.id, ()) if e.holds]
        for _, text in list(misprints(figure.printed))[:2]:
            after = budget.reprint(figure.id, text)
            change = next(f for f in after.figures if f.id == figure.id).amount - figure.amount
            out = [
                (low is not None and change < low) or (high is not None and change > high)
                for low, high in (e.reach(figure.id) for e in holding)
            ]
            if any(out):
                result = after.reconcile()
                still = {_key(c) for c in result.results if c.relation}
                broke = Counter(_keys(result)) - broken
                gone = [e for e in holding if _key(e.comparison) not in still]
                assert broke or gone, (figure, text)  # a rule may not run on the changed figure


def _keys(result: Reconciliation) -> list[tuple[object, ...]]:
    """What does not hold, by a rule that is more than an observation."""
    return [_key(c) for c in result.inconsistent if c.rule.severity != "note"]


def _key(comparison: Comparison) -> tuple[object, ...]:
    terms = comparison.relation.terms if comparison.relation else ()
    return comparison.rule.name, *(term.figure.id for term in terms)


def test_ranges__leave_what_three_equations_leave() -> None:
    both = Bound({"x": ONE, "y": ONE}, Decimal(10), Decimal(10))
    apart = Bound({"x": ONE, "y": -ONE}, Decimal(1), TWO)
    found = ranges([(both, "sum"), (apart, "difference")], ["x", "y"])
    assert found == {"x": (Decimal("5.5"), Decimal(6)), "y": (Decimal(4), Decimal("4.5"))}


def test_ranges__name_what_clashes() -> None:
    bounds = [
        (Bound({"x": ONE}, Decimal(3), None), "at least three"),
        (Bound({"x": TWO}, None, Decimal(4)), "at most two"),
        (Bound({"y": ONE}, Decimal(1), Decimal(1)), "another"),
    ]
    with pytest.raises(Clash) as clash:
        ranges(bounds, ["x", "y"])
    assert clash.value.sources == {"at least three", "at most two"}


# ---- causes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda p: p.name)
def test_locate__every_inconsistency_is_in_one_cause(folder: Path) -> None:
    result = budgetlib.load(folder).reconcile()
    explained = [id(c) for cause in result.causes for c in cause.comparisons]
    assert sorted(explained) == sorted(id(c) for c in result.inconsistent)


def test_locate__last_years_budget_of_a_project(told: Reconciliation) -> None:
    cause = told.causes[0]
    assert cause.severity == "error" and len(cause.comparisons) == 3
    (answer,) = cause.answers
    assert [(r.figure.printed, r.values[0]) for r in answer.repairs] == [
        ("179.8", "179.57"),  # with the change from it printed beside it
        ("16.38", "16.14"),
    ]


@pytest.mark.parametrize(
    ("rule", "gap", "explained"),
    [
        ("projects_of_the_overall_table_equal_the_project_table", "129.27", 2),
        ("purchases_listed_make_procurement", "0.2", 2),
        ("long_term_and_annual_targets_agree", "60", 2),
        ("what_is_paid_for_makes_the_monthly_target", "66", 5),
    ],
)
def test_locate__a_row_is_missing_or_the_rule_need_not_hold(
    told: Reconciliation, rule: str, gap: str, explained: int
) -> None:
    (cause,) = [c for c in told.causes if rule in {x.rule.name for x in c.comparisons}]
    assert len(cause.comparisons) == explained
    assert [(a.repairs, a.gap) for a in cause.answers] == [((), Decimal(gap))]
    assert gap in cause.message[0] and gap in cause.message[1]


def test_locate__a_missing_amount_is_looked_up(told: Reconciliation) -> None:
    (cause,) = [c for c in told.causes if "129.27" in c.message[0]]
    assert "table 10, 人社信息系统运维项目" in cause.message[0]
    assert "（即表10 信息系统运行维护项目、表10 人社信息系统运维项目的金额）" in cause.message[1]


@pytest.mark.parametrize("made", [example, mixed_example])
def test_locate__one_misprint_is_doubted_and_never_another_alone(made: object) -> None:
    budget = made()  # type: ignore[operator]
    before = budget.reconcile()
    doubted, broken = named(before), Counter(_keys(before))
    alone = seen = 0
    for figure in numbers(budget)[::13]:
        for _, text in list(misprints(figure.printed))[:2]:
            result = budget.reprint(figure.id, text).reconcile()
            new = Counter(_keys(result)) - broken
            if not any(_key(c) in new for c in result.inconsistent if c.outcome.unit):
                continue
            found = named(result) - (doubted - {figure.id})
            seen += 1
            alone += found == {figure.id}
            assert figure.id in found, (figure, text, found)
    assert seen > 25 and alone / seen > 0.75


def test_misprints__of_a_negative_in_brackets_or_with_a_mark() -> None:
    for printed in ("(1.50)", "▲1.50"):
        assert [*misprints(printed)] == [*misprints("-1.50")]


def test_locate__two_misprints_apart_are_both_found(wuhan: Budget) -> None:
    other = next(f for f in wuhan.figures if f.id == "6/30199/personnel")
    _, swapped = next(misprints(other.printed))
    twice = wuhan.reprint("5-1/2210201/total", "89.03").reprint(other.id, swapped)
    found = twice.reconcile().causes
    repaired = {r.figure.id: r.values for c in found for a in c.answers for r in a.repairs}
    assert repaired[other.id] == [text_of(other.value)]


def test_locate__two_misprints_in_one_row_are_both_found(wuhan: Budget) -> None:
    twice = wuhan.reprint("5-1/2210201/total", "89.03").reprint("5-1/2210202/total", "31.05")
    repaired = {
        r.figure.id: r.values
        for c in twice.reconcile().causes
        for a in c.answers
        for r in a.repairs
    }
    assert repaired["5-1/2210201/total"] == ["80.93"]
    assert repaired["5-1/2210202/total"] == ["13.05"]


@settings(max_examples=25, database=None)
@given(budgets(), st.data())
def test_locate__a_consistent_disclosure_is_not_doubted_and_one_change_is(
    budget: Budget, data: st.DataObject
) -> None:
    before = budget.reconcile()
    assert not named(before)
    known = system(before.results)
    figure = data.draw(st.sampled_from(numbers(budget)))
    _, text = data.draw(st.sampled_from(list(misprints(figure.printed))))
    after = budget.reprint(figure.id, text)
    result = after.reconcile()
    numeric = {id(e.comparison) for e in system(result.results).equations if not e.holds}
    told = [c for c in result.causes if c.answers and numeric & {*map(id, c.comparisons)}]
    if told and figure.id not in named(result):  # what is doubted explains it no worse
        for repair in (repair for cause in told for repair in cause.answers[0].repairs):
            after = after.reprint(repair.figure.id, repair.values[0])
        mended = after.reconcile()
        assert all(e.holds for e in system(mended.results).equations), (figure, text)
        assert mended.verdicts["exact"] >= before.verdicts["exact"], (figure, text)
    assert known.equations


def test_locate__what_takes_too_long_is_said(
    wuhan: Budget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("budgetlib.locate.search.STEPS", 1)
    result = wuhan.reprint("5-1/2210201/total", "89.03").reconcile()
    lost = [cause for cause in result.causes if cause.reason == locate.NOT_FOUND]
    assert lost and not any(cause.answers for cause in lost)
    assert sum(len(c.comparisons) for c in result.causes) == result.verdicts[INCONSISTENT]


def test_causes__are_in_the_json(told: Reconciliation) -> None:
    answer = told.as_dict()
    assert [c["severity"] for c in answer["causes"]] == [c.severity for c in told.causes]
    for cause in answer["causes"]:
        explained = [c for c in answer["comparisons"] if c["cause"] == cause["number"]]
        assert {c["verdict"] for c in explained} == {INCONSISTENT}
        assert [c["number"] for c in explained] == cause["comparisons"]
    assert answer["causes"][0]["answers"][0]["figures"][0]["low"] == "179.57"


@pytest.mark.parametrize(
    ("changed", "new"),
    [("2/20499/other", "1"), ("3/208/project", "6,235,901"), ("5/21011/basic", "3,023,658")],
)
def test_locate__exactness_tells_two_printings_apart(changed: str, new: str) -> None:
    budget = budgetlib.load(DATA / "putuo-wanli-2024-dept")
    before = named(budget.reconcile())
    found = named(budget.reprint(changed, new).reconcile()) - before
    assert found == {changed}


def test_locate__what_is_listed_and_not_there_is_one_finding() -> None:
    budget = budgetlib.load(DATA / "jiangsu-cppcc-2019-dept")
    here = replace(budget, statements=())  # which say that the tables are attached
    absent = [c for c in here.reconcile().causes if len(c.comparisons) == 12]
    assert [c.comparisons[0].rule.name for c in absent] == ["every_listed_table_is_printed"]


def test_locate__a_count_is_doubted(wuhan: Budget) -> None:
    causes = wuhan.reprint("概况#1", "7").reconcile().causes
    repairs = [r for c in causes for a in c.answers for r in a.repairs if r.figure.id == "概况#1"]
    assert [r.values for r in repairs] == [["6"]]


def test_locate__shares_of_one_sentence_are_told_together() -> None:
    result = budgetlib.load(DATA / "jiangsu-procuratorate-2017-dept").reconcile()
    (cause,) = [c for c in result.causes if "18.85" in c.message[0]]
    assert cause.message[0].count("[") == 1  # the place is told once
    assert all(each in cause.message[0] for each in ("54.43", "26.72"))


# ---- slips ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "meant", "kind"),
    [
        ("89.03", "80.93", "swap"),
        ("80.3", "80.93", "drop"),
        ("1.00", "1.50", "more"),  # as many digits: none is left out
        ("809.3", "80.93", "point"),
        ("8,093", "80.93", "point"),
        ("809,300", "80.93", "unit"),
        ("800.93", "80.93", "added"),
        ("70.93", "80.93", "one"),
        ("80.94", "80.93", "last"),
        ("80.63", "80.93", "more"),
        ("-16.38", "16.38", "sign"),
        ("31.77", "80.93", ""),
    ],
)
def test_slip__is_named(printed: str, meant: str, kind: str) -> None:
    assert slip(printed, [meant]) == kind


def test_slip__the_cell_beside_it_comes_first() -> None:
    assert slip("13.05", ["80.93"], [Decimal("13.05")]) == "beside"


# ---- trust ------------------------------------------------------------------------------------


def _of_figures(budget: Budget) -> Counter[tuple[object, ...]]:
    """What is wrong, but for a class in no list of words: no equation of a figure says that."""
    wrong = budget.reconcile().inconsistent
    return Counter(_key(c) for c in wrong if c.rule.name != "lists_name_the_filled_classes")


@pytest.mark.parametrize("name", ["503019-2026", "putuo-social-work-2024-final-dept"])
def test_trust__foretells_what_reconciling_sees(name: str) -> None:
    budget = budgetlib.load(DATA / name)
    before = _of_figures(budget)
    seen = foretold = slips = 0
    for held in budget.trust().held[::41]:
        foretold, slips = foretold + held.seen, slips + held.slips
        for _, text in misprints(held.figure.printed):
            seen += bool(_of_figures(budget.reprint(held.figure.id, text)) - before)
    assert 0.5 * slips < seen < slips
    assert abs(foretold - seen) <= 0.01 * slips


def test_trust__counts_every_printed_figure(wuhan: Budget) -> None:
    held_up = wuhan.trust()
    assert len(held_up.held) == 432
    assert held_up.frame["figures 数字"].sum() == 432
    assert len(held_up.certain) + len(held_up.partly) + len(held_up.blind) == 432
    assert set(held_up.weak.index) == {h.figure.id for h in (*held_up.blind, *held_up.partly)}


@pytest.mark.parametrize(("second", "apart"), [("10.01", 0), ("9.99", 2)])
def test_trust__roundings_that_cannot_hold_together_are_told(
    wuhan: Budget, second: str, apart: int
) -> None:
    half = Decimal("0.005")
    a, b, one, two = (
        Figure(name, Decimal(text), text, half, "万元", Place())
        for name, text in (("a", "5.00"), ("b", "5.00"), ("one", "10.01"), ("two", second))
    )

    @rule("identity")
    def the_same_parts_make_both(budget: Budget) -> Answers:
        """The same parts make both totals.

        同样的各项等于两个合计。
        """
        yield Sum(one, [a, b])
        yield Sum(two, [a, b])

    result = wuhan.reconcile([the_same_parts_make_both])
    assert result.verdicts["rounding"] == 2  # each holds alone
    found = trust(result)
    assert bool(found.apart) == bool(apart)
    assert ("cannot hold together" in found.joint[0]) == bool(apart)


# ---- deduced ----------------------------------------------------------------------------------


def test_deduce__the_table_that_is_listed_and_not_printed(wuhan: Budget) -> None:
    table = wuhan.deduce().table("revenue")
    assert list(table.columns) == ["total 合计", "general public budget 一般公共预算"]
    rows = {name.split()[0]: tuple(row) for name, row in table.iterrows()}
    assert rows["合计"] == (1347.75, 1347.75)
    assert rows["208"] == (1112.52, 1112.52)
    assert rows["2210201"] == (80.93, 80.93)
    assert len(rows) == len(wuhan.table("expenditure").rows)


def test_deduce__what_is_asked_for_this_year(wuhan: Budget) -> None:
    assert [str(each) for each in wuhan.deduce().blanks] == ["129.27", "163.42"]


def test_deduce__the_year_before(wuhan: Budget) -> None:
    prior = {each.id: each for each in wuhan.deduce().prior}
    assert str(prior["五.三.2#1"]) == "179.57" and prior["五.三.2#1"].year == 2025
    assert {f"五.三.{item}#1" for item in range(1, 12)} <= prior.keys()
    assert str(prior["五.三.5#1"]) == "0"  # which is new this year


def test_deduce__nothing_of_a_table_that_another_stands_for() -> None:
    found = budgetlib.load(DATA / "jiangsu-procuratorate-2017-dept").deduce()
    assert not found.cells and found.prior


def test_deduce__is_written_beside_a_package(wuhan: Budget, tmp_path: Path) -> None:
    source = tmp_path / "source"
    package.save(wuhan, source)
    cli.main(["import", str(source), "--to", str(tmp_path / "data"), "--deduce"])
    (folder,) = (tmp_path / "data").iterdir()
    rows = list(csv.reader((folder / package.DEDUCED).read_text("utf-8").splitlines()))
    assert any(row[0] == "revenue/208/total" and row[2] == "1112.52" for row in rows)
    assert budgetlib.load(folder).reconcile().verdicts == wuhan.reconcile().verdicts


# ---- rows that slid -----------------------------------------------------------------------------

CLASSES = ["城乡社区支出", "城乡社区管理事务", "行政运行", "城管执法"]
CLASSES += ["城乡社区公共设施", "小城镇基础设施建设"]
CODES = ["212", "21201", "2120101", "2120104", "21203", "2120303"]
HOUSING = ["221 住房保障支出", "22102 住房改革支出", "2210201 住房公积金", "2210203 购房补贴"]


def two_tables(amounts: list[str], slid: list[str], *before: str) -> Budget:
    """The table of expenditure, and that by function with other amounts."""
    names = [f"{c}\t{n}" for c, n in zip(CODES, CLASSES, strict=True)]
    names += [each.replace(" ", "\t") for each in HOUSING]
    tables = [
        "\n".join(
            (
                title,
                "单位：万元",
                "科目编码\t科目名称\t合计\t基本支出\t项目支出",
                *(f"{name}\t{a}\t{a}\t" for name, a in zip(names, column, strict=False)),
                f"\t合计\t{column[-1]}\t{column[-1]}\t",
            )
        )
        for title, column in (
            ("表3 支出预算总表", amounts),
            ("表5 一般公共预算支出表", slid),
        )
    ]
    return read_text("\n\n".join(("甲市城管局2027年部门预算", *before, *tables)) + "\n")


RIGHT = ["900.00", "640.00", "410.00", "230.00", "260.00", "260.00"]
RIGHT += ["95.00", "95.00", "61.00", "34.00", "995.00"]


@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize("by", [1, 2])
def test_locate__rows_that_slid_are_one_cause(at: int, by: int) -> None:
    """From a row on each amount is that of a row further down, and the first ones come again."""
    slid = [*RIGHT[:at], *RIGHT[at + by :], *RIGHT[:by]]
    grave = [c for c in two_tables(RIGHT, slid).reconcile().causes if c.severity == "error"]
    assert len(grave) == 1 and not grave[0].answers
    assert "表5自“" in grave[0].message.chinese and "错行" in grave[0].title.chinese


def test_locate__rows_misprinted_each_for_itself_did_not_slide() -> None:
    wrong = [a.replace("6", "8") for a in RIGHT]
    causes = two_tables(RIGHT, wrong).reconcile().causes
    assert causes and all("slid" not in cause.message.english for cause in causes)


SUMMARY = """表1 收支预算总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t995.00\t一、城乡社区支出\t900.00
二、政府性基金预算拨款收入\t\t二、住房保障支出\t95.00
收入总计\t995.00\t支出总计\t995.00
"""


@pytest.mark.parametrize(("at", "printed"), [(1, "6,400.00"), (1, "64.00"), (4, "620.00")])
def test_locate__a_misprint_that_other_tables_repeat_is_one_cause(at: int, printed: str) -> None:
    """The sum of a division is misprinted in both columns, and so copied to the other table."""
    wrong = [*RIGHT[:at], printed, *RIGHT[at + 1 :]]
    (cause,) = two_tables(wrong, wrong, SUMMARY).reconcile().causes
    (answer,) = cause.answers
    told = {(repair.figure.printed, repair.likely) for repair in answer.repairs}
    assert len(answer.repairs) == 4 and told == {(printed, str(int(float(RIGHT[at]))))}
