"""Lists that people write as text: items with numbers before them, or in paragraphs of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

EDGES = " \t\n\r\u3000\xa0\u200b\ufeff"
"""What people leave around a text without meaning it."""
_NUMBER = re.compile(r"[（(]?(?P<number>\d{1,2})(?:[.．、)）]|(?=\s))\s*(?P<text>.*)", re.DOTALL)
_CHINESE_NUMBER = re.compile(r"[（(]?(?P<number>[一二三四五六七八九十]{1,2})[、.．)）]\s*(?P<text>.*)", re.DOTALL)
_CIRCLED = re.compile(r"(?P<number>[①-⑳])\s*(?P<text>.*)", re.DOTALL)
_ORDER = "一二三四五六七八九十"


def split_items(lines: Sequence[str]) -> tuple[str, ...]:
    """The items of a list that people numbered, or wrote in paragraphs.

    Args:
        lines: the paragraphs of a cell; a line break inside one separates items only where a number follows.
    """
    items: list[str] = []
    numbered = False
    for line in lines:
        is_new = True
        for piece in line.strip(EDGES).split("\n"):
            text = _take_number(piece, len(items) + 1)
            if text is not None:
                items.append(text)
                numbered = True
            elif not piece.strip(EDGES) and is_new:
                continue
            elif items and not is_new and numbered:
                items[-1] += "\n" + piece
            else:
                items.append(piece)
            is_new = False
    return tuple(item for item in (item.strip(EDGES) for item in items) if item)


def _take_number(text: str, expected: int) -> str | None:
    """The item without its number, `None` where its number is not the next one."""
    text = text.strip(EDGES)
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
