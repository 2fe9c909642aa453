"""Finding the member whom a name in a post means."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pingyi.roster.cells import narrow, unify_dots
from pingyi.roster.reader import Draft
from pingyi.roster.tree.units import Unit, UnitIndex
from pingyi.texts import suggest

_WITH_BRACKETS = re.compile(r"^(.*?)\s*[（(]\s*(.*?)\s*[）)]$")
_HAS_DIGIT = re.compile(r"\d")


class Written(NamedTuple):
    """A name as it stands in a cell: 张三, 张三（组织委员） or 张三(20010001)."""

    name: str
    post: str = ""
    number: str = ""

    @classmethod
    def parse(cls, text: str) -> Written:
        """Take apart what people put in brackets behind a name."""
        text = unify_dots(text)
        match = _WITH_BRACKETS.match(text)
        if match is None:
            return cls("".join(text.split()) if not text.isascii() else text)
        name, inside = match[1], match[2]
        return cls(name, number=narrow(inside)) if _HAS_DIGIT.search(inside) else cls(name, post=inside)


class Known(NamedTuple):
    """Somebody whose name stands in the roster; without an id if the row has errors."""

    name: str
    person_id: str
    branch_id: str
    number: str
    posts: tuple[str, ...]
    row: int

    def describe(self, index: UnitIndex) -> str:
        """Enough to tell namesakes apart."""
        unit = index.units.get(self.branch_id)
        return f"{self.name}（{'，'.join(part for part in (unit.name if unit else '', self.number) if part)}）"


class NameBook:
    """Everybody in the roster, by name.

    Args:
        drafts: all members, those with errors too.
        ids: person id by position in `drafts`.
        index: the organisations.
    """

    def __init__(self, drafts: Sequence[Draft], ids: Sequence[str], index: UnitIndex) -> None:
        self._drafts = drafts
        self._ids = ids
        self._index = index
        self._positions: defaultdict[str, list[int]] = defaultdict(list)
        for position, draft in enumerate(drafts):
            if draft.name:
                self._positions[draft.name].append(position)

    @functools.cached_property
    def _numbered(self) -> Mapping[str, list[int]]:
        numbered: defaultdict[str, list[int]] = defaultdict(list)
        for position, draft in enumerate(self._drafts):
            numbered[draft.get("person_no")].append(position)
        return numbered

    def _know(self, position: int) -> Known:
        draft = self._drafts[position]
        posts = draft.values.get("party_posts", ())
        return Known(draft.name, self._ids[position], draft.branch_id, draft.get("person_no"), posts, draft.row)

    def find(self, written: Written, unit: Unit | None, post_words: tuple[str, ...] = ()) -> list[Known]:
        """Return whom a name can mean: one, several namesakes, or nobody.

        Args:
            written: the name.
            unit: where the name was written; people there come first, then those below and above, then all.
            post_words: words of the post; of several namesakes the one who holds it is meant.
        """
        everybody = self._list_known(written.name)
        if written.number:
            return [known for known in everybody if known.number == written.number]
        if len(everybody) <= 1 or unit is None:
            return everybody
        for scope in self._list_scopes(unit):
            found = [known for known in everybody if known.branch_id in scope]
            if len(found) > 1:
                holders = [known for known in found if any(w in post for post in known.posts for w in post_words)]
                return holders if len(holders) == 1 else found
            if found:
                return found
        return everybody

    def _list_known(self, name: str) -> list[Known]:
        """Everybody of a name; rows that repeat one number, such as a row pasted twice, are one person."""
        found: dict[str, Known] = {}
        for position in self._positions.get(name, ()):
            known = self._know(position)
            key = known.number or str(position)
            if key not in found or not found[key].person_id:
                found[key] = known
        return list(found.values())

    def with_number(self, number: str) -> list[Known]:
        """Everybody with a person number."""
        found = [self._know(position) for position in self._numbered.get(number, ())]
        return [known for known in found if known.person_id] or found

    def suggest(self, name: str) -> list[str]:
        """Names that look like `name`."""
        return suggest(name, self._positions)

    def _list_scopes(self, unit: Unit) -> Iterator[set[str]]:
        yield {unit.id}
        yield {below.id for below in self._index.walk(unit.id)}
        if unit.parent_id:
            yield {below.id for below in self._index.walk(unit.parent_id)}
