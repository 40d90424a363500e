"""What readers see in place of the keys of columns and of a form's parts."""

from __future__ import annotations

COLUMNS = {
    "affiliated": "remittances from below 附属单位上缴收入",
    "amount": "amount 金额",
    "basic": "basic 基本支出",
    "basis": "basis 测算依据",
    "before_previous": "year before last 前年",
    "business": "business operations 经营",
    "carry_over": "carried over 上年结转",
    "content": "content 活动内容",
    "current": "this year 当年金额",
    "fiscal": "fiscal appropriation 财政拨款",
    "general_budget": "general public budget 一般公共预算",
    "general_budget_carried": "general public budget, carried over 一般公共预算结转",
    "gov_fund": "government funds 政府性基金预算",
    "gov_fund_carried": "government funds, carried over 政府性基金预算结转",
    "everything": "with meetings and training 合计（含会议、培训）",
    "meetings": "meetings 会议费",
    "operating": "operating 公用经费",
    "operating_organs": "operating expenses of organs 机关运行经费",
    "operations": "operations 事业收入",
    "other": "other 其他收入",
    "own": "own money 单位资金",
    "own_carried": "own money, carried over 单位资金结转",
    "personnel": "personnel 人员经费",
    "previous": "last year 上年",
    "project": "project 项目支出",
    "purpose": "purpose 支出方向和用途",
    "quantity": "quantity 数量",
    "reception": "hospitality 公务接待费",
    "remark": "remark 备注",
    "remitted": "remitted upwards 上缴上级支出",
    "reserve": "reserve 单位预留机动经费",
    "share": "share 占比",
    "special_account": "special accounts 财政专户管理资金",
    "special_account_carried": "special accounts, carried over 财政专户管理资金结转",
    "state_capital": "state capital 国有资本经营预算",
    "state_capital_carried": "state capital, carried over 国有资本经营预算结转",
    "subsidies": "subsidies downwards 对附属单位补助支出",
    "superior": "grants from above 上级补助收入",
    "target": "target 指标值",
    "this_year": "this year 本年收入",
    "total": "total 合计",
    "training": "training 培训费",
    "travel": "overseas visits 因公出国（境）费",
    "vehicle_purchase": "vehicle purchase 公务用车购置费",
    "vehicle_running": "vehicle running 公务用车运行费",
    "vehicles": "vehicles 公务用车购置及运行费",
}
PARTS = {
    "annual": "annual targets 年度绩效目标",
    "cost": "cost line 支出明细",
    "footnote": "below the table 表下说明",
    "head": "facts 基本信息",
    "long_term": "long-term targets 长期绩效目标",
    "objectives": "objectives 绩效总目标",
    "procurement": "purchase 项目采购",
    "projects": "project 项目支出",
    "prose": "duties and tasks 职能与任务",
}


TOPICS = {
    "assets": ("assets", "国有资产"),
    "basic": ("basic expenditure", "基本支出"),
    "commissioned_services": ("commissioned services", "委托业务费"),
    "expenditure": ("expenditure", "支出"),
    "fiscal": ("fiscal appropriation", "财政拨款"),
    "fiscal_basic": ("basic expenditure from fiscal appropriation", "财政拨款基本支出"),
    "fiscal_by_function": ("fiscal expenditure by function", "财政拨款支出"),
    "general_budget": ("the general public budget", "一般公共预算"),
    "gov_fund": ("government funds", "政府性基金"),
    "operating_organs": ("operating expenses of organs", "机关运行经费"),
    "other": ("other matters", "其他重要事项"),
    "overall": ("the whole budget", "收支总体"),
    "performance": ("performance targets", "绩效目标"),
    "procurement": ("procurement", "政府采购"),
    "projects": ("projects", "项目支出"),
    "revenue": ("revenue", "收入"),
    "state_capital": ("state capital", "国有资本经营"),
    "three_public": ("the three public expenses", "“三公”经费"),
}
SECTIONS = {"revenue": "收入说明", "expenditure": "支出说明", "general_budget": "科目说明"}


def claim(name: str) -> str:
    """The id of a claim with its section in words, where the section has no numeral."""
    first, dot, rest = name.partition(".") if "." in name else name.partition("#")
    return f"{SECTIONS.get(first, first)}{dot}{rest}"


def topic(key: str) -> tuple[str, str]:
    """The words for what a section of the notes is about, in English and in Chinese."""
    return TOPICS.get(key, (key, key))


# What the end of a column's key says of its amounts, where a table prints them on several bases.
BASES = {"_planned": "预算", "_original": "年初预算", "_adjusted": "全年预算"}
BEFORE = "_before"  # what the key of a prior year's column ends in


def column(key: str) -> str:
    """The words for a column's key; a prose cell, known by its number alone, has none."""
    ends = BASES | {BEFORE: "上年"}
    end = next((end for end in ends if key.endswith(end)), "")
    words = COLUMNS.get(key.removesuffix(end), key.removesuffix(end))
    return "" if key.isdigit() else f"{words} {ends.get(end, '')}".rstrip()


def row(key: str) -> str:
    """The words for a row that is known by the part of its form; any other is printed so."""
    part, _, number = key.partition(".")
    return f"{PARTS[part]} {number}".strip() if part in PARTS else key


def section(name: str) -> str:
    """A numbered section of the notes so that 一 is not taken for a dash: 说明一."""
    if name in SECTIONS:
        return SECTIONS[name]
    return f"说明{name}" if name and set(name) <= set("一二三四五六七八九十'") else name
