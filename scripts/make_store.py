"""Make the store in seeds/: State Council reports of 2006 to 2012, without their texts.

    python scripts/make_store.py ../shared/corpora/guowuyuan

The folder holds the reports as 国务院-YEAR.txt. What is kept are numbers, names, offsets and quotes of figures; the
sources are entered in seeds/sources.csv. The same texts and the same rules give the same bytes.
"""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from liwan_analysis.corpus import build_corpus, give_away
from liwan_analysis.export.subject import seed_store

YEARS = range(2006, 2013)
PAGE = "zh.wikisource.org/wiki/{year}年中华人民共和国国务院政府工作报告"


def main(folder: str) -> None:
    """Build the store from a folder of texts, put it in place, and enter its sources."""
    paths = [Path(folder) / f"国务院-{year}.txt" for year in YEARS]
    with TemporaryDirectory() as scratch:
        corpus = build_corpus(paths, Path(scratch) / "store")
        given = give_away(corpus, Path(scratch) / "given")
        shutil.rmtree(seed_store(), ignore_errors=True)
        shutil.copytree(given.folder, seed_store())
        _enter(corpus.reports.to_dict("records"))


def _enter(reports: list[dict[str, object]]) -> None:
    path = seed_store().with_name("sources.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["file"].startswith(seed_store().name)]
    rows += [
        {
            "file": f"{seed_store().name}: {row['report_id']}",
            "title": f"{row['year']}年国务院政府工作报告",
            "publisher": "国务院",
            "delivered": row["delivered"] or "",
            "published": "",
            "official_page": PAGE.format(year=row["year"]),
            "copy": "numbers, names, offsets and quotes of figures alone, no text",
            "sha256": row["sha256"],
        }
        for row in reports
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
