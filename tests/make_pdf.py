"""PDFs written by hand, object by object: small ones, and ones made to keep a reader busy."""

from __future__ import annotations

import zlib


def write_pdf(objects: list[bytes], *, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Put objects, numbered from 1, into a PDF with its table of references."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<<%s/Size %d>>\nstartxref\n%d\n%%%%EOF"
    return out + end % (len(objects) + 1, table, trailer, len(objects) + 1, len(out))


def stream(content: bytes, extra: bytes = b"", *, packed: bool = False) -> bytes:
    if packed:
        content, extra = zlib.compress(content, 9), extra + b"/Filter/FlateDecode"
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (extra, len(content), content)


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>>>"


def one_page(
    content: bytes,
    *,
    packed: bool = False,
    resources: bytes = b"",
    font: bytes = FONT,
    more: tuple[bytes, ...] = (),
    trailer: bytes = b"/Root 1 0 R",
) -> bytes:
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    page = PAGE % resources
    return write_pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", pages, page, stream(content, packed=packed), font, *more], trailer=trailer
    )


def many_pages(n: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (i + 3) for i in range(n))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return write_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, n), *[page] * n])


TEXT = b"BT /F 12 Tf 72 700 Td (no Chinese here) Tj ET"
HOSTILE_PDFS = {
    "5,000 pages": lambda: many_pages(5000),
    "a page tree in a circle": lambda: write_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 9>>",
            b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>",
        ]
    ),
    "a count of pages that is not there": lambda: write_pdf(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 2000000000>>"]
    ),
    "a packed stream of 800 MB": lambda: one_page(b" " * 800_000_000, packed=True),
    "a form that draws itself": lambda: one_page(
        b"/X Do",
        resources=b"/XObject<</X 6 0 R>>",
        more=(
            stream(
                b"/X Do /X Do " + TEXT, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
            ),
        ),
    ),
    "forms that draw ten forms each": lambda: one_page(
        b"/X6 Do",
        resources=b"/XObject<</X6 6 0 R>>",
        more=tuple(
            stream(
                (b"/X%d Do " % (i + 1)) * 10 if i < 14 else TEXT,
                b"/Type/XObject/Subtype/Form/BBox[0 0 999 999]/Resources<</Font<</F 5 0 R>>/XObject<</X%d %d 0 R>>>>"
                % (i + 1, i + 1),
            )
            for i in range(6, 15)
        ),
    ),
    "three million characters": lambda: one_page(
        b"BT /F 12 Tf 72 700 Td " + b"(abcdefghij) Tj " * 300_000 + b"ET", packed=True
    ),
    "arrays ten thousand deep": lambda: one_page(b"[" * 10_000 + b"]" * 10_000 + TEXT),
    "a broken table of references": lambda: one_page(TEXT).replace(b"startxref\n", b"startxref\n9"),
    "nothing but its first line": lambda: b"%PDF-1.7\n",
}
