"""What the notebooks show: one module a section, and what they share.

Each function takes a budget or its reconciliation and returns a small table (`Exhibit`) or a
sentence in both languages, computed from what is printed.

========================= ==================================================
`overview`                00 the whole disclosure
`overall`                 01 to 04 revenue, expenditure, both together, fiscal appropriation
`general_budget`          05 the general public budget
`basic`                   06, 07 basic expenditure by economic class, the three public expenses
`projects`                10 projects
`other`                   08, 09, 11 government funds, state capital, other matters
`compare`                 20 several budgets side by side
`evidence`                claims and comparisons of any section
`wording`                 exhibits and sentences by rows of `phrases.toml`
========================= ==================================================
"""
