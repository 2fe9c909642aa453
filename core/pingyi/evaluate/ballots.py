"""What entry sheets and returned ballots say: papers without voters, or counts, and where each stands."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

BLANK = ""
"""The mark of a line without a tick."""
SPOILED = "无效"
"""The mark of a line that cannot be counted: two ticks, or illegible."""


class Shape(enum.StrEnum):
    """The two tallies: collective evaluation of organisations, evaluation of members (Q2, R32)."""

    ORGANISATION = "organisation"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where a number comes from.

    Attributes:
        file: path in the folder of returned files; `pack.zip!file.xlsx` inside a pack.
        sheet: the worksheet.
        rows: as Excel numbers them, such as `7-46`.
        column: its letter, for a number that comes from one column.
    """

    file: str
    sheet: str = ""
    rows: str = ""
    column: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the documented JSON shape."""
        return {"file": self.file, "sheet": self.sheet, "rows": self.rows, "column": self.column}


@dataclass(frozen=True, slots=True)
class Item:
    """One line that is voted on: an aspect of an organisation, or a member.

    Attributes:
        key: text and note as the ballot prints them; unique on one ballot.
        person_id: the member; empty for an aspect.
    """

    key: str
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One paper. Nothing about the voter is kept but the category he or she ticked.

    Attributes:
        number: the paper's serial number in the entry sheet.
        row: its row in Excel.
        marks: by item key: a grade, `BLANK` or `SPOILED`.
        spoiled: the whole paper is invalid.
        blank: the whole paper was handed in unmarked.
        remark: opinion written on it (R50).
    """

    number: str
    row: int
    category: str
    marks: Mapping[str, str]
    spoiled: bool = False
    blank: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class LineCount:
    """One line that came already counted: votes by grade, abstained, invalid."""

    item: str
    category: str
    votes: tuple[int, ...]
    abstained: int
    invalid: int
    row: int

    @property
    def total(self) -> int:
        """All papers of the line."""
        return sum(self.votes) + self.abstained + self.invalid


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the table of an entry sheet; `None` where a number was not written.

    Attributes:
        category: of all voters of the sheet; empty where papers say it themselves or nobody asked.
        session: tells the sheets of one organisation apart, where ballots were cast in several rooms.
        expected, attended: 应到 and 实到.
        issued, returned: 发出 and 收回.
        valid, invalid, abstained: whole papers as counted by hand.
        counters: who counted and who watched, for the foot of the tally form.
    """

    category: str = ""
    session: str = ""
    expected: int | None = None
    attended: int | None = None
    issued: int | None = None
    returned: int | None = None
    valid: int | None = None
    invalid: int | None = None
    abstained: int | None = None
    counters: str = ""
    supervisors: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One entry sheet, or the electronic ballots, on one organisation in one shape."""

    organisation_id: str
    shape: Shape
    head: Head
    source: Source
    ballots: tuple[Ballot, ...] = ()
    counts: tuple[LineCount, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    """Letter of each item's column, where papers are rows."""

    @property
    def is_counted(self) -> bool:
        """Whether it brings counts, not papers."""
        return bool(self.counts)

    @property
    def returned(self) -> int:
        """Papers that came back: the rows there are, or what the head says of counted ones."""
        if not self.is_counted:
            return len(self.ballots)
        return self.head.returned if self.head.returned is not None else self.counts[0].total
