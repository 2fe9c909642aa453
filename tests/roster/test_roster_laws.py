"""Laws that hold for every roster."""

from __future__ import annotations

import datetime as dt
import string
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from roster_kit import HEADER, ORGANISATIONS, PEOPLE, ZHANG, change, list_errors, make_plugins, save
from test_input_workbook import strip

from pingyi.model.config.settings import Settings
from pingyi.model.fields.dates import PartialDate
from pingyi.roster import Roster, read_roster, write_workbook

PLUGINS = make_plugins()
QUICK = settings(max_examples=30)


def read(rows: Sequence[Sequence[object]], suffix: str = ".xlsx") -> Roster:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "花名册").with_suffix(suffix)
        return read_roster(save(path, {"党员": rows, "组织": ORGANISATIONS}), Settings(), PLUGINS)


def list_spellings(day: dt.date) -> list[object]:
    y, m, d = day.year, day.month, day.day
    return [
        day,
        (day - dt.date(1899, 12, 30)).days,
        f"{y}-{m:02d}-{d:02d}",
        f"{y}-{m}-{d}",
        f"{y}/{m}/{d}",
        f"{y}.{m}.{d}",
        f"{y}.{m:02d}.{d:02d}",
        f"{y}{m:02d}{d:02d}",
        int(f"{y}{m:02d}{d:02d}"),
        f"{y}年{m}月{d}日",
        f" {y} 年 {m} 月 {d} 日 ",
        f"{y}-{m:02d}-{d:02d} 00:00:00",
        f"{y}/{m}/{d}  14:30",
        f"{y}．{m}．{d}",
        f"{y}-{m:02d}-{d:02d}".translate({ord("0") + n: ord("０") + n for n in range(10)}),
    ]


@QUICK
@given(st.dates(dt.date(1950, 1, 1), dt.date(1975, 12, 31)))
def test_any_spelling_of_a_date_gives_the_same_date(day: dt.date) -> None:
    spellings = list_spellings(day)
    rows = [change(ZHANG, 学工号=str(20010000 + n), 姓名=f"甲{n}", 出生日期=value) for n, value in enumerate(spellings)]
    roster = read([HEADER, *rows])
    assert {person.birth for person in roster.people.values()} == {PartialDate(day.year, day.month, day.day)}
    assert len(roster.people) == len(spellings)


@QUICK
@given(st.dates(dt.date(1950, 1, 1), dt.date(1975, 12, 31)))
def test_any_spelling_of_a_month_gives_the_same_month(day: dt.date) -> None:
    y, m = day.year, day.month
    spellings: list[object] = [
        f"{y}.{m:02d}",
        f"{y}-{m}",
        f"{y}/{m:02d}",
        f"{y}{m:02d}",
        int(f"{y}{m:02d}"),
        f"{y}年{m}月",
    ]
    rows = [change(ZHANG, 学工号=str(20010000 + n), 姓名=f"甲{n}", 出生日期=value) for n, value in enumerate(spellings)]
    roster = read([HEADER, *rows])
    assert {person.birth for person in roster.people.values()} == {PartialDate(y, m)}
    assert len(roster.people) == len(spellings)


@QUICK
@given(st.permutations(range(len(HEADER) + 3)), st.integers(0, 4))
def test_order_of_columns_and_columns_of_no_meaning_change_nothing(order: list[int], titles: int) -> None:
    def arrange(row: Sequence[object], more: Sequence[object]) -> list[object]:
        cells = [*row, *more]
        return [cells[index] for index in order]

    rows = [arrange(HEADER, ("籍贯", "宿舍号", "")), *[arrange(person, ("天津", "3-201", None)) for person in PEOPLE]]
    rows = [*[("花名册",)] * titles, *rows]
    plain, other = read([HEADER, *PEOPLE]), read(rows)
    people = {key: person.model_dump(exclude={"row"}) for key, person in plain.people.items()}
    assert {key: person.model_dump(exclude={"row"}) for key, person in other.people.items()} == people


NAMES = st.text("张王李赵陈刘𠮷㼆喆赟·", min_size=2, max_size=4).filter(lambda name: not name.startswith("·"))
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co", "Zs", "Zl", "Zp"]) | st.sampled_from("\n&<>{}=@+"),
    min_size=2,
    max_size=30,
).map(str.strip)


@st.composite
def members(draw: st.DrawFn) -> list[list[object]]:
    rows = []
    for number in range(draw(st.integers(1, 5))):
        joined = draw(st.dates(dt.date(1980, 1, 1), dt.date(2009, 12, 31)))
        rows.append(
            change(
                draw(st.sampled_from(PEOPLE)),
                学工号=f"{number}{draw(st.text(string.digits, min_size=6, max_size=9))}",
                姓名=draw(NAMES),
                性别=draw(st.sampled_from("男女")),
                职务职称=draw(TEXTS),
                出生日期="1955.03",
                入党时间=joined.isoformat(),
                转正时间=f"{joined.year + 1}.{joined.month:02d}",
                党员类别="正式党员",
                党内职务=None,
            )
        )
    return rows


@QUICK
@given(members())
def test_what_is_written_is_what_is_read(rows: list[list[object]]) -> None:
    source = read([HEADER, *rows])
    assert list_errors(source) == []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "花名册.xlsx")
        write_workbook(path, Settings(), PLUGINS, source)
        again = read_roster(path, Settings(), PLUGINS)
    assert strip(again) == strip(source)
    assert list_errors(again) == []


@QUICK
@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.floats(), st.booleans(), TEXTS, st.dates(dt.date(1900, 3, 1))), max_size=13),
        max_size=6,
    )
)
def test_nothing_that_a_sheet_can_hold_raises(rows: list[list[object]]) -> None:
    rows = [[None if isinstance(cell, float) and cell != cell else cell for cell in row] for row in rows]  # noqa: PLR0124
    rows = [[None if cell in (float("inf"), float("-inf")) else cell for cell in row] for row in rows]
    roster = read([HEADER, *rows])
    assert all(problem.cure for problem in roster.problems if problem.severity == "error")
    assert len(roster.people) <= len(rows)
