"""Kernels and forked children side by side; what is fresh stays; what is killed is told."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from budgetlib import budget as face
from budgetlib.errors import ReportError
from budgetlib.pages import engines, manifest, rendering, report

ROOT = Path(__file__).parent.parent
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks on Linux only")
SHOWS = {
    "00-index": ["print('one')\nprint('two')", "disclosure"],
    "01-shows": [
        "import sys\nprint('out')\nprint('err', file=sys.stderr)\nprint('out again')",
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])\nplt.show()",
        "fig",
        "import pandas as pd\npd.DataFrame({'a': [1.5, 2], '甲': ['x', None]})",
        "handle = display('first', display_id='same')\nhandle.update('second')",
        "from IPython.display import HTML, clear_output, display\nprint('gone')\n"
        "clear_output(wait=True)\ndisplay(HTML('<b>kept</b>'))",
        "pd.DataFrame([range(30)], columns=[f'column {n}' for n in range(30)])",
        "import warnings\nwarnings.warn('mind the gap')",
        "%timeit -n1 -r1 pass\n_ = 1",
        "x = 3; x",
    ],
    "02-fails": ["def f():\n    return {}['gone']", "f()", "print('never')"],
    "02-huge": ["raise ValueError('x' * 200_000)"],
    "03-ends": ["print('before')", "import os\nos._exit(3)"],
    "03-dies": ["print('before')", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"],
    "04-odd": ["%%bash\nexit 3"],
    "04-prints": [
        "import os, subprocess\n_ = os.system('echo from a shell')",
        "!echo from a shell too",
        "_ = subprocess.run(['python', '-c', 'import sys; sys.exit(\"gone\")'])\n3",
        "import time\ntime.sleep(1)",
    ],
    "04-asks": ["input('who?')"],
    "04-awaits": [
        "import asyncio\nawait asyncio.sleep(0)\nprint('awake')",
        "asyncio.run(asyncio.sleep(0))",
    ],
    "04-wrong": ["%%nothing of the kind\n1", "never"],
    "04-unended": ["print('before')", "f(1,"],
    "04-leaves": ["import sys\nsys.exit(0)", "print('never')"],
    "04-widgets": ["from ipywidgets import Button", "Button()"],
    "05-changes": [
        "import os, sys, pandas as pd, matplotlib as mpl, random, numpy as np\n"
        "pd.options.display.max_rows = 7\nmpl.rcParams['font.size'] = 33\n"
        "os.environ['LEAKED'] = 'yes'\nsys.path.append('/leaked')\nos.chdir('/')\n"
        "pd.DataFrame.leaked = True\nrandom.seed(1)"
    ],
    "06-sees": [
        "import os, sys, pandas as pd, matplotlib as mpl\n"
        "print(pd.options.display.max_rows, mpl.rcParams['font.size'], os.environ.get('LEAKED'),\n"
        "      '/leaked' in sys.path, os.path.basename(os.getcwd()),\n"
        "      hasattr(pd.DataFrame, 'leaked'))"
    ],
}


def write(folder: Path, cells: dict[str, list[str]]) -> Path:
    """A folder of notebooks of the scope disclosure."""
    folder.mkdir(parents=True)
    for name, code in cells.items():
        notebook = new_notebook(
            cells=[
                new_markdown_cell(f"# {name}"),
                new_code_cell('disclosure = ""  # data', metadata={"tags": ["parameters"]}),
                *map(new_code_cell, code),
            ],
            metadata={"budgetlib": {"scope": "disclosure", "roles": [], "topic": name}},
        )
        nbformat.write(notebook, folder / f"{name}.ipynb")
    return folder


def command(*words: object, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "budgetlib", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=300,
        **options,  # type: ignore[call-overload]
    )


def digests(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.suffix != ".lock"
    }


RUN_BOTH = """
import sys
from pathlib import Path
import nbformat
from budgetlib.pages import engines
notebooks, to, name = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
engine = engines.engine(name, 2)
runs = [engines.Run(p, frozenset({("disclosure", "d")}), to / f"{p.stem}.cells")
        for p in sorted(notebooks.glob("*.ipynb"))]
def work(run):
    ran, stopped = engine.run(run)
    assert [c.get("outputs") for c in run.kept.cells] == [c.get("outputs") for c in ran.cells]
    return stopped
for run, answer in engine.each(work, runs):
    print(run.notebook.stem, engine.name, repr(run.stopped(answer)), flush=True)
    nbformat.write(run.kept, to / run.notebook.name)
