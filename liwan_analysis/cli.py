"""The command `liwan-analysis`: run, corpus, restore, lab."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from liwan_analysis.lexicons.messages import LANGUAGES

if TYPE_CHECKING:
    from liwan_analysis.export.staging import Export
    from liwan_analysis.report.model import Report

__all__ = ["main"]

DESCRIPTION = "Read a Chinese government work report (政府工作报告) with numbers."
EPILOG = """examples:
  liwan-analysis run                         the report in seeds/, into exports/liwan-2024/
  liwan-analysis run report.html             any report: text, saved web page, .docx or .pdf
  liwan-analysis run a.txt --other b.txt     two reports side by side
  liwan-analysis run --only ledger,keyness   these figures and tables alone
  liwan-analysis corpus reports/             many reports, or a table of them, into one store
  liwan-analysis restore page.txt > text.txt a damaged page made readable again
  liwan-analysis restore --explain page.txt  the same, with every step that was taken
  liwan-analysis lab --no-browser            open the notebooks in JupyterLab, with its own options
"""


def main(argv: list[str] | None = None) -> int:
    """Run the command; give its exit status: 0, or 2 after one line that says what is wrong."""
    arguments, more = _parser().parse_known_args(argv)
    if more and arguments.act is not _lab:
        _parser().error(f"unrecognized arguments: {' '.join(more)}")
    arguments.more = more
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, _interrupt)
    try:
        return int(arguments.act(arguments))
    except KeyboardInterrupt:
        print("liwan-analysis: interrupted; nothing was changed", file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"liwan-analysis: {error.filename or 'output'}: {error.strerror}; nothing was changed", file=sys.stderr)
    except Exception as error:
        if not _is_told(error):
            raise
        print(f"liwan-analysis: {error}", file=sys.stderr)
    return 2


def _is_told(error: Exception) -> bool:
    """Say whether an error speaks to the reader; what defines it is loaded late, since a run has kernels to start."""
    from liwan_analysis.lexicons.loader import LexiconError

    if isinstance(error, LexiconError):  # with a lexicon that does not fit, the room of reports cannot be loaded
        return True
    from liwan_analysis.report.source import ReportError

    return isinstance(error, ReportError)


def _interrupt(*_: Any) -> None:
    """Stop once: a second signal must not disturb the clearing up."""
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, signal.SIG_IGN)
    raise KeyboardInterrupt


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say in one line what is wrong with what was typed, and where help is; argparse lists every option first."""
        self.exit(2, f"liwan-analysis: {' '.join(message.splitlines())}; see {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        "liwan-analysis", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    version = f"liwan-analysis {metadata.version('liwan-analysis')}"
    parser.add_argument("--version", action="version", version=version, help="print the version and stop")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="run every notebook on a report; write figures, tables and report.html")
    run.add_argument(
        "report",
        nargs="?",
        type=_stated,
        metavar="REPORT",
        help="text, saved web page, .docx or .pdf (default: the report in seeds/)",
    )
    run.add_argument("--other", type=_stated, metavar="REPORT", help="a second report, set beside the first")
    run.add_argument("--place", type=_stated, metavar="P", help="the place, where you know it better than the file")
    run.add_argument("--year", type=_year, metavar="Y", help="the year the report plans for, likewise")
    run.add_argument(
        "--language", choices=LANGUAGES, default="both", help="of titles, findings and page (default: both)"
    )
    run.add_argument(
        "--only", type=_names, default=(), metavar="NAMES", help="figures and tables to write, parted by commas"
    )
    run.add_argument(
        "--out",
        type=_stated,
        default="exports",
        metavar="FOLDER",
        help="where the folder <report-id>/ is made (default: exports)",
    )
    run.add_argument(
        "--workers",
        type=_positive,
        default=None,
        metavar="N",
        help="notebooks run at once (default: the machine's cores)",
    )
    run.set_defaults(act=_run)
    corpus = commands.add_parser(
        "corpus", help="read many reports into one store; write panels, figures and corpus.html"
    )
    _add_corpus(corpus)
    restore = commands.add_parser("restore", help="undo the damage of a cloned page: a filter, UTF-8 out")
    restore.add_argument(
        "file",
        nargs="?",
        default="-",
        metavar="FILE",
        help="the damaged page in UTF-8 or GB18030; - reads standard input (default)",
    )
    restore.add_argument("--explain", action="store_true", help="also list every step on standard error, tab-separated")
    restore.set_defaults(act=_restore)
    lab = commands.add_parser("lab", help="open the notebooks in JupyterLab; passes its options on, such as --port")
    lab.add_argument(
        "--to",
        type=_stated,
        metavar="FOLDER",
        help="copy the notebooks there first; what you changed is kept (default, installed by pip: liwan-notebooks)",
    )
    lab.set_defaults(act=_lab)
    return parser


