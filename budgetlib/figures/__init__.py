"""What is printed: figures, and the tables, notes and claims that hold them; the room's face."""

from budgetlib.figures.amounts import *  # noqa: F403
from budgetlib.figures.printed import *  # noqa: F403
