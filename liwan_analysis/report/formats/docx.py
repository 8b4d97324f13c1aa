"""Word documents (.docx): their text as it reads with all tracked changes accepted, automatic numbers included.

Other readers lose what stands in tracked insertions and content controls (增长5.5%左右 became 增长左右) and the
automatic
numbers of headings, and keep what was deleted; so the XML is read here. In the text: paragraphs, tables row by row,
text boxes behind the paragraph that holds them. Left out and recorded: deleted and hidden words, notes,
comments, headers, footers, the table of contents, the readings over characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from liwan_analysis.report.formats.numbering import Numbering, list_and_level, read_styles
from liwan_analysis.report.formats.package import Package, local, value
from liwan_analysis.report.formats.record import FormatText, Removed

__all__ = ["docx_text"]

BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
"""Elements that stand for a character."""
NO_TEXT = {"pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "instrText", "delInstrText", "softHyphen"}
"""Properties, and the codes of fields (PAGE, TOC): what they give stands in runs of its own."""
CUT = {
    "del": ("leave_out_deletion", "deleted in a tracked change"),
    "moveFrom": ("leave_out_deletion", "moved away in a tracked change"),
    "rt": ("leave_out_reading", "a reading set above characters"),
    "sym": ("leave_out_symbol", "a sign of a symbol font, which is no character"),
}
"""What Word does not show, or shows beside the text."""
NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes", "commentReference": "comments"}
OTHER_PARTS = {"header": "a page header", "footer": "a page footer"}
_MARK = re.compile("\x00([0-9]+)\x00")


def docx_text(data: bytes) -> FormatText:
    """Read a .docx; raises ValueError, in one line, for what is damaged, encrypted or larger than any report."""
    package = Package(data)
    root = package.parse(package.document)
    body = next((child for child in root if local(child) == "body"), None) if root is not None else None
    if body is None:
        raise ValueError("this .docx holds no document; open it in Word or WPS and save it again")
    return _Reader(package).read(body)


class _Reader:
    """Walks a document; a mark of two NULs, which XML cannot hold, keeps the place of what is left out."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = read_styles(self._part("styles"))
        self.numbering = Numbering(self._part("numbering"))
        self.notes = {kind: self._read_notes(kind) for kind in NOTES.values()}
        self.lines: list[list[str]] = []
        self.held = ""
        self.joins_next = False
        self.cuts: list[tuple[str, str, str]] = []

    def _part(self, kind: str) -> etree._Element | None:
        names = self.package.related(self.package.document, kind)
        return self.package.parse(names[0]) if names else None

    def _read_notes(self, kind: str) -> dict[str, str]:
        root = self._part(kind)
        return {value(note, "id") or "": _words(note) for note in root} if root is not None else {}

    def read(self, body: etree._Element) -> FormatText:
        self._read_blocks(body)
        for kind, name in OTHER_PARTS.items():
            for part in dict.fromkeys(self.package.related(self.package.document, kind)):
                root = self.package.parse(part)
                self._hold(f"leave_out_{kind}", _words(root) if root is not None else "", name)
        text = "\n".join("".join(line) for line in self.lines) + self.held
        removed, pieces, done, length, number = [], [], 0, 0, 1
        for mark in _MARK.finditer(text):
            pieces.append(text[done : mark.start()])
            length += len(pieces[-1])
            number += pieces[-1].count("\n")
            rule, words, why = self.cuts[int(mark[1])]
            removed.append(Removed(rule, words, why, length, line=number))
            done = mark.end()
        return FormatText("".join(pieces) + text[done:], tuple(removed))

    def _cut(self, rule: str, words: str, why: str) -> str:
        """Record what is left out and give the mark that keeps its place; nothing for no words."""
        if not words.strip():
            return ""
        self.cuts.append((rule, words, why))
        return f"\x00{len(self.cuts) - 1}\x00"

    def _hold(self, rule: str, words: str, why: str) -> None:
        self.held += self._cut(rule, words, why)

    def _add(self, line: str) -> None:
        """Add a line; one with nothing but marks waits for the next that has words."""
        if not _MARK.sub("", line).strip():
            self.held += "".join(mark[0] for mark in _MARK.finditer(line))
        elif self.joins_next and self.lines:
            self.lines[-1] += [self.held, line]
            self.held = ""
        else:
            self.lines.append([self.held, line])
            self.held = ""

    def _read_blocks(self, element: etree._Element) -> None:
        for child in element:
            name = local(child)
            if name == "p":
                self._read_paragraph(child)
            elif name == "tbl":
                self._read_table(child)
            elif name in CUT:
                self._hold(CUT[name][0], _words(child), CUT[name][1])
            elif name == "AlternateContent":
                self._read_blocks(_choice(child))
            elif name not in NO_TEXT:
                self._read_blocks(child)

    def _read_paragraph(self, paragraph: etree._Element) -> None:
        properties = next((child for child in paragraph if local(child) == "pPr"), None)
        named = {local(child): child for child in properties} if properties is not None else {}
        style = self.styles.get(value(named.get("pStyle")) or "") or self.styles.get("")
        boxes: list[etree._Element] = []
        line = "".join(self._inline(paragraph, boxes))
        words = _MARK.sub("", line).strip()
        if style is not None and re.fullmatch(r"toc \d", style.name):
            self._hold("leave_out_contents", words, "a line of the table of contents")
            return
        is_mark_deleted = any(
            local(part) in ("del", "moveFrom") for part in named.get("rPr", etree.Element("none")).iterchildren()
        )
        num_id, level = list_and_level(properties)
        if style is not None:
            num_id, level = num_id or style.num_id, style.level if level is None else level
        if num_id not in (None, "0") and (words or not is_mark_deleted):
            label = self.numbering.next_label(num_id or "", level or 0)
            line = _put_before(label, line, words)
        self._add(line)
        self.joins_next = is_mark_deleted and (bool(words) or self.joins_next)
        for box in boxes:
            self._read_blocks(box)

    def _inline(self, element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        for child in element:
            name = local(child)
            if name == "t":
                yield re.sub(r"[\r\n]", " ", child.text or "")
            elif name in BREAKS:
                yield BREAKS[name]
            elif name in CUT:
                yield self._cut(CUT[name][0], _words(child), CUT[name][1])
            elif name in NOTES:
                words = self.notes[NOTES[name]].get(value(child, "id") or "", "")
                yield self._cut("leave_out_note", words, f"stands in the {NOTES[name]} of the document")
            elif name == "txbxContent":
                boxes.append(child)
            elif name == "AlternateContent":
                yield from self._inline(_choice(child), boxes)
            elif name == "r" and _is_hidden(child):
                yield self._cut("leave_out_hidden", _words(child), "hidden text")
            elif name not in NO_TEXT:
                yield from self._inline(child, boxes)

    def _read_table(self, table: etree._Element) -> None:
        """A row is a line, its cells apart by tabs; a cell of several paragraphs gives each its line."""
        for row in table.iterchildren():
            if local(row) in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
                self._read_table(row)
            if local(row) != "tr":
                continue
            if any(local(part) == "del" for child in row if local(child) == "trPr" for part in child):
                self._hold("leave_out_deletion", _words(row), "a table row deleted in a tracked change")
                continue
            outside, cells = self.lines, []
            for cell in row.iterchildren():
                if local(cell) not in ("trPr", "tblPrEx"):
                    self.lines = []
                    self.joins_next = False
                    self._read_blocks(cell)
                    cells.append(self.lines)
            self.lines, self.joins_next = outside, False
            if all(len(cell) <= 1 for cell in cells):
                self._add("\t".join("".join(line) for cell in cells for line in cell))
            else:
                for cell in cells:
                    for line in cell:
                        self._add("".join(line))


def _choice(alternates: etree._Element) -> etree._Element:
    """A drawing stands in a file twice, for new and for old readers: the first Choice is the one to read."""
    children = {local(child): child for child in reversed(alternates)}
    return children.get("Choice", children.get("Fallback", etree.Element("none")))


def _is_hidden(run: etree._Element) -> bool:
    properties = next((child for child in run if local(child) == "rPr"), None)
    return properties is not None and any(
        local(child) == "vanish" and value(child) not in ("0", "false") for child in properties
    )


def _words(element: etree._Element) -> str:
    """All words below an element, deleted ones too; paragraphs apart by a space."""
    pieces = []
    for part in element.iter():
        name = local(part)
        if name in ("t", "delText"):
            pieces.append(part.text or "")
        elif name == "sym":
            pieces.append(f"{value(part, 'font')} {value(part, 'char')}")
        elif name in ("p", "tab", "br") and pieces:
            pieces.append(" ")
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


def _put_before(label: str, line: str, words: str) -> str:
    """Set a number before its paragraph; with a space where 1. and 5G would become 1.5G."""
    if not label or not words:
        return line
    return label + ("" if not label[-1].isascii() or label[-1] in ")]" else " ") + line
