"""What a draft calls tables, sources and uses; each name is one that the reader knows."""

TABLES = {
    "summary": "收支总表",
    "revenue": "收入总表",
    "expenditure": "支出总表",
    "fiscal": "财政拨款收支总表",
    "by_function": "一般公共预算支出表",
    "basic_by_economic": "一般公共预算基本支出表",
    "three_public": "“三公”经费支出表",
    "gov_fund": "政府性基金预算支出表",
    "state_capital": "国有资本经营预算支出表",
    "projects": "项目支出表",
    "overall_targets": "整体支出绩效目标表",
}
SOURCES = {
    "general_budget": "一般公共预算拨款收入",
    "gov_fund": "政府性基金预算拨款收入",
    "state_capital": "国有资本经营预算拨款收入",
    "special_account": "财政专户管理资金收入",
    "operations": "事业收入",
    "business": "事业单位经营收入",
    "superior": "上级补助收入",
    "affiliated": "附属单位上缴收入",
    "other": "其他收入",
    "carry_over": "上年结转结余",
}
FISCAL = ("general_budget", "gov_fund", "state_capital", "carry_over")
SPENDING = {
    "basic": "基本支出",
    "project": "项目支出",
    "business": "事业单位经营支出",
    "remitted": "上缴上级支出",
    "subsidies": "对附属单位补助支出",
    "reserve": "单位预留机动经费",
}
PUBLIC = {
    "travel": ("因公出国（境）费", ()),
    "vehicles": ("公务用车购置及运行维护费", ("vehicle_purchase", "vehicle_running")),
    "reception": ("公务接待费", ()),
}
VEHICLES = {"vehicle_purchase": "公务用车购置费", "vehicle_running": "公务用车运行维护费"}
FUNDS = {"gov_fund": "政府性基金预算", "state_capital": "国有资本经营预算"}
PAID_BY = {
    "general_budget": "一般公共预算本年拨款",
    "gov_fund": "政府性基金预算本年拨款",
    "state_capital": "国有资本经营预算本年拨款",
    "general_budget_carried": "一般公共预算结转",
    "gov_fund_carried": "政府性基金预算结转",
    "state_capital_carried": "国有资本经营预算结转",
    "special_account": "财政专户管理资金",
    "own": "单位资金",
}
# The tables whose project column prints what each appropriation pays.
PAID_IN = {
    "general_budget": "by_function",
    "gov_fund": "gov_fund",
    "state_capital": "state_capital",
}
UNTOLD = {
    "二": "政府采购预算",
    "三": "政府购买服务预算",
    "四": "委托业务费预算",
    "五": "国有资产占用情况",
}
