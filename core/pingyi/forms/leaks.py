"""The last look at a copy that others may read: no part of the file holds a private value of the people it is about.

What a copy shows is an allow-list already (`FormData.for_copy`). This guard trusts neither it nor the template: it
searches the finished file, so that free text, a plugin, a document property or a template made from somebody's filled
form cannot give a private value away (R54, Q8).
"""

from __future__ import annotations

import functools
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import NamedTuple, Self

from pydantic import BaseModel

from pingyi.errors import Problem, RenderError, Severity
from pingyi.forms.protected import Protected, list_protected, squeeze
from pingyi.model.fields.base import list_cells
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import FormData
from pingyi.model.people.person import Person
from pingyi.texts import translate as _

_STRONG = 8  # from this length on it is nobody else's number: it counts even inside a longer one
# what is searched are bytes of UTF-8: half as many as Python would make of Chinese text
_TEXT = re.compile(rb">([^<]+)<")
_BLANKS = "(?: |\u3000)*"
_STROKE = r"(?:[-/.]|．|。|－|／)"
_DATE = re.compile(  # what follows a year
    (
        rf"{_BLANKS}(?:年|{_STROKE}){_BLANKS}(?P<month>\d{{1,2}})(?!\d)"
        rf"(?:{_BLANKS}(?:月|{_STROKE}){_BLANKS}(?P<day>\d{{1,2}})(?!\d))?"
        r"|(?P<joined>\d\d)(?P<joined_day>\d\d)?(?!\d)"
    ).encode()
)
_END_SIGN, _ENTRY_SIGN = b"PK\x05\x06", b"PK\x01\x02"
_END = struct.Struct("<10xH4xI")  # how many entries the directory has, and where it begins
_ENTRY = struct.Struct("<4s6xH8xI4x3H8xI")  # sign, method, packed size, sizes of name, extra and note, where it is
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_RUN = re.compile(rb"[0-9]{4,}|[\x80-\xff]+")
_OFTEN = 3  # times that a member was met, from which on it is worth while to remember more of it
_XML = (".xml", ".rels", ".vml")
_LOCAL_HEADER = 30
_NAME_SIZES = struct.Struct("<2H")  # at its end: how long the name and the extra field behind it are


class Part(NamedTuple):
    """One part of a file: its name and content as it is, and the text in it without markup."""

    name: str
    raw: bytes
    text: bytes


def refuse_leaks(content: bytes, data: FormData, people: Iterable[Person]) -> None:
    """Make sure that a finished document shows no private value of the people it is about.

    Args:
        content: the whole .docx.
        data: what it prints: says which values it is meant to show, and names the cell of a leak.
        people: whom it is about.

    Raises:
        RenderError: it does; each leak is named by cell and column, never by its value.
    """
    group = tuple(people)
    protected = [item for person in group for item in list_protected(person, data)]
    if len(group) > 1:  # a list of people may say when one of them joined
        joined = {(person.joined_on.year, person.joined_on.month) for person in group if person.joined_on is not None}
        protected = [item for item in protected if item.date is None or (item.date.year, item.date.month) not in joined]
    try:
        problems = find_leaks(content, protected, data)
    except ValueError as error:
        raise RenderError(_("the finished copy cannot be searched: {error}").format(error=error)) from error
    if problems:
        message = "; ".join(dict.fromkeys(problem.message for problem in problems))
        raise RenderError(message, cure=problems[0].cure, problems=problems)


def find_leaks(
    content: bytes | Mapping[str, bytes], protected: Sequence[Protected], data: FormData | None = None
) -> list[Problem]:
    """Search every part of a file for protected values.

    Args:
        content: a whole .docx, or its parts by name.
        protected: what must not be in it.
        data: what the file prints, to name the cell of a leak.

    Returns:
        One error for each value and part; the value itself is in none of them.

    Raises:
        ValueError: it is no zip container, or one that cannot be read.
    """
    opened = list(_unpack(content)) if isinstance(content, bytes) else [_Opened(tuple(_decode_parts(content)))]
    parts = [part for member in opened for part in member.parts]
    own = _join([part for member in opened if not member.runs for part in member.parts])
    squeezed = squeeze(own.text)
    runs = b"\0".join([member.runs for member in opened])
    suspects = [item for item in protected if _may_stand_in(item, runs) or _stands_in(item, own, squeezed)]
    if not suspects:
        return []
    whole = _join(parts)
    squeezed = squeeze(whole.text)
    leaking = [item for item in suspects if _stands_in(item, whole, squeezed)]
    return [
        _report(item, _name_safely(part, protected), "" if data is None else _find_cell(item, data))
        for item in leaking
        for part in parts
        if _stands_in(item, part, squeeze(part.text))
    ]


def _join(parts: Sequence[Part]) -> Part:
    """One part of many: no value reaches from one of them into the next."""
    return Part("", b"\0".join([part.raw for part in parts]), b"\0".join([part.text for part in parts]))


def _may_stand_in(item: Protected, runs: bytes) -> bool:
    """Whether parts that have only these long runs can hold a value: a run of the value stands inside one of theirs."""
    spellings = item.spellings if item.date is None else (b"%d" % item.date.year,)
    return any(max(_RUN.findall(spelling), key=len, default=b"") in runs for spelling in spellings)


