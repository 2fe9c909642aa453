"""Organisations while they are being put together, and finding one by the name people wrote."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pingyi.model.people.organisation import OrgKind
from pingyi.roster.cells import narrow, unify_dots
from pingyi.texts import suggest

_PREFIXES = ("中国共产党", "中共")
PATH_SEPARATORS = ("/", "\\", "-", "—", "－", ">", "＞", "|", "→")


@dataclass
class Unit:
    """One organisation; people are still names.

    Attributes:
        parent: the parent's name as written.
        type_word: the branch type as written.
        guesses: what was inferred, for the list of inferences.
    """

    id: str
    name: str
    kind: OrgKind
    parent: str = ""
    parent_id: str = ""
    type_word: str = ""
    branch_type: str = ""
    because: str = ""
    secretary: list[str] = field(default_factory=list)
    committee: list[str] = field(default_factory=list)
    leaders: list[str] = field(default_factory=list)
    service_window: bool = False
    sheet: str = ""
    row: int = 0
    code: str = ""
    guesses: list[str] = field(default_factory=list)


def simplify(name: str) -> str:
    """A name without the differences that never tell two organisations apart: blanks, width, dots, 中共."""
    text = unify_dots("".join(unicodedata.normalize("NFKC", name).split()))
    for prefix in _PREFIXES:
        text = text.removeprefix(prefix)
    return text


class UnitIndex:
    """Finds units by name or code.

    Args:
        units: all of them.
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units: dict[str, Unit] = {}
        self._by_name: dict[str, list[Unit]] = defaultdict(list)
        self._children: dict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            self.add(unit)
        self._by_code = {unit.code: unit for unit in self.units.values() if unit.code}

    def add(self, unit: Unit) -> None:
        """Add one more."""
        self.units[unit.id] = unit
        self._by_name[simplify(unit.name)].append(unit)

    def link(self) -> None:
        """Learn who is below whom; to be called when the parents are known."""
        self._children.clear()
        for unit in self.units.values():
            self._children[unit.parent_id].append(unit)

    def find(self, name: str, *, parent: str = "", code: str = "") -> Unit | None:
        """Find the unit somebody meant.

        Args:
            name: full name, or a path that ends with it, or a short name if `parent` is given.
            parent: name of the unit above, if it was written beside.
            code: code of the unit; counts where there is no name.
        """
        if not name:
            return self._by_code.get(narrow(code))
        for candidate in (name, *_list_ends(name)):
            found = self._by_name.get(simplify(candidate), [])
            above = [unit for unit in found if self._is_below(unit, parent)]
            if len(above) == 1:
                return above[0]
            if len(found) == 1:  # 第一党支部 is one unit's name, and short for another one's below `parent`
                return self._find_short(name, parent) or found[0]
        return self._find_short(name, parent)

    def suggest(self, name: str, *, members: bool = False) -> list[str]:
        """Names that look like `name`, the likeliest first; with `members`, only of units that have members."""
        names = [unit.name for unit in self.units.values() if unit.kind.has_members or not members]
        return suggest(name, names)

    def walk(self, unit_id: str) -> Iterator[Unit]:
        """The units below one, at any depth."""
        for child in self._children.get(unit_id, ()):
            yield child
            yield from self.walk(child.id)

    def _find_short(self, name: str, parent: str) -> Unit | None:
        short = [unit for unit in self._list_below(parent) if unit.name.endswith(name)] if len(name) > 2 else []
        return short[0] if len(short) == 1 else None

    def _is_below(self, unit: Unit, parent: str) -> bool:
        above = self.units.get(unit.parent_id)
        return bool(parent) and above is not None and simplify(above.name) == simplify(parent)

    def _list_below(self, parent: str) -> list[Unit]:
        above = self._by_name.get(simplify(parent), []) if parent else []
        return self._children.get(above[0].id, []) if len(above) == 1 else []


def _list_ends(path: str) -> list[str]:
    """The last parts of a path such as 机械学院党总支/教工第一党支部."""
    return [path.rpartition(separator)[2] for separator in PATH_SEPARATORS if separator in path]
