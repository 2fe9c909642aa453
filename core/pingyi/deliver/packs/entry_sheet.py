"""The workbook into which the returned ballots of one organisation are typed: a row for each paper, no voter."""

from __future__ import annotations

from collections.abc import Sequence

from pingyi.deliver.packs.workbook import Sheet, open_workbook
from pingyi.model.forms import BallotForm, MemberBallot
from pingyi.model.organisation import Organisation
from pingyi.model.tally import MEMBER_BALLOTS, ORGANISATION_BALLOTS
from pingyi.plan import Plan, fill_document

ISSUED, RETURNED = "发出票数", "收回票数"
NUMBER, CATEGORY, REMARKS = "序号", "身份类别", "意见和建议"
SHEETS = {False: ORGANISATION_BALLOTS, True: MEMBER_BALLOTS}
"""Name of the sheet: for ballots on the organisation, and on its members."""
_HEAD_ROW = 5
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
    with open_workbook(f"{organisation.name}评议票录入表") as (book, content):
        taken: set[str] = set()
        for ballot in ballots:
            name = SHEETS[isinstance(ballot, MemberBallot)]
            while name in taken:  # a plugin's own ballots
                name += "+"
            taken.add(name)
            _write_ballot(Sheet(book, name, _list_widths(ballot)), ballot, rows)
    return content.getvalue()


def _list_widths(ballot: BallotForm) -> list[int]:
    wide = 10 if isinstance(ballot, MemberBallot) else 18
    return [10, 14, *(wide for _item in ballot.items), 40]


def _write_ballot(page: Sheet, ballot: BallotForm, rows: int) -> None:
    sheet = page.sheet
    sheet.write_string(0, 0, f"评议对象：{ballot.subject}", page.title)
    sheet.write_string(1, 0, _NOTE, page.plain)
    for row, (label, value) in enumerate(((ISSUED, ""), (RETURNED, ""), ("编号", ballot.code)), 2):
        sheet.write_string(row, 0, label, page.head)
        sheet.write_string(row, 1, value, page.text)
    whole = {"validate": "integer", "criteria": ">=", "value": 0, "error_message": "请填写整数。", "ignore_blank": True}
    sheet.data_validation(2, 1, 3, 1, whole)
    titles = [f"{item.text}（{item.note}）" if item.note else item.text for item in ballot.items]
    page.write_head(_HEAD_ROW, [NUMBER, CATEGORY, *titles, REMARKS])
    first, last = _HEAD_ROW + 1, _HEAD_ROW + rows
    for number in range(1, rows + 1):
        sheet.write_string(_HEAD_ROW + number, 0, str(number), page.plain)
    _offer(page, (first, 1, last, 1), ballot.voter_categories)
    _offer(page, (first, 2, last, 1 + len(titles)), ballot.grades)
    sheet.hide_gridlines(0)  # printed as well: cells that hold nothing have no borders
    page.finish(frozen=(first, 2), last=(last, len(titles) + 2), filters=False)


def _offer(page: Sheet, place: tuple[int, int, int, int], choices: Sequence[str]) -> None:
    """Let people choose; a list that is too long for Excel is left to typing."""
    if choices and len(",".join(choices)) <= _LONGEST_LIST and not any("," in choice for choice in choices):
        rule = {"validate": "list", "source": list(choices), "ignore_blank": True, "error_message": "请从列表里选。"}
        page.sheet.data_validation(*place, rule)
