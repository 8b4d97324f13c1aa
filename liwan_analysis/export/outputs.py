"""What a notebook gives: figures and tables, shown in place and written to files."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Mapping, Sequence, Sized
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from liwan_analysis.export.choices import LOOKS, check_choices, defaults_of, listed
from liwan_analysis.export.files import folder_of, write_aside
from liwan_analysis.export.handover import hand_over
from liwan_analysis.export.kernels import FOLDER_VARIABLE
from liwan_analysis.export.manifest import note_by_hand
from liwan_analysis.export.sheets import csv_bytes, table_notes
from liwan_analysis.export.shown import Finding, Picture, Said
from liwan_analysis.export.subject import is_seed, subject_of, title_in
from liwan_analysis.export.wording import name_parts
from liwan_analysis.figures.canvas import FORMATS, figure_bytes, keep_layout, pngs_for_print_and_screen
from liwan_analysis.lexicons.messages import tell
from liwan_analysis.lexicons.notes import in_language, with_notes_in

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from liwan_analysis.corpus import Corpus
    from liwan_analysis.report.model import Report

__all__ = ["Outputs"]


class Outputs:
    """Collects a notebook's figures, tables and findings; `write` puts them into the export folder.

    >>> from liwan_analysis import load_report
    >>> out = Outputs(load_report(), "02_term_frequency", {"LANGUAGE": "en"})
    >>> out.table("words", pd.DataFrame({"term": ["发展"], "n": [3]}))
      term  n
    0   发展  3
    >>> out.say("cloud", n=1)
    The 1 most frequent term

    Names are file names: figures/NAME.png, .svg, .pdf and tables/NAME.csv. `choices` is the notebook's `globals()`:
    LANGUAGE, SIZE and PALETTE say how figures look and in which language they speak. Raises `ChoiceError` for a choice
    that cannot be.
    """

    def __init__(self, report: Report | Corpus, notebook: str, choices: Mapping[str, Any] | None = None) -> None:
        given = choices or {}
        check_choices(given)
        self.report = subject_of(report)
        self.notebook = notebook
        self.choices = {name: given.get(name, default) for name, default in defaults_of(notebook).items()}
        self._figures: dict[str, tuple[Figure, Picture, bytes]] = {}
        self._tables: dict[str, pd.DataFrame] = {}
        self._texts: dict[str, str] = {}
        self._findings: list[str] = []
        self._told = False

    @property
    def language(self) -> str:
        """The language in which titles and findings are given: both, zh or en."""
        return str(self.choices["LANGUAGE"])

    def say(self, key: str, *, joint: str = "\n", **values: object) -> Said:
        """Give the message notebook.KEY (lexicons/messages.csv) in the chosen language; of both, each in its line.

        A value that is a function is called with the language (see `wording`).
        """
        said = []
        for language in ("zh", "en") if self.language == "both" else (self.language,):
            worded: dict[str, Any] = {
                name: value(language) if callable(value) else value for name, value in values.items()
            }
            said.append(tell(f"notebook.{key}", language, **worded))
        return Said(joint.join(said))

    def missing(self, *choices: str | Sequence[str]) -> Said | None:
        """Say which of the chosen parts the report lacks, and that their comparison is left out; None where none is."""
        there = set(self.report.parts["part"])
        absent = [part for choice in choices for part in listed(choice) if part not in there]
        return self.say("missing", parts=name_parts(absent)) if absent else None

    def changed(self) -> list[str]:
        """Name the choices that differ from the defaults and bear on what is found; the report itself is one."""
        defaults = defaults_of(self.notebook)
        subject = "STORE" if "STORE" in defaults else "REPORT"
        found = [] if is_seed(self.report) else [subject]
        return found + [
            name for name, value in self.choices.items() if name not in {subject} | LOOKS and value != defaults[name]
        ]

    def is_default(self) -> bool:
        """Say whether what the prose says of the report in seeds/ must hold; where it need not, print why, once.

        In a run there is nothing to say: prose that is true of that report alone is left out.
        """
        changed = self.changed()
        if changed and not self._told and FOLDER_VARIABLE not in os.environ:
            self._told = True
            print(self.say("not_asserted", names=", ".join(changed), joint=" "))
        return not changed

    def about(self) -> Finding | None:
        """Say, where the report is not that in seeds/, that the prose marked as findings does not speak of it."""
        return None if is_seed(self.report) or FOLDER_VARIABLE in os.environ else Finding(self.say("about"))

    def source(self, key: str, **values: object) -> str:
        """Name the report, for the foot of a figure, with the message notebook.source.KEY behind it."""
        return f"{title_in(self.report, self.language)}; {self.say(f'source.{key}', joint=' ', **values)}"

    def figure(
        self, name: str, draw: Callable[..., Figure], table: Sized, *rest: Any, **options: Any
    ) -> Picture | Said:
        """Draw a figure from a table, keep it for the export, and give it back as a picture.

        `draw` is one of `liwan_analysis.figures`, or a function of your own; it is given the chosen language, size and
        palette where it takes them. The message notebook.alt.NAME says in words what the figure shows; where there is
        none, its title does. Where the table is empty there is no figure, and a sentence says so.
        """
        if not len(table):
            return self.say("no_figure", name=name)
        taken = inspect.signature(draw).parameters
        looks = {one.lower(): self.choices[one] for one in LOOKS if one.lower() in taken and one.lower() not in options}
        figure = draw(table, *rest, **looks, **options)
        keep_layout(figure)
        heading = " / ".join(str(options.get("title", name)).splitlines())
        try:
            alt = str(self.say(f"alt.{name}", joint=" "))
        except KeyError:
            alt = heading
        printed, shown = pngs_for_print_and_screen(figure)
        picture = Picture(name, heading, alt, shown)
        self._figures[name] = (figure, picture, printed)
        return picture

    def table(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """Keep a table for the export and give it back, with its column `note` told in the chosen language."""
        self._tables[name] = with_notes_in(table, self.language)
        given = self._tables[name].copy(deep=False)
        given.attrs = table.attrs
        return given

    def note(self, note: str) -> str:
        """Tell a note, of the report or in the `attrs` of a table, in the chosen language."""
        return in_language(note, self.language)

    def text(self, name: str, content: str) -> Said:
        """Keep a text for the export, for tools that read text: texts/NAME.txt; say how many lines it has."""
        self._texts[name] = content
        return self.say("text", path=f"texts/{name}.txt", n=len(content.splitlines()))

    def finding(self, sentence: str) -> Finding:
        """Keep a sentence for the summary that ends a run, and give it back."""
        self._findings.append(" / ".join(sentence.splitlines()))
        return Finding(sentence)

    @property
    def folder(self) -> Path:
        """Where `write` writes: as `run` says, else the report's folder in exports/ beside the notebooks."""
        told = os.environ.get(FOLDER_VARIABLE)
        if told:
            return Path(told)
        here = Path.cwd()
        return folder_of(self.report, (here.parent if here.name == "notebooks" else here) / "exports")

    def write(self) -> Said:
        """Write every figure and table, each aside first and then renamed; say what was written.

        By hand, notes.csv and manifest.json are renewed too; the manifest says which files this notebook made, with
        which choices, and which files are older than they. Raises OSError where the folder cannot be written.
        """
        folder = self.folder
        files: dict[str, bytes] = {}
        for name, (figure, _, printed) in self._figures.items():
            is_as_shown = not figure.stale  # nobody has changed it since
            drawn = {kind: figure_bytes(figure, kind) for kind in FORMATS if not (kind == "png" and is_as_shown)}
            files |= {f"figures/{name}.{kind}": content for kind, content in ({"png": printed} | drawn).items()}
        files |= {f"tables/{name}.csv": csv_bytes(table) for name, table in self._tables.items()}
        files |= {f"texts/{name}.txt": content.encode("utf-8") for name, content in self._texts.items()}
        for path, content in files.items():
            write_aside(folder / path, content)
        in_run = FOLDER_VARIABLE in os.environ  # into a folder aside, which gets its name when it is whole
        name = self.report.report_id if in_run else folder.name
        said = self.say("written", figures=len(self._figures), tables=len(self._tables), folder=f"exports/{name}")
        if in_run:
            hand_over(folder / "handover" / f"{self.notebook}.json", self._findings, self._tables)
            return said
        files |= {"tables/notes.csv": self._renew_notes(folder / "tables" / "notes.csv")}
        changed = {name: self.choices[name] for name in self.choices if name in self.changed() or name in LOOKS}
        older = note_by_hand(folder, self.report, self.notebook, changed, files)
        return Said("\n".join([said, self.say("older", files=", ".join(older))])) if older else said

    def _renew_notes(self, path: Path) -> bytes:
        """Write what this notebook's tables carry beside their cells, among what other tables do."""
        rows = table_notes(self._tables)
        if path.exists():
            before = pd.read_csv(path, encoding="utf-8-sig", dtype="str", keep_default_na=False)
            rows = pd.concat([before[~before["table"].isin(list(self._tables))], rows], ignore_index=True)
        content = csv_bytes(rows)
        write_aside(path, content)
        return content
