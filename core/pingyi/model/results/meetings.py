"""What was held: evaluation meetings and thematic meetings, typed into a workbook or read from a record form."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Mapping
from typing import Any

from pingyi.model.fields.base import Model
from pingyi.model.fields.dates import PartialDate

_BETWEEN = re.compile(r"[、，,；;/\s]+(?![^（(]*[）)])")
_NOTE = re.compile(r"[（(](.*?)[）)]$")


class MeetingKind(enum.StrEnum):
    """The two meetings of the notice (R18, R26)."""

    EVALUATION = "述职评议会"
    THEMATIC = "专题组织生活会"


AGENDA: Mapping[MeetingKind, tuple[str, ...]] = {
    MeetingKind.EVALUATION: ("全部述职", "发放并收回评议表", "年度考核测评", "领导点评"),
    MeetingKind.THEMATIC: ("每名党员汇报", "批评与自我批评", "逐人点评"),
}
"""What each meeting consists of, in order (R15, R22, R23, R25; R27, R28)."""


def list_parts(activity: str) -> tuple[str, ...]:
    """The parts of a duty report, by the word each is known by (R19, R20); the last is the secretaries' own (R21).

    Args:
        activity: of the campaign, such as 创先争优活动.
    """
    return ("年度工作", activity.removesuffix("活动"), "公开承诺", "不足", "努力方向", "本组织")


class Meeting(Model):
    """One meeting; empty or `None` where nobody wrote it.

    Attributes:
        expected, attended: 应到 and 实到.
        on_leave, absent, not_counted: people with the reason behind the name: excused, away without leave, and those
            who may be left out of 应到.
        guests, leaders: 列席, and school leaders who came (R24).
        speakers: who reported (R19).
        parts: what the reports had in them (R19-R21).
        reports_ended, ballots_issued: times of the day (R22).
        done: of `AGENDA` what was done.
        leader_comment: what the leader said of organisation and secretary (R25).
        file, sheet, row: where it is written.
    """

    kind: MeetingKind
    organisation_id: str
    held_on: PartialDate | None = None
    place: str = ""
    chair: str = ""
    recorder: str = ""
    expected: int | None = None
    attended: int | None = None
    on_leave: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    not_counted: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    parts: str = ""
    reports_ended: dt.time | None = None
    ballots_issued: dt.time | None = None
    done: tuple[str, ...] = ()
    leader_comment: str = ""
    file: str = ""
    sheet: str = ""
    row: int | None = None

    @property
    def day(self) -> dt.date | None:
        """The day it was held."""
        return self.held_on.first if self.held_on is not None else None

    def to_json(self) -> dict[str, Any]:
        """Return the documented JSON shape."""
        told = self.model_dump(mode="json", exclude={"organisation_id", "held_on"})
        held_on = self.held_on.isoformat() if self.held_on is not None else None
        return {"organisation": self.organisation_id, "held_on": held_on, **told}


TOLD = tuple(name for name in Meeting.model_fields if name not in ("kind", "organisation_id", "file", "sheet", "row"))
"""The fields that say what happened."""


def split_people(text: str) -> tuple[str, ...]:
    """The people a cell lists, each with the reason in brackets behind the name."""
    return tuple(part for part in _BETWEEN.split(text) if part)


def name_of(entry: str) -> str:
    """The name alone."""
    return _NOTE.sub("", entry)


def reason_of(entry: str) -> str:
    """What stands in brackets behind a name."""
    found = _NOTE.search(entry)
    return found[1] if found is not None else ""


_TIME = re.compile(r"(\d{1,2})[:：时点](\d{1,2})?")


def parse_time(value: object) -> dt.time | None:
    """A time of the day from a cell or a text, `None` where it is none.

    Args:
        value: a time or datetime cell, a part of a day as Excel stores times, or text such as `15:30` or 下午3时.
    """
    if isinstance(value, dt.datetime):
        return value.time()
    if isinstance(value, dt.time):
        return value
    if isinstance(value, float) and 0 <= value < 1:
        minutes = round(value * 24 * 60)
        return dt.time(minutes // 60 % 24, minutes % 60)
    found = _TIME.search(str(value))
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour < 12 and ("下午" in str(value) or "晚" in str(value)):
        hour += 12
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def parse_count(text: str) -> int | None:
    """A number of people such as `23` or `23人`, `None` where it is none."""
    plain = "".join(text.split()).removesuffix("人").removesuffix("名")
    return int(plain) if plain.isdecimal() and len(plain) < 7 else None
