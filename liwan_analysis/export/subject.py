"""What an export is of: a report, or a store of many, which goes by what a report is known by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from liwan_analysis.corpus.store import Corpus
from liwan_analysis.report.load import seed_path
from liwan_analysis.report.model import Report
from liwan_analysis.report.source import Source

__all__ = ["StoreSubject", "Subject", "is_seed", "seed_store", "subject_of", "title_in"]


@dataclass(frozen=True)
class StoreSubject:
    """A store as the subject of an export: its folder's name, its reports in a line, the sha256 of reports.parquet."""

    report_id: str
    title: str
    source: Source
    corpus: Corpus
    place: None = None
    plan_year: None = None
    delivered: None = None
    published: None = None

    @property
    def parts(self) -> pd.DataFrame:
        """No parts: they are those of its reports."""
        return pd.DataFrame(columns=["part"])


Subject = Report | StoreSubject


def subject_of(of: Report | Corpus) -> Subject:
    """Give a report as it is, a store by what an export needs to know of it.

    >>> from liwan_analysis.corpus import open_corpus
    >>> subject = subject_of(open_corpus(seed_store()))
    >>> subject.report_id, subject.title
    ('guowuyuan-2006-2012', '7 reports, 1 place, 2006–2012')
    """
    if isinstance(of, Report):
        return of
    path = of.folder / "reports.parquet"
    source = Source(str(path), hashlib.sha256(path.read_bytes()).hexdigest(), None, "store")
    return StoreSubject(of.folder.resolve().name.removesuffix(".store"), of.title("en"), source, of)


def title_in(subject: Subject, language: str) -> str:
    """Give what a subject is called: a report by its place and title, a store by what it holds, in a language."""
    if isinstance(subject, StoreSubject):
        return subject.corpus.title(language)
    return " ".join(filter(None, (subject.place, subject.title))) or subject.report_id


def seed_store() -> Path:
    """Give the store that comes with the project: State Council reports of 2006 to 2012, without their texts."""
    return seed_path().with_name("guowuyuan-2006-2012.store")


def is_seed(subject: Subject) -> bool:
    """Say whether this is the report or the store in seeds/, of which the notebooks' prose speaks."""
    path = Path(subject.source.path).resolve()
    return path in (seed_path().resolve(), seed_store().resolve() / "reports.parquet")
