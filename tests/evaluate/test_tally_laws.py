"""Laws of counting, for any ballots: sums, order, losses, rounding."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tallykit import BRANCH, make_campaign

from pingyi.evaluate.ballots import BLANK, SPOILED, Ballot, Head, Item, Part, Shape, Source
from pingyi.evaluate.counting import Subject, count_ballots
from pingyi.evaluate.rates import Rounding, share
from pingyi.evaluate.results import Tallies
from pingyi.evaluate.subjects import Subjects
from pingyi.evaluate.tallying import count_parts
from pingyi.model.config.settings import Settings

KEYS = tuple(
    item.key
    for item in Subjects(make_campaign()).get(make_campaign().campaign.organisations[BRANCH], Shape.MEMBERS).items
)
SUBJECTS = Subjects(make_campaign({"tally": {"minimum": 0}}))
SUBJECT = Subject(BRANCH, BRANCH, Shape.MEMBERS, tuple(Item(key) for key in KEYS))
OPEN = Settings.model_validate({"tally": {"minimum": 0}})
MARKS = st.sampled_from(["好", "较好", "一般", "差", BLANK, SPOILED])
PAPERS = st.lists(
    st.builds(
        Ballot,
        number=st.just(""),
        row=st.just(0),
        category=st.sampled_from(["", "党员", "群众（代表）", "学生"]),
        marks=st.fixed_dictionaries(dict.fromkeys(KEYS, MARKS)),
        spoiled=st.booleans(),
    ),
    min_size=1,
    max_size=30,
)


def make_part(papers: list[Ballot], lost: int = 0, session: str = "", issued: int | None = None) -> Part:
    numbered = tuple(replace(paper, number=str(place), row=place + 5) for place, paper in enumerate(papers, 1))
    head = Head(issued=len(papers) + lost if issued is None else issued, returned=len(papers), session=session)
    source = Source(f"{session or 'a'}.xlsx", "表1", f"6-{len(papers) + 5}")
    return Part(BRANCH, Shape.MEMBERS, head, source, numbered, columns=dict.fromkeys(KEYS, "C"))


def count(parts: list[Part]) -> Tallies:
    return count_parts(parts, SUBJECTS)


@given(PAPERS, st.integers(0, 5))
def test_the_books_balance(papers: list[Ballot], lost: int) -> None:
    found = count([make_part(papers, lost)])
    tally = found.tallies[0]
    together = tally.together
    assert tally.balanced
    assert not found.problems
    assert tally.issued == together.valid + together.invalid + together.abstained + (tally.not_returned or 0)
    for line in together.lines:
        assert line.valid + line.invalid + line.abstained == together.returned


@given(PAPERS)
def test_categories_add_up_to_all(papers: list[Ballot]) -> None:
    tally = count([make_part(papers)]).tallies[0]
    if tally.groups:
        for name in ("returned", "valid", "invalid", "abstained"):
            assert sum(getattr(group, name) for group in tally.groups) == getattr(tally.together, name)
        for place, line in enumerate(tally.together.lines):
            sums = tuple(map(sum, zip(*(group.lines[place].votes for group in tally.groups), strict=True)))
            assert sums == line.votes


@given(PAPERS, PAPERS, st.randoms(use_true_random=False))
def test_order_never_matters(first: list[Ballot], second: list[Ballot], dice: random.Random) -> None:
    parts = [make_part(first, session="甲"), make_part(second, session="乙")]
    mixed = [replace(part, ballots=tuple(dice.sample(part.ballots, len(part.ballots)))) for part in reversed(parts)]
    assert count(parts) == count(mixed)


@given(PAPERS, PAPERS)
def test_counting_together_is_counting_apart_and_adding(first: list[Ballot], second: list[Ballot]) -> None:
    one, two = make_part(first, session="甲"), make_part(second, session="乙")
    both = count_ballots(SUBJECT, [one, two], OPEN).together
    apart = [count_ballots(SUBJECT, [part], OPEN).together for part in (one, two)]
    assert both.valid == sum(group.valid for group in apart)
    for place, line in enumerate(both.lines):
        assert line.votes == tuple(map(sum, zip(*(group.lines[place].votes for group in apart), strict=True)))


@given(PAPERS, st.data())
def test_dropping_one_ballot_unbalances_the_books_and_names_it(papers: list[Ballot], data: st.DataObject) -> None:
    part = make_part(papers)
    lost = data.draw(st.integers(0, len(papers) - 1))
    found = count([replace(part, ballots=part.ballots[:lost] + part.ballots[lost + 1 :])])
    assert not found.tallies[0].balanced
    assert [problem.code for problem in found.problems] == ["ballots-missing"]
    assert f"not typed in: {lost + 1}." in found.problems[0].message


@given(PAPERS, st.integers(1, 5))
def test_more_papers_than_issued_void_the_tally(papers: list[Ballot], more: int) -> None:
    found = count([make_part(papers, issued=max(len(papers) - more, 0))])
    assert found.tallies[0].void
    assert not found.tallies[0].together.lines
    assert "ballot-void" in [problem.code for problem in found.problems]


@given(st.lists(st.integers(0, 40000), min_size=2, max_size=6), st.integers(0, 50))
@pytest.mark.parametrize("rounding", ["last_absorbs", "largest_remainder"])
def test_shares_add_up_to_the_whole(rounding: Rounding, votes: list[int], others: int) -> None:
    base = sum(votes) + others
    if not base:
        return
    shares = share(votes, base, rounding)
    whole = Decimal(0) if not sum(votes) else share((sum(votes),), base, "independent")[0]
    assert sum(shares) == whole
    assert all(0 <= value <= 100 for value in shares)
    assert all(value == 0 for value, count in zip(shares, votes, strict=True) if not count)


@given(st.lists(st.integers(0, 400), min_size=2, max_size=6))
@settings(max_examples=50)
def test_no_rounding_is_off_by_more_than_the_grades_it_absorbs(votes: list[int]) -> None:
    base = sum(votes)
    if not base:
        return
    for rounding, most in (("independent", "0.005"), ("largest_remainder", "0.01"), ("last_absorbs", "0.03")):
        shares = share(votes, base, rounding)  # type: ignore[arg-type]
        for value, number in zip(shares, votes, strict=True):
            assert abs(value - Decimal(number) * 100 / Decimal(base)) <= Decimal(most)
