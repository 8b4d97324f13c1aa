"""A store on disk, and `Corpus`, through which it is read: a folder of Parquet files, one list of which is valid."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from liwan_analysis.corpus.parts import read_removed, write_aside
from liwan_analysis.corpus.schemas import FORMAT, REPORTS, TABLES, to_frame
from liwan_analysis.lexicons.messages import check_language, tell
from liwan_analysis.report.load import read_report
from liwan_analysis.report.model import Report
from liwan_analysis.report.source import ReportError, Source

__all__ = ["Contents", "Corpus", "open_corpus", "quoted", "read_contents", "report_rows", "write_reports"]

_MARK = b"liwan_analysis"


@dataclass(frozen=True)
class Contents:
    """What `reports.parquet` says of the store: its format, whether texts are in it, and the names of its segments."""

    has_texts: bool
    segments: tuple[str, ...]
    version: str


@dataclass(frozen=True)
class Corpus:
    """Many reports as one store of tables; it is never written through this, and what is taken from it is a copy.

    >>> from tempfile import TemporaryDirectory
    >>> from liwan_analysis.corpus import build_corpus
    >>> from liwan_analysis.report import seed_path
    >>> folder = TemporaryDirectory()
    >>> corpus = build_corpus([seed_path()], f"{folder.name}/store")
    >>> corpus
    <Corpus of 1 report, 1 place, 2024 · 0 failed>
    >>> corpus.reports[["report_id", "level", "n_characters", "status"]].values.tolist()
    [['广州市荔湾区-2024', '县', 21848, 'ok']]
    >>> targets = corpus.table("targets", where="is_headline and unit = '%'")
    >>> targets[["place", "year", "indicator", "value"]].head(1).values.tolist()
    [['广州市荔湾区', 2024, '地区生产总值', 5.0]]
    >>> corpus.sql("select part, sum(n) as n from terms where term = '产业' group by part order by n desc").n.tolist()
    [21, 10, 5]
    >>> corpus.report("广州市荔湾区-2024").plan_year
    2024
    >>> folder.cleanup()
    """

    folder: Path
    contents: Contents
    _reports: pa.Table = field(repr=False, compare=False)

    @property
    def reports(self) -> pd.DataFrame:
        """One row a report, failed ones with their `reason`; by place and year."""
        return to_frame(self._reports)

    @property
    def has_texts(self) -> bool:
        """Whether the texts are in the store; without them it holds numbers, names and offsets only."""
        return self.contents.has_texts

    def table(self, name: str, where: str | None = None) -> pd.DataFrame:
        """Give a table of all reports: sentences, terms, quantities, targets, ledger, attention, texts.

        `where` is a condition in SQL, such as `"year >= 2019 and place = '浙江省'"`; without one the whole table is
        read into memory. Columns are those of one report's table behind `report_id`, `place`, `year` of the report; the
        year that a number speaks of is `stated_year`. Raises `ReportError` for an unknown table or a condition that
        cannot be read.
        """
        from liwan_analysis.corpus.query import select

        if name not in (*TABLES, "reports"):
            raise ReportError(f"no table is called {name!r}; choose one of reports, {', '.join(TABLES)}")
        self._need_texts(name)
        schema = REPORTS if name == "reports" else TABLES[name]
        condition = f" where {where}" if where else ""
        return to_frame(select(self, f"select * from {name}{condition}").cast(schema))

    def sql(self, query: str) -> pd.DataFrame:
        """Give what a query in SQL (DuckDB) selects from the tables, `reports` among them; it can only read.

        Raises `ReportError`, in one line, for what is no single `select`, and for a mistake in it.
        """
        from liwan_analysis.corpus.query import select

        return to_frame(select(self, query))

    def report(self, report_id: str) -> Report:
        """Give one report as it was read, with all its tables; only where the store holds the texts."""
        self._need_texts("texts")
        found = self._reports.filter(pc.equal(self._reports["report_id"], report_id)).to_pylist()
        if not found or found[0]["status"] != "ok":
            reason = f"it failed ({found[0]['reason']})" if found else "see the report_id of corpus.reports"
            raise ReportError(f"{report_id}: there is no such report in the store; {reason}")
        row = found[0]
        text = self._text_of(report_id)
        form = "text" if row["format"] == "table" else row["format"]
        source = Source(row["source"], row["sha256"], text["encoding"], form, read_removed(text["removed"]))
        place = row["place"] if row["place_from"] != "text" else None
        return read_report(text["raw"], source, place, row["year"] if row["year_from"] != "text" else None)

    def _text_of(self, report_id: str) -> dict[str, Any]:
        """Read one row of `texts` from the one row group that holds it: no other text is unpacked."""
        is_wanted = pc.field("report_id") == report_id
        found = pq.read_table(self.files("texts"), columns=["raw", "encoding", "removed"], filters=is_wanted)
        text: dict[str, Any] = found.to_pylist()[0]
        return text

    def without_texts(self, folder: str | Path) -> Corpus:
        """Copy the store without its texts into another folder, to be given away: numbers, names and short quotes only.

        Raises `ReportError` where something stands in that folder already.
        """
        target = Path(folder)
        if target.exists() and any(target.iterdir()):
            raise ReportError(f"{target}: the folder is not empty; give one that is new")
        for name in TABLES:
            if name != "texts":
                (target / name).mkdir(parents=True, exist_ok=True)
                for path in self.files(name):
                    shutil.copyfile(path, target / name / path.name)
        write_reports(self._reports, target, Contents(False, self.contents.segments, self.contents.version))
        return open_corpus(target)

    def panel(self, name: str) -> pd.DataFrame:
        """Give a panel that came with a store without texts, which it takes texts to make: concepts, reuse.

        Raises `ReportError` where it did not.
        """
        path = self.folder / "panels" / f"{name}.parquet"
        if not path.exists():
            raise ReportError(f"{self.folder}: holds neither texts nor the panel {name}; build a store from the texts")
        return to_frame(pq.read_table(path))

    def files(self, name: str) -> list[Path]:
        """Give the Parquet files of a table, in the order of the reports."""
        return [self.folder / name / f"{segment}.parquet" for segment in self.contents.segments]

    def _need_texts(self, name: str) -> None:
        if name == "texts" and not self.has_texts:
            raise ReportError(f"{self.folder}: this store was made without texts; build one of your own for them")

    def __repr__(self) -> str:
        """Say how many reports, places and years, and how many reports failed."""
        return f"<Corpus of {self.title('en')} · {self._reports.num_rows - len(self._read()):,} failed>"

    def title(self, language: str = "both") -> str:
        """Say in a line what the store holds: how many reports that were read, of how many places and which years."""
        read = self._read()
        years = sorted({row["year"] for row in read if row["year"]})
        n_places = len({row["place"] for row in read})
        titles = []
        for one in ("zh", "en") if check_language(language) == "both" else (language,):
            span = (
                tell("corpus.years", one, years="–".join(map(str, dict.fromkeys((years[0], years[-1])))))
                if years
                else ""
            )
            titles.append(tell("corpus.title", one, n=len(read), places=n_places) + span)
        return " / ".join(titles)

    def _read(self) -> list[dict[str, Any]]:
        rows = self._reports.select(["status", "place", "year"]).to_pylist()
        return [row for row in rows if row["status"] == "ok"]


def open_corpus(store: str | Path) -> Corpus:
    """Open a store that `build_corpus` made.

    Raises `ReportError`, in one line, where there is none, or one of another format.

    >>> open_corpus("no-such-store")
    Traceback (most recent call last):
    liwan_analysis.report.source.ReportError: no-such-store: there is no store; make one with build_corpus
    """
    folder = Path(store)
    path = folder / "reports.parquet"
    if not path.exists():
        if (folder / "staged").exists():
            raise ReportError(f"{folder}: the store was not finished; build it again, and it goes on where it stopped")
        raise ReportError(f"{folder}: there is no store; make one with build_corpus")
    contents, reports = read_contents(path)
    return Corpus(folder, contents, reports)


def read_contents(path: Path) -> tuple[Contents, pa.Table]:
    """Read `reports.parquet`: what the store holds, and the rows."""
    try:
        reports = pq.read_table(path)
        said: dict[str, Any] = json.loads((reports.schema.metadata or {}).get(_MARK, b"{}"))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ReportError(f"{path}: cannot be read ({str(error).splitlines()[0]}); build the store again") from None
    if said.get("format") != FORMAT:
        raise ReportError(
            f"{path.parent}: the store has format {said.get('format', 'unknown')}, and this version reads {FORMAT}; "
            "build it again in a new folder"
        )
    contents = Contents(bool(said["has_texts"]), tuple(said["segments"]), str(said["version"]))
    return contents, reports.replace_schema_metadata(None).cast(REPORTS)


def write_reports(reports: pa.Table, folder: Path, contents: Contents) -> None:
    """Write `reports.parquet`: with it, and in one step, the store is what it lists."""
    said = {"format": FORMAT, "has_texts": contents.has_texts, "version": contents.version}
    mark = json.dumps(said | {"segments": contents.segments}).encode()
    write_aside(reports.replace_schema_metadata({_MARK: mark}), folder / "reports.parquet")


def report_rows(corpus: Corpus) -> list[dict[str, Any]]:
    """Give the rows of `reports`, one dict each, in order."""
    rows: list[dict[str, Any]] = corpus._reports.to_pylist()
    return rows


def quoted(text: str) -> str:
    """A string as SQL writes it.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"
