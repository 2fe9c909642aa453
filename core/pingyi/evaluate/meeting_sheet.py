"""The sheet 会议: written for every meeting the notice orders, read from any returned workbook that has it."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pingyi.collect.folder import SHEETS, Walker
from pingyi.deliver import write_whole
from pingyi.deliver.packs.workbook import Sheet as Page
from pingyi.deliver.packs.workbook import open_workbook
from pingyi.errors import FileKindError, Problem, Severity
from pingyi.evaluate.meetings import REPORT_PARTS, Meeting, MeetingKind
from pingyi.evaluate.subjects import Subjects
from pingyi.evaluate.words import normalise, read_cell
from pingyi.model.dates import DateError, PartialDate
from pingyi.model.organisation import OrgKind
from pingyi.model.tally import MEETINGS
from pingyi.roster.files.sheets import CellValue, Sheet
from pingyi.roster.files.workbooks import read_sheets
from pingyi.texts import translate as _

NAME = MEETINGS
COLUMNS: Mapping[str, str] = {
    "类型": "kind", "组织": "organisation", "时间": "held_on", "地点": "place", "主持人": "chair",
    "记录人": "secretary", "应到": "expected", "实到": "attended", "请假": "on_leave",
    "不计应到": "not_counted", "列席": "guests",
    "到会校领导": "leaders", "述职人": "speakers", "述职内容": "parts", "述职结束": "reports_ended",
    "发放评议表": "ballots_issued", "校领导点评": "leader_comment",
}  # fmt: skip
_WIDTHS = (16, 32, 13, 18, 10, 10, 7, 7, 22, 22, 22, 18, 30, 40, 10, 12, 50)
_LISTS = ("on_leave", "not_counted", "guests", "leaders", "speakers")
_NUMBERS = ("expected", "attended")
_TIMES = ("reports_ended", "ballots_issued")
_BETWEEN = re.compile(r"[、，,；;\s]+")
_NOTE = re.compile(r"[（(].*?[)）]$")
_TIME = re.compile(r"(\d{1,2})[:：时点](\d{1,2})分?")


def write_meeting_sheet(target: Path, subjects: Subjects) -> None:
    """Write a workbook with one row for each meeting that the notice orders, kind and organisation filled in.

    Raises:
        DeliveryError: the file cannot be written.
    """
    with open_workbook("会议情况") as (book, content):
        page = Page(book, NAME, _WIDTHS)
        page.write_head(0, list(COLUMNS))
        rows = list(_list_meetings(subjects))
        for number, (kind, name, leaders) in enumerate(rows, 1):
            values = {"kind": kind.value, "organisation": name}
            for column, field in enumerate(COLUMNS.values()):
                page.sheet.write_string(number, column, values.get(field, ""), page.text)
            if leaders:
                page.sheet.write_comment(number, list(COLUMNS).index("到会校领导"), f"应到会：{leaders}")
        kinds = {"validate": "list", "source": [kind.value for kind in MeetingKind], "ignore_blank": True}
        page.sheet.data_validation(1, 0, len(rows) + 50, 0, kinds)
        page.sheet.write_comment(0, list(COLUMNS).index("述职内容"), f"写明讲了哪几部分：{'、'.join(REPORT_PARTS)}")
        page.finish(frozen=(1, 2), last=(max(len(rows), 1), len(COLUMNS) - 1))
    write_whole(target, content.getvalue())


def _list_meetings(subjects: Subjects) -> Iterator[tuple[MeetingKind, str, str]]:
    for organisation in subjects.organisations:
        leaders = "、".join(leader.name for leader in subjects.plan.campaign.leaders_of(organisation.id))
        yield MeetingKind.EVALUATION, organisation.name, leaders if organisation.kind is not OrgKind.BRANCH else ""
        if organisation.kind.has_members:
            yield MeetingKind.THEMATIC, organisation.name, ""


def read_meetings(folder: Path, subjects: Subjects) -> tuple[list[Meeting], list[Problem]]:
    """Read the sheet 会议 of every workbook of a folder; nothing in it is changed.

    Args:
        folder: of returned files; it need not exist.
        subjects: the organisations.

    Returns:
        The meetings that have a date, each once, and what could not be read.
    """
    found: dict[tuple[object, ...], Meeting] = {}
    problems: list[Problem] = []
    if not folder.is_dir():
        return [], problems
    for file in Walker(folder, []).walk():
        if file.suffix in SHEETS:
            with tempfile.TemporaryDirectory(prefix="pingyi-") as place:
                path = Path(place, f"sheet{file.suffix}")
                path.write_bytes(file.content)
                try:
                    sheets = read_sheets(path)
                except FileKindError:
                    continue  # told where forms are collected
            for sheet in sheets:
                for meeting in _read_sheet(sheet, file.path, subjects, problems):
                    found.setdefault((meeting.kind, meeting.organisation_id, meeting.held_on), meeting)
    return sorted(found.values(), key=lambda item: (item.organisation_id, item.kind, str(item.held_on))), problems


def _read_sheet(sheet: Sheet, file: str, subjects: Subjects, problems: list[Problem]) -> Iterator[Meeting]:
    if normalise(sheet.name) != NAME:
        return
    header = next((index for index, row in enumerate(sheet.rows) if _find_columns(row)), None)
    if header is None:
        return
    columns = _find_columns(sheet.rows[header])
    for index in range(header + 1, len(sheet.rows)):
        row, number = sheet.rows[index], sheet.number(index)
        texts = {field: read_cell(row[place]) for field, place in columns.items()}
        if not any(text for field, text in texts.items() if field not in ("kind", "organisation")):
            continue  # a meeting that is still to be held
        organisation = subjects.find_organisation(texts["organisation"])
        kind = next((item for item in MeetingKind if normalise(texts["kind"]) == item.value), None)
        if organisation is None or kind is None:
            wrong = texts["kind"] if kind is None else texts["organisation"]
            problems.append(
                _tell(file, sheet, number, _("“{value}” is no meeting or organisation of this campaign."), wrong)
            )
            continue
        values = {field: _read(field, row[place], texts[field]) for field, place in columns.items()}
        for field, value in values.items():
            if value is None and texts[field]:
                problems.append(_tell(file, sheet, number, _("“{value}” cannot be read."), texts[field]))
        fields = {field: value for field, value in values.items() if field not in ("kind", "organisation", "held_on")}
        held_on = values["held_on"]
        yield Meeting(kind, organisation.id, held_on, file, sheet.name, number, **fields)


def _find_columns(row: Sequence[CellValue]) -> dict[str, int]:
    """Where the fields stand; none where the row is not the header."""
    places = {
        COLUMNS[name]: index for index, cell in enumerate(row) for name in [normalise(str(cell))] if name in COLUMNS
    }
    return places if {"kind", "organisation", "held_on"} <= set(places) else {}


def _read(field: str, value: CellValue, text: str) -> Any:
    """The value of a cell; `None` where it is empty or cannot be read."""
    if field in _LISTS:
        return tuple(_NOTE.sub("", name) for name in _BETWEEN.split(text) if name)
    if field in _NUMBERS:
        plain = normalise(text).removesuffix("人")
        return int(plain) if plain.isdecimal() else None
    if field in _TIMES:
        return _read_time(value, text)
    if field != "held_on":
        return text
    try:
        date = PartialDate.parse(value) if text else None
    except DateError:
        return None
    return date.first if date is not None and date.day is not None else None


def _read_time(value: CellValue, text: str) -> dt.time | None:
    if isinstance(value, dt.datetime):
        return value.time()
    if isinstance(value, dt.time):
        return value
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * 24 * 60)
        return dt.time(minutes // 60 % 24, minutes % 60)
    match = _TIME.search(text)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return dt.time(int(match[1]), int(match[2]))


def _tell(file: str, sheet: Sheet, row: int, message: str, value: str) -> Problem:
    cure = _(
        "Write it as the blank sheet has it: dates like 2011-01-06, times like 15:30, full names of organisations."
    )
    return Problem(Severity.ERROR, "meeting-unread", message.format(value=value), cure, file, sheet.name, row)
