"""Dates that keep their precision: rosters know many people's birth only to the month."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import math
import re
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from pingyi.texts import translate as _

_EXCEL_EPOCH = dt.date(1899, 12, 30)
_SERIAL_RANGE = range(3000, 80000)  # 1908 to 2119: nobody alive is outside, and no year is inside
_YEARS = range(1900, 2101)
_LONGEST = 64
"""No date has more characters, with time and blanks; in a longer text it is not looked for."""
_PART = r"(?:凌晨|清晨|早晨|早上|上午|中午|午后|下午|傍晚|晚上|晚间|夜间|早|晚)"
_CLOCK = (
    r"(?:\d{1,2}\s*[:：]\s*\d{2}(?:[:：]\d{2}(?:\.\d+)?)?"
    r"|(?:\d{1,2}|[一二两三四五六七八九十]{1,3})\s*[时点](?:钟|整|半|[一三]刻|\d{1,2}分?)?)"
)
_HOUR = rf"(?:{_PART}\s*(?:{_CLOCK})?|{_CLOCK})"
_TIME = rf"{_HOUR}(?:\s*[-－–—~～至到]\s*{_HOUR})?"
# a time of day, or a weekday before it, is read over; digits of the day and of the hour must not touch
_REST = (
    r"(?:\s*[（(]?(?:星期|周|礼拜)[一二三四五六日天][）)]?)?"
    rf"(?:(?:(?<=\D)|[T\s]+|(?={_PART}))\s*{_TIME})?"
)
_SEPARATED = re.compile(
    r"(?P<year>\d{4})\s*(?:年|[-/.．。－／])\s*(?P<month>\d{1,2})\s*月?"
    rf"(?:\s*[-/.．。－／]?\s*(?P<day>\d{{1,2}})\s*(?:日|号)?{_REST})?"
)
_JOINED = re.compile(rf"(?P<year>\d{{4}})(?P<month>\d{{2}})(?:(?P<day>\d{{2}}){_REST})?")


class DateError(ValueError):
    """A value is not a date; the text says which part is wrong and how to write it."""


@functools.total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, or a month whose day is not known.

    Attributes:
        year: 1900 to 2100.
        month: 1 to 12.
        day: 1 to the month's length, or `None` where only the month is known.
    """

    year: int
    month: int
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year not in _YEARS:
            raise DateError(_("year {year} is impossible").format(year=self.year))
        if self.month not in range(1, 13):
            raise DateError(_("month {month} does not exist").format(month=self.month))
        if self.day is not None and not 1 <= self.day <= calendar.monthrange(self.year, self.month)[1]:
            raise DateError(_("{year}-{month} has no day {day}").format(year=self.year, month=self.month, day=self.day))

    @classmethod
    def parse(cls, value: object) -> PartialDate:
        """Read any spelling that rosters use.

        Args:
            value: a date or datetime cell, an Excel serial number, `201007`, `20100701`, or text such as
                `2010-7-1`, `2010.07`, `2010年7月1日`; a time of day behind it, as in `2010/07/01 14:30` or
                `2011年1月8日下午2点`, is read over.

        Raises:
            DateError: it is none of these, or names a day that does not exist. A number such as 1990.1 is refused:
                Excel shortens 1990.10 to it, so January and October cannot be told apart.
        """
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, dt.date):  # a datetime is one too
            return cls(value.year, value.month, value.day)
        if isinstance(value, bool):
            raise DateError(_("“{value}” is not a date").format(value=value))
        if isinstance(value, int | float):
            return _parse_number(float(value))
        if isinstance(value, str):
            return _parse_text(value.strip())
        raise DateError(_("“{value}” is not a date").format(value=value))

    @property
    def first(self) -> dt.date:
        """The earliest day it can mean."""
        return dt.date(self.year, self.month, self.day or 1)

    @property
    def last(self) -> dt.date:
        """The latest day it can mean."""
        return dt.date(self.year, self.month, self.day or calendar.monthrange(self.year, self.month)[1])

    def is_before(self, other: PartialDate) -> bool:
        """Whether it is certainly earlier: a month is not before a day inside it."""
        return self.last < other.first

    def plus_years(self, years: int) -> PartialDate:
        """The same day `years` later; 29 February becomes the 28th where it must."""
        year = self.year + years
        day = None if self.day is None else min(self.day, calendar.monthrange(year, self.month)[1])
        return PartialDate(year, self.month, day)

    def years_until(self, day: dt.date) -> int:
        """Full years from it to `day`, counted from its latest meaning: an age that is certainly reached."""
        last = self.last
        return day.year - last.year - ((day.month, day.day) < (last.month, last.day))

    @property
    def by_month(self) -> str:
        """`1990.01`, the way forms print months."""
        return f"{self.year}.{self.month:02d}"

    @property
    def chinese(self) -> str:
        """`2011年1月5日`, the way official documents print days (GB/T 9704, 7.3.5.4)."""
        return f"{self.year}年{self.month}月" + (f"{self.day}日" if self.day else "")

    def isoformat(self) -> str:
        """`2010-07-01` or `2010-07`."""
        return f"{self.year}-{self.month:02}-{self.day:02}" if self.day else f"{self.year}-{self.month:02}"

    def __str__(self) -> str:
        return f"{self.year}.{self.month:02}.{self.day:02}" if self.day else self.by_month

    def __lt__(self, other: PartialDate) -> bool:
        return (self.first, self.last) < (other.first, other.last)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Any], handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse,
            serialization=core_schema.plain_serializer_function_ser_schema(cls.isoformat, when_used="json"),
            json_schema_input_schema=core_schema.str_schema(),
        )


def _parse_number(number: float) -> PartialDate:
    if not math.isfinite(number):
        raise DateError(_("“{value}” is not a date").format(value=number))
    if number.is_integer():
        whole = int(number)
        if whole in _SERIAL_RANGE:
            day = _EXCEL_EPOCH + dt.timedelta(days=whole)
            return PartialDate(day.year, day.month, day.day)
        return _parse_text(str(whole))
    year, hundredths = divmod(round(number * 100), 100)
    if abs(number * 100 - round(number * 100)) < 1e-6 and year in _YEARS:
        if hundredths % 10 == 0:
            raise DateError(
                _("the number {value} can mean January or October; write it as text, such as {year}.01").format(
                    value=f"{number:g}", year=year
                )
            )
        return PartialDate(year, hundredths)
    if int(number) in _SERIAL_RANGE:  # a serial with a time of day
        return _parse_number(float(int(number)))
    raise DateError(_("“{value}” is not a date").format(value=f"{number:g}"))


@functools.lru_cache(maxsize=1 << 14)
def _parse_text(text: str) -> PartialDate:
    match = (_SEPARATED.fullmatch(text) or _JOINED.fullmatch(text)) if len(text) <= _LONGEST else None
    if match is None:
        if text.isascii() and text.isdecimal() and int(text) in _SERIAL_RANGE:
            return _parse_number(float(text))
        raise DateError(_("“{value}” is not a date").format(value=text))
    day = match["day"]
    return PartialDate(int(match["year"]), int(match["month"]), int(day) if day else None)
