"""What a reader waits for in corpus.html, in Chromium: until it is ready, a sort, a search, a text that opens.

    python benchmarks/bench_page.py REPORTS [--reports 496] [--rows 106000] [--rounds 27]

REPORTS is a folder of real reports. A store is made of them, and from it one of as many reports as asked for, by varying
the numbers, again and again until its table of quantities has as many rows as asked for. Up to 300 reports the texts stand in the page.
Printed: the page's size, seconds until it is ready, and shortest, median and longest of sorts, searches and openings,
each until the window is drawn.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))
CLOCK = """async ([act, n]) => {
  const times = [];
  for (let i = 0; i < n; i += 1) {
    const begin = performance.now();
    await (0, window.acts[act])(i);
    document.body.getBoundingClientRect();
    times.push(performance.now() - begin);
  }
  return times;
}"""
ACTS = """
const table = document.getElementById('table-quantities');
table.open = true;
const heads = [...table.querySelectorAll('th button')];
const words = ['增长', '5%', '左右', '粮食', '地区生产总值', '万', '就业', '产业', '不存在的词'];
const query = document.getElementById('query'), form = document.getElementById('search');
window.acts = {
  sort: (i) => heads[i % heads.length].click(),
  search: (i) => { query.value = words[i % words.length]; form.requestSubmit(); },
  open: async (i) => {
    const links = document.querySelectorAll('#table-reports a.evidence');
    const link = links[(i * 7) % links.length];
    location.hash = link.getAttribute('href');
    const id = decodeURIComponent(link.getAttribute('href').slice(3));
    while (document.getElementById('text').dataset.report !== id) await new Promise((done) => setTimeout(done, 0));
  },
};
"""


def widen(folder: Path, store: Path, n: int, n_rows: int) -> Any:
    """Make a store of many reports of one of a few, numbers varied."""
    from make_reports import place_name, vary

    from liwan_analysis.corpus import open_corpus
    from liwan_analysis.corpus.schemas import REPORTS, TABLES
    from liwan_analysis.corpus.store import Contents, write_reports

    few = open_corpus(folder)
    rows = few.reports.query("status == 'ok'").to_dict("records")
    ids = [(f"{place_name(i // 10)}-{2010 + i % 10}", place_name(i // 10), 2010 + i % 10) for i in range(n)]
    named = [rows[i % len(rows)] | dict(zip(("report_id", "place", "year"), ids[i], strict=True)) for i in range(n)]
    for name in TABLES:
        if name == "texts" and n > 300:
            continue
        by_report = dict(iter(few.table(name).groupby("report_id")))
        more: list[dict[str, Any]] = []
        for at in range(n if name != "quantities" else 10 * n):
            i = at % n
            if len(more) >= n_rows and name == "quantities":
                break
            base = by_report.get(rows[i % len(rows)]["report_id"])
            for row in base.to_dict("records") if base is not None else []:
                quotes = {
                    key: vary(value, at) for key, value in row.items() if key.endswith("quote") and value == value
                }
                more.append(row | dict(zip(("report_id", "place", "year"), ids[i], strict=True)) | quotes)
        more = more[:n_rows] if name == "quantities" else more
        (store / name).mkdir(parents=True)
        pq.write_table(_table(more, TABLES[name]), store / name / "one.parquet")
    write_reports(_table(named, REPORTS), store, Contents(n <= 300, ("one",), few.contents.version))
    if n > 300:
        from liwan_analysis.corpus import track_promises

        promises = track_promises(few)
        (store / "panels").mkdir()
        promises.to_parquet(store / "panels" / "promises.parquet")
    return open_corpus(store)


def _table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    import pandas as pd

    return pa.Table.from_pandas(pd.DataFrame(rows)[schema.names], schema=schema, preserve_index=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--reports", dest="n", type=int, default=496)
    parser.add_argument("--rows", type=int, default=106_000)
    parser.add_argument("--rounds", type=int, default=27)
    choice = parser.parse_args()
    from playwright.sync_api import sync_playwright

    from liwan_analysis.corpus import build_corpus
    from liwan_analysis.export.corpus_page import make_corpus_page

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_corpus(choice.reports, folder / "few")
        corpus = widen(folder / "few", folder / "many", choice.n, choice.rows)
        begin = time.perf_counter()
        page = make_corpus_page(corpus, {})
        n_rows = len(corpus.table("quantities"))
        print(f"{choice.n} reports, {n_rows:,} rows of quantities: {len(page) / 1e6:.1f} MB ", end="")
        print(f"made in {time.perf_counter() - begin:.1f} s")
        (folder / "corpus.html").write_text(page, "utf-8")
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        with sync_playwright() as play:
            opened = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            ready = []
            for _ in range(3):
                tab = opened.new_context(bypass_csp=True).new_page()
                begin = time.perf_counter()
                tab.goto((folder / "corpus.html").as_uri())
                tab.wait_for_selector("html.ready")
                ready.append(time.perf_counter() - begin)
            print("ready after " + ", ".join(f"{one:.2f}" for one in ready) + " s")
            tab.evaluate(ACTS)
            for act in ("sort", "search", *(["open"] if corpus.has_texts else [])):
                times = tab.evaluate(CLOCK, [act, choice.rounds])
                print(f"{act:8} shortest {min(times):6.1f} ms, median {statistics.median(times):6.1f} ms, ", end="")
                print(f"longest {max(times):6.1f} ms")
            opened.close()


if __name__ == "__main__":
    main()
