"""Cuts "Tasmat Sans" out of Adobe's Source Sans: European Latin, 400 and 600, as WOFF2 for pages and PDFs.

The name "Source" is reserved by the font's licence (SIL OFL 1.1, condition 3): a subset must carry another.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "source-sans" / "TTF"
TARGET = ROOT / "static" / "fonts"
WEIGHTS = {400: ("Regular", "SourceSans3-Regular.ttf"), 600: ("Semibold", "SourceSans3-Semibold.ttf")}
FAMILY = "Tasmat Sans"

# Latin-1 and Latin Extended-A (names in Finnish, Swedish, Estonian, Polish, Turkish and so on), then
# Sámi, Romanian and capital sharp s. Other scripts fall back to the typeface of the system.
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "ƏəǤǥǦǧǮǯƷʒȘșȚțẞ")]
SIGNS = [ord(sign) for sign in "\u2009\u202f‐\u2011–—‘’‚“”„†•…‰′″‹›⁄−×≈≠≤≥←↑→↓✓€■□▲△●○◆№™"]
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum", "frac"]


def main() -> None:
    """Write both weights and the licence to static/fonts."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for weight, (style, file_name) in WEIGHTS.items():
        target = TARGET / f"tasmat-sans-{weight}.woff2"
        _cut(SOURCE / file_name, style, target)
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size} bytes")
    (TARGET / "OFL.txt").write_text(_licence(), encoding="utf-8")


def _cut(source: Path, style: str, target: Path) -> None:
    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.flavor = "woff2"
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[*LETTERS, *SIGNS])
    cutter.subset(font)
    _rename(font, style)
    font.flavor = "woff2"
    font.save(target)


def _rename(font: TTFont, style: str) -> None:
    names = font["name"]
    words = {
        1: FAMILY if style == "Regular" else f"{FAMILY} {style}",
        2: "Regular",
        3: f"{FAMILY} {style}, subset of version {names.getDebugName(5)}",
        4: f"{FAMILY} {style}",
        6: f"{FAMILY.replace(' ', '')}-{style}",
        16: FAMILY,
        17: style,
    }
    for number, text in words.items():
        names.removeNames(nameID=number)
        names.setName(text, number, 3, 1, 0x409)


def _licence() -> str:
    licence = (SOURCE.parent / "LICENSE.md").read_text(encoding="utf-8")
    return f"{FAMILY} is a renamed subset of Source Sans 3, under the licence of the original:\n\n{licence}"


if __name__ == "__main__":
    main()
