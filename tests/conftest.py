"""What all tests share: the report of the package and, where present, the other real reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings
from make_reports import write_small

from liwan_analysis.corpus import Corpus, build_corpus
from liwan_analysis.report import Report, load_report

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "reports"
OTHER_REPORTS = sorted(REPORTS.glob("*.txt"))

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seeds", type=int, default=2, help="how many random moments a run and a build are killed at")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes long; left out by -m 'not slow', run in CI all the same")


@pytest.fixture(scope="session")
def n_seeds(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--seeds"))


@pytest.fixture(scope="session")
def report() -> Report:
    return load_report()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `any_report` runs on the report of the package and on every other report that is there."""
    if "any_report" in metafunc.fixturenames:
        paths = [None, *OTHER_REPORTS]
        metafunc.parametrize("any_report", paths, ids=["liwan-2024", *(p.stem for p in OTHER_REPORTS)], indirect=True)
    if "other_path" in metafunc.fixturenames:
        nothing = pytest.param(None, marks=pytest.mark.skip(reason="no other reports in ../shared/reports"), id="none")
        metafunc.parametrize("other_path", OTHER_REPORTS or [nothing], ids=lambda p: p.stem if p else "none")


@pytest.fixture(scope="session")
def any_report(request: pytest.FixtureRequest) -> Report:
    return load_report(request.param)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The two longest modules come first, so that neither is left to one core at the end."""
    first = ("test_export.py", "test_jupyterlab.py")
    items.sort(key=lambda item: first.index(item.path.name) if item.path.name in first else len(first))


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty small reports: seven counties in up to three years."""
    folder = tmp_path_factory.mktemp("many") / "reports"
    write_small(folder, 20)
    return folder


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four small reports: a county in three years, and another in one."""
    folder = tmp_path_factory.mktemp("few") / "reports"
    write_small(folder, 4)
    return folder


@pytest.fixture(scope="session")
def corpus(few: Path) -> Corpus:
    return build_corpus(few, few.parent / "store")
