"""Deciding by the values in a column what it means, where its header can mean two things or nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from pingyi.errors import Severity
from pingyi.plugins import Plugins
from pingyi.roster.cells import clean_text
from pingyi.roster.columns.field import SheetKind
from pingyi.roster.columns.header import Table, list_forms, normalise
from pingyi.roster.columns.words import MEMBERSHIPS, NOT_MEMBERS, PERSON_KIND_PARTS, STATUS_WORDS
from pingyi.roster.files.sheets import CellValue
from pingyi.roster.findings import Findings
from pingyi.texts import translate as _

_FAMILY = ("membership", "status", "person_kind")
_AMBIGUOUS = ("党籍状态", "人员类别", "党员状态", "人员状态", "类别", "状态")
_ENOUGH = 0.5
_YES_NO = frozenset({"是", "否"})
_SERIAL_LIKE = ("编号", "号")


class MeaningFinder:
    """Corrects the columns of one member sheet by their values.

    Args:
        table: the sheet; its columns are changed.
        plugins: whose branch types know words for kinds of people.
        findings: takes a note for every decision.
    """

    def __init__(self, table: Table, plugins: Plugins, findings: Findings) -> None:
        self._table = table
        self._findings = findings
        self._known: dict[int, set[str]] = {}
        kinds = {word for kind in plugins.branch_types.values() for word in kind.PERSON_KINDS}
        self._tests: Mapping[str, Callable[[str], bool]] = {
            "membership": lambda word: word in MEMBERSHIPS or word in NOT_MEMBERS,
            "status": lambda word: word in STATUS_WORDS,
            "person_kind": lambda word: word in kinds or any(part in word for part in PERSON_KIND_PARTS),
        }

    def decide(self) -> None:
        """Go through the columns in doubt."""
        for index in sorted(self._table.titles):
            self._decide_family(index)
        self._decide_sex_codes()
        self._decide_numbering()
        self._decide_parent()
        for index in (*self._table.unknown, *self._table.columns.get("remark", ())):
            self._decide_by_vocabulary(index)
        self._prefer_probationary()

    def _decide_family(self, index: int) -> None:
        """党籍状态 and 人员类别 mean one thing in national systems and another in those of universities."""
        title = self._table.titles[index]
        now = next((name for name in _FAMILY if index in self._table.columns.get(name, ())), "")
        doubtful = any(form in _AMBIGUOUS for form in list_forms(title))
        if not now and not doubtful:
            return
        words = self._words(index)
        shares = {name: _share(words, test) for name, test in self._tests.items()}
        best = max(_FAMILY, key=lambda name: shares[name])
        if shares[best] < _ENOUGH:
            return  # the usual meaning, if there is one, stays; wrong words are reported cell by cell
        if best != now:
            self._move(index, now, best)
        if doubtful or best != now:
            self._tell(index, best)

    def _decide_sex_codes(self) -> None:
        """1 and 2, or 1 and 0, stand for 男 and 女, if the column keeps to one of the two."""
        for index in self._table.columns.get("sex", ()):
            digits = {word for word in self._words(index) if word.isdecimal()}
            if digits and index not in self._table.codes and digits in ({"1"}, {"2"}, {"1", "2"}, {"0", "1"}):
                self._table.codes[index] = {"1": "男", "2": "女"} if "0" not in digits else {"1": "男", "0": "女"}
                self._findings.add(
                    Severity.INFO,
                    "codes-read",
                    _("The numbers in this column are read as: {meanings}.").format(
                        meanings="、".join(f"{code}={word}" for code, word in self._table.codes[index].items())
                    ),
                    _("If that is wrong, write 男 or 女."),
                    sheet=self._table.sheet.name,
                    row=self._table.sheet.number(self._table.header),
                    column=self._table.titles[index],
                )

    def _decide_numbering(self) -> None:
        """编号 counts the lines in some rosters, and is the person's number in others."""
        for index in list(self._table.columns.get("person_no", ())):
            if normalise(self._table.titles[index]) not in _SERIAL_LIKE:
                continue
            if _counts_up([word for word in self._words(index) if word.isdecimal()]):
                self._move(index, "person_no", "serial")
                self._tell(index, "serial")

    def _decide_parent(self) -> None:
        """所属党组织 is the branch in some rosters, and what stands above it in others."""
        indexes = self._table.columns.get("branch", [])
        if len(indexes) < 2:
            return
        for index in list(indexes):
            if len(indexes) > 1 and _share(self._words(index), lambda word: "支部" in word) < _ENOUGH:
                self._move(index, "branch", "parent")
                self._tell(index, "parent")

    def _decide_by_vocabulary(self, index: int) -> None:
        words = self._words(index)
        if not words:
            return
        for name, item in self._table.fields.items():
            values: Collection[str] = item.column.values
            if name in self._table.columns or not values or set(values) <= _YES_NO:
                continue
            if all(word in values for word in words):
                now = "remark" if index in self._table.columns.get("remark", ()) else ""
                self._move(index, now, name)
                self._tell(index, name)
                return

    def _prefer_probationary(self) -> None:
        """Of two columns on membership the one that knows probationary members says more: 政治面貌 often does not."""
        indexes = self._table.columns.get("membership", [])
        indexes.sort(key=lambda index: not any("预备" in word for word in self._words(index)))

    def _words(self, index: int) -> set[str]:
        """The distinct values of a column, in rows that name somebody."""
        if index in self._known:
            return self._known[index]
        name = self._table.columns["name"][0]
        codes = self._table.codes.get(index, {})
        cells = [row[index] for row in self._table.body() if row[name] != ""]
        distinct: Collection[CellValue] = set(cells)
        if not all(isinstance(cell, str) for cell in distinct):  # True, 1 and 1.0 are one in a set, but not one word
            distinct = [cell for _kind, cell in {(type(cell), cell) for cell in cells}]
        words = {clean_text(cell)[0] for cell in distinct} - {""}
        self._known[index] = {codes.get(word, word) for word in words}
        return self._known[index]

    def _move(self, index: int, old: str, new: str) -> None:
        columns = self._table.columns
        if old:
            columns[old].remove(index)
            if not columns[old]:
                del columns[old]
        if index in self._table.unknown:
            self._table.unknown.remove(index)
        columns.setdefault(new, []).append(index)

    def _tell(self, index: int, name: str) -> None:
        self._findings.add(
            Severity.INFO,
            "column-decided",
            _("By its values this column is read as “{meaning}”.").format(
                meaning=self._table.fields[name].column.title
            ),
            _("If that is wrong, name its field under [roster.columns] in campaign.toml."),
            sheet=self._table.sheet.name,
            row=self._table.sheet.number(self._table.header),
            column=self._table.titles[index],
        )


def report_columns(table: Table, findings: Findings) -> None:
    """List the columns that are not used, and the ones that are missed."""
    sheet, row = table.sheet.name, table.sheet.number(table.header)
    if table.unknown:
        findings.add(
            Severity.INFO,
            "columns-unused",
            _("These columns are not used: {columns}.").format(
                columns="、".join(" ".join(table.titles[index].split()) for index in table.unknown)
            ),
            _("If one of them matters, name its field under [roster.columns] in campaign.toml."),
            sheet=sheet,
            row=row,
        )
    if table.kind is not SheetKind.MEMBERS:
        return
    for name in ("person_no", "sex", "ethnicity", "birth", "joined_on", "membership"):
        if name not in table.columns:
            findings.add(
                Severity.INFO,
                "column-missing",
                _("There is no column “{column}”; its cells on the forms stay empty.").format(
                    column=table.fields[name].column.title
                ),
                sheet=sheet,
                row=row,
            )


def _share(words: Collection[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, words)) / len(words) if words else 0.0


def _counts_up(words: Iterable[str]) -> bool:
    numbers = sorted(int(word) for word in words)
    return bool(numbers) and numbers[0] <= 2 and numbers[-1] <= len(numbers) * 2
