"""The fonts a template names: a font this machine lacks is silently replaced by Word."""

from __future__ import annotations

import re
from html import unescape

from pingyi.forms.word.package import Package

_FONTS = re.compile(r'<w:rFonts [^>]*?w:eastAsia="([^"]+)"')


def list_fonts(package: Package) -> set[str]:
    """The Chinese fonts that the styles and the text of a template ask for."""
    found: set[str] = set()
    for name, content in package.parts.items():
        if name.endswith(".xml"):
            found.update(unescape(font) for font in _FONTS.findall(content.decode("utf-8", errors="ignore")))
    return found
