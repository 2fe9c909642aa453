"""From drafts to people: whose rules apply to each, and the model that follows from it."""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Mapping

from pydantic import ValidationError

from pingyi.errors import Severity
from pingyi.model.branch_type import BranchType
from pingyi.model.config.settings import Settings
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.person import Person
from pingyi.plugins import Plugins, guard
from pingyi.roster.cells import Trouble
from pingyi.roster.findings import Findings
from pingyi.roster.reader import Draft, RowFindings
from pingyi.roster.tree.units import Unit, UnitIndex
from pingyi.texts import translate as _


class PersonMaker:
    """Makes people of drafts.

    Args:
        index: the organisations, with their types.
        plugins: the branch types.
        settings: the day on which ages are counted.
        findings: takes the troubles.
    """

    def __init__(self, index: UnitIndex, plugins: Plugins, settings: Settings, findings: Findings) -> None:
        self._units = index.units
        self._types = plugins.branch_types
        self._review: dt.date = settings.deadlines.review
        self._rows = RowFindings(findings)
        self._model_fields: defaultdict[str, frozenset[str]] = defaultdict(
            lambda: frozenset(Person.model_fields),
            {name: frozenset(kind.member_model.model_fields) for name, kind in self._types.items()},
        )
        # the claims of the base class look at the category alone; what a type asks beyond that is asked of every member
        self._curious = {
            name: kind
            for name, kind in self._types.items()
            if getattr(kind.claims, "__func__", None) is not BranchType.claims or "" in kind.PERSON_KINDS
        }
        self._ages: dict[PartialDate, int | None] = {}
        self._explained: dict[str, str] = {}

    def make(self, draft: Draft) -> Person | None:
        """Return the person, or `None` if the row has an error."""
        unit = self._units.get(draft.branch_id)
        if unit is None:
            return None
        name, because = self._choose_type(draft, unit)
        kind = self._types.get(name)
        model = kind.member_model if kind is not None else Person
        fields = self._model_fields[name]
        for field, trouble in draft.deferred:
            if field in fields:
                self._rows.tell(draft, field, trouble)
        if draft.faulty:
            return None
        given = draft.values
        values = given.copy()
        for key in given.keys() - fields:
            del values[key]
        values["id"] = given.get("person_no") or f"{draft.name}@{unit.id}"
        values["branch_id"] = unit.id
        values["branch_type"] = name
        values["branch_type_because"] = because
        values["age"] = self._count_years(given.get("birth"))
        values["sheet"] = draft.table.sheet.name
        values["row"] = draft.row
        try:
            return model.model_validate(values)
        except ValidationError as error:
            self._tell_invalid(draft, error)
            return None

    def _count_years(self, birth: PartialDate | None) -> int | None:
        """Age on the last day of the review; members share few birth months, so each is counted once."""
        if birth is None:
            return None
        if birth not in self._ages:
            age = birth.years_until(self._review)
            self._ages[birth] = age if age >= 0 else None
        return self._ages[birth]

    def _choose_type(self, draft: Draft, unit: Unit) -> tuple[str, str]:
        """The type of the branch, unless the member's own category belongs to another (mixed branches)."""
        claims = self._list_claims(draft.values)
        own = self._types.get(unit.branch_type)
        # a type made from another one covers its members too: an office's staff are staff
        if not claims or any(isinstance(own, type(self._types[name])) for name in claims):
            return unit.branch_type, self._explain(unit, own)
        name, claim = next(iter(claims.items()))
        if len(claims) > 1:
            labels = "、".join(self._types[other].LABEL for other in claims)
            message = _("The row fits several branch types: {labels}; the first is taken.").format(labels=labels)
            cure = _("Correct the category or the columns that contradict one another.")
            self._rows.tell(draft, "person_kind", Trouble(Severity.WARNING, "category-contradictory", message, cure))
        label = own.LABEL if own is not None else unit.branch_type
        return name, f"{claim}，因此不按所在支部的类型（{label}）"

    def _list_claims(self, values: Mapping[str, object]) -> dict[str, str]:
        claims = {}
        asked = self._types if "person_kind" in values else self._curious
        for name, kind in asked.items():
            try:
                claim = kind.claims(values)
            except Exception:  # noqa: BLE001 - a guard for each call would cost more than the calls
                claim = guard(kind.plugin, "claims", functools.partial(kind.claims, values))
            if claim:
                claims[name] = claim
        return claims

    def _tell_invalid(self, draft: Draft, error: ValidationError) -> None:
        for detail in error.errors():
            name = str(detail["loc"][0]) if detail["loc"] else ""
            field = draft.table.fields.get(name)
            if field is None:
                continue
            cure = (
                _("Write one of: {values}.").format(values="、".join(field.column.values))
                if field.column.values
                else _("Correct the cell.")
            )
            message = _("The value does not fit.")
            self._rows.tell(draft, name, Trouble(Severity.ERROR, "value-invalid", message, cure))

    def _explain(self, unit: Unit, kind: BranchType | None) -> str:
        """One text for all members of a branch."""
        if unit.id not in self._explained:
            label = kind.LABEL if kind is not None else unit.branch_type
            self._explained[unit.id] = f"所在党支部按{label}对待：{unit.because}"
        return self._explained[unit.id]