def _stands_in(item: Protected, part: Part, squeezed: bytes) -> bool:
    if item.date is not None:
        return _shows_date(part.raw, item.date, item.month_shown) or _shows_date(part.text, item.date, item.month_shown)
    for spelling in item.spellings:
        if len(spelling) < _STRONG and spelling.isascii():
            if _stands_alone(spelling, part.raw) or _stands_alone(spelling, part.text):
                return True
        elif spelling in part.raw or spelling in part.text or (item.loose and spelling in squeezed):
            return True
    return False


def _stands_alone(word: bytes, text: bytes) -> bool:
    """Whether a short number stands by itself: not inside another one, nor as a measure in an attribute."""
    place = text.find(word)
    while place >= 0:
        before, after = text[max(place - 1, 0) : place], text[place + len(word) : place + len(word) + 1]
        if not before.isalnum() and not after.isalnum() and not before == after == b'"':
            return True
        place = text.find(word, place + 1)
    return False


def _shows_date(text: bytes, date: PartialDate, month_shown: bool) -> bool:
    """Whether a text shows more of a date than its year, or than its month where that is shown."""
    year = b"%d" % date.year
    place = text.find(year)
    while place >= 0:
        match = _DATE.match(text, place + len(year))
        if match is not None and not text[max(place - 1, 0) : place].isdigit():
            month, day = match["month"] or match["joined"], match["day"] or match["joined_day"]
            if int(month) == date.month and (not month_shown or int(day or 0) == date.day):
                return True
        place = text.find(year, place + 1)
    return False


def _report(item: Protected, part: str, cell: str) -> Problem:
    where = _("the cell “{cell}”").format(cell=cell) if cell else _("the part {part} of the file").format(part=part)
    return Problem(
        Severity.ERROR,
        "private-value",
        _("{where} shows “{label}” of {person}, which this copy must not show").format(
            where=where, label=item.label, person=item.person
        ),
        _("Take it out of the text, or out of the template if every form has it; then run again."),
        sheet=part,
        column=cell,
        person=item.person,
    )


def _name_safely(part: Part, protected: Sequence[Protected]) -> str:
    name = part.name.encode()
    return "…" if any(_stands_in(item, Part("", name, b""), squeeze(name)) for item in protected) else part.name


def _find_cell(item: Protected, data: FormData) -> str:
    """The printed label of the cell that a leak comes from, if it comes from one."""
    for name, cell in list_cells(type(data)).items():
        text = "\n".join(_list_texts(getattr(data, name))).encode()
        if _stands_in(item, Part("", text, text), squeeze(text)):
            return cell.label
    return ""


def _list_texts(value: object) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _list_texts(getattr(value, name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _list_texts(item)
    elif value is not None:
        yield str(value)


class _Opened:
    """What is inside one member of a container, with what is remembered of it.

    Attributes:
        parts: one, or those of the document that it is.
        uses: how often it was met.
        runs: of a member that was met before: all its long runs of digits, and of what is not ASCII. There are few
            in what every document has, and a value that has no such run among them is not in the member.
    """

    __slots__ = ("parts", "runs", "uses")

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.parts = parts
        self.uses = 0
        self.runs = b""

    def use(self) -> Self:
        """Count that it was met; what is met again is looked through once for all."""
        self.uses += 1
        if self.uses >= _OFTEN and not self.runs:
            whole = _join(self.parts)
            self.runs = b"\0".join(_RUN.findall(b"\0".join((whole.raw, whole.text, squeeze(whole.text))))) or b"\0"
        return self


def _unpack(content: bytes) -> Iterator[_Opened]:
    """The members of a zip container by its directory, as `zipfile` finds them, in a quarter of the time."""
    try:
        count, place = _END.unpack_from(content, content.rindex(_END_SIGN))
        for _number in range(count):
            sign, method, packed, *sizes, start = _ENTRY.unpack_from(content, place)
            if sign != _ENTRY_SIGN:
                raise ValueError(sign)
            place += _ENTRY.size
            name = content[place : place + sizes[0]].decode("utf-8", "replace")
            place += sum(sizes)
            start += _LOCAL_HEADER
            start += sum(_NAME_SIZES.unpack_from(content, start - _NAME_SIZES.size))
            yield _open(name, method, content[start : start + packed]).use()
    except (struct.error, zlib.error) as error:
        raise ValueError(str(error)) from error


@functools.lru_cache(maxsize=128)  # most members are the same in every document
def _open(name: str, method: int, packed: bytes) -> _Opened:
    if method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(name)
    content = packed if method == zipfile.ZIP_STORED else zlib.decompress(packed, -15)
    return _Opened(tuple(_decode_parts({name: content})))


def _decode_parts(parts: Mapping[str, bytes]) -> Iterator[Part]:
    for name, content in parts.items():
        if content.startswith(b"PK\x03\x04"):  # a document or a workbook inside the document
            inner = (part for member in _unpack(content) for part in member.parts)
            yield from (Part(f"{name}/{part.name}", part.raw, part.text) for part in inner)
            continue
        raw = content.decode("utf-16", "replace").encode() if content[:2] in _UTF_16 else content
        # a value may be split over runs, but not over paragraphs: two cells of a table say nothing together
        text = b"".join(_TEXT.findall(b"</w:p>\n".join(raw.split(b"</w:p>")))) if name.endswith(_XML) else b""
        has_numbers = b"&" in raw and b"&#" in raw  # the first look is the fast one
        if b"&" in text:
            text = _unescape(text)
        yield Part(name, b"\0".join((name.encode(), raw, _unescape(raw) if has_numbers else b"")), text)


def _unescape(text: bytes) -> bytes:
    return unescape(text.decode("utf-8", "replace")).encode("utf-8", "replace")
