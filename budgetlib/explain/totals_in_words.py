"""The closing sentences about the whole, computed from what is printed."""

from __future__ import annotations

from decimal import Decimal

from budgetlib.amounts import ZERO
from budgetlib.errors import Absent
from budgetlib.explain.english import labelled
from budgetlib.explain.general_budget import label
from budgetlib.explain.told import items_told, total_told
from budgetlib.explain.totals import KINDS, _class_rows, _inflow, _of, contributions
from budgetlib.explain.wording import Sentence, counted, listed, money, percent, sentence
from budgetlib.model import Budget
