"""A campaign in memory: its settings, and the people and organisations its roster names."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pingyi.model.config.settings import Settings
from pingyi.model.people.organisation import Officer, Organisation, OrgKind, SchoolLeader
from pingyi.model.people.person import Person, UnreadMember
from pingyi.model.results.meetings import Meeting
from pingyi.model.results.records import EMPTY_RECORD, Record
from pingyi.model.review.procedure import SubjectKey, SubjectKind


@dataclass(frozen=True)
class Campaign:
    """Everything a decision may look at.

    Attributes:
        settings: checked settings.
        organisations: by id, in the order of the roster.
        people: members without errors, by id, in the order of the roster.
        unread: members whose rows have errors: nothing is planned for them, but they count.
        leaders: school leaders.
        records: what is known about each subject's review, by kind and id.
        meetings: what was held.
    """

    settings: Settings = field(default_factory=Settings)
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    leaders: tuple[SchoolLeader, ...] = ()
    records: Mapping[SubjectKey, Record] = field(default_factory=dict)
    meetings: tuple[Meeting, ...] = ()
    unread: tuple[UnreadMember, ...] = ()

    def protect(self) -> Campaign:
        """A view of it through which nobody can change anything: what plugins are given."""
        return replace(
            self,
            organisations=MappingProxyType(self.organisations),
            people=MappingProxyType(self.people),
            records=MappingProxyType(self.records),
        )

    @functools.cached_property
    def _members(self) -> Mapping[str, tuple[Person, ...]]:
        groups: defaultdict[str, list[Person]] = defaultdict(list)
        for person in self.people.values():
            groups[person.branch_id].append(person)
        return {branch: tuple(people) for branch, people in groups.items()}

    @functools.cached_property
    def _children(self) -> Mapping[str, tuple[Organisation, ...]]:
        groups: defaultdict[str, list[Organisation]] = defaultdict(list)
        for organisation in self.organisations.values():
            groups[organisation.parent_id].append(organisation)
        return {parent: tuple(items) for parent, items in groups.items()}

    @functools.cached_property
    def _portfolios(self) -> Mapping[str, tuple[Officer, ...]]:
        """Leaders by organisation, from both sheets that can say it; a leader that both name comes once."""
        by_name: defaultdict[str, list[SchoolLeader]] = defaultdict(list)
        found: defaultdict[str, dict[str, Officer]] = defaultdict(dict)
        for leader in self.leaders:
            by_name[leader.name].append(leader)
            for organisation_id in leader.in_charge_of:
                officer = leader.as_officer()
                found[organisation_id].setdefault(officer.person_id or officer.name, officer)
        for organisation in self.organisations.values():
            for named in organisation.leaders:
                same = [item for item in by_name[named.name] if named.person_id in ("", item.person_id)]
                officer = same[0].as_officer() if len(same) == 1 else named
                found[organisation.id].setdefault(officer.person_id or officer.name, officer)
        return {organisation_id: tuple(officers.values()) for organisation_id, officers in found.items()}

    @functools.cached_property
    def _called(self) -> dict[str, tuple[Person, ...]]:
        """Whom the words mean that were asked for: few of very many."""
        return {}

    @functools.cached_property
    def _own_branches(self) -> Mapping[str, tuple[Officer, ...]]:
        groups: defaultdict[str, list[Officer]] = defaultdict(list)
        for leader in self.leaders:
            member = self.people.get(leader.person_id)
            branch_id = leader.own_branch_id or (member.branch_id if member is not None else "")
            groups[branch_id].append(leader.as_officer())
        return {branch: tuple(officers) for branch, officers in groups.items() if branch}

    @property
    def institution(self) -> str:
        """Full name of the institution: the setting, else the root committee's name without 中共 and 委员会."""
        if self.settings.campaign.institution:
            return self.settings.campaign.institution
        for organisation in self.organisations.values():
            if organisation.kind is OrgKind.COMMITTEE and not organisation.parent_id:
                return (
                    organisation.name.removeprefix("中共")
                    .removeprefix("中国共产党")
                    .removesuffix("委员会")
                    .removesuffix("党委")
                )
        return ""

    def members_of(self, organisation_id: str) -> tuple[Person, ...]:
        """The members of one branch, in the order of the roster."""
        return self._members.get(organisation_id, ())

    def children_of(self, organisation_id: str) -> Iterator[Organisation]:
        """The organisations directly below one."""
        return iter(self._children.get(organisation_id, ()))

    def leaders_of(self, organisation_id: str) -> tuple[Officer, ...]:
        """The school leaders in charge of or in liaison with an organisation (R7)."""
        return self._portfolios.get(organisation_id, ())

    def leaders_in(self, branch_id: str) -> tuple[Officer, ...]:
        """The school leaders who belong to a branch as members (R6)."""
        return self._own_branches.get(branch_id, ())

    def people_called(self, word: str) -> tuple[Person, ...]:
        """The members whom a word can mean: everybody of that name, or who has that number."""
        if word not in self._called:
            self._called[word] = tuple(person for person in self.people.values() if word in person.words)
        return self._called[word]

    def members_below(self, organisation: Organisation) -> Iterator[Person]:
        """All members of an organisation: its own, or those of the branches below it."""
        yield from self.members_of(organisation.id)
        for child in self.children_of(organisation.id):
            yield from self.members_below(child)

    def count_unread(self, organisation: Organisation) -> int:
        """How many members of an organisation, or of the branches below it, have rows with errors."""
        if not self.unread:
            return 0
        here = sum(row.branch_id == organisation.id for row in self.unread)
        return here + sum(self.count_unread(child) for child in self.children_of(organisation.id))

    def general_branch_of(self, branch: Organisation) -> Organisation | None:
        """The general branch above a branch, `None` for a directly affiliated one."""
        parent = self.organisations.get(branch.parent_id)
        return parent if parent is not None and parent.kind is OrgKind.GENERAL_BRANCH else None

    def record_of(self, kind: SubjectKind, subject_id: str) -> Record:
        """What is known about a subject's review; an empty record where nothing is."""
        return self.records.get((kind, subject_id), EMPTY_RECORD)

    def name_subject(self, kind: SubjectKind, subject_id: str) -> str:
        """The printed name of a subject, as its plan has it; the id where the roster has none."""
        known: Mapping[str, Person | Organisation] = self.people if kind is SubjectKind.MEMBER else self.organisations
        found = known.get(subject_id)
        if isinstance(found, Organisation) and kind is SubjectKind.SECRETARY and found.secretary is not None:
            return found.secretary.name
        return found.name if found is not None else subject_id
