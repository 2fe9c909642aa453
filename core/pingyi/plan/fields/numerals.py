"""Small numbers in Chinese characters, as forms print them."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"


def number_item(number: int) -> str:
    """The ordinal of a list item, 1 to 99: `一`, `十`, `十二`, `二十`."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def number_copies(number: int) -> str:
    """A count before a measure word, 1 to 99: `两` instead of `二`."""
    return "两" if number == 2 else number_item(number)
