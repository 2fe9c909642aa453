"""Laws that hold for every campaign: never oneself, nobody forgotten, nobody twice, nothing random."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.model.campaign import Campaign
from pingyi.model.config.settings import Settings
from pingyi.model.people.organisation import Officer, Organisation, OrgKind, SchoolLeader
from pingyi.model.people.person import Person
from pingyi.plan import Plan, make_plan
from pingyi.plugins import Plugins, load_plugins

ROOT = "中共示例大学委员会"
NAMES = ("王志", "张伟", "李娜", "刘洋", "陈静", "赵敏", "孙磊", "周平")
TYPES = ("faculty", "student", "retired", "admin", "")


@cache
def plugins() -> Plugins:
    return load_plugins()


@st.composite
def campaigns(draw: st.DrawFn) -> Campaign:
    """Small trees in which names repeat, posts are empty, shared, or held by people the roster does not know."""
    general = [f"党总支{number}" for number in range(draw(st.integers(0, 2)))]
    branches = {f"支部{number}": draw(st.sampled_from([ROOT, *general])) for number in range(draw(st.integers(1, 4)))}
    people: dict[str, Person] = {}
    for branch in branches:
        for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4)):
            id_ = f"m{len(people)}"
            people[id_] = Person(id=id_, person_no=id_, name=name, branch_id=branch, branch_type=draw(kinds()))
    known = [Officer(name=person.name, person_id=person.id) for person in people.values()]
    unknown = [Officer(name=name) for name in NAMES]
    officers = st.sampled_from([*known, *unknown])
    tree = {ROOT: Organisation(id=ROOT, name=ROOT, kind=OrgKind.COMMITTEE)}
    for name in [*general, *branches]:
        parent = branches.get(name, ROOT)
        kind = OrgKind.GENERAL_BRANCH if name in general else OrgKind.BRANCH
        if parent == ROOT and kind is OrgKind.BRANCH:
            kind = OrgKind.DIRECT_BRANCH
        tree[name] = Organisation(
            id=name,
            name=name,
            kind=kind,
            parent_id=parent,
            branch_type=draw(kinds()),
            secretary=draw(st.one_of(st.none(), officers)),
            committee=tuple(draw(st.lists(officers, max_size=3))),
            leaders=tuple(draw(st.lists(officers, max_size=1))),
        )
    leaders = draw(st.lists(officers, max_size=3, unique_by=lambda item: item.name))
    subjects = st.lists(st.sampled_from([*general, *branches]), max_size=2, unique=True)
    rules = {
        "committee_comments": draw(st.sampled_from(["one", "all"])),
        "direct_branch_second_reviewer": draw(st.sampled_from(["none", "branch_committee"])),
    }
    return Campaign(
        Settings.model_validate({"assignments": rules}),
        tree,
        people,
        tuple(
            SchoolLeader(
                name=item.name,
                person_id=item.person_id,
                post="副校长",
                own_branch_id=draw(st.sampled_from(["", *branches])),
                in_charge_of=tuple(draw(subjects)),
            )
            for item in leaders
        ),
    )


def kinds() -> st.SearchStrategy[str]:
    return st.sampled_from(TYPES)


def reviewers(plan: Plan) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (subject.kind.value, subject.id): {item.reviewer_id or item.reviewer: item for item in subject.assignments}
        for subject in plan.subjects()
    }


@given(campaigns())
@settings(max_examples=150)
def test_nobody_ever_reviews_himself(campaign: Campaign) -> None:
    for subject in make_plan(campaign, plugins()).subjects():
        for item in subject.assignments:
            if subject.kind == "member":
                assert item.reviewer_id != subject.id
                assert item.reviewer_id or item.reviewer != subject.name
            else:
                secretary = campaign.organisations[subject.id].secretary
                assert secretary is None or (item.reviewer_id, item.reviewer) != (secretary.person_id, secretary.name)


@given(campaigns())
@settings(max_examples=150)
def test_everybody_has_a_reviewer_or_a_problem(campaign: Campaign) -> None:
    plan = make_plan(campaign, plugins())
    reported = Counter(
        (problem.value, name)
        for problem in plan.problems
        if problem.code == "no-reviewer"
        for name in (problem.person or problem.value).split("、")
    )
    alone = Counter(
        (campaign.organisations[subject.organisation_id].name, subject.name)
        for subject in plan.subjects()
        if not subject.assignments and subject.kind != "secretary"
    )
    assert alone == reported


@given(campaigns())
@settings(max_examples=100)
def test_everybody_is_planned_once_and_every_plan_is_the_same(campaign: Campaign) -> None:
    plan = make_plan(campaign, plugins())
    subjects = list(plan.subjects())
    counts = Counter((subject.kind.value, subject.id) for subject in subjects)
    expected = [("member", id_) for id_ in campaign.people]
    expected += [("organisation", item.id) for item in campaign.organisations.values() if item.id != ROOT]
    expected += [("secretary", item.id) for item in campaign.organisations.values() if item.secretary is not None]
    assert counts == Counter(expected)
    assert subjects == list(make_plan(campaign, plugins()).subjects())


@given(campaigns(), st.integers(0, 2))
@settings(max_examples=100)
def test_removing_a_leader_removes_only_his_assignments(campaign: Campaign, number: int) -> None:
    if number >= len(campaign.leaders):
        return
    # the sheet of leaders alone speaks of them here: an officer named in the sheet of organisations would stay
    tree = {key: item.model_copy(update={"leaders": ()}) for key, item in campaign.organisations.items()}
    campaign = replace(campaign, organisations=tree)
    gone = campaign.leaders[number]
    fewer = replace(campaign, leaders=tuple(item for item in campaign.leaders if item is not gone))
    before, after = reviewers(make_plan(campaign, plugins())), reviewers(make_plan(fewer, plugins()))
    for subject, assigned in before.items():
        left = after[subject]
        # a name without an id can mean the leader too
        his = {key for key, item in assigned.items() if item.reviewer == gone.name}
        if his:  # by names: whoever was known by one alone may come in as somebody's leader too now, with his number
            stay = {item.reviewer for key, item in assigned.items() if key not in his}
            assert stay <= {item.reviewer for item in left.values()}
        else:
            assert left == assigned


@given(campaigns())
@settings(max_examples=60)
def test_R41_students_have_the_steps_of_faculty(campaign: Campaign) -> None:
    plan = make_plan(campaign, plugins())
    faculty, student = (plan.plugins.branch_types[name] for name in ("faculty", "student"))
    for organisation in campaign.organisations.values():
        if organisation.kind is OrgKind.COMMITTEE:
            continue
        steps = faculty.procedure(organisation, plan.context)
        assert student.procedure(organisation, plan.context) == steps
        for member in campaign.members_of(organisation.id):
            method = student.method(member, organisation, plan.context)
            assert student.member_steps(member, steps, method, plan.context) == faculty.member_steps(
                member, steps, method, plan.context
            )


@given(campaigns())
@settings(max_examples=60)
def test_every_decision_carries_its_reason(campaign: Campaign) -> None:
    for subject in make_plan(campaign, plugins()).subjects():
        reasons = [subject.method.reason, *(item.reason for item in subject.decisions)]
        for part in (*subject.assignments, *subject.steps, *subject.documents):
            assert part.reasons
            reasons.extend(part.reasons)
        assert all(reason.rule and reason.plugin and reason.because for reason in reasons)
        own = [item for item in subject.decisions if item.what != "branch_type"]
        assert all(item.reason.clause for item in own)


def test_an_empty_campaign_has_an_empty_plan() -> None:
    plan = make_plan(Campaign(), plugins())
    assert list(plan.subjects()) == []
    assert plan.problems == []


def test_a_circle_of_parents_neither_hangs_nor_loses_anybody() -> None:
    tree = {
        name: Organisation(id=name, name=name, kind=OrgKind.GENERAL_BRANCH, parent_id=parent)
        for name, parent in (("甲", "乙"), ("乙", "甲"))
    }
    plan = make_plan(Campaign(organisations=tree), plugins())
    assert [subject.name for subject in plan.subjects()] == ["甲", "乙"]


@pytest.mark.slow
def test_a_plan_of_many_members_is_read_without_keeping_them() -> None:
    """100,000 members are planned while memory stays flat: the subjects are made one by one."""
    import tracemalloc

    people = {
        str(i): Person(id=str(i), name=f"党员{i}", branch_id=f"支部{i // 50}", branch_type="faculty")
        for i in range(100_000)
    }
    tree = {
        f"支部{i}": Organisation(id=f"支部{i}", name=f"支部{i}", kind=OrgKind.DIRECT_BRANCH, branch_type="faculty")
        for i in range(2_000)
    }
    plan = make_plan(Campaign(organisations=tree, people=people), plugins())
    next(iter(plan.subjects()))
    tracemalloc.start()
    assert sum(1 for _ in plan.subjects()) == 102_000
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3_000_000
