"""What comes out to the last digit everywhere else comes out so everywhere."""

from decimal import Decimal

from budgetlib.budget import read_text

HEAD = "甲湖县档案馆2026年单位预算\n\n第三部分 情况说明\n\n一、一般公共预算支出安排情况\n\n"
NAMES = ("档案事务", "文化馆", "图书馆", "博物馆", "群众文化", "文物保护", "体育场馆", "广播电视")
PAIRS = ("1.37 1.12", "2.46 2.05", "3.18 2.74", "0.95 1.21", "4.62 3.88", "1.73 2.09", "2.87 2.33")


def text(*, last: str, printed: str, growths: str = "") -> str:
    """Items with a budget of both years and the rate between them, the last as printed."""
    lines = []
    for name, pair in zip(NAMES, PAIRS, strict=False):
        now, before = map(Decimal, pair.split())
        rate = growths or f"{abs(now - before) / before * 100:.2f}"
        way = "增长" if now > before else "下降"
        lines.append(f"{name}专项2026年预算{now}万元，2025年预算{before}万元，{way}{rate}%。")
    now, before = last.split()
    lines.append(f"{NAMES[-1]}专项2026年预算{now}万元，2025年预算{before}万元，增长{printed}%。")
    return HEAD + "\n\n".join(lines) + "\n"


def found(told: str) -> list[tuple[str, str, str]]:
    """What the rule says of a text: verdict, severity, the rate expected."""
    results = read_text(told).reconcile().results
    name = "rates_come_out_from_what_is_printed"
    return [
        (c.verdict, c.severity, str(c.outcome.expected))
        for c in results
        if c.rule.name == name and c.relation
    ]


def test_rates__one_that_alone_needs_rounding_is_told() -> None:
    told = found(text(last="3.27 2.81", printed="16.73"))
    assert told == [("inconsistent", "warning", "16.3701")]


def test_rates__by_a_last_digit_it_is_a_note() -> None:
    told = found(text(last="3.27 2.81", printed="16.38"))
    assert told == [("inconsistent", "note", "16.3701")]


def test_rates__one_that_comes_out_is_not() -> None:
    assert found(text(last="3.27 2.81", printed="16.37")) == []


def test_rates__nor_one_among_others_that_need_rounding() -> None:
    pairs = text(last="3.27 2.81", printed="16.73").replace("22.32", "22.41")
    assert found(pairs.replace("20.00", "20.1")) == []


def table(last: str) -> str:
    """A table of three columns, all rows of which add up, and one more row."""
    numbers = [(7 * n + 13, 11 * n + 29) for n in range(30)]
    rows = [(f"2{n:02}", a, b, a + b) for n, (a, b) in enumerate(numbers, start=1)]
    cells = [(code, f"{x}.31", f"{y}.27", f"{z}.58") for code, x, y, z in rows]
    total = [sum(int(row[at]) for row in rows) for at in (1, 2, 3)]
    cents = [30 * 31, 30 * 27, 30 * 58]
    whole = [f"{t + c // 100}.{c % 100:02}" for t, c in zip(total, cents, strict=True)]
    body = "\n".join("\t".join((code, f"科目{code}", z, x, y)) for code, x, y, z in cells)
    head = "科目编码\t科目名称\t合计\t基本支出\t项目支出"
    line = "\t".join(("", "合计", last or whole[2], whole[0], whole[1]))
    return f"甲湖县档案馆2026年单位预算\n\n表3 支出总表\n单位：万元\n{head}\n{line}\n{body}\n"


def sums(told: str) -> list[tuple[str, str]]:
    results = read_text(told).reconcile().results
    name = "sums_come_out_to_the_last_digit"
    return [(c.verdict, c.severity) for c in results if c.rule.name == name and c.relation]


def test_sums__one_figure_in_all_that_needs_rounding_is_told_as_a_note() -> None:
    exact = table("")
    assert sums(exact) == []
    whole = exact.split("合计\t")[-1].split("\t")[0]
    off = str(Decimal(whole) + Decimal("0.01"))
    assert set(sums(table(off))) == {("inconsistent", "note")}
