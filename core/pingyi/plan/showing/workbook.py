"""The plan as a workbook for the leaders to confirm: one row per subject, and one sheet by reviewer."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pingyi.disk.atomic import write_whole
from pingyi.errors import UsageError
from pingyi.model.review.procedure import SubjectKind, SubjectPlan
from pingyi.plan.plan import Plan
from pingyi.plan.wording import KINDS, write_bases, write_day, write_reviewers
from pingyi.texts import translate as _
from pingyi.workbooks.book import open_workbook
from pingyi.workbooks.tables import CELL, HEAD, TEXT, finish_sheet, write_head

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_REVIEW_COLUMNS = {"依据": 46, "方式": 14, "截止日期": 15, "确认": 10}
_BY_SUBJECT = {"点评对象": 26, "类别": 8, "所在组织": 26, "点评人": 32, "职务": 24, **_REVIEW_COLUMNS}
_BY_REVIEWER = {"点评人": 12, "职务": 28, "点评对象": 40, "类别": 8, "所在组织": 26, **_REVIEW_COLUMNS}
"""Headers and widths of the columns."""
_ANSWERS = ("同意", "需调整")
_MAX_ROWS = 1_048_575
"""Rows of a worksheet below its header."""
_SHOWN = 6
"""How many members of one branch a row names; of more only the number."""
_LINE = 15
"""Height of one line of text in points."""
Row = tuple[str, ...]


class _Group(NamedTuple):
    """What the subjects of one row of the sheet by reviewer have in common."""

    organisation_id: str
    kind: SubjectKind
    subject_id: str
    post: str
    bases: str
    method: str
    choice: bool


def write_plan_workbook(plan: Plan, target: Path) -> None:
    """Write the plan as .xlsx: text only, so that no name can be taken for a formula.

    Raises:
        UsageError: there are more subjects than a worksheet has rows.
        DeliveryError: the file cannot be written; what was there before is untouched.
    """
    due = write_day(plan.campaign.settings.deadlines.last_day("review"))
    by_subject = [_describe(plan, subject, due) for subject in plan.subjects()]
    by_reviewer = list(_list_by_reviewer(plan, due))
    if max(len(by_subject), len(by_reviewer)) > _MAX_ROWS:
        raise UsageError(
            _("The plan has {count} rows, more than a worksheet holds.").format(count=len(by_subject)),
            cure=_("Make it for one general branch at a time, from a roster of its own."),
        )
    with open_workbook("领导点评安排") as (book, content):
        _write_sheet(book, "点评安排", f"{plan.institution}领导点评安排", _BY_SUBJECT, by_subject)
        _write_sheet(book, "按点评人", f"{plan.institution}领导点评安排（按点评人）", _BY_REVIEWER, by_reviewer)
    write_whole(target, content.getvalue())


def _describe(plan: Plan, subject: SubjectPlan, due: str) -> Row:
    organisation = plan.campaign.organisations[subject.organisation_id]
    if subject.exemption is not None:
        names, posts, bases = "—", "—", write_bases([subject.exemption.reason])
    else:
        names = write_reviewers(subject.assignments)
        posts = "、".join(dict.fromkeys(item.post for item in subject.assignments)) or "—"
        bases = write_bases(reason for item in subject.assignments for reason in item.reasons)
    return (subject.name, KINDS[subject.kind], organisation.name, names, posts, bases, subject.method.value, due, "")


def _list_by_reviewer(plan: Plan, due: str) -> Iterator[Row]:
    """Rows grouped by reviewer in the order of first use; the members of a branch share a row."""
    rows: dict[tuple[str, str], dict[_Group, list[str]]] = {}
    for subject in plan.subjects():
        for item in subject.assignments:
            own = subject.id if subject.kind is not SubjectKind.MEMBER else ""
            bases = write_bases(item.reasons)
            group = _Group(
                subject.organisation_id, subject.kind, own, item.post, bases, subject.method.value, item.choice
            )
            reviewer = (item.reviewer, item.reviewer_id)
            rows.setdefault(reviewer, {}).setdefault(group, []).append(subject.name)
    for (name, _id), groups in rows.items():
        for group, subjects in groups.items():
            choice = "（与他人任一人点评即可）" if group.choice else ""
            organisation = plan.campaign.organisations[group.organisation_id].name
            listed = _name_subjects(subjects, group.kind) + choice
            yield (name, group.post, listed, KINDS[group.kind], organisation, group.bases, group.method, due, "")


def _name_subjects(names: Sequence[str], kind: SubjectKind) -> str:
    if kind is not SubjectKind.MEMBER:
        return names[0]
    listed = "、".join(names[:_SHOWN])
    return f"党员{len(names)}人：{listed}{'等' if len(names) > _SHOWN else ''}"


def _count_lines(text: str, width: int) -> int:
    """How many lines a text takes in a column; not every program works it out when it opens the file."""
    taken = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return max(1, math.ceil(taken / (width - 1)))


def _write_sheet(book: Workbook, name: str, title: str, columns: dict[str, int], rows: Sequence[Row]) -> None:
    sheet = book.add_worksheet(name)
    common = {**CELL, "text_wrap": True}
    write_head(sheet, columns, book.add_format({**common, **HEAD}))
    cell = book.add_format({**common, **TEXT})
    for number, row in enumerate(rows, start=1):
        sheet.set_row(number, _LINE * max(map(_count_lines, row, columns.values())))
        for place, value in enumerate(row):
            sheet.write_string(number, place, value, cell)
    last = max(len(rows), 1)
    sheet.data_validation(
        1,
        len(columns) - 1,
        last,
        len(columns) - 1,
        {"validate": "list", "source": list(_ANSWERS), "ignore_blank": True},
    )
    finish_sheet(sheet, frozen=(1, 1), last=(last, len(columns) - 1), header=title)
