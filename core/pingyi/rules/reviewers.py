"""Reviewers that a rule names: by role, by name, or by number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pingyi.model.campaign import Campaign
from pingyi.model.people.organisation import Officer, Organisation, OrgKind
from pingyi.model.people.person import Person
from pingyi.model.review.assignments import assign, is_own_review
from pingyi.model.review.decision import Reason
from pingyi.model.review.procedure import ROLE_WORDS, Assignment, Role

ROLES: Mapping[str, Role] = {word: role for word, role in ROLE_WORDS.items() if role is not Role.ASSIGNED}
"""Roles by the words that name them."""


@dataclass(frozen=True)
class Named:
    """Somebody a rule names, as far as the roster knows him or her."""

    name: str
    person_id: str
    post: str
    role: Role = Role.ASSIGNED


def find_named(word: str, campaign: Campaign) -> list[Named]:
    """Whom a word can mean: a school leader or a member, by name or number; of several people all."""
    found = {
        person.id: Named(person.name, person.id, "、".join(person.party_posts) or person.post)
        for person in campaign.people_called(word)
    }
    for leader in campaign.leaders:
        if word in (leader.name, leader.person_id):
            found[leader.person_id or leader.name] = Named(
                leader.name, leader.person_id, leader.post, Role.SCHOOL_LEADER
            )
    return list(found.values())


def list_reviewers(
    words: Sequence[str], subject: Organisation | Person, campaign: Campaign, reason: Reason
) -> Iterator[Assignment]:
    """The assignments that words of a rule make for one subject.

    A name that fits several people makes none, nor does one that would review himself or herself.
    """
    for item in _list_words(words, subject, campaign, reason):
        if not is_own_review(subject, item):
            yield item


def _list_words(
    words: Sequence[str], subject: Organisation | Person, campaign: Campaign, reason: Reason
) -> Iterator[Assignment]:
    organisation = campaign.organisations.get(subject.branch_id) if isinstance(subject, Person) else subject
    for word in words:
        role = ROLES.get(word)
        if role is not None:
            yield from _list_role(role, organisation, campaign, reason)
            continue
        named = find_named(word, campaign)
        if len(named) == 1:
            it = named[0]
            yield Assignment(it.name, it.post or it.role.value, it.role, (reason,), it.person_id)
        elif not named:  # somebody from outside; the check asks whether it is a typing mistake
            yield Assignment(word, Role.ASSIGNED.value, Role.ASSIGNED, (reason,))


def _list_role(
    role: Role, organisation: Organisation | None, campaign: Campaign, reason: Reason
) -> Iterator[Assignment]:
    if organisation is None:
        return
    above = campaign.general_branch_of(organisation)
    own = organisation if organisation.kind is OrgKind.GENERAL_BRANCH else above
    officers: tuple[Officer, ...] = ()
    source: Organisation | None = organisation
    if role is Role.SCHOOL_LEADER:
        officers = campaign.leaders_of(organisation.id) or (campaign.leaders_of(above.id) if above is not None else ())
    elif role is Role.BRANCH_SECRETARY and organisation.kind.has_members:
        officers = (organisation.secretary,) if organisation.secretary is not None else ()
    elif role is Role.BRANCH_COMMITTEE_MEMBER and organisation.kind.has_members:
        officers = organisation.committee
    elif own is not None:
        source = own
        secretary = (own.secretary,) if own.secretary is not None else ()
        officers = secretary if role is Role.GENERAL_BRANCH_SECRETARY else own.committee
    one_is_enough = role is Role.SCHOOL_LEADER or campaign.settings.assignments.committee_comments == "one"
    choice = len(officers) > 1 and one_is_enough
    for officer in officers:
        yield replace(assign(officer, role, source, reason), choice=choice)
