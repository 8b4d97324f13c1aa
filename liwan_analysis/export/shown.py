"""What a notebook shows in place: a figure as a picture with a description, a sentence as it is, a finding in bold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

__all__ = ["Finding", "Picture", "Said"]


@dataclass(frozen=True)
class Picture:
    """A figure as a notebook shows it: a PNG with a description for those who cannot see it."""

    name: str
    title: str
    alt: str
    png: bytes = field(repr=False)

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        described = {"alt": self.alt, "name": self.name}
        return {"image/png": self.png, "text/plain": f"{self.title}\n{self.alt}"}, {"image/png": described}


class Said(str):
    """A sentence for the reader: a notebook shows it without quotes, a line for each language."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Give the sentence itself."""
        return str(self)


class Finding(Said):
    """A sentence made from the tables; a notebook shows it in bold."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return "**" + "**\n\n**".join(self.splitlines()) + "**"
