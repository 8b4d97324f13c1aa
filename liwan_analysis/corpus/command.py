"""The command `liwan-analysis corpus`: the store that it builds, and what came of it."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from liwan_analysis.corpus.build import build_corpus
from liwan_analysis.corpus.commit import REFUSED
from liwan_analysis.corpus.pace import Progress
from liwan_analysis.corpus.store import Corpus
from liwan_analysis.lexicons.messages import tell
from liwan_analysis.report.source import ReportError

__all__ = ["run_corpus", "summary"]

SHOWN = 20
"""So many failed reports are listed; the others are in `corpus.reports`."""


def run_corpus(arguments: argparse.Namespace) -> Corpus:
    """Build the store as the command line says, with a line of progress."""
    if arguments.workers is not None and arguments.scheduler is not None:
        raise ReportError("--workers and --scheduler: a cluster has workers of its own; give one of the two")
    source: str | list[str] = arguments.source[0] if len(arguments.source) == 1 else arguments.source
    store = Path(arguments.store) if arguments.store else default_store(arguments.source)
    bar = _Bar()
    try:
        return build_corpus(
            source,
            store,
            workers=arguments.workers,
            scheduler=arguments.scheduler,
            texts=False if arguments.no_texts else None,
            keep_both=arguments.keep_both,
            drop_gone=arguments.drop_gone,
            retry=arguments.retry,
            on_progress=bar.show,
        )
    except KeyboardInterrupt:
        raise ReportError("interrupted; what was read is kept, and the same command goes on from there") from None
    finally:
        bar.close()


def default_store(source: Sequence[str]) -> Path:
    """Name the store after what it is made of.

    >>> str(default_store(["data/province.csv"])), str(default_store(["a.txt", "b.txt"]))
    ('province.store', 'corpus.store')
    """
    name = Path(source[0]).resolve().stem if len(source) == 1 else "corpus"
    return Path(re.sub(r"[^\w.-]+", "-", name).strip("-.") + ".store")


class _Bar:
    """A line of progress on a terminal; elsewhere nothing."""

    def __init__(self) -> None:
        from tqdm import tqdm

        self._bar = tqdm(
            unit="report", desc="reports", leave=False, disable=None, file=sys.stderr,
            bar_format="{desc}: {n_fmt}/{total_fmt} |{bar}| {postfix}",
        )  # fmt: skip

    def show(self, progress: Progress) -> None:
        self._bar.total = progress.total
        left = progress.seconds_left
        self._bar.set_postfix_str("" if left is None else f"about {_duration(left)} left", refresh=False)
        self._bar.update(progress.done - self._bar.n)
        self._bar.refresh()

    def close(self) -> None:
        self._bar.close()


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {seconds:02d} s" if minutes else f"{seconds} s"


def summary(corpus: Corpus, language: str = "both") -> list[str]:
    """Say how many reports there are, from where and when, which are cut, and how many failed and why."""

    def said(key: str, **values: object) -> str:
        return tell(f"corpus.{key}", language, joint=" / ", **values)

    reports = corpus.reports
    read, failed = reports[reports["status"] == "ok"], reports[reports["status"] == "failed"]
    levels = Counter(read["level"].dropna())
    by_level = ", ".join(f"{n} {level}" for level, n in sorted(levels.items(), key=lambda one: -one[1]))
    counted = f"{corpus.title(language)} · {said('n_failed', n=len(reports) - len(read))}"
    lines = [counted + (f" ({by_level})" if by_level else "")]
    unknown = read[read["place"].isna() | read["year"].isna()]
    lines += [f"  {said('unplaced')}: {source}" for source in unknown["source"].head(SHOWN)]
    lines += [f"  {said('cut')}: {source}" for source in read.loc[read["is_cut"], "source"].head(SHOWN)]
    for source, reason in failed[["source", "reason"]].head(SHOWN).itertuples(index=False):
        outcome = said("left_out" if reason.startswith(REFUSED) else "failed")
        lines.append(f"  {outcome}: {source}: {reason.removeprefix(REFUSED)}")
    if len(failed) > SHOWN:
        lines.append(f"  {said('more_failed', n=len(failed) - SHOWN)}")
    lines.append(f"{corpus.folder}: {said('store')}: liwan_analysis.open_corpus({str(corpus.folder)!r})")
    return lines
