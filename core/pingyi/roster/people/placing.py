"""Finding the branch of each member."""

from __future__ import annotations

from typing import NamedTuple

from pingyi.errors import Severity
from pingyi.roster.cells import Trouble
from pingyi.roster.findings import Findings
from pingyi.roster.reader import Draft, RowFindings
from pingyi.roster.tree.units import Unit, UnitIndex, simplify
from pingyi.texts import translate as _


class _Answer(NamedTuple):
    unit: Unit | None
    troubles: tuple[tuple[str, Trouble], ...]


class MemberPlacer:
    """Places members; equal cells are looked up once.

    Args:
        index: the organisations.
        findings: takes the troubles.
    """

    def __init__(self, index: UnitIndex, findings: Findings) -> None:
        self._index = index
        self._rows = RowFindings(findings)
        self._answers: dict[tuple[str, str, str], _Answer] = {}

    def place(self, draft: Draft) -> None:
        """Set the draft's branch, or report why it has none."""
        values = draft.values
        key = (values.get("branch", ""), values.get("parent", ""), values.get("branch_code", ""))
        answer = self._answers.get(key)
        if answer is None:
            answer = self._answers[key] = self._look_up(*key)
        for name, trouble in answer.troubles:
            if trouble.severity is Severity.INFO:
                self._rows.repeat(draft, name, trouble)
            elif name not in draft.unread:
                self._rows.tell(draft, name, trouble)
        if answer.unit is not None:
            draft.branch_id = answer.unit.id

    def _look_up(self, name: str, parent: str, code: str) -> _Answer:
        if not name and not code:
            message, cure = _("The branch is missing."), _("Write the full name of the branch.")
            return _Answer(None, (("branch", Trouble(Severity.ERROR, "branch-missing", message, cure)),))
        unit = self._index.find(name, parent=parent, code=code)
        if unit is None:
            return _Answer(None, (("branch", self._tell_unknown(name or code)),))
        if not unit.kind.has_members:
            message = _("“{name}” is a {kind}; members belong to branches.").format(
                name=unit.name, kind=unit.kind.value
            )
            cure = _("Write the full name of the branch below it.")
            return _Answer(None, (("branch", Trouble(Severity.ERROR, "branch-of-wrong-kind", message, cure)),))
        troubles: list[tuple[str, Trouble]] = []
        if name and simplify(name) != simplify(unit.name):
            message = _("“{name}” is taken as “{full}”").format(name=name, full=unit.name)
            troubles.append(("branch", Trouble(Severity.INFO, "branch-inferred", message, "")))
        above = self._index.units.get(unit.parent_id)
        named = self._index.find(parent) if parent else None
        if named is not None and above is not None and named not in (above, unit):
            message = _("“{branch}” is below “{above}”, not below “{parent}”.").format(
                branch=unit.name, above=above.name, parent=parent
            )
            cure = _("Correct the branch or the organisation above it; the forms follow the list of organisations.")
            troubles.append(("parent", Trouble(Severity.WARNING, "parent-differs", message, cure)))
        return _Answer(unit, tuple(troubles))

    def _tell_unknown(self, name: str) -> Trouble:
        near = self._index.suggest(name, members=True)
        cure = (
            _("Did you mean {names}?").format(names="、".join(near))
            if near
            else _("Write the full name as in the list of organisations, or add the branch there.")
        )
        return Trouble(Severity.ERROR, "branch-unknown", _("There is no branch “{name}”.").format(name=name), cure)
