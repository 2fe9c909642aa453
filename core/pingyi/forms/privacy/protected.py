"""What a copy that others may read must not show of a person: private values, and how they can be written."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from pingyi.forms.privacy.numbers import squeeze, squeeze_words
from pingyi.model.fields.base import list_cells, list_columns
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import FormData
from pingyi.model.people.person import Person

_SHORTEST = 4  # shorter values stand everywhere by chance
_SHORTEST_WORDS = 6  # words without a digit, such as 党支部书记 in a column of contacts, do so sooner
_NUMBER = "person_no"
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGITS = re.compile(rb"\d{7,}")


@dataclass(frozen=True, slots=True)
class Protected:
    """One value that a copy must not show.

    Attributes:
        label: its column in the roster.
        spellings: how it can be written, for anything but a date.
        loose: it counts squeezed too (see `squeeze`), as people write phone numbers.
        date: a birth date, of which any copy may show the year.
        month_shown: the copy shows its month too, so that the day alone is protected.
        person: whose it is.
    """

    label: str
    spellings: tuple[bytes, ...] = ()
    loose: bool = False
    date: PartialDate | None = None
    month_shown: bool = False
    person: str = ""


def list_protected(person: Person, data: FormData) -> list[Protected]:
    """What a copy must not show of a person: private values, and the person's number, where it is not meant to.

    A form's field that has a private column's own name is meant to show it; the number may stand in any cell that
    people do not fill, as a student's number does.
    """
    found = []
    for name, label in _private_columns(type(person)):
        value = getattr(person, name)
        shown = getattr(data, name, None)
        if isinstance(value, PartialDate):
            month_shown = isinstance(shown, PartialDate)
            if value.day or not month_shown:
                found.append(Protected(label, date=value, month_shown=month_shown, person=person.name))
        elif value and shown != value:
            spellings = _spell(value, data, exact=name == _NUMBER)
            if spellings:
                found.append(Protected(label, spellings, loose=name != _NUMBER, person=person.name))
    return found


def join_private(people: Iterable[Person]) -> str:
    """All that decides what copies about these people must not show, in one text."""
    return "\x1e".join([
        "\x1f".join([str(getattr(person, name)) for name, _label in _private_columns(type(person))])
        for person in people
    ])  # fmt: skip


@functools.lru_cache(maxsize=64)
def _private_columns(model: type[Person]) -> tuple[tuple[str, str], ...]:
    columns = list_columns(model).items()
    return tuple((name, column.title) for name, column in columns if column.private or name == _NUMBER)


def _is_printed(text: str, data: FormData) -> bool:
    """Whether a cell that nobody fills shows exactly this text: words and numbers that stand there are meant to."""
    if text not in data.__dict__.values():
        return False
    return any(getattr(data, name) == text for name, cell in list_cells(type(data)).items() if not cell.fill)


def _spell(value: object, data: FormData, *, exact: bool) -> tuple[bytes, ...]:
    """The ways a value can stand in a file; none where it is too short or common to tell anything.

    Args:
        value: a text or a list of texts.
        data: what the copy prints.
        exact: it is a number that is always written in one way.
    """
    if isinstance(value, tuple):
        return tuple(spelling for item in value for spelling in _spell(item, data, exact=exact))
    text = str(value).strip()
    has_digits = any(map(str.isdigit, text))
    if (
        len(text) < (_SHORTEST if has_digits else _SHORTEST_WORDS)
        or _YEAR.fullmatch(text)
        or ((exact or not has_digits) and _is_printed(text, data))
    ):
        return ()
    plain = text.encode()
    if plain.isdigit():  # most values are; they have one spelling
        return (plain,)
    return _spell_mixed(plain, exact=exact)


@functools.lru_cache(maxsize=1024)  # ballots, the organisation's form and the members' own are made one after another
def _spell_mixed(plain: bytes, *, exact: bool) -> tuple[bytes, ...]:
    """The ways to write what has more than digits in it.

    An id number may end in a small or a large X; a phone number may be written in groups, after somebody's name, or
    beside another one, so that its digits count as they stand and squeezed together.
    """
    ways = () if exact else (plain,) if plain.isalnum() else (plain, squeeze_words(plain), squeeze(plain))
    digits = [number for way in ways for number in _DIGITS.findall(way)]
    text = plain.decode()
    return tuple(dict.fromkeys((*digits, plain, escape(text, quote=False).encode(), escape(text).encode())))
