"""`python -m budgetlib`: the command line."""

import sys

from budgetlib.cli import main

sys.exit(main())
