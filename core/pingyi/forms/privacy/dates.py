"""How a date can stand in a text: with strokes or words between its numbers, in one piece, in Chinese numerals."""

from __future__ import annotations

import re

from pingyi.forms.privacy.numbers import SIGNS, TO_DIGITS, narrow
from pingyi.model.fields.dates import PartialDate

_BLANKS = "(?: |\u00a0|\u3000)*"
_STROKE = rf"(?:[-/.]|{'|'.join('．。－／‐‑‒–—―−·')})"
_REST = re.compile(  # what follows a year
    (
        rf"{_BLANKS}(?:年|{_STROKE}){_BLANKS}(?P<month>\d{{1,2}})(?!\d)"
        rf"(?:{_BLANKS}(?:月|{_STROKE}){_BLANKS}(?P<day>\d{{1,2}})(?!\d))?"
        r"|(?P<joined>\d\d)(?P<joined_day>\d\d)?(?!\d)"
    ).encode()
)
_SIGN = rf"(?:[0-9]|{'|'.join(''.join(SIGNS.values()))})"
_WORD = rf"(?:{_SIGN}|十|拾|廿|卅|元|正)"
_IN_WORDS = re.compile(
    rf"年{_BLANKS}(?P<month>{_WORD}{{1,3}}){_BLANKS}月(?:{_BLANKS}(?P<day>{_WORD}{{1,3}})(?!{_WORD}))?".encode()
)
"""It begins with a literal: looking through a text for it takes no time."""
_YEAR = re.compile(rf"((?:{_SIGN})+){_BLANKS}$".encode())
_LONGEST_YEAR = 40
"""Bytes before 年 in which its year begins, with blanks and what stands before it."""
_TENS = str.maketrans({"拾": "十", "廿": "2十", "卅": "3十", "元": "1", "正": "1"})


def shows_date(text: bytes, date: PartialDate, *, month_shown: bool) -> bool:
    """Whether a text shows more of a date than its year, or than its month where that is shown.

    Args:
        text: UTF-8, with `spell_dates` behind it where dates in words count too.
        date: what is looked for.
        month_shown: only its day is.
    """
    year = b"%d" % date.year
    place = text.find(year)
    while place >= 0:
        match = _REST.match(text, place + len(year))
        if match is not None and not text[max(place - 1, 0) : place].isdigit():
            month, day = match["month"] or match["joined"], match["day"] or match["joined_day"]
            if int(month) == date.month and (not month_shown or int(day or 0) == date.day):
                return True
        place = text.find(year, place + 1)
    return False


def spell_dates(text: bytes) -> bytes:
    """The dates of a text that are not in ASCII digits, in ASCII digits, each behind a nought byte; mostly nothing.

    Args:
        text: UTF-8.
    """
    narrowed = narrow(text)
    found = [] if narrowed is text else [narrowed]
    for match in _IN_WORDS.finditer(text):
        year = _YEAR.search(text, max(match.start() - _LONGEST_YEAR, 0), match.start())
        if year is not None:
            number, month, day = [_read_number(word) for word in (year[1], match["month"], match["day"] or b"")]
            found.append(f"{number}年{month}月{day or ''}".encode())
    return b"".join(b"\0" + item for item in found)


def _read_number(word: bytes) -> int:
    """A number in digits of any kind, or in words up to 三十一; 0 where it is none."""
    tens, ten, ones = word.decode().translate(_TENS).translate(TO_DIGITS).partition("十")
    try:
        return int(tens or "1") * 10 + int(ones or "0") if ten else int(tens or "0")
    except ValueError:  # two tens, as in no number
        return 0
