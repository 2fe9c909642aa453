"""Days and workdays until a last day: Chinese holidays and make-up workdays where the year's arrangement is known."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DaysLeft:
    """How far away a last day is.

    Attributes:
        days: whole days from the day of reference to the last day; 0 on that day, below 0 after it.
        workdays: working days among them, the last day included and the day of reference not; 0 after it.
        known: whether the holidays of all years in between are known; otherwise only weekends were left out.
    """

    last_day: dt.date
    days: int
    workdays: int
    known: bool


@functools.cache
def _list_arranged(year: int) -> tuple[frozenset[dt.date], frozenset[dt.date]] | None:
    """Days off and make-up workdays of one year, `None` where the State Council's arrangement is not known yet.

    The library computes the statutory holidays of any year; only a year whose make-up workdays it has is arranged.
    """
    import holidays

    # the make-up workdays around New Year belong to the arrangement of the year that follows
    calendar = holidays.country_holidays("CN", years=[year])
    workdays = frozenset(day for day in calendar.weekend_workdays if day.year == year)
    if not workdays:
        return None
    return frozenset(day for day in calendar if day.year == year), workdays


def is_workday(day: dt.date) -> bool:
    """Whether people work on a day, as far as it is known."""
    arranged = _list_arranged(day.year)
    if arranged is None:
        return day.weekday() < _SATURDAY
    off, extra = arranged
    return day in extra or (day.weekday() < _SATURDAY and day not in off)


def count_days(today: dt.date, last_day: dt.date) -> DaysLeft:
    """Count what is left from `today` to `last_day`."""
    days = (last_day - today).days
    ahead = [today + dt.timedelta(days=step) for step in range(1, days + 1)]
    known = all(_list_arranged(year) is not None for year in range(today.year, last_day.year + 1)) if days > 0 else True
    return DaysLeft(last_day, days, sum(map(is_workday, ahead)), known)
