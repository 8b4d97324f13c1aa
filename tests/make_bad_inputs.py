"""Bad and odd inputs by the hundred: each must end in a report or in one line, within time and memory.

`python tests/make_bad_inputs.py` writes what came of each kind into docs/robustness.md.
"""

from __future__ import annotations

import gzip
import io
import itertools
import json
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import make_files
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

TEXT = (Path(__file__).parent / "cases" / "small-report.txt").read_text("utf-8")
PAGE = Path(__file__).parents[1] / "docs" / "robustness.md"
ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be", "utf-16")
N_CUTS = 20
MEMORY, SECONDS = 3 * 2**30, 10
"""What all inputs together may take of address space, and one of CPU time."""
ODD = {
    "bidi controls": "\u202e\u2066\u202d\u2069",
    "characters without width": "\u200b\u200d\ufeff\u00ad",
    "half a surrogate pair": "\ud83d",
    "halves in the wrong order": "\udc00\ud800",
    "private characters": "\ue000\uf8ff",
    "characters that are none": "\uffff\ufdd0",
    "combining marks": "\u0301" * 40,
    "control characters": "\x01\x07\x08\x1b[31m\x7f",
    "line separators": "\u2028\u2029\x85\x0b\x0c",
    "replacement characters": "\ufffd" * 30,
    "emoji of several": "👨‍👩‍👧‍👦" * 9,
    "ideographs of the far planes": "𠀀𪜶𫝀",
}
SCRIPTS = (
    "<script>document.body.innerHTML=''</script>",
    "<script src='http://127.0.0.1:9/x.js'></script>",
    "<body onload='alert(1)'>",
    "<img src=x onerror='alert(1)'>",
    "<iframe srcdoc='<p>一、框中</p>'></iframe>",
    "<svg><script>alert(1)</script><text>图</text></svg>",
    "<meta http-equiv='refresh' content='0;url=file:///etc/passwd'>",
    "<template><p>一、模板</p></template>",
    "<!-- a comment without an end",
    "<script>a script without an end",
    "<![CDATA[ <p>段</p> ]]>",
    "<style>p{display:none}</style>",
    "<p>" + "&lt;script&gt;" * 50,
    "<object data='file:///etc/passwd'></object>",
    "<base href='file:///'>",
)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://127.0.0.1:9","x")')


@dataclass(frozen=True)
class Input:
    """A bad or odd input: its kind, what is odd about it, the file's name and bytes."""

    kind: str
    label: str
    name: str
    content: bytes


