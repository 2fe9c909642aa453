"""The rows that a roster writes into our own workbook: the reverse of reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pingyi.model.config.settings import Settings
from pingyi.model.fields.base import list_columns
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.organisation import Officer, Organisation, OrgKind
from pingyi.model.results.meetings import TOLD
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import Role, SubjectKey, SubjectKind
from pingyi.roster.columns.field import SheetKind
from pingyi.roster.columns.record_fields import ASPECT, ON_SECRETARY
from pingyi.roster.people.officers import COMMITTEE_POST, SECRETARY_POST
from pingyi.roster.roster import Roster

Row = Mapping[str, str]
"""Text by field name."""
_ROLES: Mapping[str, tuple[str, str]] = {
    "secretary": ("党员", "党支部书记"),
    "committee": ("党员", "党总支委员"),
    "organisation": ("党组织", "校领导"),
    "secretary_as_subject": (ON_SECRETARY, "校领导"),
}


def show(value: Any) -> str:
    """A value as people write it into a cell."""
    if value is None or value is False:
        return ""
    if value is True:
        return "是"
    if isinstance(value, PartialDate):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return "、".join(map(show, value))
    return str(value)


class ContentLister:
    """Lists the rows of each sheet.

    Args:
        roster: what to write.
        settings: the aspects of summaries.
        labels: printed names of the branch types.
    """

    def __init__(self, roster: Roster, settings: Settings, labels: Mapping[str, str]) -> None:
        self._roster = roster
        self._labels = labels
        self._titles = {
            SubjectKind.MEMBER: {aspect.id: aspect.title for aspect in settings.aspects.member},
            SubjectKind.ORGANISATION: {aspect.id: aspect.title for aspect in settings.aspects.organisation},
        }
        units = roster.organisations
        self._superiors = {
            unit.secretary.person_id: Role.GENERAL_BRANCH_SECRETARY.value
            if unit.parent_id in units and units[unit.parent_id].kind is OrgKind.GENERAL_BRANCH
            else Role.SCHOOL_LEADER.value
            for unit in units.values()
            if unit.kind.has_members and unit.secretary is not None
        }
        self._namesakes = Counter(person.name for person in roster.people.values())

    def list_rows(self, kind: SheetKind) -> Iterator[Row]:
        """Yield the rows of one sheet."""
        match kind:
            case SheetKind.MEMBERS:
                yield from self._list_members()
            case SheetKind.ORGANISATIONS:
                yield from self._list_organisations()
            case SheetKind.LEADERS:
                yield from self._list_leaders()
            case SheetKind.MEETINGS:
                yield from self._list_meetings()
            case _:
                for (subject, subject_id), record in self._roster.records.items():
                    place = self._describe(subject, subject_id)
                    if place:
                        for row in self._list_record(kind, (subject, subject_id), record):
                            yield {**place, **row}

    def _list_members(self) -> Iterator[Row]:
        units = self._roster.organisations
        for person in self._roster.people.values():
            row = {name: show(getattr(person, name)) for name in list_columns(type(person))}
            branch = units.get(person.branch_id)
            if branch is not None:
                row["branch"] = branch.name
                above = units.get(branch.parent_id)
                row["parent"] = above.name if above is not None and above.kind is OrgKind.GENERAL_BRANCH else ""
            yield row

    def _list_organisations(self) -> Iterator[Row]:
        for unit in self._roster.organisations.values():
            above = self._roster.organisations.get(unit.parent_id)
            yield {
                "name": unit.name,
                "code": unit.id if unit.id != unit.name else "",
                "kind": unit.kind.value,
                "parent_id": above.name if above is not None else "",
                "branch_type": self._labels.get(unit.branch_type, "") if unit.kind.has_members else "",
                "secretary": self._write_officer(unit.secretary, SECRETARY_POST[unit.kind]),
                "committee": self._write_officers(unit, unit.committee, COMMITTEE_POST[unit.kind]),
                "leaders": "、".join(officer.name for officer in unit.leaders),
                "service_window": show(unit.service_window),
            }

    def _write_officers(self, unit: Organisation, officers: Sequence[Officer], post: str) -> str:
        return "、".join(self._write_officer(officer, post) for officer in officers)

    def _write_officer(self, officer: Officer | None, usual_post: str) -> str:
        """The name, with the number where namesakes exist, or with a post that is not the usual one."""
        if officer is None:
            return ""
        person = self._roster.people.get(officer.person_id)
        if person is not None and person.person_no and self._namesakes[officer.name] > 1:
            return f"{officer.name}（{person.person_no}）"
        return f"{officer.name}（{officer.post}）" if officer.post not in ("", usual_post) else officer.name

    def _list_leaders(self) -> Iterator[Row]:
        units = self._roster.organisations
        for leader in self._roster.leaders:
            own = units.get(leader.own_branch_id)
            charges = [units[unit_id].name for unit_id in leader.in_charge_of if unit_id in units]
            yield {
                "name": leader.name,
                "post": leader.post,
                "own_branch_id": own.name if own is not None else "",
                "in_charge_of": "、".join(charges),
            }

    def _list_meetings(self) -> Iterator[Row]:
        units = self._roster.organisations
        for meeting in self._roster.meetings:
            if meeting.organisation_id in units:
                told = {name: show(getattr(meeting, name)) for name in TOLD}
                yield {"kind": meeting.kind.value, "organisation": units[meeting.organisation_id].name, **told}

    def _describe(self, kind: SubjectKind, subject_id: str) -> Row:
        if kind is SubjectKind.MEMBER:
            person = self._roster.people.get(subject_id)
            if person is None:
                return {}
            branch = self._roster.organisations.get(person.branch_id)
            place = branch.name if branch is not None else ""
            return {"subject": person.name, "person_no": person.person_no, "organisation": place}
        unit = self._roster.organisations.get(subject_id)
        return {"subject": unit.name} if unit is not None else {}

    def _list_record(self, kind: SheetKind, key: SubjectKey, record: Record) -> Iterator[Row]:
        if kind is SheetKind.SUMMARIES and record.self_summary:
            titles = self._titles.get(key[0], self._titles[SubjectKind.ORGANISATION])
            yield {ASPECT + titles[key]: text for key, text in record.self_summary.items() if key in titles}
        elif kind is SheetKind.COMMENTS:
            yield from _list_comments(record, self._superiors.get(key[1], "") if key[0] is SubjectKind.MEMBER else "")
        elif kind is SheetKind.PLEDGES and (
            record.pledges or record.last_commitments or record.oral_commitment or record.pledge_plan
        ):
            pledges = {"pledge": record.pledges, "last_pledge": record.last_commitments}
            said = record.pledge_plan.endorsement if record.pledge_plan is not None else None
            yield {
                **{name: "\n".join(texts) for name, texts in pledges.items()},
                "oral": show(record.oral_commitment),
                **({name: show(value) for name, value in said} if said is not None else {}),
            }
        elif kind is SheetKind.VISITS and record.visit is not None:
            yield {name: show(value) for name, value in record.visit}


def _list_comments(record: Record, superior: str) -> Iterator[Row]:
    """The rows of one subject's comments; a branch secretary's first reviewer is no branch secretary (Q4)."""
    once = {
        name: show(getattr(record, name))
        for name in ("grade", "method", "held_on", "place", "rectification", "follow_up")
    }
    rows: list[Row] = []
    for key, text in record.comments.items():
        if key in _ROLES:
            on, role = _ROLES[key]
            role = superior if superior and key == "secretary" else role
            rows.append({"on": on, "role": role, "reviewer": show(record.reviewers.get(key)), "comment": text})
    rows += [
        {"on": "党员", "role": item.role, "reviewer": show(item.reviewers), "comment": item.text}
        for item in record.remarks
    ]
    if not rows and any(once.values()):
        rows = [{}]
    for position, row in enumerate(rows):
        yield {**row, **once} if position == 0 else row
