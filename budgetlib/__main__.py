"""`python -m budgetlib`: the command line."""

import gc
import sys


def main() -> int:
    """Run a command; Ctrl-C is told in a line also while the library is still being imported.

    What is imported stays: it is left out of all collections of garbage, that of the end too.
    """
    try:
        gc.disable()
        from budgetlib.cli import main as run

        gc.freeze()
        gc.enable()
        return run()
    except KeyboardInterrupt:
        print("budgetlib: stopped", file=sys.stderr)
        return 130
    finally:
        gc.freeze()


if __name__ == "__main__":
    sys.exit(main())
