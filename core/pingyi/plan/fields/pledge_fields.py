"""The fields of the 公开承诺书: what is to be mended, the pledges, the points to look at (R34-R39, R51)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pingyi.model.campaign import Campaign
from pingyi.model.fields.items import split_items
from pingyi.model.papers.forms import AspectText, Form
from pingyi.model.people.organisation import OrgKind
from pingyi.model.results.records import Endorsement, Mending, Pledge, PledgePlan
from pingyi.model.review.procedure import SubjectKind, SubjectPlan
from pingyi.plan.fields.member_fields import note_copies
from pingyi.plan.fields.numerals import number_item
from pingyi.plan.plan import Plan
from pingyi.plan.wording import write_day

_MENDING_LINES = 3
_PLEDGE_LINES = {SubjectKind.ORGANISATION: 6, SubjectKind.MEMBER: 4}
ORAL = "口头"
"""Part of the name of every way to pledge without writing (R43)."""


def fill_pledge(plan: Plan, subject: SubjectPlan, form: Form) -> Mapping[str, Any]:
    """Return what the core knows for a subject's 公开承诺书.

    How many lines there are depends on nothing but the kind of subject, so that a paper that comes back is read
    against the same lines, whatever was known when it was made.
    """
    campaign = plan.campaign
    record = campaign.record_of(subject.kind, subject.id)
    step = next(step for step in subject.steps if step.id == form.step)
    known = record.pledge_plan or PledgePlan()
    pledges = known.pledges or tuple(Pledge(text=text) for text in record.next_commitments)
    mending = known.mending or tuple(Mending(text=text) for text in split_items(record.rectification.splitlines()))
    count = _PLEDGE_LINES[subject.kind]
    endorsement = known.endorsement or Endorsement()
    ways = step.methods if subject.kind is SubjectKind.MEMBER else ()
    return {
        "next_year": campaign.settings.campaign.year + 1,
        "due": f"{write_day(step.due)}前制定",
        "last_commitments": record.last_commitments,
        "mending": _list_lines("整改", [item.text for item in mending], _MENDING_LINES),
        "taken_up": _list_lines("整改", [item.pledge for item in mending], _MENDING_LINES),
        "pledges": _list_lines("承诺", [item.text for item in pledges], count),
        "measures": _list_lines("承诺", [item.measure for item in pledges], count),
        "finish_by": _list_lines("承诺", [item.finish_by for item in pledges], count),
        "written_on": known.written_on or "",
        "points": tuple(
            AspectText(id=str(place), number=number_item(place), title=point, text=known.points.get(point, ""))
            for place, point in enumerate(step.checks, 1)
        ),
        "copies_note": note_copies(campaign.settings, form),
        "ways": ways,
        "way": next((way for way in ways if ORAL in way), "") if record.oral_commitment else "",
        "approver": "党总支" if needs_approval(campaign, subject.id) else "上级党组织",
        "answer": endorsement.answer,
        "opinion": endorsement.opinion,
        "signed_by": endorsement.signed_by,
        "signed_on": endorsement.signed_on or "",
    }


def needs_approval(campaign: Campaign, organisation_id: str) -> bool:
    """Whether a general branch stands above an organisation, which approves its pledges (R36)."""
    organisation = campaign.organisations.get(organisation_id)
    return (
        organisation is not None
        and organisation.kind is OrgKind.BRANCH
        and campaign.general_branch_of(organisation) is not None
    )


def _list_lines(word: str, texts: Sequence[str], count: int) -> tuple[AspectText, ...]:
    """Always `count` lines; what is left over stands in the last one."""
    kept: Iterable[str] = (*texts[: count - 1], "\n".join(filter(None, texts[count - 1 :])))
    filled = [*kept, *[""] * count][:count]
    return tuple(
        AspectText(id=str(number), number=str(number), title=f"{word}{number}", text=text)
        for number, text in enumerate(filled, 1)
    )