def bad_inputs(folder: Path) -> Iterator[Input]:
    """Give every input, in a fixed order; `folder` is for files that only programs can make."""
    yield from _encodings()
    yield from _characters()
    yield from _long()
    for name, content in _formats(folder).items():
        for at in range(1, N_CUTS + 1):
            cut = content[: len(content) * at // (N_CUTS + 1)]
            yield Input(f"a {name} file cut off", f"after {at} of {N_CUTS + 1}", f"report.{name}", cut)
    yield from _bombs()
    yield from _cells()
    page = f"<!doctype html><html><body>{{}}{''.join(f'<p>{line}</p>' for line in TEXT.splitlines())}</body></html>"
    for script in SCRIPTS:
        yield Input("a web page with scripts", script[:20], "report.html", page.format(script).encode())


def _encodings() -> Iterator[Input]:
    for encoding in ENCODINGS:
        content = TEXT.encode(encoding, "ignore")
        for at in range(1, N_CUTS + 1):
            cut = content[: len(content) * at // (N_CUTS + 1) | 1]
            yield Input("text cut within a character", f"{encoding}, {at}", "report.txt", cut)
    lines = TEXT.splitlines(keepends=True)
    for one, other in itertools.permutations(ENCODINGS[:5], 2):
        mixed = b"".join(line.encode((one, other)[at % 2], "ignore") for at, line in enumerate(lines))
        yield Input("text in two encodings", f"{one} and {other}", "report.txt", mixed)
    for written, read in itertools.permutations(("utf-8", "gbk", "gb2312", "big5"), 2):
        for errors in ("ignore", "replace"):
            wrong = TEXT.encode(written, "ignore").decode(read, errors).encode()
            yield Input("text read in the wrong encoding", f"{written} as {read}, {errors}", "report.txt", wrong)


def _characters() -> Iterator[Input]:
    middle = len(TEXT) // 2
    for label, odd in ODD.items():
        texts = (
            odd + TEXT,
            TEXT[:middle] + odd + TEXT[middle:],
            odd.join(TEXT[at : at + 9] for at in range(0, 900, 9)),
        )
        for at, text in enumerate(texts):
            yield Input("odd characters", f"{label}, {at}", "report.txt", text.encode("utf-8", "surrogatepass"))
    content = TEXT.encode()
    for label, odd_bytes in {
        "one": content[:999] + b"\0" + content[999:],
        "at the head": b"\0" * 64 + content,
        "at the end": content + b"\0" * 4096,
        "behind every line": content.replace(b"\n", b"\n\0"),
        "behind every byte": b"".join(bytes((byte, 0)) for byte in content),
        "alone": b"\0" * 4096,
        "none, and no byte": b"",
        "none, and spaces alone": b" \n\t" * 99,
    }.items():
        yield Input("null bytes and nothing", label, "report.txt", odd_bytes)


def _long() -> Iterator[Input]:
    size = 10 * 2**20
    for label, piece in {
        "one character": "增".encode(),
        "UTF-8": TEXT.replace("\n", "").encode(),
        "GB18030": TEXT.replace("\n", "").encode("gb18030"),
        "Latin letters": b"a",
        "tags": b"<p>",
        "braces": b"{[",
        "commas": "省,文,".encode(),
        "any bytes": bytes(range(256)),
    }.items():
        yield Input("10 MB on one line", label, "report.txt", (piece * (size // len(piece) + 1))[:size])


def _xlsx(rows: list[list[str]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell.startswith("="):
                    sheet.write_formula(at, column, cell)
                else:
                    sheet.write_string(at, column, cell)
    return buffer.getvalue()


def _formats(folder: Path) -> dict[str, bytes]:
    lines = TEXT.splitlines()
    page = make_files.report_html(lines, layout="plain").replace(
        make_files.FONT.as_uri(), "font.ttf"
    )  # wherever it lies
    envelope = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n"
    rows = [["province", "year", "doc"], ["某省", "2025", TEXT], ["某省", "2026", TEXT]]
    table = io.BytesIO()
    pq.write_table(pa.table({name: [row[at] for row in rows[1:]] for at, name in enumerate(rows[0])}), table)
    return {
        "docx": make_files.report_docx(folder / "made.docx", lines).read_bytes(),
        "pdf": make_files.by_reportlab(folder, lines, layout="indented").read_bytes(),
        "html": page.encode(),
        "mhtml": (envelope + page + "\n--b--\n").encode(),
        "xlsx": _xlsx(rows),
        "csv": "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode("gb18030"),
        "jsonl": "\n".join(json.dumps(dict(zip(rows[0], row, strict=True))) for row in rows[1:]).encode(),
        "parquet": table.getvalue(),
        "gz": gzip.compress(TEXT.encode(), mtime=0),
    }


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _bombs() -> Iterator[Input]:
    zeros = bytes(150 * 2**20)
    bomb = _zip({"word/document.xml": zeros})
    for name, label, content in (
        ("docx", "a document of zeros", bomb),
        ("docx", "a picture of zeros", _zip({"word/document.xml": b"<a/>", "word/media/a.png": zeros})),
        ("docx", "ten thousand parts", _zip({f"word/{at}.xml": b"<a/>" for at in range(10_000)})),
        ("docx", "a bomb in a document", _zip({"word/document.xml": b"<a/>", "word/embeddings/a.docx": bomb})),
        ("xlsx", "a sheet of zeros", _zip({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": zeros})),
        ("zip", "a bomb in an archive", _zip({"a.zip": bomb})),
        ("gz", "zeros", gzip.compress(zeros, mtime=0)),
    ):
        yield Input("zip bombs", label, f"report.{name}", content)


def _cells() -> Iterator[Input]:
    for formula in FORMULAS:
        rows = [["province", "year", "doc"], [formula, formula, formula], [formula, "2025", formula + TEXT]]
        text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
        yield Input("cells with formulas", f"{formula} in CSV", "reports.csv", text.encode())
        yield Input("cells with formulas", f"{formula} in XLSX", "reports.xlsx", _xlsx(rows))


def outcome(path: Path) -> str:
    """Read a file as one report and, where it is one, as a table of reports: `read`, or the line that refuses it."""
    from liwan_analysis.corpus.tables import read_rows, table_kind
    from liwan_analysis.report import ReportError, load_report

    try:
        report = load_report(path)
        return "read, in part" if (report.repairs["certainty"] == "unknown").any() else "read"
    except ReportError as error:
        said = str(error)
    with suppress(ReportError):
        kind = table_kind(path)
        if kind and any(row.text and not row.problem for row in read_rows(path, kind)):
            return "read as a table"
    if len(said.splitlines()) != 1 or not said.startswith(str(path)):
        raise AssertionError(f"not one line that names the file: {said!r}")
    return "refused in one line"


def tried(tell: Callable[[str], None] = lambda line: None) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Read every input; give how many of each kind ended how, and what ended otherwise or took too long."""
    counts: Counter[tuple[str, str]] = Counter()
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for one in bad_inputs(folder):
            path = folder / one.name
            path.write_bytes(one.content)
            began = time.process_time()
            try:
                counts[one.kind, outcome(path)] += 1
            except Exception as error:
                counts[one.kind, "wrong"] += 1
                wrong.append(f"{one.kind}, {one.label}: {type(error).__name__}: {str(error)[:300]}")
            took = time.process_time() - began
            tell(f"{took:.2f} s: {one.kind}, {one.label}")
            if took > SECONDS:
                wrong.append(f"{one.kind}, {one.label}: {took:.0f} s")
    return counts, wrong


def page_of(counts: Counter[tuple[str, str]]) -> str:
    """Give docs/robustness.md."""
    kinds = list(dict.fromkeys(kind for kind, _ in counts))
    ends = ("read", "read, in part", "read as a table", "refused in one line")
    rows = [
        [kind, *(counts[kind, end] for end in ends), sum(n for (one, _), n in counts.items() if one == kind)]
        for kind in kinds
    ]
    rows.append(["all", *(sum(int(row[at]) for row in rows) for at in range(1, len(ends) + 2))])
    lines = [
        "# What bad input does",
        "",
        f"{sum(counts.values())} bad and odd inputs, made by `tests/make_bad_inputs.py`, which also wrote this page. Each ends in a report,",
        f"in a table of reports, or in one line that says what is wrong with which file, within {SECONDS} seconds of CPU time each and",
        f"{MEMORY // 2**30} GB of address space for all. *In part* means that some places could not be restored; they show as □ and stand",
        "in `report.repairs`. A text cut off between two characters is read as far as it goes, within one it is refused.",
        "",
        "| input | " + " | ".join(ends) + " | all |",
        "|---|" + "---:|" * (len(ends) + 1),
        *("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    is_verbose = "--verbose" in sys.argv
    counts, wrong = tried(lambda line: print(line, file=sys.stderr) if is_verbose else None)
    if "--check" not in sys.argv:
        PAGE.write_text(page_of(counts), "utf-8")
    print(page_of(counts))
    print("\n".join(wrong), file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
