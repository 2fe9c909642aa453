"""Reading the sheets 总结, 点评, 承诺 and 走访 into one record for each subject."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from pingyi.errors import Severity
from pingyi.model.config.settings import Settings
from pingyi.model.results.records import Endorsement, PledgePlan, Record, Visit
from pingyi.model.review.procedure import SubjectKind
from pingyi.roster.cells import Trouble
from pingyi.roster.columns.field import SheetKind
from pingyi.roster.columns.header import Table
from pingyi.roster.columns.record_fields import ASPECT, ON_SECRETARY
from pingyi.roster.findings import Findings
from pingyi.roster.reader import Draft, RowFindings, TableReader
from pingyi.roster.subjects import SubjectFinder
from pingyi.texts import translate as _

_ITEMS = re.compile(r"\n+|[；;](?=\s*(?:\d{1,2}[.、．)）]|[（(]\d))")
_ITEM_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.、．)）]|[（(]\d{1,2}[)）])\s*")
_ABOUT_MEMBER: Mapping[str, str] = {
    "党支部书记": "secretary",
    "支部书记": "secretary",
    "党总支委员": "committee",
    "总支委员": "committee",
    "党总支书记": "committee",
    "总支书记": "committee",
    "党支部委员": "committee",
    "支部委员": "committee",
    "校领导": "committee",
}
_ON_ORGANISATION, _ON_SECRETARY = "organisation", "secretary_as_subject"
_WHOLE_TEXTS = ("method", "place", "rectification", "follow_up")
_ORAL = "口头"
SubjectKey = tuple[SubjectKind, str]


class RecordReader:
    """Collects what all sheets say about each subject.

    Args:
        settings: aspects and grades.
        finder: finds subjects.
        findings: takes the troubles.
    """

    def __init__(self, settings: Settings, finder: SubjectFinder, findings: Findings) -> None:
        self._grades = settings.grades.verdict
        self._aspects = {
            SubjectKind.ORGANISATION: {aspect.title: aspect.id for aspect in settings.aspects.organisation},
            SubjectKind.MEMBER: {aspect.title: aspect.id for aspect in settings.aspects.member},
        }
        self._finder = finder
        self._findings = findings
        self._found: defaultdict[SubjectKey, dict[str, Any]] = defaultdict(dict)

    def read(self, table: Table) -> None:
        """Read one sheet."""
        takers: Mapping[SheetKind, Callable[[SubjectKey, Draft, RowFindings], None]] = {
            SheetKind.SUMMARIES: self._take_summary,
            SheetKind.COMMENTS: self._take_comment,
            SheetKind.PLEDGES: self._take_pledge,
            SheetKind.VISITS: self._take_visit,
        }
        rows = RowFindings(self._findings)
        for draft in TableReader(table, self._findings).read():
            subject = self._finder.find(draft)
            if subject.trouble is not None:
                rows.tell(draft, subject.field, subject.trouble)
            if subject.kind is not None and not draft.faulty:
                takers[table.kind]((subject.kind, subject.id), draft, rows)

    def finish(self) -> dict[SubjectKey, Record]:
        """Return the records of all subjects of which anything is known."""
        return {key: Record(**values) for key, values in self._found.items() if values}

    def _take_summary(self, key: SubjectKey, draft: Draft, rows: RowFindings) -> None:
        texts = self._found[key].setdefault("self_summary", {})
        for name, text in draft.values.items():
            if not name.startswith(ASPECT):
                continue
            title = name.removeprefix(ASPECT)
            aspect = self._aspects[key[0]].get(title)
            if aspect is not None:
                texts[aspect] = text
                continue
            message = _("“{title}” is not an aspect of this kind of subject; the text is not used.").format(title=title)
            cure = _("Move the text to the column it belongs to.")
            rows.tell(draft, name, Trouble(Severity.WARNING, "aspect-of-another-kind", message, cure))

    def _take_comment(self, key: SubjectKey, draft: Draft, rows: RowFindings) -> None:
        values = self._found[key]
        comment = draft.get("comment")
        if comment:
            role = self._find_role(key, draft, rows)
            if role:
                comments = values.setdefault("comments", {})
                comments[role] = f"{comments[role]}\n{comment}" if role in comments else comment
        grade = draft.get("grade")
        if grade in self._grades:
            values["grade"] = grade
        elif grade:
            message = _("“{value}” is not a grade.").format(value=grade)
            cure = _("Write one of: {grades}.").format(grades="、".join(self._grades))
            rows.tell(draft, "grade", Trouble(Severity.ERROR, "grade-unknown", message, cure))
        for name in _WHOLE_TEXTS:
            if draft.get(name):
                values[name] = draft.get(name)
        if "held_on" in draft.values:
            values["held_on"] = draft.values["held_on"]

    def _find_role(self, key: SubjectKey, draft: Draft, rows: RowFindings) -> str:
        if key[0] is SubjectKind.ORGANISATION:
            return _ON_SECRETARY if ON_SECRETARY in draft.get("on") else _ON_ORGANISATION
        word = draft.get("role")
        role = _ABOUT_MEMBER.get(word, "")
        if not role:
            message = _("It is not said in which role the comment was made; it is not used.")
            cure = _("Write one of: {roles}.").format(roles="、".join(_ABOUT_MEMBER))
            rows.tell(draft, "role", Trouble(Severity.ERROR, "role-unknown", message, cure))
        return role

    def _take_pledge(self, key: SubjectKey, draft: Draft, rows: RowFindings) -> None:
        values = self._found[key]
        for column, field in (("pledge", "next_commitments"), ("last_pledge", "last_commitments")):
            items = [_ITEM_NUMBER.sub("", item).strip() for item in _ITEMS.split(draft.get(column))]
            values[field] = (*values.get(field, ()), *(item for item in items if item))
        if draft.values.get("oral"):
            values["oral_commitment"] = True
        said = {name: draft.values[name] for name in Endorsement.model_fields if draft.values.get(name)}
        if said:
            values["pledge_plan"] = PledgePlan(endorsement=Endorsement(**said))

    def _take_visit(self, key: SubjectKey, draft: Draft, rows: RowFindings) -> None:
        visit = Visit(
            **{name: value for name, value in draft.values.items() if name in Visit.model_fields},
        )
        values = self._found[key]
        if draft.values.get("oral"):
            values["oral_commitment"] = True
        known = values.get("visit")
        if known is not None:
            message, cure = _("This person was visited more than once; the latest visit is used."), ""
            rows.tell(draft, "subject", Trouble(Severity.INFO, "visited-again", message, cure))
        if known is None or known.held_on is None or (visit.held_on is not None and visit.held_on >= known.held_on):
            values["visit"] = visit
