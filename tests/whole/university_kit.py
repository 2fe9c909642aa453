"""The demo university, cut down to one college of each kind, and its workbook read without the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl

Subject = tuple[str, str]
EXEMPT = "20010002"
TAKEN_OUT = {f"{name}学院党总支" for name in ("电子工程", "自动化", "理", "外国语", "艺术设计", "职业教育")}


def take_colleges_out(path: Path) -> None:
    """Take colleges like those that stay out of the workbook: every kind of branch is left, and half of the work."""
    book = openpyxl.load_workbook(path)
    parents = {str(row[0].value): str(row[2].value) for row in book["组织"].iter_rows(min_row=2)}
    out = {name for name, parent in parents.items() if {name, parent} & TAKEN_OUT}
    for title in ("党员", "组织", "总结", "点评", "承诺", "走访"):
        sheet = book[title]
        header = [str(cell.value).rstrip("*") for cell in sheet[1]]
        columns = [header.index(name) for name in ("所在党支部", "组织名称", "对象", "所在党组织") if name in header]
        for row in reversed(list(sheet.iter_rows(min_row=2))):
            if {row[column].value for column in columns} & out:
                sheet.delete_rows(row[0].row)
    for row in book["校领导"].iter_rows(min_row=2):
        row[3].value = "、".join(name for name in str(row[3].value or "").split("、") if name not in out)
    book.save(path)


class Roster:
    """The workbook of the campaign, read without the program."""

    def __init__(self, path: Path) -> None:
        book = openpyxl.load_workbook(path, read_only=True)
        self.members = {row["学工号"]: row for row in self._read(book["党员"])}
        self.organisations = {row["组织名称*"]: row for row in self._read(book["组织"]) if row["组织类别*"] != "党委"}
        book.close()

    @staticmethod
    def _read(sheet: Any) -> Iterator[dict[str, str]]:
        header, *rows = sheet.iter_rows(values_only=True)
        for row in rows:
            yield {str(name): str(value or "") for name, value in zip(header, row, strict=True)}

    def private(self, number: str) -> list[str]:
        """What must not be posted of a member, in every spelling."""
        member = self.members[number]
        year, month = member["出生日期"].split("-")[:2]
        births = [
            f"{year}.{month}",
            f"{year}-{month}",
            f"{year}年{month}月",
            f"{year}年{int(month)}月",
            f"{year}{month}",
        ]
        return [number, *births, *filter(None, (member["联系电话"], member["住址"]))]

    @property
    def subjects(self) -> set[Subject]:
        """Everybody who gets a registration form."""
        members = {("member", number) for number in self.members if number != EXEMPT}
        return members | {("organisation", name) for name in self.organisations}

    @property
    def total(self) -> int:
        """Organisations, their secretaries, members."""
        return 2 * len(self.organisations) + len(self.members)

    @property
    def rate_but_one(self) -> str:
        """The share reviewed when one is missing and one exempt: rounded down, never up to 100%."""
        tenths = (self.total - 2) * 1000 // (self.total - 1)
        return f"{tenths // 10}.{tenths % 10}%"
