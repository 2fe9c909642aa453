"""Reading the sheets 总结, 点评, 承诺 and 走访 into one record for each subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from pingyi.errors import Severity
from pingyi.model.config.settings import Settings
from pingyi.model.fields.items import split_items
from pingyi.model.results.records import Endorsement, PledgePlan, Record, Visit
from pingyi.model.review.procedure import SubjectKey, SubjectKind
from pingyi.roster.cells import Trouble
from pingyi.roster.columns.field import SheetKind
from pingyi.roster.columns.header import Table
from pingyi.roster.columns.record_fields import ASPECT
from pingyi.roster.comments import CommentReader
from pingyi.roster.findings import Findings
from pingyi.roster.reader import Draft, RowFindings, TableReader
from pingyi.roster.subjects import Subject, SubjectFinder
from pingyi.texts import translate as _

_WHO = frozenset({"subject", "person_no", "organisation"})


class RecordReader:
    """Collects what all sheets say about each subject.

    Args:
        settings: aspects and grades.
        finder: finds subjects.
        findings: takes the troubles.
    """

    def __init__(self, settings: Settings, finder: SubjectFinder, findings: Findings) -> None:
        self._comments = CommentReader(settings.grades.verdict, finder)
        self._aspects = {
            SubjectKind.ORGANISATION: {aspect.title: aspect.id for aspect in settings.aspects.organisation},
            SubjectKind.MEMBER: {aspect.title: aspect.id for aspect in settings.aspects.member},
        }
        self._finder = finder
        self._findings = findings
        self._found: defaultdict[SubjectKey, dict[str, Any]] = defaultdict(dict)

    def read(self, table: Table) -> None:
        """Read one sheet; a cell with an error is left empty, and the rest of its row is used."""
        takers: Mapping[SheetKind, Callable[[Subject, dict[str, Any], Draft, RowFindings], None]] = {
            SheetKind.SUMMARIES: self._take_summary,
            SheetKind.COMMENTS: self._comments.take,
            SheetKind.PLEDGES: self._take_pledge,
            SheetKind.VISITS: self._take_visit,
        }
        rows = RowFindings(self._findings)
        for draft in TableReader(table, self._findings).read():
            subject = self._finder.find(draft)
            unread = next((name for name in draft.unread if name in _WHO), "")
            if subject.trouble is not None:
                rows.tell(draft, subject.field, _add_unused(subject.trouble))
            elif unread:
                message = _("Because of this cell the row is not used.")
                rows.tell(draft, unread, Trouble(Severity.ERROR, "row-unused", message, _("Correct the cell.")))
            # a row that is about nobody is read all the same, so that all its faults are told at once
            is_used = subject.kind is not None and not unread
            values = self._found[subject.kind, subject.id] if is_used and subject.kind is not None else {}
            takers[table.kind](subject, values, draft, rows)

    def finish(self) -> dict[SubjectKey, Record]:
        """Return the records of all subjects of which anything is known."""
        return {key: Record(**values) for key, values in self._found.items() if values}

    def _take_summary(self, subject: Subject, values: dict[str, Any], draft: Draft, rows: RowFindings) -> None:
        if subject.kind is None:
            return
        texts = values.setdefault("self_summary", {})
        for name, text in draft.values.items():
            if not name.startswith(ASPECT):
                continue
            title = name.removeprefix(ASPECT)
            aspect = self._aspects[subject.kind].get(title)
            if aspect is not None:
                texts[aspect] = text
                continue
            message = _("“{title}” is not an aspect of this kind of subject; the text is not used.").format(title=title)
            cure = _("Move the text to the column it belongs to.")
            rows.tell(draft, name, Trouble(Severity.WARNING, "aspect-of-another-kind", message, cure))

    def _take_pledge(self, subject: Subject, values: dict[str, Any], draft: Draft, rows: RowFindings) -> None:
        for column, field in (("pledge", "next_commitments"), ("last_pledge", "last_commitments")):
            known = values.get(field, ())
            values[field] = (*known, *split_items(draft.get(column).split("\n"), len(known)))
        if draft.values.get("oral"):
            values["oral_commitment"] = True
        said = {name: draft.values[name] for name in Endorsement.model_fields if draft.values.get(name)}
        if said:
            values["pledge_plan"] = PledgePlan(endorsement=Endorsement(**said))

    def _take_visit(self, subject: Subject, values: dict[str, Any], draft: Draft, rows: RowFindings) -> None:
        visit = Visit(
            **{name: value for name, value in draft.values.items() if name in Visit.model_fields},
        )
        if draft.values.get("oral"):
            values["oral_commitment"] = True
        known = values.get("visit")
        if known is not None:
            message, cure = _("This person was visited more than once; the latest visit is used."), ""
            rows.tell(draft, "subject", Trouble(Severity.INFO, "visited-again", message, cure))
        if known is None or known.held_on is None or (visit.held_on is not None and visit.held_on >= known.held_on):
            values["visit"] = visit


def _add_unused(trouble: Trouble) -> Trouble:
    """Say of a row that nobody can be found for that it is not used; a warning says so itself."""
    if trouble.severity is not Severity.ERROR:
        return trouble
    return trouble._replace(message=_("{message} The row is not used.").format(message=trouble.message))
