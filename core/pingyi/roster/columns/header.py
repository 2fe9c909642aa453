"""Finding the header row of a sheet, and which column holds which field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pingyi.roster.columns.field import Field, SheetKind
from pingyi.roster.files.sheets import CellValue, Sheet

ROWS_LOOKED_AT = 30
"""The row of headers is among the first so many."""
_BRACKETS = re.compile(r"[(\[【〔<{].*?[)\]】〕>}]")
_CODE = re.compile(r"(\d)\s*[=:、.\-]?\s*([^\d\s,;、/|()=:]+)")
_NUMBERING = re.compile(r"^\d{1,2}[.、]")
_MUST_HAVE: Mapping[SheetKind, tuple[frozenset[str], frozenset[str]]] = {
    SheetKind.MEMBERS: (
        frozenset({"name"}),
        frozenset({"branch", "branch_code", "parent", "person_no", "membership", "joined_on", "birth", "sex"}),
    ),
    SheetKind.ORGANISATIONS: (frozenset({"name"}), frozenset({"kind", "parent_id", "secretary", "branch_type"})),
    SheetKind.LEADERS: (frozenset({"name"}), frozenset({"in_charge_of"})),
}
"""By what a sheet of another name is recognised: all of the first, and one of the second."""


@dataclass
class Table:
    """A sheet whose columns are known.

    Attributes:
        first: index of the first row below the header.
        columns: column indexes by field name, best match first.
        titles: printed headers by column index.
        codes: the meaning of digits, for columns whose header explains them, such as 党籍状态(1正常 0不正常).
        unknown: columns with a header that means nothing here.
    """

    sheet: Sheet
    kind: SheetKind
    fields: Mapping[str, Field]
    header: int
    first: int
    columns: dict[str, list[int]] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    codes: dict[int, dict[str, str]] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)

    def title(self, name: str) -> str:
        """The printed header of a field, or the one our own workbook would print."""
        indexes = self.columns.get(name)
        return self.titles[indexes[0]] if indexes else self.fields[name].column.title

    def body(self) -> Iterable[list[CellValue]]:
        """The rows below the header."""
        return self.sheet.rows[self.first :]


def normalise(header: object) -> str:
    """A header without what people decorate it with: spaces, stars, numbering, full-width forms."""
    text = unicodedata.normalize("NFKC", str(header))
    text = "".join(char for char in text if not char.isspace() and char not in "*★☆'\"“”\u200b\ufeff")
    return _NUMBERING.sub("", text).rstrip(":").lower()


def list_forms(header: object) -> list[str]:
    """The spellings under which a header may be known: whole, without a last bracket, without any brackets."""
    whole = normalise(header)
    bare = _BRACKETS.sub("", whole)
    cut = whole[: whole.rfind("(")] if whole.endswith(")") and "(" in whole else whole
    return list(dict.fromkeys(form for form in (whole, cut, bare) if form))


class HeaderFinder:
    """Knows every header of every kind of sheet.

    Args:
        fields: the fields by kind of sheet.
        own: field name by header, from the settings; an empty name leaves the column out.
    """

    def __init__(self, fields: Mapping[SheetKind, Sequence[Field]], own: Mapping[str, str]) -> None:
        self._fields = {kind: {item.name: item for item in items} for kind, items in fields.items()}
        self._own = {normalise(header): name for header, name in own.items()}
        self._known = {kind: _index(items) for kind, items in fields.items()}

    def find(self, sheet: Sheet) -> Table | None:
        """Find out what a sheet lists; `None` if it is none of the known kinds."""
        named = next((kind for kind in self._fields if normalise(sheet.name) == normalise(kind)), None)
        if named is not None:
            return self._read(sheet, named)
        best: Table | None = None
        for kind, (all_of, one_of) in _MUST_HAVE.items():
            table = self._read(sheet, kind)
            if table is None or not (all_of <= set(table.columns) and one_of & set(table.columns)):
                continue
            if best is None or len(table.columns) > len(best.columns):
                best = table
        return best

    def _read(self, sheet: Sheet, kind: SheetKind) -> Table | None:
        rows = sheet.rows[:ROWS_LOOKED_AT]
        scores = [len({name for cell in row for name in self._match(kind, cell)}) for row in rows]
        if not any(scores):
            return None
        header = scores.index(max(scores))
        titles = {index: str(cell) for index, cell in enumerate(rows[header]) if _is_label(cell)}
        first = header + 1
        if header:  # a header of two rows: what the lower one leaves empty may stand in the upper one
            self._complete(kind, titles, rows[header - 1])
        if first < len(rows) and scores[first] >= 2 and self._complete(kind, titles, rows[first]):
            first += 1
        table = Table(sheet, kind, self._fields[kind], header, first, titles=titles)
        self._assign(table)
        return table

    def _complete(self, kind: SheetKind, titles: dict[int, str], row: Sequence[CellValue]) -> bool:
        """Take headers from a neighbouring row for columns that have none yet; say whether there were any."""
        found = {
            index: str(cell)
            for index, cell in enumerate(row)
            if self._match(kind, cell) and (index not in titles or not self._match(kind, titles[index]))
        }
        titles |= found
        return bool(found)

    def _assign(self, table: Table) -> None:
        for index, title in table.titles.items():
            names = self._match(table.kind, title)
            for name in names:
                table.columns.setdefault(name, []).append(index)
            if not names and self._own.get(normalise(title)) != "":
                table.unknown.append(index)
            codes = dict(_CODE.findall("".join(_BRACKETS.findall(normalise(title)))))
            if codes:
                table.codes[index] = codes
        for name, indexes in table.columns.items():
            column = table.fields[name].column
            order = [normalise(alias) for alias in (column.title, *column.aliases)]
            ranks = {index: _rank(table.titles[index], order) for index in indexes}
            indexes.sort(key=lambda index: (ranks[index], index))

    def _match(self, kind: SheetKind, cell: CellValue) -> list[str]:
        if not _is_label(cell):
            return []
        own = self._own.get(normalise(cell))
        if own is not None:
            return [own] if own in self._fields[kind] else []
        known = self._known[kind]
        return next((known[form] for form in list_forms(cell) if form in known), [])


def _is_label(cell: CellValue) -> bool:
    return isinstance(cell, str) and 0 < len(cell) <= 60 and not cell.isspace()


def _rank(title: str, order: Sequence[str]) -> int:
    return next((order.index(form) for form in list_forms(title) if form in order), len(order))


def _index(fields: Iterable[Field]) -> dict[str, list[str]]:
    """Field names by header; a header can mean one common field, and one of each branch type's own."""
    index: dict[str, list[str]] = {}
    for item in fields:
        for alias in (item.column.title, *item.column.aliases):
            names = index.setdefault(normalise(alias), [])
            common_taken = not item.models and any(True for _ in names)
            if item.name not in names and not common_taken:
                names.append(item.name)
    return index
