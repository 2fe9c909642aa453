"""The signs people tick with, and the symbol fonts that hide them behind letters."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping

TICKS = "√✓✔☑■☒●✅▣◼🗹🗸"
"""A sign that means yes, wherever it stands."""
TICK_LETTERS = "vVｖＶR对対"
"""Letters typed in place of a tick: they mean yes only where nothing else can be meant."""
BOXES = "□☐○◻▢▭◯◽"
"""A place to tick that is still empty."""
CROSSES = "×✗✘✕✖╳"
"""Nobody can say whether a cross means yes or no."""
SIGNS = TICKS + BOXES + CROSSES

_WINGDINGS: Mapping[int, str] = {
    0xFC: "✓", 0xFE: "☑", 0xFD: "☒", 0xFB: "✗", 0xA8: "□", 0x6F: "□", 0x71: "□", 0x72: "□", 0x6E: "■", 0x6C: "●",
    0xA1: "○",
}  # fmt: skip
_WINGDINGS_2: Mapping[int, str] = {
    0x50: "✓", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x51: "☒", 0x4F: "✗", 0xA3: "□", 0xA2: "■", 0x2A: "□", 0x30: "□",
    0x97: "●", 0x99: "○",
}  # fmt: skip
_SHORT = 40  # labels and short values are the same on every paper
_PRIVATE = range(0xF000, 0xF100)
_PRIVATE_SIGN = re.compile("[\uf000-\uf0ff]")


def read_symbol(font: str, code: int) -> str:
    """What one character of a font shows; itself where the font has no signs.

    Args:
        font: the font's name, empty where an editor dropped it.
        code: the character; symbol fonts are also addressed from U+F000 on.
    """
    private = code in _PRIVATE
    low = code - _PRIVATE.start if private else code
    name = font.lower().replace(" ", "")
    if name == "wingdings2":
        return _WINGDINGS_2.get(low, chr(code))
    if name == "wingdings":
        return _WINGDINGS.get(low, chr(code))
    if private:
        return _WINGDINGS_2.get(low) or _WINGDINGS.get(low, chr(code))
    return chr(code)


def read_symbols(text: str, font: str = "") -> str:
    """A text as it looks in a symbol font, or with the private characters of one whose name is lost."""
    if "ingdings" in font:
        return "".join(read_symbol(font, ord(char)) for char in text)
    return _PRIVATE_SIGN.sub(lambda found: read_symbol("", ord(found.group())), text)


def squeeze(text: str) -> str:
    """A text without what editors and people change unseen: blanks, width of letters and punctuation."""
    if len(text) < _SHORT:
        return _squeeze_label(text)
    return "".join(unicodedata.normalize("NFKC", text).split())


@functools.lru_cache(maxsize=1 << 13)
def _squeeze_label(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
