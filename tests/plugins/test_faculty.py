"""Faculty branches and offices."""

from __future__ import annotations

from typing import Any

import pytest

from pingyi import Organisation, OrgKind, Person, PlanContext, Reason
from pingyi.model.campaign import Campaign
from pingyi.model.config.settings import Settings
from pingyi_faculty.steps import list_steps


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("faculty", ["教工", "教职工", "在职教职工党支部", "专任教师"]),
        ("admin", ["机关", "行政", "后勤", "教辅", "窗口", "机关行政产业后勤教工党支部"]),
        ("student", ["学生", "本科生党支部", "硕博混合党支部", "本硕博混合党支部", "硕博研究生党支部"]),
        ("retired", ["离退休", "离退休党支部", "退休", "离休"]),
    ],
)
def test_words_of_rosters_mean_the_type(types: Any, kind: str, words: list[str]) -> None:
    assert set(words) <= {types[kind].LABEL, *types[kind].ALIASES}


def test_no_word_means_two_types(types: Any) -> None:
    for attribute in ("ALIASES", "PERSON_KINDS", "NAME_HINTS"):
        words = [word for kind in types.values() for word in getattr(kind, attribute)]
        assert sorted(words) == sorted(set(words)), attribute


@pytest.mark.parametrize(
    ("kind", "values", "because"),
    [
        ("faculty", {"person_kind": "在职教职工"}, "人员类别为“在职教职工”"),
        ("student", {"person_kind": "硕士研究生"}, "人员类别为“硕士研究生”"),
        ("retired", {"person_kind": "离退休教职工"}, "人员类别为“离退休教职工”"),
        ("retired", {"retired_on": "2005-03"}, "填有退休时间2005-03"),
        ("retired", {"retirement": "离休"}, "离退休类别为“离休”"),
        ("retired", {"is_retired": "是"}, "是否退休为“是”"),
        ("retired", {"retirement": "否", "is_retired": "否", "retired_on": None}, ""),
        ("faculty", {"person_kind": "本科生"}, ""),
        ("student", {}, ""),
    ],
)
def test_a_members_own_category_claims_him(types: Any, kind: str, values: dict[str, Any], because: str) -> None:
    assert types[kind].claims(values) == because


def test_a_member_of_an_office_stays_with_its_rules(types: Any) -> None:
    assert isinstance(types["admin"], type(types["faculty"]))
    assert types["admin"].claims({"person_kind": "在职教职工"}) == ""


def test_the_post_line_falls_back_on_the_party_post(types: Any, branch: Any, context: Any) -> None:
    for member, line in (
        (Person(id="1", name="甲", post="教授", party_posts=("支部书记",)), "教授"),
        (Person(id="2", name="乙", party_posts=("支部书记", "宣传委员")), "支部书记、宣传委员"),
        (Person(id="3", name="丙"), ""),
    ):
        assert types["faculty"].fill(member, branch, context) == {"post_line": line}


def test_reasons_name_the_plugin(types: Any, branch: Any, context: Any) -> None:
    for name in ("faculty", "admin"):
        steps = types[name].procedure(branch, context)
        assert {reason.plugin for step in steps for reason in step.reasons} == {"faculty"}


def test_branches_share_their_steps_only_where_these_are_equal(types: Any) -> None:
    ordinary = Organisation(id="甲", name="甲", kind=OrgKind.BRANCH, branch_type="faculty")
    branches = [
        ordinary,
        ordinary.model_copy(update={"id": "乙", "name": "乙"}),
        ordinary.model_copy(update={"id": "丙", "name": "丙", "service_window": True}),
        ordinary.model_copy(update={"id": "丁", "name": "丁", "branch_type": "admin"}),
        ordinary.model_copy(update={"id": "戊", "name": "戊", "kind": OrgKind.DIRECT_BRANCH}),
        ordinary.model_copy(update={"id": "己", "name": "己", "kind": OrgKind.GENERAL_BRANCH}),
    ]
    for activity in ("主题教育", "创先争优活动", "主题教育"):
        settings = Settings.model_validate({"campaign": {"activity": activity}})
        campaign = Campaign(settings=settings, organisations={item.id: item for item in branches})
        context = PlanContext(campaign, types)
        for kind in (types["faculty"], types["admin"]):
            given = [kind.procedure(branch, context) for branch in branches]
            assert given == [list_steps(kind, branch, context) for branch in branches]
            assert given[0] is given[1]


def test_a_type_with_reasons_of_its_own_is_asked_for_every_branch(types: Any) -> None:
    class Counting(type(types["faculty"])):  # type: ignore[misc]
        asked = 0

        def reason(self, *arguments: Any, **inputs: Any) -> Reason:
            self.asked += 1
            return super().reason(*arguments, **inputs)

    branch = Organisation(id="甲", name="甲", kind=OrgKind.BRANCH, branch_type="faculty")
    context = PlanContext(Campaign(settings=Settings(), organisations={"甲": branch}), types)
    kind = Counting()
    kind.plugin = "own"
    kind.procedure(branch, context)
    once = kind.asked
    kind.procedure(branch, context)
    assert kind.asked == 2 * once > 0
