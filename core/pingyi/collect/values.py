"""From the text of a cell to the value of its field."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pingyi.model.dates import DateError, PartialDate

_EDGES = " \t\n\r\u3000\xa0\u200b\ufeff"
_EMPTY_DATE = re.compile(r"[\s年月日_/.-]*")
_NUMBER = re.compile(r"[（(]?(?P<number>\d{1,2})(?:[.．、)）]|(?=\s))\s*(?P<text>.*)", re.DOTALL)
_CHINESE_NUMBER = re.compile(r"[（(]?(?P<number>[一二三四五六七八九十]{1,2})[、.．)）]\s*(?P<text>.*)", re.DOTALL)
_CIRCLED = re.compile(r"(?P<number>[①-⑳])\s*(?P<text>.*)", re.DOTALL)
_ORDER = "一二三四五六七八九十"


def join_lines(lines: Sequence[str]) -> str:
    """The text of a cell: paragraphs on lines of their own, empty ones and blanks at the edges left out."""
    return "\n".join(text for text in (line.strip(_EDGES) for line in lines) if text)


def parse_date(text: str) -> PartialDate | str:
    """A date where it is one; the text as it was written otherwise; nothing for `年　月　日` left blank."""
    if _EMPTY_DATE.fullmatch(text):
        return ""
    try:
        return PartialDate.parse("".join(text.split()))
    except DateError:
        return text


def split_items(lines: Sequence[str]) -> tuple[str, ...]:
    """The items of a list that people numbered, or wrote in paragraphs.

    Args:
        lines: the paragraphs of a cell; a line break inside one separates items only where a number follows.
    """
    items: list[str] = []
    numbered = False
    for line in lines:
        is_new = True
        for piece in line.strip(_EDGES).split("\n"):
            text = _take_number(piece, len(items) + 1)
            if text is not None:
                items.append(text)
                numbered = True
            elif not piece.strip(_EDGES) and is_new:
                continue
            elif items and not is_new and numbered:
                items[-1] += "\n" + piece
            else:
                items.append(piece)
            is_new = False
    return tuple(item for item in (item.strip(_EDGES) for item in items) if item)


def _take_number(text: str, expected: int) -> str | None:
    """The item without its number, `None` where its number is not the next one."""
    text = text.strip(_EDGES)
    for pattern in (_NUMBER, _CHINESE_NUMBER, _CIRCLED):
        found = pattern.fullmatch(text)
        if found is not None and _count(found["number"]) == expected:
            return found["text"]
    return None


def _count(number: str) -> int:
    if number.isascii():
        return int(number)
    if len(number) == 1 and "①" <= number <= "⑳":
        return ord(number) - ord("①") + 1
    tens, _ten, ones = number.rpartition("十")
    if "十" not in number:
        return _ORDER.index(number) + 1 if len(number) == 1 else 0
    return 10 * (_ORDER.index(tens) + 1 if tens else 1) + (_ORDER.index(ones) + 1 if ones else 0)