def _add_corpus(corpus: argparse.ArgumentParser) -> None:
    option = corpus.add_argument
    option("source", nargs="+", type=_stated, metavar="SOURCE", help="a folder, a table (CSV, JSONL, XLSX …), or files")
    option(
        "--store", type=_stated, metavar="FOLDER", help="where it is made or added to (default: SOURCE's name.store)"
    )
    option("--workers", type=_positive, metavar="N", help="processes that read (default: the machine's cores)")
    option("--scheduler", type=_stated, metavar="ADDRESS", help="a Dask cluster that is there, such as tls://host:8786")
    option("--out", type=_stated, default="exports", metavar="FOLDER", help="where panels and figures go (exports)")
    option("--concepts", type=_stated, metavar="FILE", help="a CSV with the columns concept and term, for the panel")
    option("--language", choices=LANGUAGES, default="both", help="of titles, findings and page (default: both)")
    option("--store-only", action="store_true", help="build the store, and no panels, figures and page")
    option("--no-texts", action="store_true", help="make a store of numbers, names and offsets only")
    option("--keep-both", action="store_true", help="keep two reports of one place and year")
    option("--drop-gone", action="store_true", help="take out reports that are no longer in SOURCE")
    option("--retry", action="store_true", help="read again what failed before")
    corpus.set_defaults(act=_corpus)


def _stated(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("an empty path was given")
    return text


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return number


def _year(text: str) -> int:
    if not (text.isdecimal() and 1949 <= int(text) <= 2100):
        raise argparse.ArgumentTypeError(f"{text!r} is not a year from 1949 to 2100")
    return int(text)


def _names(text: str) -> tuple[str, ...]:
    names = tuple(filter(None, (name.strip() for name in text.split(","))))
    if not names:
        raise argparse.ArgumentTypeError("no figure or table was named")
    return names


def _run(arguments: argparse.Namespace) -> int:
    from liwan_analysis.lexicons.loader import check_lexicons

    check_lexicons()  # before the rooms are imported: they read their words when they are
    _leave_out_grammars()
    from liwan_analysis.export.kernels import ready_kernels

    with ready_kernels(arguments.report, arguments.workers) as kernels:  # they load while the report is read
        from liwan_analysis.export.choices import find_file, open_report
        from liwan_analysis.export.files import folder_of
        from liwan_analysis.export.progress import cell_bar
        from liwan_analysis.export.run import export_report
        from liwan_analysis.themes.lexicon import load_themes

        load_themes()
        report = open_report(arguments.report, arguments.place, arguments.year)
        other = open_report(find_file("--other", arguments.other)) if arguments.other else None
        with cell_bar() as on_cell:
            export = export_report(
                report,
                folder_of(report, Path(arguments.out)),
                other=other,
                language=arguments.language,
                only=arguments.only,
                workers=arguments.workers,
                on_cell=on_cell,
                kernels=kernels,
            )
    _summarize(report, export, arguments.language, Path(arguments.out))
    return 0


def _summarize(report: Report, export: Export, language: str, exports: Path) -> None:
    """Say in a few lines what was read, found and written."""
    from liwan_analysis.lexicons.messages import tell
    from liwan_analysis.lexicons.notes import in_language

    place = report.place or tell("summary.place_unknown", language)
    characters = tell("summary.characters", language, joint=" / ", n=len(report.text))
    print(f"{report.title or report.report_id} · {place} · {characters}")
    for finding in export.findings:
        print(f"  · {finding}")
    if export.folder.name != report.report_id:
        print(tell("summary.folder_taken", language, joint=" / ", taken=exports / report.report_id))
    languages = ("zh", "en") if language == "both" else (language,)
    print(f"{export.folder}: {export.told(languages)}")
    for note in report.notes:
        print(f"  {tell('summary.note', language)}: {in_language(note, language)}")


def _leave_out_grammars() -> None:
    """Keep jsonschema, which checks notebooks, from building 39 grammars of web addresses as it is loaded.

    That takes longer than reading a report, and no check of a notebook asks for one. In a process of the command's own.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # what is None there cannot be imported


def _corpus(arguments: argparse.Namespace) -> int:
    from liwan_analysis.lexicons.loader import check_lexicons

    check_lexicons()
    _leave_out_grammars()
    from liwan_analysis.export.corpus_command import run_corpus_command

    return run_corpus_command(arguments)


def _restore(arguments: argparse.Namespace) -> int:
    from liwan_analysis.report.source import ReportError, decode
    from liwan_analysis.restoration.rules import restore

    name = "standard input" if arguments.file == "-" else arguments.file
    try:
        data = sys.stdin.buffer.read() if arguments.file == "-" else Path(arguments.file).read_bytes()
    except OSError as error:
        raise ReportError(
            f"{name}: cannot be read ({error.strerror}); give the path of a damaged page, or - for standard input"
        ) from None
    try:
        raw = decode(data)[0] if data else ""
    except ValueError as error:
        raise ReportError(f"{name}: {error}") from None
    restoration = restore(raw)
    sys.stdout.buffer.write(restoration.text.encode("utf-8"))
    sys.stdout.flush()
    if arguments.explain:
        print("rule\traw_start\traw_end\tbefore\tafter\tcertainty\tevidence", file=sys.stderr)
        for step in restoration.steps:
            cells = (step.rule, step.raw_start, step.raw_end, step.before, step.after, step.certainty, step.evidence)
            print("\t".join(str(cell).replace("\t", " ").replace("\n", " ") for cell in cells), file=sys.stderr)
    return 0


def _lab(arguments: argparse.Namespace) -> int:
    from liwan_analysis.export.lab import open_lab

    return open_lab(arguments.to, arguments.more)


if __name__ == "__main__":
    sys.exit(main())
