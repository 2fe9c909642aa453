"""Finding the person or organisation that a row of 总结, 点评, 承诺 or 走访 is about."""

from __future__ import annotations

from typing import NamedTuple

from pingyi.errors import Severity
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


class SubjectFinder:
    """Finds subjects by number, or by name and organisation.

    Args:
        index: the organisations.
        book: everybody.
    """

    def __init__(self, index: UnitIndex, book: NameBook) -> None:
        self._index = index
        self._book = book

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
            return Subject(SubjectKind.MEMBER, known.person_id)
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
