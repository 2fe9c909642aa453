"""Which documents are searched for private values before they are delivered, and for whose."""

from __future__ import annotations

from collections.abc import Callable, Collection

from pingyi.errors import RenderError
from pingyi.forms.privacy.leaks import refuse_leaks
from pingyi.forms.privacy.protected import join_private
from pingyi.model.papers.forms import FormData
from pingyi.model.people.person import Person
from pingyi.model.review.procedure import PlannedDocument, SubjectKind, SubjectPlan
from pingyi.plan import Plan
from pingyi.texts import translate as _


def guard_copy(
    plan: Plan,
    subject: SubjectPlan,
    document: PlannedDocument,
    data: FormData,
    content: bytes,
    *,
    read_delivered: Callable[[], bytes | None] | None = None,
) -> None:
    """Make sure that a copy which does not show everything, or a ballot, gives no private value away (R54, Q8).

    Args:
        plan: the plan it comes from.
        subject: whom it is about.
        document: form and copy.
        data: what it prints.
        content: the finished file.
        read_delivered: reads the file that lies in its place by now, where there is one.

    Raises:
        RenderError: it holds one; the message names cell and column, never the value, and says whether the file that
            was delivered before shows it too.
    """
    if _shows_all(plan, document):
        return
    people = _list_people(plan, subject)
    try:
        refuse_leaks(content, data, people)
    except RenderError as error:
        delivered = None if read_delivered is None else read_delivered()
        if delivered is None or _find_leak(delivered, data, people) is None:
            raise
        raise RenderError(
            _("the copy that was delivered before shows what it must not: {error}").format(error=error.message),
            cure=_("Take it down where it is posted, and delete the file; {cure}").format(cure=error.cure),
            problems=error.problems,
        ) from error


def guard_edited(
    plan: Plan, subject: SubjectPlan, document: PlannedDocument, data: FormData, read: Callable[[], bytes | None]
) -> None:
    """Make sure that nobody wrote a private value into a copy, or a ballot, that was made without one (R54, Q8).

    Args:
        plan: the plan it comes from.
        subject: whom it is about.
        document: form and copy.
        data: what it printed.
        read: reads the file as it is by now.

    Raises:
        RenderError: somebody did; the file is left as it is.
    """
    content = None if _shows_all(plan, document) else read()
    error = None if content is None else _find_leak(content, data, _list_people(plan, subject))
    if error is not None:
        raise RenderError(
            _("the file was changed by hand and shows what it must not: {error}").format(error=error.message),
            cure=_("Take it down where it is posted, and take it out of the file; or delete the file and run again."),
            problems=error.problems,
        )


def write_private(plan: Plan, subject: SubjectPlan) -> bytes:
    """What copies of a subject must not show: where it changes, they have to be searched anew."""
    people = _list_people(plan, subject)
    # a list of people may say when one of them joined, so that these days decide too
    joined = "\x1f".join([str(person.joined_on) for person in people]) if len(people) > 1 else ""
    return f"\x1d{join_private(people)}\x1d{joined}".encode("utf-8", "backslashreplace")


def _shows_all(plan: Plan, document: PlannedDocument) -> bool:
    copy = plan.campaign.settings.copies.get(document.copy)
    return copy is not None and copy.shows == "all"


def _find_leak(content: bytes, data: FormData, people: Collection[Person]) -> RenderError | None:
    """What a file shows of these people; one that cannot be searched says nothing."""
    try:
        refuse_leaks(content, data, people)
    except RenderError as error:
        return error if error.problems else None
    return None


def _list_people(plan: Plan, subject: SubjectPlan) -> Collection[Person]:
    """The member; of an organisation its members, whom ballots list, and its secretary."""
    campaign = plan.campaign
    if subject.kind is SubjectKind.MEMBER:
        return (campaign.people[subject.id],)
    people = {person.id: person for person in campaign.members_of(subject.organisation_id)}
    secretary = campaign.organisations[subject.organisation_id].secretary
    if secretary is not None and secretary.person_id in campaign.people:
        people[secretary.person_id] = campaign.people[secretary.person_id]
    return people.values()
