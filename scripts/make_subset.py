"""Make the bundled font: Noto Sans SC cut down to what Chinese reports are written in.

    npm pack @expo-google-fonts/noto-sans-sc && tar xzf expo-google-fonts-noto-sans-sc-*.tgz
    python scripts/make_subset.py package/400Regular/NotoSansSC_400Regular.ttf

Needs fonttools (in the development extras). Characters: GB 2312, what OpenCC simplifies to, the rarer characters of
personal and place names in common use, Latin letters, and the signs of figures and tables.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from opencc import OpenCC

NAMES = (
    "喆垚堃晟昇淼焱犇骉鑫镕璟翀旻翊玥珺琲瑀璠昉暐炘烜烨熠祎禛竑筠粜纮绂罡艳芃荃莜菡蕙蘅谡谞赟轶逄郄郜鄠酆"
    "钰铖铠锟镔闫闳隽雒霈韪颀飏骐髙鸢麒黉龑邨圳埗垟埇塱氹滘涌漖瀼塅坜坵垌埌塝洑浰浬瀍灞鄌鄚郿郫邛甪埭堌堽槃"
)
FONT = Path(__file__).resolve().parents[1] / "liwan_analysis" / "figures" / "fonts" / "NotoSansSC-subset.ttf"
SIGNS = "□■▲▼●○◆◇★☆→←↑↓↗↘–—―‐‑−±×÷≈≠≤≥·•…‰′″℃√∑Δ²³¹₂₃½¼¾€£¥§©®™¿¡"


def wanted_characters() -> str:
    """Give every character that the bundled font shall show."""
    pairs = [bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF)]
    gb2312 = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    simplify = OpenCC("t2s").convert
    gbk = "".join(chr(code) for code in range(0x4E00, 0x9FA6))
    changed = "".join(simplify(character) for character in gbk if simplify(character) != character)
    latin = "".join(chr(code) for code in [*range(0x20, 0x7F), *range(0xA0, 0x180)])
    return "".join(sorted(set(gb2312 + changed + NAMES + SIGNS + latin)))


def main(source: str) -> None:
    """Write liwan_analysis/figures/fonts/NotoSansSC-subset.ttf."""
    options = subset.Options(layout_features=[], hinting=False, name_IDs=[*range(7), 13, 14])
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]  # nothing here sets text vertically
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=wanted_characters())
    subsetter.subset(font)
    font["head"].modified = font["head"].created
    # one table of characters, and glyph names stored rather than made up anew: PDF files are written twice as fast
    font["cmap"].tables = [table for table in font["cmap"].tables if (table.platformID, table.platEncID) == (3, 1)]
    font["post"].formatType, font["post"].extraNames, font["post"].mapping = 2.0, [], {}
    subset.save_font(font, str(FONT), options)


if __name__ == "__main__":
    main(sys.argv[1])
