"""Files made to do harm, and valid files with bytes changed: text or one line within seconds, never more."""

from __future__ import annotations

import os
import socket
import struct
import threading
import tracemalloc
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import monotonic

import make_files
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from make_files import W, paragraph, run
from make_pdf import HOSTILE_PDFS, TEXT, many_pages, one_page

from liwan_analysis.report import ReportError, load_report, source
from liwan_analysis.report.formats import package, pdf_characters
from liwan_analysis.report.source import read_source

SENTENCE = "各位代表：过去一年，地区生产总值增长5.1%。"
MAX_SECONDS = 30
"""The longest that a PDF may keep its reader is 20 s; the rest is refused in one or two."""


def refuse(path: Path, expected: str) -> None:
    """Check that a file is refused in one line that names it, says what is wrong and what to do."""
    began = monotonic()
    with pytest.raises(ReportError, match=expected) as caught:
        read_source(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(path))
    assert ";" in message
    assert monotonic() - began < MAX_SECONDS


@pytest.mark.parametrize("name", HOSTILE_PDFS)
def test_a_hostile_pdf_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(HOSTILE_PDFS[name]())
    refuse(path, "PDF|not Chinese")


def test_a_pdf_of_more_pages_than_the_limit_names_it(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(many_pages(pdf_characters.MAX_PAGES + 1))
    refuse(path, "2,001 pages, more than 2,000")


def test_an_encrypted_pdf_is_named(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    locked = b"/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + b"00" * 32 + b">/U<" + b"11" * 32
    path.write_bytes(one_page(TEXT, trailer=locked + b">>>"))
    refuse(path, "encrypted.*password")


def test_a_page_without_characters_is_recorded(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    from reportlab.pdfgen import canvas

    path = make_files.by_reportlab(tmp_path, [SENTENCE] * 3, layout="plain")
    from pypdfium2 import PdfDocument

    drawn = canvas.Canvas(str(tmp_path / "scan.pdf"))
    drawn.rect(10, 10, 99, 99)
    drawn.save()
    joined = PdfDocument.new()
    for part in (path, tmp_path / "scan.pdf"):
        pages = PdfDocument(part)
        joined.import_pages(pages)
        pages.close()
    joined.save(tmp_path / "both.pdf")
    joined.close()
    text, found = read_source(tmp_path / "both.pdf")
    assert text.count(SENTENCE) == 3
    assert {(cut.rule, cut.page) for cut in found.removed} == {("unread_page", 2), ("drop_page_furniture", 1)}


def docx(tmp_path: Path, body: str = "", **parts: str) -> Path:
    return make_files.write_docx(tmp_path / "report.docx", body or paragraph(run(SENTENCE)), **parts)


def replace_document(path: Path, content: bytes) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, old in (parts | {"word/document.xml": content}).items():
            archive.writestr(name, old if name != "word/document.xml" else content)
    return path


DOCUMENT = f"<w:document {W}><w:body><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:body></w:document>"
LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
HOSTILE_XML = {
    "external entity": ('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + DOCUMENT.format("&x;"), "entities"),
    "billion laughs": (f'<!DOCTYPE d [<!ENTITY l0 "哈">{LAUGHS}]>' + DOCUMENT.format("&l9;"), "entities|damaged"),
    "external DTD": ('<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">' + DOCUMENT.format(SENTENCE), "entities"),
    "deep": (f"<w:document {W}><w:body>" + "<w:sdt>" * 100_000, "nests deeper|damaged"),
    "many tags": (DOCUMENT.format("<w:x/>" * 2_100_000), "larger than any report|zip bomb"),
    "many attributes": ("<a " + " ".join(f'b{i}=""' for i in range(2_100_000)) + "/>", "larger than any report"),
    "cut off": (DOCUMENT.format(SENTENCE)[:-30], "damaged"),
    "another root": ("<html/>", "holds no document"),
}


@pytest.mark.parametrize("name", HOSTILE_XML)
def test_hostile_xml_in_a_document_is_refused(name: str, tmp_path: Path) -> None:
    content, expected = HOSTILE_XML[name]
    refuse(replace_document(docx(tmp_path), content.encode()), expected)


def test_zip_bombs_are_refused_unread(tmp_path: Path) -> None:
    path = docx(tmp_path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", bytes(package.MAX_UNPACKED + 1))
    refuse(path, "zip bomb")
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 999)  # the size that the list of contents states
    path.write_bytes(data)
    assert read_source(path)[0] == SENTENCE  # the part that lies is not unpacked


def test_a_part_that_states_a_smaller_size_than_it_has_is_cut_there(tmp_path: Path) -> None:
    path = replace_document(docx(tmp_path), DOCUMENT.format("增" * 20_000_000).encode())
    data = bytearray(path.read_bytes())
    at = data.index(b"word/document.xml", data.index(b"PK\x01\x02")) - 46
    data[at + 24 : at + 28] = struct.pack("<I", 5000)
    path.write_bytes(data)
    tracemalloc.start()
    refuse(path, "damaged")
    assert tracemalloc.get_traced_memory()[1] < package.MAX_UNPACKED
    tracemalloc.stop()


def test_an_encrypted_member_is_named(tmp_path: Path) -> None:
    data = bytearray(docx(tmp_path).read_bytes())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + offset] |= 1
    path = tmp_path / "locked.docx"
    path.write_bytes(data)
    refuse(path, "encrypted")


def test_lists_and_styles_that_run_in_a_circle_end(tmp_path: Path) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("AB", "BA")
    )
    numbering = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="A"/></w:abstractNum>'
    body = paragraph(run(SENTENCE), properties='<w:pStyle w:val="A"/>')
    assert read_source(docx(tmp_path, body, styles=styles, numbering=numbering))[0] == SENTENCE


def test_a_page_deeper_than_usual_is_read_and_one_that_cannot_be_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    for depth in (300, 1500):
        path.write_text("<html><body>" + "<div>" * depth + SENTENCE + "</div>" * depth + f"<p>{SENTENCE}</p>", "utf-8")
        assert read_source(path)[0] == f"{SENTENCE}\n{SENTENCE}"
    path.write_text("<html><body>" + "<div>" * 1_000_000 + SENTENCE, "utf-8")
    refuse(path, "nests deeper")
    path.write_text("<html><body>" + "<p>" * 2_100_000 + SENTENCE, "utf-8")
    refuse(path, "more tags")


def test_nothing_behind_a_large_picture_in_a_page_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    picture = f"<img src='data:image/png;base64,{'A' * 12 * 2**20}'>"
    path.write_text(f"<html><body><p>{SENTENCE}</p>{picture}<p>{SENTENCE}</p></body></html>", "utf-8")
    assert read_source(path)[0] == f"{SENTENCE}\n{SENTENCE}"


def test_what_a_page_of_nothing_says(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("<!doctype html><!-- -->", "utf-8")
    refuse(path, "no text|not Chinese")


def test_an_envelope_in_an_envelope_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.mht"
    lines = ["Content-Type: multipart/related; boundary=b0", ""]
    for i in range(5000):
        lines += [f"--b{i}", f"Content-Type: multipart/related; boundary=b{i + 1}", ""]
    path.write_text("\n".join(lines))
    refuse(path, "MHTML")


def test_a_large_text_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    tracemalloc.start()
    refuse(path, "200 MB is more than 64 MB")
    assert tracemalloc.get_traced_memory()[1] < 2**20
    tracemalloc.stop()
    for encoding in ("utf-8", "gb18030"):
        path.write_bytes((SENTENCE + "\n").encode(encoding) * 50_000)
        refuse(path, "characters are more than one report has")


def change_while_read(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> None:
    opened = os.open

    def open_and_change(*arguments: object) -> int:
        descriptor = opened(*arguments)  # type: ignore[arg-type]
        change()
        return descriptor

    monkeypatch.setattr(source.os, "open", open_and_change)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.txt"
    path.write_text(SENTENCE, "utf-8")
    with monkeypatch.context() as patch:
        change_while_read(patch, lambda: path.write_text(SENTENCE * 2, "utf-8"))
        refuse(path, "changed while it was read")
    with monkeypatch.context() as patch:
        change_while_read(patch, lambda: os.utime(path, ns=(1, 1)))
        refuse(path, "changed while it was read")
    assert load_report(path).text == SENTENCE * 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_pipes_sockets_and_devices_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    refuse(tmp_path / "pipe", "pipe, a socket or a device")
    refuse(Path("/dev/zero"), "pipe, a socket or a device")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        refuse(tmp_path / "socket", "pipe, a socket or a device")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    refuse(tmp_path / "circle", "cannot be read")
    refuse(tmp_path / ("x" * 300), "cannot be read")
    with pytest.raises(ReportError, match="no path has such characters"):
        read_source(tmp_path / "a\0b")


def test_two_threads_read_pdfs_at_once(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    path = make_files.by_reportlab(tmp_path, [SENTENCE], layout="plain")
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(read_source(path)[0])) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [SENTENCE] * 3


def valid_files() -> dict[str, bytes]:
    """A small valid file of each kind, for changes."""
    folder = BytesIO()
    with zipfile.ZipFile(folder, "w") as archive:
        archive.writestr("word/document.xml", DOCUMENT.format(SENTENCE))
        numbering = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="3"/></w:lvl></w:abstractNum>'
        archive.writestr("word/numbering.xml", f"<w:numbering {W}>{numbering}</w:numbering>")
    envelope = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n"
    page = f"<!doctype html><html><body><div><p>{SENTENCE}</p><table><tr><td>1<td>2</table>&#25919;</div></body></html>"
    return {
        "docx": folder.getvalue(),
        "html": page.encode(),
        "mhtml": (envelope + page + "\n--b--\n").encode(),
        "markdown": f"# 报告\n\n## **一**\n\n{SENTENCE}[x](y)\n".encode(),
        "table": f"year,doc\n2026,{SENTENCE}\n".encode("gb18030"),
        "pdf": one_page(TEXT),
    }


FILES = valid_files()


@st.composite
def changed(draw: st.DrawFn, names: tuple[str, ...]) -> bytes:
    """A valid file with bytes set, cut out, doubled or put in."""
    data = bytearray(FILES[draw(st.sampled_from(names))])
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        put = draw(
            st.one_of(
                st.binary(max_size=8), st.sampled_from([b"\x00", b"\xff\xfe", b"<w:p>", b"</", b"&#0;", b"9" * 12])
            )
        )
        data[start:end] = put + bytes(data[start:end]) if draw(st.booleans()) else put
    return bytes(data)


def check_outcome(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        text, found = read_source(path)
    except ReportError as error:
        assert "\n" not in str(error)  # noqa: PT017
        return
    assert "\x00" not in text or found.format == "text"
    assert all(0 <= cut.at <= len(text) for cut in found.removed)


FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)


@settings(FUZZ, max_examples=300)
@given(data=changed(("docx", "html", "mhtml", "markdown", "table")))
def test_changed_files_give_text_or_one_line(tmp_path: Path, data: bytes) -> None:
    check_outcome(tmp_path / "report", data)


@settings(FUZZ, max_examples=25)
@given(data=changed(("pdf",)))
def test_changed_pdfs_give_text_or_one_line(tmp_path: Path, data: bytes) -> None:
    check_outcome(tmp_path / "report", data)


@settings(FUZZ, max_examples=100)
@given(
    xml=st.lists(
        st.sampled_from(["p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "del", "pPr", "rPr"]),
        max_size=30,
    )
)
def test_elements_in_any_order_give_text_or_one_line(tmp_path: Path, xml: list[str]) -> None:
    body = "".join(f"<w:{name}>{SENTENCE}" for name in xml) + "".join(f"</w:{name}>" for name in reversed(xml))
    check_outcome(tmp_path / "x", docx(tmp_path, body).read_bytes())
