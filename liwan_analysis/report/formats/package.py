"""The zip of a .docx: its parts, unpacked and parsed within limits."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

__all__ = ["Package", "local", "value"]

MAX_UNPACKED = 100 * 2**20
"""A report's .docx unpacks to under 5 MB, pictures to some tens; a zip bomb names gigabytes."""
MAX_PART = 32 * 2**20
"""One part of XML: the longest report with all its formatting takes about 3 MB."""
MAX_RATIO = 250
"""XML packs to a fiftieth at most; a bomb to a thousandth. Asked of parts over 1 MB only: small ones do no harm."""
MAX_NODES = 2_000_000
"""Tags and attributes of a part: each takes some 100 bytes in memory. A long report has about 100,000."""
OFFICE_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
)


def local(element: etree._Element) -> str:
    """Give an element's name without its namespace: both editions of OOXML, and WPS, use the same names.

    >>> local(etree.fromstring('<w:p xmlns:w="x"/>'))
    'p'
    """
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """Give an attribute by its name without namespace.

    >>> value(etree.fromstring('<w:start xmlns:w="x" w:val="3"/>'))
    '3'
    """
    if element is None:
        return None
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), None)


class Package:
    """The parts of a .docx, found by their relations as the format has it, not by their usual names."""

    def __init__(self, data: bytes) -> None:
        try:
            self.archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            raise ValueError("this .docx is damaged; open it in Word or WPS and save it again") from None
        unpacked = 0
        for info in self.archive.infolist():
            unpacked += info.file_size
            if info.file_size > 2**20 and info.file_size > MAX_RATIO * max(info.compress_size, 1):
                raise ValueError(
                    "this .docx unpacks to far more than it holds (a zip bomb?); save the report's text alone"
                )
        if unpacked > MAX_UNPACKED:
            raise ValueError(
                f"this .docx unpacks to {unpacked / 2**20:.0f} MB, more than {MAX_UNPACKED // 2**20} MB; "
                "save it without pictures"
            )
        self.document = next(iter(self.related("", "officeDocument")), "word/document.xml")

    def parse(self, name: str) -> etree._Element | None:
        """Parse a part; None where there is none. Entities are not expanded, nothing is fetched, a DTD is refused."""
        try:
            info = self.archive.getinfo(name)
        except KeyError:
            return None
        try:
            if info.flag_bits & 1:
                raise ValueError("this .docx is encrypted; open it with its password and save it without one")
            with self.archive.open(info) as part:
                content = part.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
            raise ValueError("this .docx is damaged; open it in Word or WPS and save it again") from None
        if len(content) > MAX_PART or content.count(b"<") + content.count(b"=") > MAX_NODES:
            raise ValueError(f"{name} in this .docx is larger than any report's; save the report's text alone")
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            depth = "nests deeper than any report's" if "depth" in str(error) else "is damaged"
            raise ValueError(f"{name} in this .docx {depth}; open it in Word or WPS and save it again") from None
        if root.getroottree().docinfo.doctype:
            raise ValueError(f"{name} in this .docx declares entities (a DTD), which none needs; save it again in Word")
        return root

    def related(self, part: str, kind: str) -> list[str]:
        """Names of the parts that `part` has a relation of this kind to."""
        folder, _, name = part.rpartition("/")
        relations = self.parse(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = []
        for relation in relations if relations is not None else ():
            is_kind = any(relation.get("Type") == prefix + kind for prefix in OFFICE_RELATIONS)
            if is_kind and relation.get("TargetMode") != "External":
                target = unquote(relation.get("Target") or "")
                found.append(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
        return found
