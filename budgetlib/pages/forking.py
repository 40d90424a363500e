"""Children forked from one warm process: where they can be, and what is made ready for them.

It leans on how ipykernel, nbclient and papermill are made: `misfit` says whether they are of the
versions that this was tested with (a test compares it with kernels, output by output).
"""

import os
import sys
import threading
from functools import cache
from importlib import import_module
from importlib.metadata import version
from io import BytesIO
from pkgutil import iter_modules

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from budgetlib import explain
from budgetlib.many.bounds import lasting
from budgetlib.vocabulary.files import regex

TESTED = {"ipykernel": "7", "nbclient": "0.11", "papermill": "2.7", "matplotlib-inline": "0.2"}
WARM = (
    *("IPython.core.completer", "IPython.core.completerlib", "psutil", "sqlite3"),
    *("IPython.core.application", "IPython.core.oinspect", "IPython.utils.wildcard"),
    *("matplotlib.pyplot", "matplotlib.backends.backend_agg", "lxml.html", "nbconvert"),
    *("pandas.io.formats.style", "pandas.io.formats.string", "pandas.core.methods.to_dict"),
    *("budgetlib.pages.inside", "budgetlib.disclosure.reprint"),
    *("budgetlib.locate.trust", "budgetlib.locate.deduce", "budgetlib.pages.findings"),
)
WIDGETS = regex(
    r"\bipy\w*widgets?\b|\banywidget\b|%matplotlib (?:widget|ipympl|notebook)\b|\bComm\("
)


def misfit() -> str:
    """Why notebooks cannot be forked here; empty where they can."""
    if not hasattr(os, "fork") or not sys.platform.startswith("linux"):
        return f"there is no safe fork on {sys.platform}"
    shell = sys.modules.get("IPython")
    if shell and "ipykernel" in sys.modules and shell.get_ipython() is not None:
        return "this runs inside Jupyter"
    others = [t.name for t in threading.enumerate() if t is not threading.main_thread()]
    if others:
        return f"other threads run ({', '.join(others[:2])})"
    for package, tested in TESTED.items():
        if not f"{version(package)}.".startswith(f"{tested}."):
            return f"{package} {version(package)} was not tested, {tested} was"
    return ""


def unfit(notebook: NotebookNode) -> str:
    """What a notebook uses that only a kernel of its own can give; empty where nothing."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    found = WIDGETS.search(code)
    return f"widgets ({found[0]})" if found else ""


@cache
def warm() -> None:
    """Import what every notebook needs, so that its process need not."""
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    with lasting():
        rooms = (f"{explain.__name__}.{m.name}" for m in iter_modules(explain.__path__))
        for name in (*WARM, *rooms):
            import_module(name)
        _rehearse()


def _rehearse() -> None:
    """Draw and render once: fonts are read, lexers and templates compiled, no setting changed."""
    from matplotlib.figure import Figure

    from budgetlib import charts
    from budgetlib.pages import font, rendering

    figure = Figure(layout="constrained")
    figure.subplots().set_title("收支 1", font=charts.font_file())
    figure.savefig(BytesIO(), format="png")
    here = rendering.Entry("", "index.html")
    cells = [new_markdown_cell("# 收支\n\n| a |\n|---|\n| 1 |"), new_code_cell("x = 1 & 2")]
    rendering.render(new_notebook(cells=cells), "", here, [here], finish=[font.embed])
