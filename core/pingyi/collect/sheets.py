"""Returned workbooks: secretaries who type into the sheets 总结, 点评, 承诺, 走访 and 会议 instead of forms."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pingyi.collect.folder import File
from pingyi.errors import FileKindError, Problem, Severity
from pingyi.model.campaign import Campaign
from pingyi.model.config.tally import MEMBER_BALLOTS, ORGANISATION_BALLOTS
from pingyi.model.results.meetings import Meeting
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKey
from pingyi.plan import Plan
from pingyi.plan.remarks import place_remarks
from pingyi.roster.columns.field import SheetKind
from pingyi.roster.columns.fields import list_fields
from pingyi.roster.columns.header import HeaderFinder, Table, normalise
from pingyi.roster.columns.record_fields import RECORD_KINDS
from pingyi.roster.files.sheets import Sheet
from pingyi.roster.files.workbooks import read_sheets
from pingyi.roster.findings import Findings
from pingyi.roster.meetings import MeetingReader, list_unread
from pingyi.roster.people.namebook import NameBook
from pingyi.roster.reader import Draft
from pingyi.roster.records import RecordReader
from pingyi.roster.subjects import SubjectFinder
from pingyi.roster.tree.units import Unit, UnitIndex
from pingyi.texts import translate as _

_DECISIVE: Mapping[str, str] = {**dict.fromkeys(RECORD_KINDS, "subject"), SheetKind.MEETINGS: "kind"}
"""The column without which a row is about nobody."""
# other stations read these
_OTHERS = frozenset({ORGANISATION_BALLOTS, MEMBER_BALLOTS})


@dataclass(frozen=True)
class Book:
    """What one returned workbook says.

    Attributes:
        unread_events: of its problems those of meetings and visits that were not read.
    """

    path: str
    records: dict[SubjectKey, Record]
    meetings: tuple[Meeting, ...]
    unread_events: tuple[Problem, ...]


def read_workbooks(files: Iterable[File], plan: Plan) -> tuple[list[Book], list[Problem]]:
    """Read the record sheets of returned workbooks; other sheets in them, such as rosters, are left alone.

    Args:
        files: workbooks, in the order of their paths.
        plan: knows the members and organisations that rows can be about.

    Returns:
        What each file says, and everything that is wrong.
    """
    found: list[Book] = []
    problems: list[Problem] = []
    for file in files:
        findings = Findings(file.path)
        try:
            tables = _find_tables(file, plan, findings)
        except FileKindError as error:
            problems.append(Problem(Severity.ERROR, "file-unreadable", error.message, error.cure, file=file.path))
            continue
        if tables:
            index = _make_index(plan.campaign)
            reader = RecordReader(plan.campaign.settings, _make_finder(plan.campaign, index, tables[0]), findings)
            for kind in RECORD_KINDS:
                for table in tables:
                    if table.kind is kind:
                        reader.read(table)
            sheets = [table for table in tables if table.kind is SheetKind.MEETINGS]
            meetings = tuple(meeting for table in sheets for meeting in MeetingReader(index, findings).read(table))
            records, unplaced = place_remarks(reader.finish(), plan.planner)
            problems.extend(replace(problem, file=file.path) for problem in unplaced)
            events = list_unread(findings.finish(), {table.sheet.name: table.kind for table in tables})
            found.append(Book(file.path, records, meetings, tuple(events)))
        elif not any(name in _OTHERS or normalise(name) in _DECISIVE for name in findings.sheets):
            findings.add(
                Severity.INFO,
                "book-skipped",
                _("this workbook has none of the sheets 总结, 点评, 承诺, 走访 and 会议"),
                _("If somebody typed reviews here, use the sheets that “pingyi init” writes."),
            )
        problems.extend(findings.finish())
    return found, problems


def _find_tables(file: File, plan: Plan, findings: Findings) -> list[Table]:
    with tempfile.TemporaryDirectory(prefix="pingyi-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / f"book{file.suffix}"
        path.write_bytes(file.content)
        try:
            sheets = read_sheets(path)
        except FileKindError as error:
            message = error.message.replace(path.name, file.path.rpartition("/")[2])
            raise FileKindError(message, cure=error.cure) from error
    findings.sheets = [sheet.name for sheet in sheets]
    settings = plan.campaign.settings
    finder = HeaderFinder(list_fields(settings, plan.plugins), settings.roster.columns)
    tables = []
    for sheet in sheets:
        table = finder.find(sheet)
        if table is not None and _DECISIVE.get(table.kind, "") in table.columns:
            tables.append(table)
        elif normalise(sheet.name) in _DECISIVE:
            _tell_unread(sheet, findings)
    return tables


def _tell_unread(sheet: Sheet, findings: Findings) -> None:
    """A sheet with the right name whose columns nobody can understand would be lost in silence."""
    rows = ([str(cell).strip() for cell in row if cell != ""] for row in sheet.rows)
    index, titles = next(((index, cells) for index, cells in enumerate(rows) if len(cells) > 1), (0, []))
    if titles:
        findings.add(
            Severity.WARNING,
            "sheet-unread",
            _("nothing was read from the sheet “{sheet}”: its headers are not known").format(sheet=sheet.name),
            _("Name its columns as in the workbook that “pingyi init” writes."),
            sheet=sheet.name,
            row=sheet.number(index),
            value="、".join(titles),
        )


def _make_index(campaign: Campaign) -> UnitIndex:
    index = UnitIndex(
        Unit(id=item.id, name=item.name, kind=item.kind, parent_id=item.parent_id)
        for item in campaign.organisations.values()
    )
    index.link()
    return index


def _make_finder(campaign: Campaign, index: UnitIndex, table: Table) -> SubjectFinder:
    """Finds members and organisations of the campaign as the roster's own sheets do."""
    people = list(campaign.people.values())
    drafts: Sequence[Draft] = [
        Draft(
            table,
            0,
            (),
            name=person.name,
            values={"person_no": person.person_no, "party_posts": person.party_posts},
            branch_id=person.branch_id,
        )
        for person in people
    ]
    book = NameBook(drafts, [person.id for person in people], index)
    return SubjectFinder(index, book, campaign.organisations.values(), campaign.leaders)
