"""The fields of form 1: an organisation and its secretary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pingyi.model.papers.forms import Form
from pingyi.model.people.organisation import Organisation, OrgKind
from pingyi.model.people.person import Membership
from pingyi.model.review.procedure import SubjectKind, SubjectPlan
from pingyi.plan.fields.aspects import list_aspects
from pingyi.plan.fields.budgets import settings_of
from pingyi.plan.fields.member_fields import note_summary
from pingyi.plan.plan import Plan


def fill_organisation(plan: Plan, subject: SubjectPlan, organisation: Organisation, form: Form) -> Mapping[str, Any]:
    """Return the values the core knows for an organisation's form."""
    campaign = plan.campaign
    record = campaign.record_of(SubjectKind.ORGANISATION, organisation.id)
    on_secretary = record.comments.get("secretary_as_subject") or campaign.record_of(
        SubjectKind.SECRETARY, organisation.id
    ).comments.get("secretary_as_subject", "")
    parent = campaign.organisations.get(organisation.parent_id)
    total, probationary = _count_members(plan, organisation)
    is_branch = organisation.kind is not OrgKind.GENERAL_BRANCH
    return {
        "org_name": organisation.name,
        "org_kind": organisation.kind.value,
        "branch_type": plan.plugins.branch_types[subject.branch_type].LABEL if is_branch else "",
        "secretary_name": organisation.secretary.name if organisation.secretary is not None else "",
        "member_total": total,
        "probationary_total": probationary,
        "parent_org": parent.name if parent is not None else "",
        "contact_leader": "、".join(leader.name for leader in _list_leaders(plan, organisation)),
        "self_summary": list_aspects(campaign.settings.aspects.organisation, record),
        "self_summary_note": note_summary(settings_of(plan, subject), form),
        "comment_on_org": record.comments.get("organisation", ""),
        "comment_on_secretary": on_secretary,
        "method": record.method,
        "held_on": record.held_on or "",
        "place": record.place,
        "reviewers": "、".join(f"{item.reviewer}（{item.post}）" for item in subject.assignments),
        "rectification": record.rectification,
        "follow_up": record.follow_up,
        "next_commitments": record.pledges,
    }


def _list_leaders(plan: Plan, organisation: Organisation) -> Any:
    """The school leaders in charge: of a branch, those of its general branch, where it has none of its own."""
    leaders = plan.campaign.leaders_of(organisation.id)
    above = plan.campaign.general_branch_of(organisation)
    return leaders or (plan.campaign.leaders_of(above.id) if above is not None else ())


def _count_members(plan: Plan, organisation: Organisation) -> tuple[int, int | None]:
    """How many members there are, and how many of them are probationary, as far as all of them are known."""
    people = list(plan.campaign.members_below(organisation))
    unread = plan.campaign.count_unread(organisation)
    probationary = sum(person.membership is Membership.PROBATIONARY for person in people)
    return len(people) + unread, None if unread else probationary
