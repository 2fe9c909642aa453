"""Which documents are searched for private values before they are delivered, and for whose."""

from __future__ import annotations

from collections.abc import Iterable

from pingyi.forms.leaks import refuse_leaks
from pingyi.model.papers.forms import FormData
from pingyi.model.people.person import Person
from pingyi.model.review.procedure import PlannedDocument, SubjectKind, SubjectPlan
from pingyi.plan import Plan


def guard_copy(plan: Plan, subject: SubjectPlan, document: PlannedDocument, data: FormData, content: bytes) -> None:
    """Make sure that a copy which does not show everything, or a ballot, gives no private value away (R54, Q8).

    Args:
        plan: the plan it comes from.
        subject: whom it is about.
        document: form and copy.
        data: what it prints.
        content: the finished file.

    Raises:
        RenderError: it holds one; the message names cell and column, never the value.
    """
    copy = plan.campaign.settings.copies.get(document.copy)
    if copy is None or copy.shows != "all":
        refuse_leaks(content, data, _list_people(plan, subject))


def _list_people(plan: Plan, subject: SubjectPlan) -> Iterable[Person]:
    """The member; of an organisation its members, whom ballots list, and its secretary."""
    campaign = plan.campaign
    if subject.kind is SubjectKind.MEMBER:
        return (campaign.people[subject.id],)
    people = {person.id: person for person in campaign.members_of(subject.organisation_id)}
    secretary = campaign.organisations[subject.organisation_id].secretary
    if secretary is not None and secretary.person_id in campaign.people:
        people[secretary.person_id] = campaign.people[secretary.person_id]
    return people.values()
