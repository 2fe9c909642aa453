"""Dates in every spelling rosters use."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi import DateError, Model, PartialDate

DAYS = st.dates(dt.date(1910, 1, 1), dt.date(2099, 12, 31))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1990-1-1", "1990.01.01"),
        ("1990.01", "1990.01"),
        ("1990年1月", "1990.01"),
        ("1990年1月1日", "1990.01.01"),
        ("199001", "1990.01"),
        ("20100701", "2010.07.01"),
        ("2019/2/3  14:30", "2019.02.03"),
        ("2019-02-03T14:30:00", "2019.02.03"),
        ("2011年1月9日下午", "2011.01.09"),
        ("2011年1月8日下午2点", "2011.01.08"),
        ("2011年1月8日下午两点半", "2011.01.08"),
        ("2011年1月8日14:30", "2011.01.08"),
        ("2011年1月18日 14：30", "2011.01.18"),
        ("2011年1月8日（星期六）上午9时30分", "2011.01.08"),
        ("2011年1月8日下午2点至4点", "2011.01.08"),
        ("2011年1月8日14:30-16:00", "2011.01.08"),
        ("2011.1.5上午", "2011.01.05"),
        ("2011.1.15 晚7点", "2011.01.15"),
        ("2011.1.5 14:30", "2011.01.05"),
        ("20110108 下午", "2011.01.08"),
        (" 2010．07．01 ", "2010.07.01"),
        (32874, "1990.01.01"),
        (32874.5, "1990.01.01"),
        ("32874", "1990.01.01"),
        (199001, "1990.01"),
        (20100701.0, "2010.07.01"),
        (1990.05, "1990.05"),
        (2012.06, "2012.06"),
        (dt.date(2010, 7, 1), "2010.07.01"),
        (dt.datetime(2010, 7, 1, 8, 30), "2010.07.01"),  # noqa: DTZ001 - Excel cells have no time zone
    ],
)
def test_spellings(value: object, expected: str) -> None:
    assert str(PartialDate.parse(value)) == expected


@pytest.mark.parametrize(
    "value",
    [
        "0000-00-00",
        "2012.13",
        "2011-02-29",
        "不详",
        "",
        "90.1",
        "1990",
        1990,
        1990.1,
        True,
        None,
        5,
        "2010-7-1-5",
        "2011年1月8日至9日",
        "2011年1月8日、9日",
        "2011年1月8日下午2点，9日上午",
        "2011年1月下午",
        "2011.1.514:30",
        "下午2点",
        "2011年1月8日左右",
        9e99,
    ],
)
def test_what_is_not_a_date_is_refused(value: object) -> None:
    with pytest.raises(DateError):
        PartialDate.parse(value)


def test_a_shortened_number_is_named_as_ambiguous() -> None:
    with pytest.raises(DateError, match="January or October"):
        PartialDate.parse(1990.1)


@given(DAYS)
def test_every_spelling_of_a_day_is_that_day(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    spellings = [
        day, serial, str(serial), day.isoformat(), f"{day:%Y/%m/%d}", f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    ]  # fmt: skip
    assert {PartialDate.parse(value) for value in spellings} == {PartialDate(day.year, day.month, day.day)}


@given(DAYS, DAYS)
def test_before_is_never_claimed_without_certainty(one: dt.date, other: dt.date) -> None:
    day = PartialDate(one.year, one.month, one.day)
    month = PartialDate(other.year, other.month)
    if day.is_before(month):
        assert (one.year, one.month) < (other.year, other.month)
    if (one.year, one.month) == (other.year, other.month):
        assert not day.is_before(month)
        assert not month.is_before(day)


def test_years_until_counts_full_years() -> None:
    assert PartialDate(1930, 1, 13).years_until(dt.date(2011, 1, 13)) == 81
    assert PartialDate(1930, 1, 14).years_until(dt.date(2011, 1, 13)) == 80
    assert PartialDate(1930, 1).years_until(dt.date(2011, 1, 13)) == 80


def test_leap_day_plus_one_year() -> None:
    assert PartialDate(2008, 2, 29).plus_years(1) == PartialDate(2009, 2, 28)


def test_printing() -> None:
    day = PartialDate(2011, 1, 5)
    assert (day.by_month, day.chinese, day.isoformat()) == ("2011.01", "2011年1月5日", "2011-01-05")
    assert PartialDate(2011, 1).chinese == "2011年1月"


def test_in_a_model_it_is_parsed_and_written_back() -> None:
    class Holder(Model):
        on: PartialDate

    holder = Holder.model_validate({"on": "2012.06"})
    assert Holder.model_validate_json(holder.model_dump_json()) == holder
