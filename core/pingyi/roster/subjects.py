"""Finding the person or organisation that a row of 总结, 点评, 承诺 or 走访 is about."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple

from pingyi.errors import Severity
from pingyi.model.people.organisation import Organisation, OrgKind, SchoolLeader
from pingyi.model.review.procedure import SubjectKind
from pingyi.roster.cells import Trouble
from pingyi.roster.people.namebook import Known, NameBook, Written
from pingyi.roster.reader import Draft
from pingyi.roster.tree.units import UnitIndex
from pingyi.texts import translate as _


class Subject(NamedTuple):
    """Whom a row is about; without a kind if that could not be found out, with the trouble that says why."""

    kind: SubjectKind | None
    id: str
    field: str = ""
    trouble: Trouble | None = None
    branch_id: str = ""


class SubjectFinder:
    """Finds subjects by number, or by name and organisation.

    Args:
        index: the organisations.
        book: everybody.
        organisations: the same, with their officers.
        leaders: the school leaders.
    """

    def __init__(
        self,
        index: UnitIndex,
        book: NameBook,
        organisations: Iterable[Organisation] = (),
        leaders: Iterable[SchoolLeader] = (),
    ) -> None:
        self._index = index
        self._book = book
        units = list(organisations)
        secretaries = [(unit, unit.secretary) for unit in units if unit.secretary is not None]
        self._leading = {officer.person_id for unit, officer in secretaries if unit.kind.has_members}
        self._officers = {leader.name for leader in leaders}
        self._officers.update(officer.name for unit in units for officer in (*unit.committee, *unit.leaders))
        self._officers.update(officer.name for _unit, officer in secretaries)

    def knows(self, name: str) -> bool:
        """Whether somebody of this name is a member, an officer of an organisation or a school leader."""
        return name in self._officers or bool(self._book.find(Written(name), None))

    def leads(self, subject: Subject) -> bool:
        """Whether the subject is the secretary of a branch."""
        return subject.kind is SubjectKind.MEMBER and subject.id in self._leading

    def is_direct(self, subject: Subject) -> bool:
        """Whether the subject belongs to a directly affiliated branch."""
        unit = self._index.units.get(subject.branch_id)
        return unit is not None and unit.kind is OrgKind.DIRECT_BRANCH

    def suggest(self, name: str) -> list[str]:
        """Names that look like `name`."""
        return list(dict.fromkeys((*self._book.suggest(name), *get_close_matches(name, self._officers, 3))))

    def find(self, draft: Draft) -> Subject:
        """Find the subject of one row."""
        name, number, place = draft.get("subject"), draft.get("person_no"), draft.get("organisation")
        if not name and not number:
            message, cure = _("It is not said whom this row is about."), _("Write a name, or delete the row.")
            return Subject(None, "", "subject", Trouble(Severity.ERROR, "subject-missing", message, cure))
        written = Written.parse(name)
        unit = self._index.find(place) if place else None
        if not number and not written.number:
            organisation = self._index.find(name)
            if organisation is not None:
                return Subject(SubjectKind.ORGANISATION, organisation.id)
        found = self._book.find(written._replace(number=number or written.number), unit)
        if number and not name:
            found = self._book.with_number(number)
        if unit is not None and not number:
            here = {unit.id, *(below.id for below in self._index.walk(unit.id))}
            found = [known for known in found if known.branch_id in here]
        if len(found) == 1:
            return self._accept(found[0])
        field = "person_no" if number else "subject"
        return Subject(None, "", field, self._tell(found, name or number))

    def _accept(self, known: Known) -> Subject:
        if known.person_id:
            return Subject(SubjectKind.MEMBER, known.person_id, branch_id=known.branch_id)
        message = _("{name}'s row {row} in the roster has an error, so this row is not used.").format(
            name=known.name, row=known.row
        )
        cure = _("Correct that row first.")
        return Subject(None, "", "subject", Trouble(Severity.WARNING, "subject-faulty", message, cure))

    def _tell(self, found: list[Known], name: str) -> Trouble:
        if found:
            people = "、".join(known.describe(self._index) for known in found)
            message = _("“{name}” can mean several people: {people}.").format(name=name, people=people)
            return Trouble(
                Severity.ERROR, "subject-ambiguous", message, _("Write the person number or the branch too.")
            )
        near = self._index.suggest(name) + self._book.suggest(name)
        message = _("“{name}” is neither a member nor an organisation of the roster.").format(name=name)
        cure = (
            _("Did you mean {names}?").format(names="、".join(near)) if near else _("Correct the name or the number.")
        )
        return Trouble(Severity.ERROR, "subject-unknown", message, cure)
