"""The errors that budgetlib raises: each names the file, the place and what to do."""


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

    def __init__(self, message: str, *, file: object = None, place: object = None) -> None:
        super().__init__(": ".join(str(part) for part in (file, place, message) if part))
        self.file = file
        self.place = place


class ReadError(BudgetError):
    """A document that cannot be read as a budget disclosure."""


class LayoutError(BudgetError):
    """A layout file that says something impossible."""


class PackageError(BudgetError):
    """A data package that is incomplete, altered or foreign."""


class ReportError(BudgetError):
    """A report that cannot be made."""


class Absent(BudgetError):
    """A table or note that a rule asks for and the disclosure does not print.

    Only `reconcile` catches it, and turns it into "not run".
    """

    def __init__(self, role: str, reason: tuple[str, str]) -> None:
        super().__init__(reason[0])
        self.role = role
        self.reason = reason
