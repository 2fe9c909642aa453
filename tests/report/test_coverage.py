"""Coverage: who was reviewed, who is exempt, who is missing; the three are everybody."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pingyi.campaign import open_roster
from pingyi.errors import Severity
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.organisation import OrgKind
from pingyi.model.results.records import Record, Visit
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan, make_plan
from pingyi.report import State, measure_coverage
from pingyi.report.coverage import Count, count_methods, count_states

MEMBER, ORGANISATION, SECRETARY = SubjectKind.MEMBER, SubjectKind.ORGANISATION, SubjectKind.SECRETARY
PEOPLE = ["10001", "10002", "10003", "20001", "20002", "30001", "30002"]
ORGANISATIONS = ["机械学院党总支", "离退休党总支", "机械学院教工党支部", "机械学院学生党支部", "离退休第一党支部"]
KEYS = [*((MEMBER, item) for item in PEOPLE), *((ORGANISATION, item) for item in ORGANISATIONS)]
fixed = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def codes(plan: Plan) -> list[str]:
    return [problem.code for problem in measure_coverage(plan).problems]


def test_everybody_reviewed_is_complete(make: Callable[..., Plan]) -> None:
    coverage = measure_coverage(make())
    assert coverage.is_complete
    assert not coverage.problems
    assert count_states(coverage.subjects) == Count(16, 16, 0, 0)
    assert count_states(coverage.subjects).rate == "100%"


@pytest.mark.parametrize(
    ("header", "value", "branch"),
    [("入党时间", "2006-13-01", "机械学院学生党支部"), ("所在党支部", "没有这个党支部", "所在党支部不明")],
)
def test_a_member_whose_row_has_an_error_is_missing_by_name_and_row(
    write_roster: Callable[..., Path], review: Callable[..., Any], header: str, value: str, branch: str
) -> None:
    opened = open_roster(write_roster(changes={(6, header): value}))
    whole = dataclasses.replace(opened.campaign, records=review(opened))
    coverage = measure_coverage(make_plan(whole, opened.plugins))
    assert count_states(coverage.subjects) == Count(16, 15, 0, 1)
    assert not coverage.is_complete
    (missing,) = coverage.missing
    assert (missing.name, missing.lacks) == ("周平", ("花名册更正（党员第6行）",))
    (problem,) = coverage.problems
    assert problem.message.startswith(f"{branch}: 1 not reviewed yet: 党员1名缺花名册更正（党员第6行）：周平")
    # where the branch is known, its type says how grave that is (R42)
    assert coverage.lacks_demanded == (branch != "所在党支部不明")


@fixed
@given(
    dropped=st.sets(st.sampled_from(KEYS)),
    exempt=st.sets(st.sampled_from(["李晓㼆", "周平", "孙国喆", "郑行难"])),
)
def test_reviewed_exempt_and_missing_are_all(
    make: Callable[..., Plan], dropped: set[tuple[SubjectKind, str]], exempt: set[str]
) -> None:
    plan = make(drop=sorted(dropped), exempt=sorted(exempt))
    coverage = measure_coverage(plan)
    count = count_states(coverage.subjects)
    assert count.reviewed + count.exempt + count.missing == count.total == len(coverage.subjects)
    assert count.due == count.total - count.exempt
    people = [item.id for item in coverage.pick(MEMBER)]
    assert sorted(people) == PEOPLE  # exactly once each
    free = {person.id for person in plan.campaign.people.values() if person.name in exempt}
    assert {item.id for item in coverage.subjects if item.state is State.EXEMPT} == free
    absent = {key for key in dropped if not (key[0] is MEMBER and key[1] in free)}
    absent |= {(SECRETARY, item) for kind, item in dropped if kind is ORGANISATION if led(plan, item)}
    assert {(item.kind, item.id) for item in coverage.missing} == absent
    assert coverage.is_complete == (not absent)
    assert (count.rate == "100%") == (not absent)


def led(plan: Plan, organisation_id: str) -> bool:
    return plan.campaign.organisations[organisation_id].secretary is not None


@pytest.mark.parametrize("key", KEYS)
def test_dropping_one_review_changes_exactly_that_subject(
    make: Callable[..., Plan], key: tuple[SubjectKind, str]
) -> None:
    full = {(item.kind, item.id): item.state for item in measure_coverage(make()).subjects}
    less = {(item.kind, item.id): item.state for item in measure_coverage(make(drop=[key])).subjects}
    changed = {place for place in full if full[place] is not less[place]}
    also = {(SECRETARY, key[1])} if key[0] is ORGANISATION and (SECRETARY, key[1]) in full else set()
    assert changed == {key} | also


@pytest.mark.parametrize("person", PEOPLE)
def test_dropping_one_person_changes_exactly_one_line(make: Callable[..., Plan], person: str) -> None:
    plan = make()
    people = {key: value for key, value in plan.campaign.people.items() if key != person}
    smaller = make_plan(dataclasses.replace(plan.campaign, people=people), plan.plugins)
    before, after = measure_coverage(plan), measure_coverage(smaller)
    gone = {(item.kind, item.id) for item in before.subjects} - {(item.kind, item.id) for item in after.subjects}
    assert gone == {(MEMBER, person)}


def test_R28_one_of_the_two_roles_is_not_enough(make: Callable[..., Plan]) -> None:
    key = (MEMBER, "20002")
    (item,) = measure_coverage(make(change={key: Record(comments={"secretary": "认真。", "committee": " "})})).missing
    assert (item.name, item.lacks) == ("周平", ("党总支委员点评",))
    (item,) = measure_coverage(make(change={key: Record(comments={"committee": "同意。"})})).missing
    assert item.lacks == ("党支部书记点评",)


def test_R42_a_missing_student_is_an_error_and_a_colleague_a_warning(make: Callable[..., Plan]) -> None:
    coverage = measure_coverage(make(drop=[(MEMBER, "20002"), (MEMBER, "10003")]))
    severities = {problem.message.partition(":")[0]: problem.severity for problem in coverage.problems}
    assert severities == {"机械学院学生党支部": Severity.ERROR, "机械学院教工党支部": Severity.WARNING}
    assert all("周平" in problem.message or "孙国喆" in problem.message for problem in coverage.problems)
    assert coverage.lacks_demanded
    assert not measure_coverage(make(drop=[(MEMBER, "10003")])).lacks_demanded


def test_Q09_an_exempt_member_is_counted_apart_with_reason_and_approver(make: Callable[..., Plan]) -> None:
    coverage = measure_coverage(make(drop=[(MEMBER, "20002")], exempt=["周平"]))
    assert coverage.is_complete
    (item,) = [item for item in coverage.subjects if item.state is State.EXEMPT]
    assert (item.name, item.reason, item.approved_by) == ("周平", "出国进修", "赵书远")


def test_R43_a_dated_visit_is_a_review_and_an_undated_one_is_not(make: Callable[..., Plan]) -> None:
    key = (MEMBER, "30002")
    visited = Record(visit=Visit(method="走访", held_on=PartialDate(2011, 1, 9)))
    coverage = measure_coverage(make(change={key: visited}))
    assert coverage.is_complete
    assert count_methods(coverage.pick(MEMBER))["走访"] >= 1
    (item,) = measure_coverage(make(change={key: Record(visit=Visit(method="走访"))})).missing
    assert "走访时间" in item.lacks


def test_Q10_one_of_two_reviewers_of_an_organisation_is_enough(make: Callable[..., Plan]) -> None:
    coverage = measure_coverage(make())
    branch = next(item for item in coverage.pick(ORGANISATION) if item.id == "机械学院教工党支部")
    assert branch.state is State.REVIEWED
    assert "、" in branch.reviewers  # the general branch's secretary and the leader who is a member there


def test_a_person_whom_the_plan_leaves_out_is_missing(make: Callable[..., Plan]) -> None:
    plan = make()
    people = dict(plan.campaign.people)
    people["20002"] = people["20002"].model_copy(update={"branch_type": "unknown"})
    broken = make_plan(dataclasses.replace(plan.campaign, people=people), plan.plugins)
    (item,) = measure_coverage(broken).missing
    assert (item.name, item.lacks) == ("周平", ("点评安排",))


def test_a_person_without_a_form_is_an_error(make: Callable[..., Plan]) -> None:
    plan = make()
    settings_without = plan.campaign.settings.model_copy(update={"copies": {}})
    bare = make_plan(dataclasses.replace(plan.campaign, settings=settings_without), plan.plugins)
    assert set(codes(bare)) == {"coverage-forms"}
    total = len(PEOPLE) + sum(item.kind is not OrgKind.COMMITTEE for item in bare.campaign.organisations.values())
    assert len(codes(bare)) == total


def test_the_rate_is_never_rounded_up_to_the_whole() -> None:
    assert Count(3000, 2999, 0, 1).rate == "99.9%"
    assert Count(2, 0, 2, 0).rate == "100%"
    assert Count(3, 0, 0, 3).rate == "0.0%"
