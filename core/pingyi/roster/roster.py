"""Reading a whole roster: sheets, columns, members, organisations, people, leaders and records, in this order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pingyi import garbage
from pingyi.errors import Problem, Severity
from pingyi.model.config.settings import Settings
from pingyi.model.people.organisation import Organisation, SchoolLeader
from pingyi.model.people.person import Person, UnreadMember
from pingyi.model.results.meetings import Meeting
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKey
from pingyi.plugins import Plugins
from pingyi.roster.columns.field import SheetKind
from pingyi.roster.columns.header import Table
from pingyi.roster.columns.record_fields import RECORD_KINDS
from pingyi.roster.columns.tables import TableFinder
from pingyi.roster.files.workbooks import read_sheets
from pingyi.roster.findings import Findings
from pingyi.roster.meetings import MeetingReader, list_unread
from pingyi.roster.people.checks import MemberChecker
from pingyi.roster.people.doubles import check_names, check_numbers
from pingyi.roster.people.leaders import LeaderReader, by_name, collect_leaders
from pingyi.roster.people.members import MemberReader
from pingyi.roster.people.namebook import NameBook
from pingyi.roster.people.officers import OfficerFinder
from pingyi.roster.people.persons import PersonMaker
from pingyi.roster.people.placing import MemberPlacer
from pingyi.roster.people.posts import appoint_from_posts
from pingyi.roster.reader import Draft, RowFindings
from pingyi.roster.records import RecordReader
from pingyi.roster.subjects import SubjectFinder
from pingyi.roster.tree.inferred import build_tree
from pingyi.roster.tree.organisations import link_units, read_organisations
from pingyi.roster.tree.types import TypeDecider
from pingyi.roster.tree.units import UnitIndex
from pingyi.texts import translate as _


@dataclass(frozen=True)
class Roster:
    """What a roster says.

    Attributes:
        path: the file.
        organisations: by id, in the order of the file, the root first where it was not named.
        people: members whose rows have no error, by id, in the order of the file.
        leaders: school leaders.
        records: what people wrote and did, by subject.
        meetings: what was held, in the order of the rows.
        unread_events: of the problems those of meetings and visits that were not read.
        record_sheets: names of the sheets that say what people wrote and did; no form depends on their rows.
        problems: everything found, by sheet and row.
        unread: members whose rows have an error, in the order of the file.
        rows_read: rows that were taken for members, those with errors and those left out too.
    """

    path: Path
    organisations: dict[str, Organisation]
    people: dict[str, Person]
    leaders: tuple[SchoolLeader, ...]
    records: dict[SubjectKey, Record]
    problems: list[Problem]
    rows_read: int
    meetings: tuple[Meeting, ...] = ()
    unread: tuple[UnreadMember, ...] = ()
    unread_events: tuple[Problem, ...] = ()
    record_sheets: frozenset[str] = frozenset()


def read_roster(path: Path, settings: Settings, plugins: Plugins) -> Roster:
    """Read a workbook or CSV table.

    Args:
        path: .xlsx, .xls or .csv.
        settings: own headers, branch types, the day on which ages are counted, the aspects of the summaries.
        plugins: branch types and their columns.

    Raises:
        FileKindError: it is not a workbook or table that can be read.
        PluginError: a branch type failed while it looked at a member.
    """
    with garbage.paused():  # all that is read stays: half of the time
        return _RosterReader(path, settings, plugins).read()


class _RosterReader:
    def __init__(self, path: Path, settings: Settings, plugins: Plugins) -> None:
        self._path = path
        self._settings = settings
        self._plugins = plugins
        self._findings = Findings(path.name)

    def read(self) -> Roster:
        sheets = read_sheets(self._path)
        self._findings.sheets = [sheet.name for sheet in sheets]
        tables = TableFinder(self._settings, self._plugins, self._findings).find(sheets)
        drafts, rows_read = self._read_members(tables[SheetKind.MEMBERS])
        index = self._read_organisations(tables[SheetKind.ORGANISATIONS], drafts)
        self._check_members(drafts, index)
        self._decide_types(index, drafts, tables[SheetKind.ORGANISATIONS])
        appoint_from_posts(drafts, index, self._findings)
        people, ids = self._make_people(drafts, index)
        book = NameBook(drafts, ids, index)
        leaders = self._read_leaders(tables[SheetKind.LEADERS], index, book)
        organisations = self._finish_organisations(index, book, leaders, tables[SheetKind.ORGANISATIONS])
        self._tell_guesses(index)
        records = self._read_records(tables, SubjectFinder(index, book, organisations.values(), leaders))
        reader = MeetingReader(index, self._findings)
        meetings = tuple(meeting for table in tables[SheetKind.MEETINGS] for meeting in reader.read(table))
        unread = tuple(_name_unread(draft, index) for draft, id_ in zip(drafts, ids, strict=True) if not id_)
        problems = self._findings.finish()
        kinds = {table.sheet.name: kind for kind, found in tables.items() for table in found}
        return Roster(
            self._path,
            organisations,
            people,
            leaders,
            records,
            problems,
            rows_read,
            meetings,
            unread,
            tuple(list_unread(problems, kinds)),
            frozenset(name for name, kind in kinds.items() if kind in (*RECORD_KINDS, SheetKind.MEETINGS)),
        )

    def _read_members(self, tables: Sequence[Table]) -> tuple[list[Draft], int]:
        readers = [MemberReader(table, self._findings) for table in tables]
        drafts = [draft for reader in readers for draft in reader.read()]
        rows_read = sum(reader.rows_read for reader in readers)
        if tables and not rows_read:
            self._findings.add(
                Severity.WARNING,
                "no-rows",
                _("There is no member below the header."),
                _("Fill in the sheet “{sheet}”.").format(sheet=tables[0].sheet.name),
                sheet=tables[0].sheet.name,
            )
        return drafts, rows_read

    def _read_organisations(self, tables: Sequence[Table], drafts: Sequence[Draft]) -> UnitIndex:
        units = [unit for table in tables for unit in read_organisations(table, self._findings)]
        if not any(unit.kind.has_members for unit in units) and drafts:
            return build_tree(drafts, self._settings, self._findings, units)
        index = UnitIndex(units)
        if units:
            link_units(index, self._settings, tables[0].title("parent_id"), self._findings)
        return index

    def _check_members(self, drafts: Sequence[Draft], index: UnitIndex) -> None:
        placer = MemberPlacer(index, self._findings)
        checker = MemberChecker(self._settings.roster.minimum_age_at_joining, self._findings)
        for draft in drafts:
            placer.place(draft)
            checker.check(draft)
        rows = RowFindings(self._findings)
        check_numbers(drafts, rows)
        check_names(drafts, rows)

    def _decide_types(self, index: UnitIndex, drafts: Iterable[Draft], tables: Sequence[Table]) -> None:
        members: defaultdict[str, list[Draft]] = defaultdict(list)
        for draft in drafts:
            members[draft.branch_id].append(draft)
        title = tables[0].title("branch_type") if tables else ""
        TypeDecider(index, self._settings, self._plugins, self._findings).decide(members, title)

    def _make_people(self, drafts: Iterable[Draft], index: UnitIndex) -> tuple[dict[str, Person], list[str]]:
        """Return the people, and for each draft its person's id, empty where the row has an error."""
        maker = PersonMaker(index, self._plugins, self._settings, self._findings)
        people: dict[str, Person] = {}
        ids: list[str] = []
        for draft in drafts:
            person = maker.make(draft)
            if person is not None:
                people[person.id] = person
            ids.append(person.id if person is not None else "")
        return people, ids

    def _read_leaders(self, tables: Sequence[Table], index: UnitIndex, book: NameBook) -> tuple[SchoolLeader, ...]:
        if not tables:
            return collect_leaders(index.units.values(), book, self._findings)
        return tuple(leader for table in tables for leader in LeaderReader(table, index, book, self._findings).read())

    def _finish_organisations(
        self, index: UnitIndex, book: NameBook, leaders: Iterable[SchoolLeader], tables: Sequence[Table]
    ) -> dict[str, Organisation]:
        titles = {name: tables[0].title(name) for name in ("secretary", "committee", "leaders")} if tables else {}
        finder = OfficerFinder(book, index, titles, self._findings)
        known = by_name(leaders)
        return {unit.id: finder.finish(unit, known) for unit in index.units.values()}

    def _tell_guesses(self, index: UnitIndex) -> None:
        for unit in index.units.values():
            if unit.guesses:
                self._findings.add(
                    Severity.INFO,
                    "organisation-inferred",
                    _("“{name}”: inferred {guesses}.").format(name=unit.name, guesses=_("; ").join(unit.guesses)),
                    _("If that is wrong, write it in a sheet “组织”."),
                    sheet=unit.sheet,
                    row=unit.row or None,
                )

    def _read_records(self, tables: Mapping[SheetKind, list[Table]], finder: SubjectFinder) -> dict[SubjectKey, Record]:
        reader = RecordReader(self._settings, finder, self._findings)
        for kind in RECORD_KINDS:
            for table in tables.get(kind, ()):
                reader.read(table)
        return reader.finish()


def _name_unread(draft: Draft, index: UnitIndex) -> UnreadMember:
    unit = index.units.get(draft.branch_id)
    return UnreadMember(
        draft.name or draft.get("person_no"),
        unit.id if unit is not None else "",
        unit.branch_type if unit is not None else "",
        draft.table.sheet.name,
        draft.row,
    )
