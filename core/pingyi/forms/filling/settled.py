"""Documents that differ only in texts they print: all else is worked out for the first of them and kept.

A batch is full of such documents: the forms of a branch differ in names and dates. What decides anything else, such as
the parts of a summary, is compared by value or by identity, so a document is never taken for one of another kind; the
first of each kind go the long way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from pingyi.forms.filling.filters import Mark, show
from pingyi.forms.filling.gaps import Gap
from pingyi.forms.filling.parts import ChangingPart
from pingyi.forms.filling.values import EMPTY, to_plain
from pingyi.forms.word.container import Member
from pingyi.forms.word.skeleton import Skeleton
from pingyi.model.fields.base import list_cells
from pingyi.model.fields.dates import PartialDate

_KEPT = 256
"""How many kinds of documents are kept."""
_LONGEST = 1 << 20
_MISSING = object()
_ITEM_NAMES = frozenset({"loop"})
_LASTING = frozenset({str, int, float, bool, type(None), PartialDate})
_find_special = re.compile("[&<>\"'\n\t\r]").search
_Kind = tuple[str | int, ...]
_Values = tuple[object, ...]


class SettledPart:
    """One part of the documents of one kind.

    Args:
        name: of the part.
        skeleton: what is the same in all of them.
        gaps: the fields it prints.
        marked: fields whose empty value prints the mark.
        mark: that mark.
    """

    def __init__(self, name: str, skeleton: Skeleton, gaps: Sequence[Gap], marked: frozenset[str], mark: Mark) -> None:
        self._name = name
        self._skeleton = skeleton
        self._mark = mark
        self._marked = marked
        self._gaps = [(gap.field, not gap.filters, gap.field in marked, gap) for gap in gaps]

    def pack(self, values: Mapping[str, Any]) -> Member | None:
        """The part as a member; nothing where a text needs more than to be put in its place."""
        texts = [
            value if type(value := values[field]) is str and plain and (value or not marked) else self._show(value, gap)
            for field, plain, marked, gap in self._gaps
        ]  # fmt: skip
        line = "".join(texts)
        if not line.isprintable() or _find_special(line) or len(line) > _LONGEST:
            return None
        return self._skeleton.pack(self._name, "\0".join(texts).encode().split(b"\0") if texts else [])

    def _show(self, value: Any, gap: Gap) -> str:
        empty = not value and value in EMPTY and gap.field in self._marked
        return show(gap.apply(self._mark if empty else to_plain(value)))


class SettledForms:
    """The kinds of documents a template was filled for, each told by the values that decide.

    Args:
        parts: of the template.
        shared: fields that have few values: they tell kinds apart too.
        model: of the template's form.
        mark: what stands in a marked cell whose value is empty.
    """

    def __init__(self, parts: Sequence[ChangingPart], shared: frozenset[str], model: type[BaseModel], mark: Mark):
        self._parts = tuple(parts)
        self._model = model
        self._marked = frozenset(name for name, cell in list_cells(model).items() if cell.marked)
        self._mark = mark
        deciding, items, printed = (
            frozenset[str]().union(*(getattr(part.uses, names) for part in parts))
            for names in ("deciding", "items", "printed")
        )
        known = frozenset(model.model_fields)
        self._deciding = tuple(sorted((deciding | shared & printed) & known))
        self._usable = deciding <= known | items | _ITEM_NAMES
        self._seen: dict[_Kind, _Values] = {}
        self._ready: dict[_Kind, tuple[_Values, tuple[SettledPart, ...]]] = {}

    def pack(self, data: BaseModel) -> list[Member] | None:
        """The parts of a document as members; nothing where it has to go the long way."""
        values = vars(data)
        ready = self._ready.get(self._name_kind(values)) if type(data) is self._model else None
        if ready is None or not ready[1]:
            return None
        members = []
        try:
            for part in ready[1]:
                member = part.pack(values)
                if member is None:
                    return None
                members.append(member)
        except Exception:  # noqa: BLE001 - whatever is wrong with a value, the long way tells it
            return None
        return members

    def learn(self, data: BaseModel, context: Mapping[str, Any]) -> None:
        """Keep what a document that went the long way has in common with others of its kind, once there are two.

        Args:
            data: the document's.
            context: the same as a template sees it.
        """
        if not self._usable or type(data) is not self._model:
            return
        values = vars(data)
        kind = self._name_kind(values)
        held = tuple([values.get(name, _MISSING) for name in self._deciding])  # nothing else may get their identities
        if kind in self._ready:
            return
        if kind not in self._seen:
            _make_room(self._seen)
            self._seen[kind] = held
            return
        _make_room(self._ready)
        self._ready[kind] = held, self._settle(context) if all(map(_lasts, held)) else ()

    def _settle(self, context: Mapping[str, Any]) -> tuple[SettledPart, ...]:
        """What documents of one kind have in common; nothing where each needs a look of its own."""
        parts = []
        for part in self._parts:
            settled = part.settle(context)
            if settled is None:
                return ()
            parts.append(SettledPart(part.name, *settled, self._marked, self._mark))
        return tuple(parts)

    def _name_kind(self, values: Mapping[str, Any]) -> _Kind:
        found = [values.get(name, _MISSING) for name in self._deciding]
        return tuple([value if type(value) is str else id(value) for value in found])


def _make_room(kept: dict[_Kind, Any]) -> None:
    if len(kept) >= _KEPT:
        kept.clear()


def _lasts(value: object) -> bool:
    """Whether a value can never change."""
    if type(value) is tuple:
        return all(map(_lasts, value))
    if isinstance(value, BaseModel):
        return bool(type(value).model_config.get("frozen")) and all(map(_lasts, vars(value).values()))
    return type(value) in _LASTING
