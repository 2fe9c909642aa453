"""School leaders: their sheet, or the names in the organisations' column where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pingyi.errors import Severity
from pingyi.model.people.organisation import SchoolLeader
from pingyi.roster.cells import Trouble
from pingyi.roster.columns.header import Table
from pingyi.roster.findings import Findings
from pingyi.roster.people.namebook import NameBook, Written
from pingyi.roster.reader import Draft, RowFindings, TableReader
from pingyi.roster.tree.units import Unit, UnitIndex
from pingyi.texts import translate as _


class LeaderReader:
    """Reads one sheet of school leaders.

    Args:
        table: the sheet.
        index: the organisations.
        book: everybody.
        findings: takes the troubles.
    """

    def __init__(self, table: Table, index: UnitIndex, book: NameBook, findings: Findings) -> None:
        self._table = table
        self._index = index
        self._book = book
        self._findings = findings
        self._rows = RowFindings(findings)

    def read(self) -> Iterator[SchoolLeader]:
        """Yield the leaders; what cannot be found is reported and left empty."""
        for draft in TableReader(self._table, self._findings).read():
            if not draft.name:
                message, cure = _("The name is missing."), _("Write the name, or delete the row.")
                self._rows.tell(draft, "name", Trouble(Severity.ERROR, "name-missing", message, cure))
            if draft.faulty:
                continue
            written = Written.parse(draft.name)
            branch = self._find_unit(draft, "own_branch_id", draft.get("own_branch_id"))
            found = self._book.find(written, branch)
            if len(found) > 1:
                people = "、".join(known.describe(self._index) for known in found)
                message = _("“{name}” can mean several people: {people}.").format(name=written.name, people=people)
                cure = _("Write the branch, or the person number behind the name.")
                self._rows.tell(draft, "name", Trouble(Severity.ERROR, "name-ambiguous", message, cure))
            known = found[0] if len(found) == 1 else None
            charges = (self._find_unit(draft, "in_charge_of", name) for name in draft.values.get("in_charge_of", ()))
            yield SchoolLeader(
                name=written.name,
                post=draft.get("post"),
                own_branch_id=branch.id if branch else known.branch_id if known else "",
                in_charge_of=tuple(unit.id for unit in charges if unit is not None),
                person_id=known.person_id if known else "",
                row=draft.row,
            )

    def _find_unit(self, draft: Draft, field: str, name: str) -> Unit | None:
        if not name:
            return None
        unit = self._index.find(name)
        if unit is None:
            near = self._index.suggest(name)
            message = _("Organisation “{name}” is not in the list.").format(name=name)
            cure = (
                _("Did you mean {names}?").format(names="、".join(near))
                if near
                else _("Write the full name of a listed organisation, or add a row for it.")
            )
            self._rows.tell(draft, field, Trouble(Severity.ERROR, "organisation-unknown", message, cure), name)
        return unit


def collect_leaders(units: Iterable[Unit], book: NameBook, findings: Findings) -> tuple[SchoolLeader, ...]:
    """Make leaders of the names that organisations give, for a roster without a sheet of leaders."""
    charges: dict[str, list[str]] = {}
    for unit in units:
        for text in unit.leaders:
            charges.setdefault(text, []).append(unit.id)
    if charges:
        findings.add(
            Severity.INFO,
            "leaders-assumed",
            _("There is no sheet of school leaders; they are taken from the organisations: {names}.").format(
                names="、".join(Written.parse(text).name for text in charges)
            ),
            _("Add a sheet “校领导” with their posts and own branches."),
        )
    return tuple(_make_leader(Written.parse(text), ids, book) for text, ids in charges.items())


def _make_leader(written: Written, charges: list[str], book: NameBook) -> SchoolLeader:
    found = book.find(written, None)
    known = found[0] if len(found) == 1 else None
    return SchoolLeader(
        name=written.name,
        post=written.post or "校领导",
        own_branch_id=known.branch_id if known else "",
        in_charge_of=tuple(charges),
        person_id=known.person_id if known else "",
    )


def by_name(leaders: Iterable[SchoolLeader]) -> Mapping[str, SchoolLeader]:
    """The leaders by name."""
    return {leader.name: leader for leader in leaders}
