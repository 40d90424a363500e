"""`python -m budgetlib`: the command line."""

import gc
import sys

SELDOM = 20_000  # objects more before garbage is looked for among the newest


def main() -> int:
    """Run a command; Ctrl-C is told in a line also while the library is still being imported.

    What is there at the end goes with the process: no garbage is looked for.
    """
    try:
        from budgetlib.many.bounds import lasting

        with lasting():
            from budgetlib.cli import main as run
        gc.set_threshold(SELDOM)  # a document is held until it is told: it leaves little garbage
        return run()
    except KeyboardInterrupt:
        print("budgetlib: stopped", file=sys.stderr)
        return 130
    finally:
        if "duckdb" not in sys.modules:  # which tells of what it finds left
            gc.freeze()


if __name__ == "__main__":
    sys.exit(main())
