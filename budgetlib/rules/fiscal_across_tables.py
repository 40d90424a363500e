"""表间: fiscal appropriation and the general budget where each has tables of its own."""

from budgetlib.rules.ties import TIES

KIND = "across_tables"


RULES = (
    TIES["fiscal_rows_fit_the_general_budget"],
    TIES["fiscal_basic_rows_fit_the_general_budget"],
    TIES["fiscal_tables_make_the_fiscal_summary"],
    TIES["sources_equal_the_summary"],
    TIES["purposes_equal_the_expenditure_table"],
    TIES["purposes_of_the_fiscal_table_fit_the_summary"],
)
