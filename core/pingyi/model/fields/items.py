"""Lists that people write as text: items with numbers before them, or in paragraphs of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

EDGES = " \t\n\r\u3000\xa0\u200b\ufeff"
"""What people leave around a text without meaning it."""
_NUMBER = re.compile(r"[（(]?(?P<number>\d{1,2})(?:[.．、)）]|(?=\s))\s*(?P<text>.*)", re.DOTALL)
_CHINESE_NUMBER = re.compile(r"[（(]?(?P<number>[一二三四五六七八九十]{1,2})[、.．)）]\s*(?P<text>.*)", re.DOTALL)
_CIRCLED = re.compile(r"(?P<number>[①-⑳])\s*(?P<text>.*)", re.DOTALL)
_BETWEEN = re.compile(r"(?:[；;]|(?<=。))\s*(?=[（(]?[\d一二三四五六七八九十①-⑳])(?!\d{1,2}[.．]\d)")
"""Where the next item of one line may begin, which is no decimal; whether it does, its number says."""
_ORDER = "一二三四五六七八九十"


def split_items(lines: Sequence[str], known: int = 0) -> tuple[str, ...]:
    """The items of a list that people numbered, or wrote in paragraphs; several numbered ones may stand in one line.

    Args:
        lines: the paragraphs of a cell; a line break inside one separates items only where a number follows.
        known: how many items other cells had before; numbers may go on from there, or begin anew.
    """
    items: list[str] = []
    numbered = False
    for line in lines:
        is_new = True
        pieces = line.strip(EDGES).split("\n")
        while pieces:
            piece = pieces.pop(0)
            text = _take_next(piece, len(items), known)
            numbered = numbered or text is not None
            goes_on = text is None and not is_new and numbered and bool(items)
            if text is None and not goes_on and not piece.strip(EDGES):
                continue
            head, *rest = _cut(piece if text is None else text, len(items) + (not goes_on), known)
            pieces[:0] = rest
            if goes_on:
                items[-1] += "\n" + head
            else:
                items.append(head)
            is_new = False
    return tuple(item for item in (item.strip(EDGES) for item in items) if item)


def _cut(text: str, count: int, known: int) -> tuple[str, ...]:
    """The first item of a line and the rest, which begins with the next number; the line alone where it is one item."""
    for found in _BETWEEN.finditer(text):
        rest = text[found.end() :]
        if _take_next(rest, count, known) is not None:
            return text[: found.start()], rest
    return (text,)


def _take_next(text: str, count: int, known: int) -> str | None:
    """The item without its number, `None` where that is not the next one of this cell or of all cells."""
    taken = _take_number(text, count + 1)
    return _take_number(text, known + count + 1) if taken is None and known else taken


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
