"""Counting: rounding policies, denominators, categories, withheld results, two tallies."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from tallykit import ASPECTS, BRANCH, GENERAL, GRADES, LINES, make_counts, make_papers

from pingyi.evaluate import Shape, Tallies
from pingyi.evaluate.rates import Rounding, average, rate, share

Tally = Callable[..., Tallies]


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        ("last_absorbs", ("95.04", "2.84", "2.12", "0")),
        ("independent", ("95.04", "2.84", "2.13", "0")),
        ("largest_remainder", ("95.03", "2.84", "2.13", "0")),
    ],
)
def test_R32_the_figures_of_a_published_tally_by_each_rounding(rounding: Rounding, expected: tuple[str, ...]) -> None:
    assert share((134, 4, 3, 0), 141, rounding) == tuple(map(Decimal, expected))


def test_the_published_tally_from_a_sheet_of_counts(tally: Tally) -> None:
    counts = dict.fromkeys(ASPECTS, (134, 4, 3, 0, 0, 0))
    settings = {"grades": {"organisation": ["满意", "比较满意", "基本满意", "不满意"]}}
    rows = make_counts(counts, issued=141, returned=141)
    rows[-len(ASPECTS) - 1] = ["项目", "满意票数", "比较满意票数", "基本满意票数", "不满意票数"]
    made = tally({"汇总.xlsx": [rows]}, settings=settings).find(BRANCH, Shape.ORGANISATION)
    assert made is not None
    line = made.together.lines[0]
    assert line.rates == tuple(map(Decimal, ("95.04", "2.84", "2.12", "0")))
    assert line.satisfaction == Decimal(100)
    assert made.balanced


def test_scores_average_and_satisfaction() -> None:
    assert average((3, 1, 0, 0), GRADES, {"好": 10, "较好": 7, "一般": 5, "差": 2}) == Decimal("9.25")
    assert average((3, 1, 0, 0), GRADES, {}) is None
    assert rate(2, 3) == Decimal("66.67")


def test_R22_papers_are_counted_line_by_line(tally: Tally) -> None:
    papers = [("党员", "好"), ("党员", "好", "较好"), ("群众", "较好"), ("学生", "差"), ("学生", "", "无效"), ("", "")]
    rows = make_papers(papers, issued=8)
    rows[-1][2] = "弃权"
    found = tally({"a.xlsx": [rows]}, settings={"tally": {"minimum": 0, "denominator": "valid"}})
    made = found.find(BRANCH, Shape.ORGANISATION)
    assert made is not None
    assert (made.issued, made.returned, made.not_returned) == (8, 6, 2)
    assert (made.together.valid, made.together.invalid, made.together.abstained) == (4, 1, 1)
    first, second = made.together.lines[:2]
    assert (first.votes, first.abstained, first.invalid) == ((2, 1, 0, 1), 2, 0)
    assert (second.votes, second.abstained, second.invalid) == ((1, 2, 0, 1), 1, 1)
    assert first.rates == tuple(map(Decimal, ("50", "25", "0", "25")))
    assert [(group.category, group.returned) for group in made.groups] == [
        ("党员", 2), ("群众（代表）", 1), ("学生", 2), ("未填身份", 1),
    ]  # fmt: skip
    assert made.balanced
    assert not found.problems


def test_blank_lines_are_invalid_where_the_settings_say_so(tally: Tally) -> None:
    rows = make_papers([("党员", "", "好"), ("党员", "好")])
    found = tally({"a.xlsx": [rows]}, settings={"tally": {"minimum": 0, "blank_means": "invalid"}})
    line = found.tallies[0].together.lines[0]
    assert (line.votes, line.abstained, line.invalid) == ((1, 0, 0, 0), 0, 1)


def test_R32_members_and_organisation_are_two_tallies_with_verdicts_beside_the_votes(tally: Tally) -> None:
    organisation = make_papers([("党员", "好")] * 6)
    members = make_papers([("党员", "较好")] * 6, LINES, subject=f"{BRANCH}党员")
    found = tally({"a.xlsx": [organisation, members]}, grades={"m1": "优秀", "m2": "合格"})
    assert [item.shape for item in found.tallies] == [Shape.ORGANISATION, Shape.MEMBERS]
    made = found.find(BRANCH, Shape.MEMBERS)
    assert made is not None
    assert made.verdicts is not None
    assert made.verdicts["m1"] == "优秀"  # although everybody voted 较好
    assert made.verdicts["m3"] == ""
    assert made.verdicts["m7"] == "不评定等次"
    assert [line.item.key for line in made.together.lines] == [
        "王志", "李敏", "张伟（讲师）", "张伟（教授）", "赵强", "钱进",
    ]  # fmt: skip
    assert [line.item.person_id for line in made.together.lines] == ["m1", "m2", "m5", "m6", "m3", "m4"]
    assert found.missing == ((Shape.ORGANISATION, GENERAL),)


def test_few_ballots_are_counted_but_their_results_withheld(tally: Tally) -> None:
    found = tally({"a.xlsx": [make_papers([("党员", "好")] * 4)]})
    made = found.tallies[0]
    assert made.together.withheld
    assert made.together.lines == ()
    assert made.returned == 4


def test_a_withheld_category_cannot_be_worked_out_from_the_total(tally: Tally) -> None:
    papers = [("党员", "好")] * 9 + [("群众", "较好")] * 6 + [("学生", "差")] * 2
    groups = {item.category: item for item in tally({"a.xlsx": [make_papers(papers)]}).tallies[0].groups}
    assert groups["学生"].withheld
    assert groups["群众（代表）"].withheld
    assert not groups["党员"].withheld


def test_every_number_says_where_it_comes_from(tally: Tally) -> None:
    found = tally({"深/一层/票.xlsx": [make_papers([("党员", "好")] * 5)]})
    made = found.tallies[0]
    source = made.sources[0]
    assert (source.file, source.sheet, source.rows) == ("深/一层/票.xlsx", "表1", "6-10")
    assert made.together.lines[1].sources[0].column == "D"


def test_participants_are_the_base_unless_valid_marks_are(tally: Tally) -> None:
    rows = make_papers([("党员", "好")] * 5, issued=8, 实到=10)
    line = tally({"a.xlsx": [rows]}).tallies[0].together.lines[0]
    assert line.rates is not None
    assert line.rates[0] == Decimal(50)


@pytest.mark.parametrize(
    ("limit", "allowed"),
    [
        ({"ratio": "1/3"}, 2),
        ({"ratio": "30%"}, 1),
        ({"ratio": "30%", "rounding": "ceil"}, 2),
        ({"ratio": "10%"}, 0),
        ({"ratio": "10%", "rounding": "at_least_one"}, 1),
        ({"ratio": "0.3", "base": "all"}, 2),
        ({"ratio": "1/3", "base": "full_members"}, 2),
    ],
)
def test_the_limit_on_the_best_verdict(tally: Tally, codes: Any, limit: dict[str, str], allowed: int) -> None:
    grades = dict.fromkeys(["m1", "m2", "m3"], "优秀")
    found = tally({}, settings={"tally": {"top_limit": limit}}, grades=grades)
    assert found.top_grades[0].limit == allowed
    assert codes(found) == ["top-grade-limit"]
    assert not tally(
        {}, settings={"tally": {"top_limit": limit}}, grades=dict.fromkeys(["m1"][:allowed], "优秀")
    ).problems


def test_a_probationary_member_gets_no_grade(tally: Tally, codes: Any) -> None:
    assert codes(tally({}, grades={"m7": "合格"})) == ["grade-of-probationary"]


def test_scores_and_grades_of_the_settings_must_fit() -> None:
    from pingyi.model.config.settings import Settings

    for wrong in (
        {"member": {"scores": {"优": 1}}},
        {"organisation": {"scores": {"好": 10}}},
        {"organisation": {"positive": ["优"]}},
        {"top_limit": {"ratio": "三分之一"}},
        {"top_limit": {"ratio": "4/3"}},
        {"top_limit": {"ratio": "1/0"}},
    ):
        with pytest.raises(ValueError, match="tally"):
            Settings.model_validate({"tally": wrong})


BASES = [("all", "1/3", 2), ("participating", "1/3", 2), ("full_members", "10%", 0), ("all", "15%", 1)]


@pytest.mark.parametrize(("base", "ratio", "allowed"), BASES)
def test_the_limit_on_the_first_grade_is_known_before_any_verdict(
    tally: Tally, codes: Any, base: str, ratio: str, allowed: int
) -> None:
    words = {"member": ["优秀", "合格", "基本合格", "不合格"]}
    settings = {"tally": {"top_limit": {"ratio": ratio, "base": base}}, "grades": words}
    # three members have 优秀 on most ballots, the others 合格
    papers = [("党员", "优秀", "优秀", "优秀", "合格", "合格", "合格")] * 6
    rows = make_papers(papers, LINES, subject=f"{BRANCH}党员")
    found = tally({"a.xlsx": [rows]}, settings=settings)
    (top,) = found.top_grades
    assert (top.count, top.base, top.limit) == (0, 7 if base == "all" else 6, allowed)
    assert codes(found) == ["top-grade-ballots"]
    assert found.problems[0].severity == "info"
    assert (
        f"3 members have 优秀 on most ballots; of {top.base} at most {allowed} may get it" in found.problems[0].message
    )
    within = {"tally": {"top_limit": {"ratio": "1/2", "base": base}}, "grades": words}
    assert codes(tally({"a.xlsx": [rows]}, settings=within)) == []


def test_ballots_in_other_words_than_the_verdict_are_not_compared(tally: Tally, codes: Any) -> None:
    settings = {"tally": {"top_limit": {"ratio": "10%"}}}
    rows = make_papers([("党员", "好")] * 6, LINES, subject=f"{BRANCH}党员")
    found = tally({"a.xlsx": [rows]}, settings=settings)
    assert codes(found) == []
    assert found.top_grades[0].limit == 0
