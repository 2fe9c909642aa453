"""The demo university: its size and variety, the same every time, and without an error."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from pingyi import Membership, OrgKind, Person, Settings, Severity, SubjectKind
from pingyi.campaign import OpenCampaign, init_campaign, open_campaign
from pingyi.campaign.demo import build_demo
from pingyi.evaluate.conduct.meetings import check_meetings
from pingyi.model.results.records import Record
from pingyi.plan import make_plan
from pingyi.plugins import Plugins, load_plugins
from pingyi.roster import Roster


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    return load_plugins()


@pytest.fixture(scope="module")
def demo(plugins: Plugins) -> Roster:
    return build_demo(Path("花名册.xlsx"), Settings(), plugins)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> OpenCampaign:
    folder = tmp_path_factory.mktemp("demo")
    init_campaign(folder, demo=True)
    return open_campaign(folder)


def test_the_demo_is_a_university_of_600_members(demo: Roster) -> None:
    kinds = Counter(organisation.kind for organisation in demo.organisations.values())
    assert kinds == {
        OrgKind.COMMITTEE: 1,
        OrgKind.GENERAL_BRANCH: 12,
        OrgKind.DIRECT_BRANCH: 2,
        OrgKind.BRANCH: 60,
    }
    assert len(demo.people) == 600
    assert len(demo.leaders) == 7
    types = Counter(person.branch_type for person in demo.people.values())
    assert types.keys() == {"faculty", "student", "retired", "admin"}
    assert min(types.values()) > 50


def test_two_demos_are_equal(demo: Roster, plugins: Plugins) -> None:
    assert build_demo(Path("花名册.xlsx"), Settings(), plugins) == demo


def test_every_organisation_has_its_people(demo: Roster) -> None:
    for organisation in demo.organisations.values():
        if organisation.kind is OrgKind.COMMITTEE:
            continue
        assert organisation.secretary is not None
        assert len(organisation.committee) == 2
        officers = [organisation.secretary, *organisation.committee]
        people = [demo.people[officer.person_id] for officer in officers]
        assert [person.name for person in people] == [officer.name for officer in officers]
        assert {person.membership for person in people} == {Membership.FULL}
        if organisation.kind in (OrgKind.BRANCH, OrgKind.DIRECT_BRANCH):
            assert {person.branch_id for person in people} == {organisation.id}
        if organisation.kind in (OrgKind.GENERAL_BRANCH, OrgKind.DIRECT_BRANCH):
            assert len(organisation.leaders) == 1


def test_leaders_share_the_general_and_direct_branches_and_are_members_themselves(demo: Roster) -> None:
    in_charge = [name for leader in demo.leaders for name in leader.in_charge_of]
    assert len(in_charge) == len(set(in_charge)) == 14
    for leader in demo.leaders:
        assert demo.people[leader.person_id].branch_id == leader.own_branch_id


def test_variety_of_people(demo: Roster) -> None:
    people = list(demo.people.values())
    names = Counter(person.name for person in people)
    doubles = [name for name, count in names.items() if count > 1]
    assert len(doubles) == 2
    for name in doubles:
        branches = [person.branch_id for person in people if person.name == name]
        assert len(set(branches)) == 2
    assert {char for name in names for char in name if char in "喆㼆𠮷"} == set("喆㼆𠮷")
    assert 20 < sum(person.membership is Membership.PROBATIONARY for person in people) < 80
    mixed = {person.branch_id for person in people if person.branch_type == "retired"} & {
        person.branch_id for person in people if person.branch_type == "student"
    }
    assert len(mixed) == 1
    assert any(person.person_no.startswith("0") for person in people)


def test_the_retired_are_old_and_need_different_visits(demo: Roster) -> None:
    retired = [person for person in demo.people.values() if person.branch_type == "retired"]
    review = Settings().deadlines.review
    ages = [person.birth.years_until(review) for person in retired if person.birth is not None]
    assert len(ages) == len(retired)
    assert min(ages) >= 60
    assert max(ages) <= 95
    assert any(age >= 90 for age in ages)
    states = {getattr(person, "health", "") for person in retired}
    assert {"行动不便", "独居", "外地居住", "良好"} <= states
    assert {getattr(person, "retirement", "") for person in retired} == {"离休", "退休"}


def test_students_have_classes_and_grades(demo: Roster) -> None:
    students = [person for person in demo.people.values() if person.branch_type == "student"]
    for student in students:
        for field in ("class_name", "grade_year", "degree_level", "graduates_on"):
            assert getattr(student, field), field


def test_dates_are_plausible(demo: Roster) -> None:
    for person in demo.people.values():
        assert person.birth is not None
        assert person.joined_on is not None
        assert person.birth.plus_years(18).first <= person.joined_on.first
        if person.membership is Membership.FULL:
            assert person.regular_on == person.joined_on.plus_years(1)
            assert person.regular_on.first < Settings().deadlines.review
        else:
            assert person.regular_on is None


def list_texts(record: Record) -> list[str]:
    return list(record.self_summary.values())


def test_about_thirty_subjects_have_written_something(demo: Roster) -> None:
    kinds = Counter(kind for kind, _id in demo.records)
    assert kinds == {SubjectKind.ORGANISATION: 7, SubjectKind.MEMBER: 27}
    for kind, subject in demo.records:
        assert subject in (demo.people if kind is SubjectKind.MEMBER else demo.organisations)
    records = [record for (kind, _id), record in demo.records.items() if kind is SubjectKind.MEMBER]
    assert any(record.comments for record in records)
    assert any(not record.comments for record in records)
    visits = [record.visit for record in records if record.visit is not None]
    assert len(visits) >= 3
    assert len({visit.method for visit in visits}) >= 2


def test_no_two_summaries_are_the_same_and_no_gap_is_left(demo: Roster) -> None:
    wholes = sorted("".join(list_texts(record)) for record in demo.records.values())
    assert all(first != second for first, second in pairwise(wholes))
    assert not [text for text in wholes if "{" in text or "《》" in text]


def test_a_plugin_that_is_missing_takes_its_columns_along() -> None:
    bare = Plugins(load_plugins().manager)
    people = build_demo(Path("花名册.xlsx"), Settings(), bare).people
    assert len(people) == 600
    assert {type(person) for person in people.values()} == {Person}


def test_the_written_demo_opens_without_errors(opened: OpenCampaign) -> None:
    assert [problem for problem in opened.problems if problem.severity is Severity.ERROR] == []
    assert opened.campaign.institution == "示例职业技术大学"


def test_the_written_demo_is_read_as_it_was_made(opened: OpenCampaign, demo: Roster) -> None:
    assert opened.campaign.people.keys() == demo.people.keys()
    ignored = {"sheet", "row", "age", "branch_type_because", "is_retired"}
    for number, person in opened.campaign.people.items():
        assert person.model_dump(exclude=ignored) == demo.people[number].model_dump(exclude=ignored)
    assert {leader.name for leader in opened.campaign.leaders} == {leader.name for leader in demo.leaders}
    for name, organisation in opened.campaign.organisations.items():
        made = demo.organisations[name]
        assert organisation.kind is made.kind
        assert (organisation.secretary and organisation.secretary.person_id) == (
            made.secretary and made.secretary.person_id
        )
        assert {item.person_id for item in organisation.committee} == {item.person_id for item in made.committee}
        assert {item.name for item in organisation.leaders} == {item.name for item in made.leaders}
        assert organisation.service_window == made.service_window
    assert dict(opened.campaign.records) == demo.records


def test_R22_R24_the_demo_has_held_one_meeting_as_it_should_be(opened: OpenCampaign, demo: Roster) -> None:
    ignored = {"file", "sheet", "row"}
    (held,), (made,) = opened.campaign.meetings, demo.meetings
    assert held.model_dump(exclude=ignored) == made.model_dump(exclude=ignored)
    assert (held.organisation_id, held.expected, held.attended) == ("机械工程学院党总支", 48, 47)
    assert list(check_meetings(make_plan(opened.campaign, opened.plugins))) == []


def test_two_demo_folders_hold_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        init_campaign(tmp_path / name, demo=True)
    for path in (tmp_path / "a").rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name
