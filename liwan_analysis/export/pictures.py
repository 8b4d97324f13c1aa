"""Figures as they stand in the page: SVG without inline styles, so that the page's policy can forbid them."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from markupsafe import Markup

__all__ = ["inline_svg", "without_links"]

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
FONT = re.compile(r"(?:(?P<style>italic|normal)\s+)?(?:(?P<weight>bold|\d{3})\s+)?(?P<size>[\d.]+)px\s+(?P<family>.+)")


def inline_svg(svg: bytes, name: str, alt: str) -> Markup:
    """Give a figure's SVG for the inside of a page.

    Style attributes become presentation attributes, ids are made the page's own by the figure's name, links that lead
    into the page stay, the alternative text becomes the picture's name.
    """
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
    ids = {element.get("id"): f"{name}-{element.get('id')}" for element in root.iter() if element.get("id")}
    for element in list(root.iter()):
        if element.tag in (f"{SVG}style", f"{SVG}metadata"):
            element.getparent().remove(element)
            continue
        _restyle(element)
        for key, value in list(element.attrib.items()):
            element.set(key, _own(key, value, ids))
        if element.tag == f"{SVG}a" and element.get(XLINK):
            element.set("href", element.attrib.pop(XLINK))
            element.attrib.pop("target", None)
    for key in ("width", "height"):
        root.attrib.pop(key, None)
    root.set("role", "group" if root.find(f".//{SVG}a") is not None else "img")
    root.set("aria-label", alt)
    root.set("stroke-linejoin", "round")
    return Markup(etree.tostring(root, encoding="unicode"))


def without_links(svg: bytes) -> bytes:
    """Give a figure's SVG without links, for a page that has no text for them to lead to."""
    return re.sub(rb"</?a(?: [^>]*)?>", b"", svg)


def _restyle(element: Any) -> None:
    for part in (element.attrib.pop("style", None) or "").split(";"):
        key, _, value = (piece.strip() for piece in part.partition(":"))
        if key == "font":
            found = FONT.fullmatch(value)
            if found:
                element.set("font-size", f"{found['size']}px")
                element.set("font-family", found["family"].replace("'", "").replace('"', ""))
                if found["weight"]:
                    element.set("font-weight", found["weight"])
        elif key:
            element.set(key, value)


def _own(key: str, value: str, ids: dict[str | None, str]) -> str:
    if key == "id":
        return ids[value]
    if key == XLINK or key == "href":
        return f"#{ids[value[1:]]}" if value[1:] in ids else value
    return re.sub(r"url\(#([^)]+)\)", lambda found: f"url(#{ids.get(found[1], found[1])})", value)
