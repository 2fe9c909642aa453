"""From the rows of the sheet 会议 to meetings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pingyi.errors import Problem, Severity
from pingyi.model.results.meetings import Meeting, MeetingKind, parse_count, parse_time, split_people
from pingyi.roster.cells import Trouble, unify_dots
from pingyi.roster.columns.field import SheetKind
from pingyi.roster.columns.header import Table
from pingyi.roster.findings import Findings
from pingyi.roster.reader import Draft, RowFindings, TableReader
from pingyi.roster.tree.units import UnitIndex
from pingyi.texts import translate as _

_LISTS = ("on_leave", "absent", "not_counted", "guests", "leaders", "speakers", "done")
_COUNTS, _TIMES = ("expected", "attended"), ("reports_ended", "ballots_issued")
_UNREAD = {SheetKind.MEETINGS: "meeting-unread", SheetKind.VISITS: "visit-unread"}
_GIVEN = frozenset({"kind", "organisation"})


class MeetingReader:
    """Reads sheets of meetings.

    Args:
        index: finds organisations.
        findings: takes the troubles.
    """

    def __init__(self, index: UnitIndex, findings: Findings) -> None:
        self._index = index
        self._findings = findings
        self._rows = RowFindings(findings)

    def read(self, table: Table) -> Iterator[Meeting]:
        """Yield the meetings; a row that says no more than kind and organisation is one that is still to be held.

        A cell that cannot be read is left empty; a row that does not say which meeting it is about is not used.
        """
        for draft in TableReader(table, self._findings).read():
            if set(draft.values) <= _GIVEN and not draft.faulty:
                continue
            unit = self._index.find(draft.get("organisation")) if draft.get("organisation") else None
            kind = next((item for item in MeetingKind if item == "".join(draft.get("kind").split())), None)
            for field, known in (("kind", kind), ("organisation", unit)):
                if known is None:
                    self._tell(draft, field, _("It is not said which meeting this row is about; it is not used."))
            values = {name: self._read(draft, name) for name in draft.values if name not in _GIVEN}
            if unit is not None and kind is not None and values:
                place = {"file": self._findings.file, "sheet": table.sheet.name, "row": draft.row}
                yield Meeting(kind=kind, organisation_id=unit.id, **values, **place)

    def _read(self, draft: Draft, name: str) -> Any:
        value, text = draft.values[name], draft.get(name)
        if name in _LISTS:
            return split_people(unify_dots(text))
        if name in _COUNTS:
            value = parse_count(text)
        elif name in _TIMES:
            index = draft.find_cell(name)
            value = parse_time(draft.cells[index] if index is not None else text)
        elif name == "held_on" and value.day is None:
            value = None
        if value is None:
            self._tell(draft, name, _("“{value}” cannot be read.").format(value=text))
        return value

    def _tell(self, draft: Draft, name: str, message: str) -> None:
        cure = _(
            "Write it as the sheet's header explains: 述职评议会 or 专题组织生活会, full names of organisations, "
            "days like 2011-01-06, times like 15:30, numbers of people."
        )
        self._rows.tell(draft, name, Trouble(Severity.ERROR, "meeting-unread", message, cure))


def list_unread(problems: Iterable[Problem], kinds: Mapping[str, SheetKind]) -> Iterator[Problem]:
    """The problems of rows and cells of meetings and visits that were not read, each under a name of these two.

    Args:
        problems: of a whole workbook.
        kinds: of its sheets, by their names.
    """
    for problem in problems:
        code = _UNREAD.get(kinds.get(problem.sheet, SheetKind.GUIDE))
        if code and (problem.severity is Severity.ERROR or problem.code == "subject-faulty"):
            yield replace(problem, code=code)
