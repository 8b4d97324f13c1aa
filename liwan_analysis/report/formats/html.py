"""Saved web pages: their visible text, one block element a line."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html

__all__ = ["page_text"]

_BLOCK_TAG = re.compile(
    "address|article|aside|blockquote|br|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|"
    "nav|ol|option|p|pre|section|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
MAX_TAGS = 2_000_000
"""Each tag takes some 100 bytes in memory; a saved page of a report has some thousands."""
_SILENT_TAGS = ("script", "style", "noscript", "template", "iframe", "svg", "select", "button")


def page_text(page: str) -> str:
    r"""Give the visible text of a web page, one block element a line.

    >>> page_text("<html><body><p>细颗粒物（PM<sub>2.5</sub>）</p><script>x</script><p>下降</p></body></html>")
    '细颗粒物（PM2.5）\n下降'

    By default lxml ends at the 256th level of elements, or at a picture of more than 10 MB in the page, and
    what follows
    is lost without a word; so its limits are lifted, and where it still ends early ValueError is raised, in one line.
    """
    if page.count("<") > MAX_TAGS:
        raise ValueError("this page has more tags than any report's; save the report's text alone")
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page.replace("\x00", "\ufffd"))
    parser = lxml_html.HTMLParser(huge_tree=True)
    try:
        tree = lxml_html.document_fromstring(page, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise ValueError("this page holds no text; save the report's own page") from None
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise ValueError("this page nests deeper than can be read; save the report's text alone")
    pieces: list[str] = []
    _collect_text(tree, pieces)
    lines = (re.sub(r"[ \t\r\n]+", " ", line).strip(" ") for line in "".join(pieces).split("\x00"))
    return "\n".join(line for line in lines if line)


def _collect_text(element: lxml_html.HtmlElement, pieces: list[str]) -> None:
    """Append the text below `element`; a NUL, which no page can hold, marks the border of a block."""
    events = [(element, True)]
    while events:
        node, entering = events.pop()
        is_silent = not isinstance(node.tag, str) or node.tag in _SILENT_TAGS
        is_block = isinstance(node.tag, str) and _BLOCK_TAG.fullmatch(node.tag) is not None
        if entering:
            if is_block:
                pieces.append("\x00")
            events.append((node, False))
            if not is_silent:
                pieces.append(node.text or "")
                events.extend((child, True) for child in reversed(node))
        else:
            if is_block:
                pieces.append("\x00")
            if node is not element:
                pieces.append(node.tail or "")
