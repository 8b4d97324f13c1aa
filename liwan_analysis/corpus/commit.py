"""What was read becomes the store: places and years are settled, segments written, and at last `reports.parquet`."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa

from liwan_analysis.corpus.parts import failed_row, is_staged, read_part
from liwan_analysis.corpus.schemas import REPORTS, TABLES
from liwan_analysis.corpus.segments import plan_segments, write_segment
from liwan_analysis.corpus.sources import Job
from liwan_analysis.corpus.store import Contents, Corpus, report_rows, write_reports

__all__ = ["REFUSED", "commit"]

Row = dict[str, Any]
REFUSED = "left out: "
"""How the reason of a report begins that could be read, and stands in the way of another."""


def commit(
    jobs: Sequence[Job],
    ended: Mapping[str, str],
    store: Path,
    old: Corpus | None,
    contents: Contents,
    *,
    keep_both: bool,
    drop_gone: bool,
) -> None:
    """Make the store of the jobs' parts and of what stood in it before; until the last step it is what it was.

    `ended` says of reports without a part what became of them. Reports that are in the store and no longer in the
    source stay, unless `drop_gone`, or a newer text has taken their place.
    """
    old_rows = report_rows(old) if old else []
    before = {row["key"]: row for row in old_rows}
    rows = [_row_of(job, ended, store, before) for job in sorted(jobs, key=lambda job: (job.name, job.key))]
    if not drop_gone:
        rows += _gone(rows, before)
    _refuse_repeats(rows, keep_both=keep_both)
    _name(rows)
    rows.sort(key=lambda row: (row["place"] or "\uffff", row["year"] or 9999, row["report_id"]))
    segments = plan_segments(rows)
    for segment in segments:
        write_segment(segment, store, old, texts=contents.has_texts)
    contents = Contents(contents.has_texts, tuple(segment.name for segment in segments), contents.version)
    reports = pa.Table.from_pylist(rows, schema=REPORTS)
    if old is None or (old.contents, old_rows) != (contents, rows):
        write_reports(reports, store, contents)
    _clear(store, contents, {row["key"] for row in rows if (row["reason"] or "").startswith(REFUSED)})


def _row_of(job: Job, ended: Mapping[str, str], store: Path, before: Mapping[str, Row]) -> Row:
    if job.problem or job.key in ended:
        return failed_row(job, job.problem or ended[job.key])
    if is_staged(store, job.key):
        row: Row = read_part(store, job.key, REPORTS.names).to_pylist()[0]
    else:
        row = dict(before[job.key])
    return row | {"source": job.name}


def _gone(rows: Sequence[Row], before: Mapping[str, Row]) -> list[Row]:
    """The rows whose report is no longer in the source, and in whose place there is no other."""
    keys, sources = {row["key"] for row in rows}, {row["source"] for row in rows}
    taken = {(row["place"], row["year"]) for row in rows if row["place"] and row["year"]}
    return [
        dict(row)
        for key, row in before.items()
        if key not in keys
        and row["status"] == "ok"
        and (row["place"], row["year"]) not in taken
        and (row["format"] == "table" or row["source"] not in sources)
    ]


def _refuse_repeats(rows: Sequence[Row], *, keep_both: bool) -> None:
    """One text twice is one report; two texts of one place and year are refused, unless both are wanted."""
    at: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        if row["status"] == "ok" and row["place"] and row["year"]:
            at[row["place"], row["year"]].append(row)
    for (place, year), group in at.items():
        first: dict[str, Row] = {}
        for row in group:
            same = first.setdefault(row["sha256"], row)
            if same is not row:
                _refuse(row, f"the same text as {same['source']}")
        texts = list(first.values())
        if len(texts) > 1 and not keep_both:
            for row in texts:
                others = ", ".join(other["source"] for other in texts if other is not row)
                advice = "take one out, give another place or year, or keep both with keep_both=True (--keep-both)"
                _refuse(row, f"{place} {year} is also in {others}; {advice}")


def _refuse(row: Row, why: str) -> None:
    row["status"], row["reason"] = "failed", REFUSED + why


def _name(rows: Sequence[Row]) -> None:
    """Give each report its id: place and year, else what its file is called with the beginning of its sha256."""
    taken: set[str] = set()
    for row in sorted(rows, key=lambda row: row["status"] != "ok"):
        digest = (row["sha256"] or hashlib.sha256(row["source"].encode()).hexdigest())[:8]
        stem = re.sub(r"[^\w.-]+", "-", PurePosixPath(row["source"]).stem).strip("-.")
        whole = row["status"] == "ok" and row["place"] and row["year"]
        name = f"{row['place']}-{row['year']}" if whole else f"{stem or 'report'}-{digest}"
        number, report_id = 1, name
        while report_id in taken:
            number += 1
            report_id = f"{name}-{number}"
        taken.add(report_id)
        row["report_id"] = report_id


def _clear(store: Path, contents: Contents, refused: set[str]) -> None:
    """Delete what the store no longer lists, and the parts that have become rows of it; refused ones wait."""
    listed = {f"{name}.parquet" for name in contents.segments}
    for table in TABLES:
        for path in (store / table).glob("*.par*"):
            if path.name not in listed:
                path.unlink()
    staged = store / "staged"
    for path in staged.rglob("*"):
        if path.is_file() and (path.parent.name == "rows" or path.stem not in refused):
            path.unlink()
    for folder in sorted(staged.rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    if staged.exists() and not any(staged.iterdir()):
        staged.rmdir()
