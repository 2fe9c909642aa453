"""Whom and what a campaign knows by name."""

from __future__ import annotations

import pytest

from pingyi import Campaign, Officer, Organisation, OrgKind, Person, SchoolLeader, SubjectKind

BRANCH = Organisation(id="B1", name="机关第一党支部", kind=OrgKind.BRANCH, secretary=Officer(name="王芳"))
VACANT = Organisation(id="B2", name="机关第二党支部", kind=OrgKind.BRANCH)
PEOPLE = (
    Person(id="001", person_no="001", name="张三", branch_id="B1"),
    Person(id="002", person_no="002", name="李四", branch_id="B1"),
    Person(id="李四 机关第二党支部", name="李四", branch_id="B2"),
)
CAMPAIGN = Campaign(
    organisations={"B1": BRANCH, "B2": VACANT},
    people={person.id: person for person in PEOPLE},
)


@pytest.mark.parametrize(
    ("kind", "subject_id", "name"),
    [
        (SubjectKind.MEMBER, "001", "张三"),
        (SubjectKind.ORGANISATION, "B1", "机关第一党支部"),
        (SubjectKind.SECRETARY, "B1", "王芳"),
        (SubjectKind.SECRETARY, "B2", "机关第二党支部"),
        (SubjectKind.MEMBER, "B1", "B1"),
        (SubjectKind.ORGANISATION, "gone", "gone"),
    ],
)
def test_a_subject_has_one_name_and_else_its_id(kind: SubjectKind, subject_id: str, name: str) -> None:
    assert CAMPAIGN.name_subject(kind, subject_id) == name


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("张三", ["001"]),
        ("002", ["002"]),
        ("李四", ["002", "李四 机关第二党支部"]),
        ("李四 机关第二党支部", ["李四 机关第二党支部"]),
        ("王芳", []),
        ("", []),  # and not everybody without a number
    ],
)
def test_a_word_means_everybody_of_that_name_or_number(word: str, ids: list[str]) -> None:
    for _again in range(2):
        assert [person.id for person in CAMPAIGN.people_called(word)] == ids


def test_a_leader_is_named_like_an_officer() -> None:
    leader = SchoolLeader(name="赵书远", post="校长", person_id="003", in_charge_of=("B1",))
    assert leader.as_officer() == Officer(name="赵书远", person_id="003", post="校长")
    assert Campaign(organisations={"B1": BRANCH}, leaders=(leader,)).leaders_of("B1") == (leader.as_officer(),)
