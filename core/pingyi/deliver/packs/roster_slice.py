"""The branch's part of the roster, for its secretary to look through."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from pingyi.deliver.packs.mould import Mould, mark_slot
from pingyi.model.fields.base import Column, list_columns
from pingyi.model.people.organisation import Organisation
from pingyi.model.people.person import Person
from pingyi.plan import Plan
from pingyi.roster.writing.content import show
from pingyi.workbooks.book import open_workbook
from pingyi.workbooks.sheet import Sheet

_BRANCH, _ABOVE = "所在党支部", "所在党总支"
_WIDTHS = {"姓名": 12, _BRANCH: 34, _ABOVE: 28, "学工号": 14, "职务职称": 24, "党内职务": 16, "备注": 24}
_USUAL = 14
_KEPT_ROWS = 100
"""Rosters up to this many rows are made from moulds that are kept: there are many of one length."""


def write_roster_slice(plan: Plan, organisations: Sequence[Organisation]) -> bytes:
    """Return an .xlsx of the members of the organisations, empty where there are none.

    Every cell is text. Columns that nobody has a value for are left out, and private ones (id number, birth,
    telephone) unless the setting `packs.private_columns` asks for them. It reads back as a roster.
    """
    rows = [(person, unit) for unit in organisations for person in plan.campaign.members_of(unit.id)]
    if not rows:
        return b""
    columns = _list_columns(plan, [person for person, _organisation in rows])
    titles = (*(column.title for column in columns.values()), _ABOVE, _BRANCH)
    texts = [f"{organisations[0].name}花名册"]
    for person, organisation in rows:
        above = plan.campaign.general_branch_of(organisation)
        texts += [show(getattr(person, name, None)) for name in columns]
        texts += [above.name if above is not None else "", organisation.name]
    make = _find_mould if len(rows) <= _KEPT_ROWS else _make_mould
    return make(titles, len(rows)).fill(texts)


def _make_mould(titles: tuple[str, ...], rows: int) -> Mould:
    """A roster of this many rows: the texts are its title and the cells, row by row."""
    with open_workbook(mark_slot(0)) as (book, content):
        sheet = Sheet(book, "党员", [_WIDTHS.get(title, _USUAL) for title in titles])
        sheet.write_head(0, titles)
        for row in range(rows):
            first = 1 + row * len(titles)
            sheet.write_row(row + 1, [mark_slot(number) for number in range(first, first + len(titles))])
        sheet.finish(frozen=(1, titles.index("姓名") + 1), last=(rows, len(titles) - 1))
    return Mould(content.getvalue())


_find_mould = functools.lru_cache(maxsize=64)(_make_mould)


def _list_columns(plan: Plan, people: Sequence[Person]) -> Mapping[str, Column]:
    """The columns that have something in them, in the order of the models."""
    private = plan.campaign.settings.packs.private_columns
    found: dict[str, Column] = {}
    for model in dict.fromkeys(type(person) for person in people):
        for name, column in list_columns(model).items():
            if private or not column.private:
                found.setdefault(name, column)
    return {
        name: column for name, column in found.items() if any(show(getattr(person, name, None)) for person in people)
    }
