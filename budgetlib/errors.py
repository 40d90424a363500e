"""The errors that budgetlib raises: each names the file, the place and what to do."""

from collections.abc import Iterable


def meant(wanted: object, known: Iterable[str], otherwise: str = ".") -> str:
    """Words to end an error with: the name that was meant, if any is near."""
    import difflib  # which is wanted where something is amiss

    close = difflib.get_close_matches(str(wanted), list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else otherwise


def choices(wanted: object, known: Iterable[str]) -> str:
    """The same, and the names that there are."""
    names = list(known)
    return f"{meant(wanted, names)} There are: {', '.join(names)}"


class BudgetError(Exception):
    """Something that a user can act on.

    Parameters
    ----------
    message
        What is wrong and what to do about it.
    file
        The file concerned.
    place
        The line, table or row concerned.
    """

    file: object = None
    place: object = None

    def __init__(self, message: str, *, file: object = None, place: object = None) -> None:
        super().__init__(": ".join(str(part) for part in (file, place, message) if part))
        self.file = file
        self.place = place


def in_words(error: Exception) -> str:
    """An error in words; one that is no `BudgetError` is a fault of ours, and says so."""
    if isinstance(error, BudgetError):
        return str(error)
    return f"a fault in budgetlib, please report it: {type(error).__name__}: {error}"


class ReadError(BudgetError):
    """A document that cannot be read as a budget disclosure."""


class LayoutError(BudgetError):
    """A layout file that says something impossible."""


class PackageError(BudgetError):
    """A data package that is incomplete, altered or foreign."""


class ReportError(BudgetError):
    """A report that cannot be made."""


class Several(UserWarning):
    """One table or unit was asked for, and several are printed."""


class Absent(BudgetError):
    """A table or note that a rule asks for and the disclosure does not print.

    Only `reconcile` catches it, and turns it into "not run".
    """

    def __init__(self, role: str, reason: tuple[str, str], known: Iterable[str] = ()) -> None:
        Exception.__init__(self, reason[0])  # it names no file, and is raised by the hundred
        self.role = role
        self.reason = reason
        self.known = tuple(known)

    def __str__(self) -> str:
        """Name what there is, which only a reader of the error asks for."""
        return super().__str__() + (choices(self.role, self.known) if self.known else "")
