"""The one meeting of the demo: the evaluation meeting of the first general branch, held as the notice wants it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from pingyi.campaign.demo.people import Draft
from pingyi.model.config.settings import Settings
from pingyi.model.people.organisation import Organisation, OrgKind
from pingyi.model.results.meetings import AGENDA, Meeting, MeetingKind, list_parts
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKind

_ENDED, _ISSUED = dt.time(15, 20), dt.time(15, 30)


def hold_meeting(
    organisations: Sequence[Organisation],
    members: Mapping[str, Sequence[Draft]],
    records: Mapping[tuple[SubjectKind, str], Record],
    settings: Settings,
) -> Meeting:
    """Make the meeting; day, place and the leader's words are those of the organisation's record."""
    unit = next(item for item in organisations if item.kind is OrgKind.GENERAL_BRANCH)
    branches = [item for item in organisations if item.parent_id == unit.id]
    people = [draft["name"] for branch in branches for draft in members[branch.id]]
    record = records[SubjectKind.ORGANISATION, unit.id]
    chair, recorder = (officer.name for officer in unit.committee[:2])
    return Meeting(
        kind=MeetingKind.EVALUATION,
        organisation_id=unit.id,
        held_on=record.held_on,
        place=record.place,
        chair=chair,
        recorder=recorder,
        expected=len(people),
        attended=len(people) - 1,
        on_leave=(f"{people[-1]}（出差）",),
        leaders=tuple(officer.name for officer in unit.leaders),
        speakers=tuple(item.secretary.name for item in (unit, *branches) if item.secretary is not None),
        parts="、".join(list_parts(settings.campaign.activity)),
        reports_ended=_ENDED,
        ballots_issued=_ISSUED,
        done=AGENDA[MeetingKind.EVALUATION],
        leader_comment=record.comments["organisation"],
    )
