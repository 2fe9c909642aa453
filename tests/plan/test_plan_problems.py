"""What a plan reports: missing officers, shared names, many posts, unknown types, exemptions that fit nobody."""

from __future__ import annotations

from typing import Any

from pingyi.model.campaign import Campaign
from pingyi.model.people.person import Person
from pingyi.plan import make_plan
from pingyi.plugins import load_plugins


def test_a_sound_campaign_has_no_problem(small: Any) -> None:
    assert small.plan().problems == []


def test_every_problem_has_a_cure_and_no_number_of_a_person(university: Any) -> None:
    made = university(settings={"exemptions": [{"person": "无此人", "reason": "病", "approved_by": "党总支"}]})
    made.general("党总支甲")
    made.branch("支部甲", "党总支甲", "nowhere")
    made.branch("支部乙", "党总支甲")
    made.members("支部乙", "张伟", "张伟", phone="13900000000", id_number="110101199001011237")
    plan = made.plan()
    assert {problem.code for problem in plan.problems} >= {
        "secretary-missing",
        "committee-missing",
        "no-reviewer",
        "branch-type-unknown",
        "same-name",
        "exemption-unknown",
    }
    for problem in plan.problems:
        assert problem.cure
        assert "13900000000" not in str(problem.to_json())
        assert "110101199001011237" not in str(problem.to_json())


def test_nobody_reviews_this_is_reported_for_organisation_and_members(university: Any, look: Any) -> None:
    made = university()
    made.general("党总支甲", committee=())
    made.branch("支部甲", "党总支甲")
    made.members("支部甲", *(f"党员{number}" for number in range(7)))
    found = look.problems(made.plan(), "no-reviewer")
    assert [item.value for item in found] == ["党总支甲", "支部甲", "支部甲"]
    assert found[2].person == "党员0、党员1、党员2、党员3、党员4 … (7)"
    assert [item.value for item in look.problems(made.plan(), "secretary-missing")] == ["党总支甲", "支部甲"]
    assert [item.value for item in look.problems(made.plan(), "committee-missing")] == ["党总支甲"]


def test_two_people_of_one_name_are_reported_with_their_numbers(small: Any, look: Any) -> None:
    small.members("机械学生党支部", "小明")
    small.members("图书馆直属党支部", "小红")
    plan = small.plan()
    (same,) = look.problems(plan, "same-name")
    assert (same.person, same.severity) == ("小明", "warning")
    assert "m7" in same.message
    assert "m12" in same.message
    (elsewhere,) = look.problems(plan, "same-name-elsewhere")
    assert elsewhere.severity == "info"
    assert "小红" in elsewhere.message


def test_one_person_in_many_posts_is_reported(university: Any, look: Any) -> None:
    made = university()
    made.general("党总支甲", secretary="多职", committee=("多职", "兼职"), leaders=("校领导甲",))
    made.branch("支部甲", "党总支甲", secretary="多职")
    made.branch("支部乙", "党总支甲", secretary="兼职")
    made.members("支部甲", "多职", "兼职", "党员甲")
    made.leader("校领导甲")
    found = {item.person: item for item in look.problems(made.plan(), "many-posts")}
    assert found["多职"].severity == "warning"
    assert found["多职"].value == "党总支甲书记、支部甲书记"
    assert found["兼职"].severity == "info"
    assert set(found) == {"多职", "兼职"}


def test_posts_of_two_people_of_one_name_are_not_added_up(university: Any, look: Any) -> None:
    made = university()
    made.direct("支部甲", secretary="张伟")
    made.direct("支部乙", secretary="张伟")
    made.members("支部甲", "张伟")
    first = made.campaign().organisations
    made.members("支部乙", "张伟")
    tree = dict(made.campaign().organisations)
    for branch, id_ in (("支部甲", "m1"), ("支部乙", "m2")):
        officer = first[branch].secretary.model_copy(update={"person_id": id_})
        tree[branch] = tree[branch].model_copy(update={"secretary": officer})
    plan = make_plan(Campaign(organisations=tree, people=made.people), load_plugins())
    assert look.problems(plan, "many-posts") == []


def test_a_branch_type_nobody_brings_leaves_out_and_says_so(small: Any, look: Any) -> None:
    small.direct("怪支部", "nowhere")
    small.people["x"] = Person(id="x", name="某某", branch_id="机械教工党支部", branch_type="elsewhere")
    plan = small.plan()
    assert {(item.value, item.severity) for item in look.problems(plan, "branch-type-unknown")} == {
        ("怪支部", "error"),
        ("elsewhere", "error"),
    }
    assert "某某" not in [subject.name for subject in plan.subjects()]


def test_a_member_without_a_real_branch_is_not_lost_in_silence(small: Any, look: Any) -> None:
    small.people["x"] = Person(id="x", name="某甲", branch_id="没有的党支部")
    small.people["y"] = Person(id="y", name="某乙", branch_id="机械学院党总支")
    found = {item.person: item.value for item in look.problems(small.plan(), "member-without-branch")}
    assert found == {"某甲": "没有的党支部", "某乙": "机械学院党总支"}


def exempt(person: str) -> dict[str, Any]:
    return {"exemptions": [{"person": person, "reason": "长期病休", "approved_by": "机械学院党总支"}]}


def test_Q09_an_exempt_member_is_counted_with_reason_and_approver_and_gets_no_form(small: Any, look: Any) -> None:
    for query in ("张三", "m4"):
        small.settings = exempt(query)
        plan = small.plan()
        subject = look.subject(plan, "member", "张三")
        assert subject.documents == subject.assignments == subject.steps == ()
        assert subject.exemption.value == "机械学院党总支"
        assert subject.exemption.reason.clause == "Q9"
        assert dict(subject.exemption.reason.inputs) == {"reason": "长期病休", "approved_by": "机械学院党总支"}
        assert plan.problems == []


def test_Q09_an_exemption_that_fits_two_people_exempts_nobody(small: Any, look: Any) -> None:
    small.members("机械学生党支部", "张三")
    small.settings = exempt("张三")
    plan = small.plan()
    (found,) = look.problems(plan, "exemption-ambiguous")
    assert found.severity == "error"
    assert "m4 机械教工党支部" in found.message
    assert all(subject.exemption is None for subject in plan.subjects())


def test_Q09_an_exemption_that_fits_nobody_is_an_error(small: Any, look: Any) -> None:
    small.settings = exempt("无此人")
    assert [item.value for item in look.problems(small.plan(), "exemption-unknown")] == ["无此人"]


def test_problems_speak_the_users_language(small: Any, monkeypatch: Any) -> None:
    small.settings = exempt("无此人")
    message = small.plan().problems[0].message
    assert message == "the exemption of “无此人” fits nobody in the roster"
