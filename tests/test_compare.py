"""Budgets side by side: typed amounts, 万元 everywhere, and what must not be compared."""

from functools import partial
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import budgetlib
from budgetlib.budget import read_text
from budgetlib.budget.collection import Collection
from budgetlib.errors import BudgetError
from budgetlib.explain import compare
from budgetlib.tell.export import export

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def budgets() -> list[compare.Compared]:
    return [compare.compared(each) for each in budgetlib.load_each(DATA)]


def test_panel__tells_tables_in_yuan_in_wan(budgets: list[compare.Compared]) -> None:
    panel = compare.panel(budgets)
    panel.index = [each.id for each in budgets]
    total = panel["expenditure 支出合计"]
    assert total["putuo-commerce-2025"] == pytest.approx(37151.4655)
    assert total["503019-2026"] == pytest.approx(1347.75)
    assert total["jiangsu-cppcc-2019-dept"] == pytest.approx(13377.11)  # told by the notes alone
    assert panel["three public “三公”"]["shanghai-finance-2025"] == pytest.approx(346.30)
    assert panel["personnel % 人员占比 %"]["jiangsu-congress-2018-dept"] == pytest.approx(80.0)


def test_shares__make_a_hundred(budgets: list[compare.Compared]) -> None:
    shares = compare.shares(compare.kinds(budgets))
    assert shares.sum(axis=1).round(0).eq(100).all()
    told = shares.loc[compare.names(budgets)["503019-2026"]]
    assert [*told.dropna()] == [78.3, 21.7]  # 1055.06 and 292.69 of 1347.75


def test_drawn__is_all_of_few_and_the_first_of_many(budgets: list[compare.Compared]) -> None:
    kinds = compare.kinds(budgets)
    assert compare.drawn(kinds, "Kinds, % 支出构成") == (kinds, "Kinds, % 支出构成")
    many = [each._replace(id=f"{each.id}-{n}") for each in budgets for n in range(12)]
    shown, title = compare.drawn(compare.kinds(many), "Kinds, % 支出构成")
    assert len(shown) == 30
    assert (title.english, title.chinese) == (  # type: ignore[attr-defined]
        f"Kinds, %, the first 30 of {len(compare.kinds(many))}",
        f"支出构成（共{len(compare.kinds(many))}份，图示前30份）",
    )


def test_functions__stand_beside_each_other(budgets: list[compare.Compared]) -> None:
    classes = compare.functions(budgets)
    housing = next(name for name in classes.columns if "住房保障支出" in name)
    named = compare.names(budgets)
    known = {id_: classes.loc[n, housing] for id_, n in named.items() if n in classes.index}
    assert known["jiangsu-procuratorate-2017-dept"] == pytest.approx(2319.16)
    assert known["putuo-commerce-2025"] == pytest.approx(284.9034)


def test_what_not_to_compare__names_levels_bases_and_years(budgets: list[compare.Compared]) -> None:
    said = compare.what_not_to_compare(budgets)
    assert all(word in said for word in ("部门", "决算", "2017", "2026"))
    assert "one level" in compare.what_not_to_compare(budgets[:1])


def test_ordered__puts_one_measure_together(budgets: list[compare.Compared]) -> None:
    scopes = [each.scope for each in compare.ordered(budgetlib.load_each(DATA))]
    assert scopes == sorted(scopes) and len(set(scopes)) == 3
    assert "department budget (6)" in compare.what_not_to_compare(budgets)


def test_over_years__joins_the_years_of_one_body_on_one_base(
    budgets: list[compare.Compared],
) -> None:
    bundled = compare.over_years(budgets)  # one body has three years: 17996.68, 21955.35, 24169.74
    assert list(bundled["years 年度"]) == ["2017 → 2018", "2018 → 2019"]
    assert [round(change, 2) for change in bundled["change % 增减 %"]] == [22.00, 10.09]
    one = budgets[0]
    later, final = one._replace(year=one.year + 1), one._replace(year=one.year + 2, kind="决算")
    joined = compare.over_years([final, later, one])
    assert list(joined["years 年度"]) == [f"{one.year} → {one.year + 1}"]
    assert list(joined["change % 增减 %"]) == [0.0]


def test_names__are_unique(budgets: list[compare.Compared]) -> None:
    twin = budgets[0]._replace(id="twin")
    named = compare.names([*budgets, twin])
    assert len(set(named.values())) == len(budgets) + 1


def test_in_wan_yuan__changes_no_verdict(budgets: list[compare.Compared]) -> None:
    printed = budgetlib.load(DATA / "putuo-wanli-2024-dept")
    told = printed.in_wan_yuan()
    assert [c.verdict for c in told.reconcile().results] == [
        c.verdict for c in printed.reconcile().results
    ]


def test_load_all__names_what_is_missing() -> None:
    assert [b.id for b in budgetlib.load_all(DATA, ["503019-2026"])] == ["503019-2026"]
    with pytest.raises(BudgetError, match="no data package nowhere-1999"):
        budgetlib.load_all(DATA, ["nowhere-1999"])


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_export__one_long_frame(tmp_path: Path, suffix: str) -> None:
    names = ["503019-2026", "putuo-commerce-2025"]
    made = export(budgetlib.load_all(DATA, names), tmp_path / f"budgets{suffix}")
    again = READERS[suffix](made)
    assert len(again) == 445 + 373
    chosen = again[(again["disclosure"] == names[1]) & (again["figure"] == "3/合计/total")]
    assert chosen["value"].astype(float).tolist() == [371514655.0]
    assert chosen["page"].astype(int).tolist() == [13]


def test_export__refuses_another_ending(tmp_path: Path) -> None:
    with pytest.raises(BudgetError, match="several budgets; choose"):
        export(Collection(), tmp_path / "x.json")


def _parquet(path: Path) -> pd.DataFrame:
    return duckdb.sql(f"select * from '{path}'").df()


READERS = {
    ".csv": pd.read_csv,
    ".xlsx": partial(pd.read_excel, engine="openpyxl"),
    ".parquet": _parquet,
}


def test_kinds__are_those_of_the_summary_where_no_table_of_expenditure_is_printed() -> None:
    text = """2025年丁市某局部门预算

表1 部门收支总表
单位：万元
| 收入 | | 支出 | |
| 项目 | 预算数 | 项目 | 预算数 |
| 一般公共预算拨款收入 | 100.00 | 一、基本支出 | 70.00 |
| | | 二、项目支出 | 30.00 |
| 收入总计 | 100.00 | 支出总计 | 100.00 |
"""
    assert compare.compared(read_text(text)).kinds == {"basic": 70.0, "project": 30.0}
    assert (
        compare.compared(read_text(text.replace("100.00", "150.00"))).kinds == {}
    )  # a part is not told
