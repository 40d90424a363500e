from pathlib import Path

import pytest
from hypothesis import Phase, settings

# An example is shrunk, but not explained: that takes minutes with disclosures.
settings.register_profile("short", deadline=None, phases=[p for p in Phase if p != Phase.explain])
settings.load_profile("short")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--documents",
        type=Path,
        metavar="DIR",
        help="a folder of real disclosures, to be read as further input",
    )


@pytest.fixture(scope="session")
def documents(request: pytest.FixtureRequest) -> Path:
    """The folder of real disclosures; a test that needs it is skipped without it."""
    folder: Path | None = request.config.getoption("--documents")
    if folder is None:
        pytest.skip("needs real disclosures: pytest --documents DIR")
    if not folder.is_dir():
        pytest.fail(f"--documents {folder} is not a folder")
    return folder
