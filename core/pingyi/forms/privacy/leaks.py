"""The last look at a copy that others may read: no part of the file holds a private value of the people it is about.

What a copy shows is an allow-list already (`FormData.for_copy`). This guard trusts neither it nor the template: it
searches the finished file, so that free text, a plugin, a document property or a template made from somebody's filled
form cannot give a private value away (R54, Q8).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import BaseModel

from pingyi.errors import Problem, RenderError, Severity
from pingyi.forms.privacy.dates import shows_date, spell_dates
from pingyi.forms.privacy.members import RUN, Opened, Part, decode_parts, join_parts, unpack
from pingyi.forms.privacy.numbers import Screen, squeeze
from pingyi.forms.privacy.protected import Protected, list_protected
from pingyi.model.fields.base import list_cells
from pingyi.model.papers.forms import FormData
from pingyi.model.people.person import Person
from pingyi.texts import translate as _

PRIVATE = "private-value"
"""The code of such a finding."""
_STRONG = 8  # from this length on it is nobody else's number: it counts even inside a longer one


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
    opened = list(unpack(content)) if isinstance(content, bytes) else [Opened(tuple(decode_parts(content)))]
    parts = [part for member in opened for part in member.parts]
    own = join_parts([part for member in opened if not member.runs for part in member.parts])
    screen = Screen(own.text)
    runs = b"\0".join([member.runs for member in opened])
    suspects = [item for item in protected if _may_stand_in(item, runs) or _may_stand_in_own(item, own, screen)]
    if not suspects:
        return []
    whole = join_parts(parts)
    squeezed = squeeze(whole.text)
    leaking = [item for item in suspects if _stands_in(item, whole, squeezed)]
    return [
        _report(item, _name_safely(part, protected), "" if data is None else _find_cell(item, data))
        for item in leaking
        for part in parts
        if _stands_in(item, part, squeeze(part.text))
    ]


def _may_stand_in(item: Protected, runs: bytes) -> bool:
    """Whether parts that have only these long runs can hold a value: a run of the value stands inside one of theirs."""
    spellings = item.spellings if item.date is None else (b"%d" % item.date.year,)
    return any(max(RUN.findall(spelling), key=len, default=b"") in runs for spelling in spellings)


def _may_stand_in_own(item: Protected, own: Part, screen: Screen) -> bool:
    """Whether parts that were not met before can hold a value; `screen` is that of their text."""
    if not item.loose:
        return _stands_in(item, own, b"")
    for spelling in item.spellings:
        if len(spelling) < _STRONG and spelling.isascii():
            if _stands_alone(spelling, own.raw) or _stands_alone(spelling, own.text):
                return True
        elif screen.may_hold(spelling) or spelling in own.raw:
            return True
    return False


def _stands_in(item: Protected, part: Part, squeezed: bytes) -> bool:
    if item.date is not None:
        return any(shows_date(text, item.date, month_shown=item.month_shown) for text in (part.raw, part.text))
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


def _report(item: Protected, part: str, cell: str) -> Problem:
    where = _("the cell “{cell}”").format(cell=cell) if cell else _("the part {part} of the file").format(part=part)
    return Problem(
        Severity.ERROR,
        PRIVATE,
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
        if _stands_in(item, Part("", text, text + spell_dates(text)), squeeze(text)):
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
