"""`python -m budgetlib`: the command line."""

import gc
import sys


def main() -> int:
    """Run a command; Ctrl-C is told in a line also while the library is still being imported.

    What is there at the end goes with the process: no garbage is looked for.
    """
    try:
        from budgetlib.many.bounds import lasting

        with lasting():
            from budgetlib.cli import main as run
        return run()
    except KeyboardInterrupt:
        print("budgetlib: stopped", file=sys.stderr)
        return 130
    finally:
        if "duckdb" not in sys.modules:  # which tells of what it finds left
            gc.freeze()


if __name__ == "__main__":
    sys.exit(main())
