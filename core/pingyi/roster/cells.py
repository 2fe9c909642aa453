"""From raw cells to clean text: what cannot be seen is taken out and said, what cannot be kept is an error."""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from typing import NamedTuple

from pingyi.errors import Severity
from pingyi.roster.columns.words import EMPTY_MARKS
from pingyi.roster.files.sheets import CellValue
from pingyi.texts import translate as _

_LOST_DIGITS = 1e15
"""Excel keeps 15 digits of a number."""
_EXPONENT = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{2,}")
_INVISIBLE = frozenset("\u00ad\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
                       "\u2066\u2067\u2068\u2069\ufeff")  # fmt: skip
_JOINERS = frozenset("\u200c\u200d")
_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DOTS = "·•‧・･∙⋅●．."
_NAME_DOT = re.compile(
    rf"(?<=[\u2e80-\u9fff\U00020000-\U0003ffff])\s*[{_DOTS}]\s*(?=[\u2e80-\u9fff\U00020000-\U0003ffff])"
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Trouble(NamedTuple):
    """Something about one cell that has to be told."""

    severity: Severity
    code: str
    message: str
    cure: str


Cleaned = tuple[str, tuple[Trouble, ...]]


def clean_text(value: CellValue) -> Cleaned:
    """Turn any cell into text.

    Rare characters, variation selectors and inner line breaks stay; the marks people write for “nothing” become an
    empty text.
    """
    if isinstance(value, str):
        if value.isprintable() and value[:1] != " " and value[-1:] != " ":
            return ("", ()) if value in EMPTY_MARKS else (value, ())
        return _clean_hidden(value)
    return _show(value), ()


def clean_code(value: CellValue) -> Cleaned:
    """Turn a cell that holds a number of somebody or something into text: digits are never guessed."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return value, ()
    if isinstance(value, float) and abs(value) >= _LOST_DIGITS:
        return "", (_lost_digits(),)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return "", (_turned_into_date(),)
    text, troubles = clean_text(value)
    text = narrow(text).lstrip("'‘’").strip()
    if _EXPONENT.fullmatch(text):
        return "", (*troubles, _lost_digits())
    if text.endswith(".0") and text[:-2].isdecimal():
        text = text[:-2]
    return text, troubles


def narrow(text: str) -> str:
    """A number with the usual digits and letters for those of full width."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


def unify_dots(name: str) -> str:
    """A name with the usual dot between its Chinese parts: keyboards offer many, and nobody sees a difference."""
    return name if name.isalpha() else _NAME_DOT.sub("·", name)


def _show(value: CellValue) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _LOST_DIGITS else repr(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    return str(value)


@functools.lru_cache(maxsize=4096)
def _clean_hidden(value: str) -> Cleaned:
    text = _LINE_ENDS.sub("\n", value)
    stripped = _strip(text)
    troubles: list[Trouble] = []
    bad = _NOT_XML.search(stripped)
    if bad is not None:
        return "", (_control_inside(bad[0]),)
    kept = "".join(
        char for index, char in enumerate(stripped) if not _is_dropped(char, stripped[index - 1] if index else "")
    )
    kept = _strip(kept)
    if len(kept) != len(stripped) or any(unicodedata.category(char) in ("Cc", "Cf") for char in _edges(text, stripped)):
        troubles.append(
            Trouble(
                Severity.WARNING,
                "hidden-characters",
                _("invisible characters were removed"),
                _("Nothing need be done; retyping the cell removes them from the workbook too."),
            )
        )
    return ("" if kept in EMPTY_MARKS else kept), tuple(troubles)


def _strip(text: str) -> str:
    """Take blanks and characters that cannot be seen or printed off both ends."""
    start, end = 0, len(text)
    while start < end and _is_edge(text[start]):
        start += 1
    while end > start and _is_edge(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_edge(char: str) -> bool:
    return char.isspace() or char in _INVISIBLE or char in _JOINERS or unicodedata.category(char) == "Cc"


def _edges(text: str, stripped: str) -> str:
    """What `_strip` took off, without the blanks and line ends that nobody minds."""
    start = text.find(stripped) if stripped else 0
    taken = text[:start] + text[start + len(stripped) :]
    return "".join(char for char in taken if not char.isspace() or char in "\x0b\x0c\x1c\x1d\x1e\x1f")


def _is_dropped(char: str, before: str) -> bool:
    if char in _INVISIBLE:
        return True
    if char in _JOINERS:  # inside an emoji or an Indic word they matter, between Chinese characters they do not
        return "\u2e80" <= before <= "\u9fff" or before >= "\U00020000" or before.isascii()
    return unicodedata.category(char) == "Cc" and char not in "\n\t"


def _control_inside(char: str) -> Trouble:
    return Trouble(
        Severity.ERROR,
        "control-character",
        _("the character U+{code} inside the text cannot be printed").format(code=f"{ord(char):04X}"),
        _("Retype the cell by hand; do not paste it."),
    )


def _turned_into_date() -> Trouble:
    return Trouble(
        Severity.ERROR,
        "number-became-date",
        _("the number was turned into a date when it was typed"),
        _("Format the column as text, then type the number again."),
    )


def _lost_digits() -> Trouble:
    return Trouble(
        Severity.ERROR,
        "digits-lost",
        _("the number was stored as a number, not as text, and its last digits are lost"),
        _("Format the column as text, then type the number again from the original."),
    )
