"""Themes: a print file has one, so what another template takes from its own theme is written out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pingyi.deliver.printing.wordml import Element

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SCRIPTS = {"HAnsi": "latin", "Ascii": "latin", "EastAsia": "ea", "Bidi": "cs"}
_FONT = re.compile(r'w:(ascii|hAnsi|eastAsia|cs)Theme="(\w+)"')
_CS_FONT = re.compile(r'w:cstheme="(\w+)"')
_COLOUR = re.compile(r' w:theme(?:Color|Fill)?(?:Tint|Shade)?="[^"]*"')


def list_theme_fonts(theme: Element) -> dict[str, str]:
    """The fonts of a theme by the names that styles call them by, such as `minorEastAsia`."""
    fonts = {}
    for size in ("major", "minor"):
        for script, tag in _SCRIPTS.items():
            element = theme.find(f".//{_A}{size}Font/{_A}{tag}")
            name = element.get("typeface", "") if element is not None else ""
            if not name and script == "EastAsia":
                chinese = theme.find(f".//{_A}{size}Font/{_A}font[@script='Hans']")
                name = chinese.get("typeface", "") if chinese is not None else ""
            if name:
                fonts[f"{size}{script}"] = name
    return fonts


def name_fonts(xml: str, fonts: Mapping[str, str]) -> str:
    """Write fonts and colours out instead of what the theme calls them."""

    def name(match: re.Match[str]) -> str:
        font = fonts.get(match[2])
        return f'w:{match[1]}="{font}"' if font else ""

    def name_cs(match: re.Match[str]) -> str:
        font = fonts.get(match[1])
        return f'w:cs="{font}"' if font else ""

    plain = _FONT.sub(name, _drop_named(xml))
    return _COLOUR.sub("", _CS_FONT.sub(name_cs, plain))


_RUN_FONTS = re.compile(r"<w:rFonts [^>]*>")


def _drop_named(xml: str) -> str:
    """A named font beside a theme's is not used: it would be there twice."""

    def drop(match: re.Match[str]) -> str:
        text = match[0]
        for key in ("ascii", "hAnsi", "eastAsia"):
            if f"w:{key}Theme=" in text:
                text = re.sub(rf' w:{key}="[^"]*"', "", text)
        return re.sub(r' w:cs="[^"]*"', "", text) if "w:cstheme=" in text else text

    return _RUN_FONTS.sub(drop, xml)
