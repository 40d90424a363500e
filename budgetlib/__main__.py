"""`python -m budgetlib`: the command line."""

import sys


def main() -> int:
    """Run a command; Ctrl-C is told in a line also while the library is still being imported."""
    try:
        from budgetlib.cli import main as run

        return run()
    except KeyboardInterrupt:
        print("budgetlib: stopped", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
