"""What can be voted on: every organisation, in the shapes of its ballots, with the lines as the ballots print them."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from pingyi.evaluate.ballots import Item, Shape
from pingyi.evaluate.counting import Subject
from pingyi.evaluate.sheets.words import name_item, normalise
from pingyi.model.papers.forms import MemberBallot, OrganisationBallot
from pingyi.model.people.organisation import Organisation, OrgKind
from pingyi.plan import Plan
from pingyi.plan.fields.ballots import VOTER_CATEGORIES, fill_ballot, list_voted_on

_ENDINGS = ("全体正式党员", "正式党员", "全体党员", "党员")
"""What the ballot on members adds to the name of the branch."""


class Subjects:
    """The subjects of a plan, found by the names people write.

    Args:
        plan: whose organisations and members are voted on.
    """

    categories = VOTER_CATEGORIES

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.settings = plan.campaign.settings
        self._by_name = {normalise(item.name): item for item in self.organisations}
        self._by_name |= {normalise(item.id): item for item in self.organisations}
        self._known: dict[tuple[str, Shape], Subject] = {}

    @functools.cached_property
    def organisations(self) -> tuple[Organisation, ...]:
        """All that get ballots: everything but the committee of the institution."""
        return tuple(item for item in self.plan.organisations if item.kind is not OrgKind.COMMITTEE)

    def find_organisation(self, text: str) -> Organisation | None:
        """The organisation that a head names: alone, or with 党员 at its end as ballots on members print it."""
        name = normalise(text)
        endings = [name.removesuffix(ending) for ending in _ENDINGS if name.endswith(ending)]
        return next((self._by_name[word] for word in (name, *endings) if word in self._by_name), None)

    def get(self, organisation: Organisation, shape: Shape) -> Subject:
        """One organisation in one shape; of a general branch nobody is a member."""
        key = (organisation.id, shape)
        if key not in self._known:
            self._known[key] = Subject(
                organisation.id, organisation.name, shape, tuple(self._list_items(organisation, shape))
            )
        return self._known[key]

    def list_all(self) -> Iterator[Subject]:
        """Every subject with at least one line, in the order of the plan."""
        for organisation in self.organisations:
            for shape in Shape:
                subject = self.get(organisation, shape)
                if subject.items:
                    yield subject

    def read_names(self, subject: Subject) -> Mapping[str, str]:
        """Item keys by the names that headers may have; of two members of one name only the full text counts."""
        names: dict[str, str] = {}
        for item in subject.items:
            names[name_item(item.key)] = item.key
        return names

    def list_ungraded(self, organisation: Organisation) -> Iterator[str]:
        """Ids of the members who are not on the ballot: probationary or exempt."""
        graded = {item.person_id for item in self.get(organisation, Shape.MEMBERS).items}
        return (person.id for person in self.plan.campaign.members_of(organisation.id) if person.id not in graded)

    def _list_items(self, organisation: Organisation, shape: Shape) -> Iterator[Item]:
        if shape is Shape.MEMBERS:
            if organisation.kind.has_members:
                lines = fill_ballot(self.plan, organisation, MemberBallot)["items"]
                people = list_voted_on(self.plan, organisation)
                for item, person in zip(lines, people, strict=True):
                    yield Item(item.line, person.id)
            return
        for item in fill_ballot(self.plan, organisation, OrganisationBallot)["items"]:
            yield Item(item.line)
