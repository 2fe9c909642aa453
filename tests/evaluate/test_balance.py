"""The books balance, or a problem names the place; each violation is planted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tallykit import ASPECTS, BRANCH, LINES, make_counts, make_head, make_papers

from pingyi.errors import Severity
from pingyi.evaluate import Tallies

Tally = Callable[..., Tallies]
Codes = Callable[[Tallies], list[str]]
SIX = [("党员", "好")] * 6


def test_one_missing_paper_is_named(tally: Tally, codes: Codes) -> None:
    rows = make_papers(SIX, issued=7)
    del rows[-3]
    found = tally({"a.xlsx": [rows]})
    assert codes(found) == ["ballots-missing"]
    assert "4" in found.problems[0].message
    assert BRANCH in found.problems[0].message
    assert not found.tallies[0].balanced


def test_a_numbered_row_without_anything_is_no_ballot(tally: Tally, codes: Codes) -> None:
    rows = [*make_papers(SIX), [7], [8]]
    assert codes(tally({"a.xlsx": [rows]})) == []


def test_a_paper_without_a_tick_is_one_that_abstains(tally: Tally, codes: Codes) -> None:
    rows = [*make_papers(SIX, issued=7, returned=7), [7, "", "弃权"]]
    found = tally({"a.xlsx": [rows]})
    assert codes(found) == []
    assert found.tallies[0].together.abstained == 1


def test_more_papers_back_than_issued_make_it_void(tally: Tally, codes: Codes) -> None:
    found = tally({"a.xlsx": [make_papers(SIX, issued=5)]})
    assert codes(found) == ["ballot-void"]
    assert found.tallies[0].void
    assert found.tallies[0].together.lines == ()


def test_a_paper_typed_twice_is_named(tally: Tally, codes: Codes) -> None:
    rows = make_papers(SIX)
    rows[-1][0] = 3
    found = tally({"a.xlsx": [rows]})
    assert codes(found) == ["ballot-twice"]
    assert found.problems[0].row == 11


def test_more_rows_than_papers(tally: Tally, codes: Codes) -> None:
    assert codes(tally({"a.xlsx": [make_papers(SIX, issued=9, returned=5)]})) == ["ballots-too-many"]


def test_numbers_of_the_head_must_be_there(tally: Tally, codes: Codes) -> None:
    rows = make_papers(SIX)
    rows[2] = ["发出票数", "", "收回票数", 6]
    assert codes(tally({"a.xlsx": [rows]})) == ["ballot-head-missing"]


def test_what_was_counted_by_hand_is_compared(tally: Tally, codes: Codes) -> None:
    found = tally({"a.xlsx": [make_papers(SIX, 有效票=5, 无效票=1)]})
    assert codes(found) == ["papers-differ", "papers-differ"]


def test_more_ballots_than_voters_is_a_warning(tally: Tally, codes: Codes) -> None:
    found = tally({"a.xlsx": [make_papers(SIX, 实到=5)]})
    assert codes(found) == ["ballot-more-than-voters"]
    assert found.problems[0].severity is Severity.WARNING
    assert found.tallies[0].balanced


def test_a_line_of_counts_that_does_not_add_up_is_named(tally: Tally, codes: Codes) -> None:
    counts: dict[str, tuple[int, ...]] = dict.fromkeys(ASPECTS, (5, 1, 0, 0, 0, 0))
    counts[ASPECTS[2]] = (4, 1, 0, 0, 0, 0)
    found = tally({"a.xlsx": [make_counts(counts, issued=6, returned=6)]})
    assert codes(found) == ["line-unbalanced"]
    assert ASPECTS[2] in found.problems[0].message
    assert found.problems[0].row == 8


def test_whole_papers_that_counters_left_out_of_the_lines_are_added(tally: Tally, codes: Codes) -> None:
    counts = dict.fromkeys(ASPECTS, (5, 1, 0, 0, 0, 0))
    found = tally({"a.xlsx": [make_counts(counts, issued=8, returned=8, 无效=1, 弃权=1, 有效=6)]})
    assert codes(found) == []
    group = found.tallies[0].together
    assert (group.valid, group.invalid, group.abstained) == (6, 1, 1)
    assert (group.lines[0].invalid, group.lines[0].abstained) == (1, 1)


def test_counts_by_category_must_agree(tally: Tally, codes: Codes) -> None:
    head = make_head(issued=9, returned=9)
    lines: list[list[object]] = []
    for aspect in ASPECTS:
        first, second = (5, 4) if aspect != ASPECTS[0] else (6, 3)
        lines += [["", "党员", aspect, first, 0, 0, 0], ["", "群众", aspect, second, 0, 0, 0]]
    rows = [*head, ["序号", "评议人身份", "评议内容", "好", "较好", "一般", "差"], *lines]
    assert codes(tally({"a.xlsx": [rows]})) == ["category-unbalanced", "category-unbalanced"]


@pytest.mark.parametrize(
    "header", ["姓名", "评议人", "学工号", "签名", "手机号", "来自IP", " 姓 名 ", "评议人（签名）", "投票人学号"]
)
def test_R22_a_sheet_that_names_voters_is_refused(tally: Tally, codes: Codes, header: str) -> None:
    rows = make_papers(SIX)
    rows[4][1] = header
    for row in rows[5:]:
        row[1] = "周某某"
    found = tally({"a.xlsx": [rows]})
    assert codes(found) == ["ballot-names-voters"]
    assert found.tallies == ()
    assert "周某某" not in repr(found)


def test_an_unknown_word_is_never_guessed(tally: Tally, codes: Codes) -> None:
    rows = make_papers(SIX)
    rows[-1][3] = "还行"
    found = tally({"a.xlsx": [rows]})
    assert codes(found) == ["ballot-mark-unknown"]
    assert (found.problems[0].row, found.problems[0].column) == (11, ASPECTS[1])
    assert found.tallies[0].together.lines[1].invalid == 1


def test_numbers_stand_for_grades_unless_grades_have_points(tally: Tally, codes: Codes) -> None:
    rows = make_papers([("党员", 2)] * 6)
    assert tally({"a.xlsx": [rows]}).tallies[0].together.lines[0].votes == (0, 6, 0, 0)
    scores = {"tally": {"organisation": {"scores": {"好": 10, "较好": 7, "一般": 5, "差": 2}}}}
    assert "ballot-mark-unknown" in codes(tally({"a.xlsx": [rows]}, settings=scores))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda rows: rows[4].__setitem__(3, "食堂饭菜"), "ballot-column-unknown"),
        (lambda rows: rows[4].__setitem__(3, rows[4][2]), "ballot-column-twice"),
        (lambda rows: [row.pop() for row in rows[4:]], "ballot-line-missing"),
        (lambda rows: rows[1].__setitem__(0, "评议对象：没有这个支部"), "ballot-subject-unknown"),
        (lambda rows: rows[5].__setitem__(1, "外星人"), "voter-category-unknown"),
    ],
)
def test_sheets_that_do_not_fit_the_ballot(tally: Tally, codes: Codes, spoil: Callable[[Any], Any], code: str) -> None:
    rows = make_papers(SIX)
    spoil(rows)
    assert code in codes(tally({"a.xlsx": [rows]}))


def test_counts_that_cannot_be_read(tally: Tally, codes: Codes) -> None:
    counts: dict[str, tuple[object, ...]] = dict.fromkeys(LINES, (5, 1, 0, 0, 0, 0))
    counts["陌生人"] = (6, 0, 0, 0, 0, 0)
    counts["王志"] = ("五", 6, 0, 0, 0, 0)
    found = codes(tally({"a.xlsx": [make_counts(counts, issued=6, returned=6)]}))
    assert found == ["ballot-count-wrong", "ballot-line-unknown"]
    rows = make_counts(dict.fromkeys(LINES, (5, 1, 0, 0, 0, 0)), issued=6, returned=6)
    rows[4][4] = "很差"
    assert "ballot-grade-missing" in codes(tally({"a.xlsx": [rows]}))


def test_one_sheet_sent_twice_counts_once(tally: Tally, codes: Codes) -> None:
    rows = make_papers(SIX)
    found = tally({"a.xlsx": [rows], "b/再次上报.xlsx": [rows]})
    assert codes(found) == ["ballot-sheet-copy"]
    assert found.tallies[0].returned == 6


def test_two_different_sheets_for_the_same_ballots_are_none(tally: Tally, codes: Codes) -> None:
    found = tally({"a.xlsx": [make_papers(SIX)], "b.xlsx": [make_papers([("党员", "差")] * 6)]})
    assert codes(found) == ["ballot-sheets-differ"]
    assert found.tallies == ()


def test_sheets_of_several_rooms_add_up(tally: Tally, codes: Codes) -> None:
    found = tally({"a.xlsx": [make_papers(SIX, 场次="第一组"), make_papers([("群众", "差")] * 5, 场次="第二组")]})
    assert codes(found) == []
    assert found.tallies[0].issued == 11
    assert found.tallies[0].together.lines[0].votes == (6, 0, 0, 5)


def test_those_who_counted_may_be_on_the_ballot(tally: Tally, codes: Codes) -> None:
    rows = make_papers(SIX)
    rows.insert(3, ["计票人", "王志", "监票人", "李敏"])
    found = tally({"a.xlsx": [rows]})
    assert codes(found) == []
    assert found.tallies[0].counters == "王志"
    assert found.tallies[0].supervisors == "李敏"
