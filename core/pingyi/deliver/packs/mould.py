"""A workbook that is made once, and then only gets other texts: branches differ in names, not in how sheets look.

The texts of a workbook are in a part of their own, to which the cells point by number. So styles, widths, rules and
the sheets are the same in every workbook of one shape, and are packed once.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from html import escape

from pingyi.forms.word.container import FIXED_LEVEL, Container, Member

_STRINGS, _CORE = "xl/sharedStrings.xml", "docProps/core.xml"
_MARK = "\ue000"  # for private use: no text of ours has it
_SLOT = re.compile(f"{_MARK}(\\d+){_MARK}")
_LONGEST = 32767
"""Characters that a cell holds."""
_ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9a-fA-F]{4}_)")


def mark_slot(number: int) -> str:
    """The text that stands in the model for the text `number` of `Mould.fill`."""
    return f"{_MARK}{number}{_MARK}"


class Mould:
    """Makes workbooks that differ in texts alone.

    Args:
        model: an .xlsx with `mark_slot` as the whole text of cells, each number once, and perhaps as its title.
    """

    def __init__(self, model: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(model)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        self._changing = {name: _SLOT.split(_keep_blanks(parts.pop(name).decode())) for name in (_STRINGS, _CORE)}
        self._fixed = Container(Member(name, content, FIXED_LEVEL) for name, content in parts.items())

    def fill(self, texts: Sequence[str]) -> bytes:
        """Return the .xlsx with these texts in the slots."""
        written = [_write_text(text) for text in texts]
        return self._fixed.pack([Member(name, _put(pieces, written)) for name, pieces in self._changing.items()])


def _keep_blanks(xml: str) -> str:
    """Let blanks at the ends of any text count, as those of cells do not by themselves."""
    return xml.replace(f"<t>{_MARK}", f'<t xml:space="preserve">{_MARK}')


def _put(pieces: Sequence[str], written: Sequence[str]) -> bytes:
    filled = list(pieces)
    filled[1::2] = [written[int(slot)] for slot in pieces[1::2]]
    return "".join(filled).encode()


def _write_text(text: str) -> str:
    """A text as a workbook has it, where `_x000B_` stands for a character that XML has no place for."""
    text = text[:_LONGEST]
    if not text.isprintable() or "_x" in text:
        text = _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return escape(text, quote=False)
