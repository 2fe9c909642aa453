"""How a number can stand in a text: in groups with signs between, in full-width digits, in Chinese numerals."""

from __future__ import annotations

import re

SIGNS = {
    "0": "〇零○０", "1": "一壹幺１", "2": "二贰２", "3": "三叁３", "4": "四肆４", "5": "五伍５", "6": "六陆６",
    "7": "七柒７", "8": "八捌８", "9": "九玖９",
}  # fmt: skip
"""Other signs for each digit; 幺 is how a one is read out, and 〇 is written as ○ too."""
TO_DIGITS = {ord(sign): digit for digit, signs in SIGNS.items() for sign in signs}
_DIGIT = f"[0-9{''.join(SIGNS.values())}]"
_BETWEEN = r"[^\w\n\0、；;]|_"  # 、 and ； divide one number from the next
_NUMBER = re.compile(f"{_DIGIT}(?:(?:{_BETWEEN}){{0,3}}{_DIGIT}){{6,}}")
_NOT_DIGIT = re.compile("[^0-9]")
_WIDE_DIGIT = re.compile(rb"\xef\xbc([\x90-\x99])")
_WIDE_BLANK = "\u3000".encode()
_BETWEEN_NUMBERS = bytes(code for code in range(256) if not bytes([code]).isalnum() and code not in b"\n\0")
_TELLING = (*SIGNS["0"], *(signs[-1] for signs in SIGNS.values()))
"""Signs that ordinary texts hardly have: noughts in words, and full-width digits."""
_SELDOM_FIRST = "7986453210"
"""Digits whose signs are rare in ordinary texts stand first: most texts lack the first that is looked for."""


def squeeze(text: bytes) -> bytes:
    """The text with its numbers in one piece, in ASCII digits; blanks and strokes are left out everywhere."""
    chars = squeeze_words(text).decode("utf-8", "replace")
    return _NUMBER.sub(lambda match: _NOT_DIGIT.sub("", match[0].translate(TO_DIGITS)), chars).encode()


def narrow(text: bytes) -> bytes:
    """The text with its full-width digits in ASCII: itself where it has none."""
    return _WIDE_DIGIT.sub(lambda match: bytes([match[1][0] - 0x60]), text) if _WIDE_DIGIT.search(text) else text


def squeeze_words(text: bytes) -> bytes:
    """The text without blanks and strokes, its full-width digits in ASCII."""
    return narrow(text).replace(b" ", b"").replace(b"-", b"").replace(_WIDE_BLANK, b"")


class Screen:
    """Says quickly of most values that they are not in a text, however they are written.

    Squeezing a text takes longer than all else that is done to find nothing in it. Deleting all but ASCII letters and
    digits joins more than squeezing does and takes a fraction of the time: what is not in the rest is not in the text.

    Args:
        text: UTF-8.
    """

    __slots__ = ("_bare", "_bare_digits", "_chars", "_telling", "_text")

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._bare = text.translate(None, _BETWEEN_NUMBERS)
        self._chars = chars = text.decode("utf-8", "replace")
        self._telling = False
        for sign in _TELLING:
            if sign in chars:
                self._telling = True
                break
        self._bare_digits: bytes | None = None

    def may_hold(self, value: bytes) -> bool:
        """Whether the text can hold a value, as it is or squeezed; that it does is for `squeeze` to say."""
        if not value.isalnum():  # words, or a number with signs in it, which counts without them too
            return value in self._text or value in squeeze_words(self._text)
        return value in self._bare or (self._may_have_signs(value) and value in self._list_digits())

    def _may_have_signs(self, value: bytes) -> bool:
        """Whether a number can be written in other signs than ASCII digits, some of it or all."""
        if self._telling:
            return True
        chars, digits = self._chars, value.decode()
        return all(digit not in digits or any(sign in chars for sign in SIGNS[digit]) for digit in _SELDOM_FIRST)

    def _list_digits(self) -> bytes:
        if self._bare_digits is None:
            self._bare_digits = self._chars.translate(TO_DIGITS).encode().translate(None, _BETWEEN_NUMBERS)
        return self._bare_digits