"""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, dict[str, str]]]:
    """The same notebooks run by either engine, each in a process of its own."""
    folder = tmp_path_factory.mktemp("both")
    notebooks, ran = write(folder / "notebooks", SHOWS), {}
    # In a test kernels would not show what other processes print.
    environ = {k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"}
    for name in ("fork", "kernel"):
        to = folder / name
        to.mkdir()
        told = subprocess.run(
            [sys.executable, "-c", RUN_BOTH, notebooks, to, name],
            env=environ,
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        ).stdout
        lines = (line.split(" ", 2) for line in told.splitlines())
        ran[name] = to, {stem: stopped for stem, used, stopped in lines if used == name}
    return ran


@linux
@pytest.mark.parametrize("name", [n for n in SHOWS if not n.startswith("03") and n != "04-prints"])
def test_fork__shows_what_kernels_show(
    both: dict[str, tuple[Path, dict[str, str]]], name: str
) -> None:
    (forked, told), (kernel, expected) = both["fork"], both["kernel"]
    assert told[name] == expected[name]
    left, right = (nbformat.read(f / f"{name}.ipynb", as_version=4) for f in (forked, kernel))
    assert len(left.cells) == len(right.cells)
    for one, other in zip(left.cells, right.cells, strict=True):
        assert one.cell_type == other.cell_type and one.source == other.source
        if one.cell_type == "code":
            assert one.execution_count == other.execution_count, one.source
            assert shown(one) == shown(other), one.source


def shown(cell: nbformat.NotebookNode) -> list[object]:
    """The outputs but for what differs between any two runs: temporary names, times.

    Output streams run beside each other, so each is taken as a whole.
    """
    told: list[object] = []
    streams: dict[str, str] = {}
    for output in cell.outputs:
        if output.output_type == "stream":
            streams[output.name] = streams.get(output.name, "") + rendering._steady(output.text)
        elif output.output_type == "error":
            told.append(
                (output.ename, output.evalue, [rendering._steady(t) for t in output.traceback])
            )
        else:
            told.append((output.output_type, json.dumps(output.data, sort_keys=True)))
    timed = "%timeit" in cell.source
    return [*told, {} if timed else streams]


@linux
def test_fork__leaves_nothing_to_the_next(both: dict[str, tuple[Path, dict[str, str]]]) -> None:
    folder, _ = both["fork"]
    notebook = nbformat.read(folder / "06-sees.ipynb", as_version=4)
    assert notebook.cells[-1].outputs[0].text == "60 10.0 None False notebooks False\n"


@linux
@pytest.mark.parametrize(("name", "how"), [("03-dies", "signal 9"), ("03-ends", "exit code 3")])
@pytest.mark.parametrize("engine", ["fork", "kernel"])
def test_run__tells_of_a_process_that_ended(
    both: dict[str, tuple[Path, dict[str, str]]], name: str, how: str, engine: str
) -> None:
    folder, told = both[engine]
    assert (how if engine == "fork" else "Kernel died") in told[name]
    assert "code cell 3" in told[name]
    notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
    assert notebook.cells[-2].outputs[0].text == "before\n"  # as far as it came
    assert told["06-sees"] == "''"


@linux
def test_fork__prints_to_nobody_elses_terminal(
    both: dict[str, tuple[Path, dict[str, str]]],
) -> None:
    """A kernel watches what other processes print: it may come with a later cell."""
    printed = {}
    for engine, (folder, _) in both.items():
        cells = nbformat.read(folder / "04-prints.ipynb", as_version=4).cells
        texts = [o.text for c in cells for o in c.get("outputs", ()) if o.output_type == "stream"]
        printed[engine] = sorted("".join(texts).split())
    assert printed["fork"] == printed["kernel"]
    assert {"shell", "too", "gone"} <= set(printed["fork"])


@linux
@pytest.mark.parametrize("code", ["import ipywidgets", "%matplotlib widget", "1"])
def test_fork__leaves_widgets_to_a_kernel(code: str) -> None:
    why = engines.unfit(new_notebook(cells=[new_code_cell(code), new_markdown_cell("ipywidgets")]))
    assert bool(why) == (code != "1") and "widget" in f"{why}widget"


def test_hold__gives_a_package_only_while_it_holds_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(face, "_held", None)
    folder = Path(shutil.copytree(PACKAGE, tmp_path / "package"))
    mine = face.open_package(folder)
    face.hold(folder, mine)
    assert face.open_package(folder) is mine
    assert mine.reconcile() is mine.reconcile()
    assert mine.reconcile(()).results == ()
    (folder / "deduced.csv").write_text("")
    assert face.open_package(folder) is not mine


@linux
def test_report__has_the_same_bytes_by_either_engine(tmp_path: Path) -> None:
    """Of three notebooks; what the others show in a child and by a kernel is stored in each."""
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    for name in ("00-overview", "05-general-budget", "07-three-public"):
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", notebooks)
    words = ("report", PACKAGE, "--notebooks", notebooks)
    forked = command(*words, "--to", tmp_path / "fork", "--engine", "fork")
    kernel = command(*words, "--to", tmp_path / "kernel", "--engine", "kernel", "--jobs", "1")
    assert forked.returncode == kernel.returncode == 0, forked.stderr + kernel.stderr
    assert "kernels are used" not in forked.stderr
    assert digests(tmp_path / "fork") == digests(tmp_path / "kernel")


def test_engine__tells_why_kernels_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "TESTED", {"ipykernel": "0.1"})
    monkeypatch.setattr(engines.threading, "enumerate", lambda: [])
    chosen = engines.engine("auto", 2)
    assert chosen.name == "kernel" and chosen.jobs == 2
    if sys.platform.startswith("linux"):
        assert "ipykernel" in chosen.notice and "0.1 was" in chosen.notice


@pytest.mark.parametrize(("name", "jobs"), [("spoon", None), ("kernel", 0)])
def test_engine__refuses_what_there_is_not(name: str, jobs: int | None) -> None:
    with pytest.raises(ReportError):
        engines.engine(name, jobs)


# ---- what is fresh, what is killed --------------------------------------------------------------

SLOW = {
    f"0{n}-slow": [f"import time\ntime.sleep(0.2)\nprint({n}, len(disclosure))"] for n in range(4)
}
PACKAGE = ROOT / "data" / "jiangsu-cppcc-2019-dept"


@pytest.fixture
def slow(tmp_path: Path) -> tuple[Path, Callable[..., subprocess.CompletedProcess[str]]]:
    notebooks = write(tmp_path / "notebooks", SLOW)

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        setting = ("--to", tmp_path / "to", "--notebooks", notebooks)
        return command("report", PACKAGE, *setting, *words)

    return tmp_path, run


def test_report__makes_only_what_changed(
    slow: tuple[Path, Callable[..., subprocess.CompletedProcess[str]]],
) -> None:
    folder, run = slow
    assert "(5 pages)" in run().stdout
    first = digests(folder / "to")
    assert "5 pages, 4 unchanged" in run().stdout
    path = folder / "notebooks" / "03-slow.ipynb"
    path.write_text(path.read_text().replace("print(3", "print(33"))
    assert "5 pages, 3 unchanged" in run().stdout
    changed = {name for name, held in digests(folder / "to").items() if first[name] != held}
    assert {Path(name).name for name in changed} == {"03-slow.html", manifest.NAME}
    page = folder / "to" / PACKAGE.name / "02-slow.html"
    page.write_text("cut off")
    assert "5 pages, 3 unchanged" in run().stdout
    assert page.read_text() != "cut off"
    assert "(5 pages)" in run("--force").stdout


def test_report__killed_at_any_moment_ends_in_the_same_bytes(
    slow: tuple[Path, Callable[..., subprocess.CompletedProcess[str]]], tmp_path: Path
) -> None:
    folder, run = slow
    run()
    whole = digests(folder / "to")
    for wait in (1.0, 2.2):  # tests/benchmarks/killed.py does it at random, and often
        for page in (folder / "to").rglob("*.html"):
            page.unlink()
        words = ("--to", folder / "to", "--notebooks", folder / "notebooks")
        child = subprocess.Popen(
            [sys.executable, "-m", "budgetlib", "report", PACKAGE, *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
        )
        time.sleep(wait)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        time.sleep(0.3)
        assert run().returncode == 0
        assert digests(folder / "to") == whole
        assert not list((folder / "to").glob(".report-*"))


def test_report__keeps_a_second_run_out(tmp_path: Path) -> None:
    with manifest.alone(tmp_path, PACKAGE.name), pytest.raises(ReportError, match="another run"):
        report.report([PACKAGE], to=tmp_path, notebooks=ROOT / "notebooks")


def test_report__one_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    notebooks = write(tmp_path / "notebooks", {"00-index": ["disclosure"]})
    bad = tmp_path / "bad.txt"
    bad.write_text("nothing of the kind")
    told = command("report", bad, PACKAGE, "--to", tmp_path / "to", "--notebooks", notebooks)
    assert told.returncode == 2
    assert "bad.txt: no report" in told.stdout
    assert (tmp_path / "to" / PACKAGE.name / "index.html").is_file()
    assert "bad.txt" in (tmp_path / "to" / "index.html").read_text(encoding="utf-8")
