"""Many reports from a few: numbers, names and the order of paragraphs changed, so that no two are alike."""

from __future__ import annotations

import hashlib
import random
import re
from pathlib import Path

SMALL = Path(__file__).parent / "cases" / "small-report.txt"
_SYLLABLES = "青白云石林松柳江河湖海安平永昌兴宁德仁和"


def place_name(number: int) -> str:
    """A county of its own for each number up to 8,000."""
    a, rest = divmod(number, 400)
    b, c = divmod(rest, 20)
    return f"{_SYLLABLES[a % 20]}{_SYLLABLES[b]}{_SYLLABLES[c]}县"


def vary(text: str, number: int, *, shift: int = 0) -> str:
    """Change each number that is neither a year nor a day by a few percent, and swap paragraphs between headings."""
    draw = random.Random(number)
    lines = [
        re.sub(r"(?<![\d.])\d+(?:\.\d+)?(?![\d年月日届次])", lambda m: _near(m[0], draw), line)
        for line in text.split("\n")
    ]
    lines = [re.sub(r"(?<!\d)20\d\d(?=年)", lambda m: str(int(m[0]) + shift), line) for line in lines]
    body = [at for at, line in enumerate(lines) if len(line) > 60 and not re.match("[（一二三四五六七八九十—]", line)]
    for at, other in zip(body[::2], body[1::2], strict=False):
        if other == at + 1 and draw.random() < 0.5:
            lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines)


def _near(number: str, draw: random.Random) -> str:
    digits = len(number.partition(".")[2])
    return f"{float(number) * draw.uniform(0.9, 1.1):.{digits}f}"


def write_small(folder: Path, n: int) -> list[Path]:
    """Write n small reports of counties and years of their own."""
    text = SMALL.read_text("utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(n):
        name = place_name(number // 3)
        shift = number % 3
        varied = vary(text.replace("青山县", name).replace("青山", name[:-1]), number, shift=shift)
        path = folder / f"{2025 + shift}" / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(varied, "utf-8")
        paths.append(path)
    return paths


def digests(folder: Path) -> dict[str, str]:
    """The sha256 of every file below a folder, by its name."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
