"""The workbook into which the returned ballots of one organisation are typed: a row for each paper, no voter."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pingyi.deliver.packs.mould import Mould, mark_slot
from pingyi.model.config.tally import MEMBER_BALLOTS, ORGANISATION_BALLOTS
from pingyi.model.papers.forms import BallotForm, MemberBallot
from pingyi.model.people.organisation import Organisation
from pingyi.plan import Plan, fill_document
from pingyi.workbooks.book import open_workbook
from pingyi.workbooks.sheet import Sheet, count_lines

ISSUED, RETURNED = "发出票数", "收回票数"
NUMBER, CATEGORY, REMARKS = "序号", "身份类别", "意见和建议"
SHEETS = {False: ORGANISATION_BALLOTS, True: MEMBER_BALLOTS}
"""Name of the sheet: for ballots on the organisation, and on its members."""
_HEAD_ROW = 5
_TITLE = 22
"""Points of the first row, which is written larger."""
_SPARE, _LEAST = 40, 60
"""Rows beyond the number of members: masses and students vote too."""
_LONGEST_LIST = 255
"""Characters that Excel allows in a list of choices."""
_NOTE = "一张票一行；从下拉列表里选等次，没有划“√”的留空。不要写评议人的姓名、工号，也不要加这样的列。"


def list_ballots(plan: Plan, organisation: Organisation) -> list[BallotForm]:
    """The ballots that the plan has for an organisation, as they are printed."""
    for subject in plan.subjects_of(organisation.id):
        return [
            data
            for document in subject.documents
            if issubclass(plan.plugins.forms[document.form].data, BallotForm)
            for data in (fill_document(plan, subject, document),)
            if isinstance(data, BallotForm) and data.items
        ]
    return []


def write_entry_sheet(plan: Plan, organisation: Organisation, ballots: Sequence[BallotForm]) -> bytes:
    """Return the .xlsx with one sheet for each ballot.

    Args:
        plan: for the number of members.
        organisation: whose ballots they are.
        ballots: what `list_ballots` gave.
    """
    rows = max(_LEAST, len(plan.campaign.members_of(organisation.id)) + _SPARE)
    texts = [f"{organisation.name}评议票录入表"]
    shapes: list[_Shape] = []
    taken: set[str] = set()
    for ballot in ballots:
        name = SHEETS[isinstance(ballot, MemberBallot)]
        while name in taken:  # a plugin's own ballots
            name += "+"
        taken.add(name)
        width = 10 if isinstance(ballot, MemberBallot) else 18
        titles = [item.line for item in ballot.items]
        lines = count_lines(titles, [width] * len(titles))
        shapes.append(_Shape(name, len(titles), width, lines, tuple(ballot.voter_categories), tuple(ballot.grades)))
        texts += [f"评议对象：{ballot.subject}", ballot.code, *titles]
    return _find_mould(tuple(shapes), rows).fill(texts)


class _Shape(NamedTuple):
    """What the sheet of a ballot looks like: its name, how many items of which width, and what can be chosen."""

    name: str
    items: int
    width: int
    lines: int
    categories: tuple[str, ...]
    grades: tuple[str, ...]


@functools.lru_cache(maxsize=64)
def _find_mould(shapes: tuple[_Shape, ...], rows: int) -> Mould:
    """A workbook with a sheet for each ballot: the texts are its title, then of each ballot subject, code and items."""
    slots = map(mark_slot, itertools.count())
    with open_workbook(next(slots)) as (book, content):
        for shape in shapes:
            widths = [10, 14, *([shape.width] * shape.items), 40]
            _write_ballot(Sheet(book, shape.name, widths), shape, rows, slots)
    return Mould(content.getvalue())


def _write_ballot(page: Sheet, shape: _Shape, rows: int, slots: Iterator[str]) -> None:
    sheet = page.sheet
    sheet.set_row(0, _TITLE)
    sheet.write_string(0, 0, next(slots), page.title)
    sheet.write_string(1, 0, _NOTE, page.plain)
    for row, (label, value) in enumerate(((ISSUED, ""), (RETURNED, ""), ("编号", next(slots))), 2):
        sheet.write_string(row, 0, label, page.head)
        sheet.write_string(row, 1, value, page.text)
    whole = {"validate": "integer", "criteria": ">=", "value": 0, "error_message": "请填写整数。", "ignore_blank": True}
    sheet.data_validation(2, 1, 3, 1, whole)
    page.write_head(_HEAD_ROW, [NUMBER, CATEGORY, *itertools.islice(slots, shape.items), REMARKS], shape.lines)
    first, last = _HEAD_ROW + 1, _HEAD_ROW + rows
    for number in range(1, rows + 1):
        sheet.write_string(_HEAD_ROW + number, 0, str(number), page.plain)
    _offer(page, (first, 1, last, 1), shape.categories)
    _offer(page, (first, 2, last, 1 + shape.items), shape.grades)
    sheet.hide_gridlines(0)  # printed as well: cells that hold nothing have no borders
    page.finish(frozen=(first, 2), last=(last, shape.items + 2), filters=False)


def _offer(page: Sheet, place: tuple[int, int, int, int], choices: Sequence[str]) -> None:
    """Let people choose; a list that is too long for Excel is left to typing."""
    if choices and len(",".join(choices)) <= _LONGEST_LIST and not any("," in choice for choice in choices):
        rule = {"validate": "list", "source": list(choices), "ignore_blank": True, "error_message": "请从列表里选。"}
        page.sheet.data_validation(*place, rule)
