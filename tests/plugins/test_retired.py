"""Branches of the retired: R43, methods proposed with reasons, typed columns, visits, proxies, oral pledges."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from pingyi.errors import SettingsError
from pingyi.model.fields.base import list_columns
from pingyi.model.fields.dates import PartialDate
from pingyi.plugins import load_plugins

METHODS = ("走访", "慰问", "座谈", "电话", "书面", "送学上门", "委托")


@pytest.mark.parametrize(
    ("fields", "value", "words"),
    [
        ({"age": 85, "health": "行动不便"}, "走访", ["85岁（满80岁）", "行动不便"]),
        ({"age": 80}, "走访", ["80岁"]),
        ({"age": 79}, "座谈", ["座谈"]),
        ({"age": 65, "health": "独居"}, "走访", ["独居"]),
        ({"age": 65, "health": "卧床"}, "走访", ["卧床"]),
        ({"age": 65, "health": "住院"}, "走访", ["住院"]),
        ({"age": 65, "health": "生活不能自理"}, "走访", ["生活不能自理，"]),
        ({"age": 65, "health": "行动不便、独居"}, "走访", ["行动不便、独居"]),
        ({"age": 65, "remark": "长期卧床"}, "走访", ["卧床"]),
        ({"age": 88, "health": "外地居住"}, "电话", ["外地"]),
        ({"age": 65, "health": "良好"}, "座谈", ["座谈"]),
        ({}, "座谈", ["座谈"]),
    ],
)
def test_R43_a_method_is_proposed_with_its_reason(
    campaign_of_people: Any, fields: dict[str, Any], value: str, words: list[str]
) -> None:
    method = campaign_of_people([{"name": "老同志", **fields}], branch_type="retired").subject("老同志").method
    assert method.value == value
    assert method.value in METHODS
    assert method.reason.clause == "R43"
    assert all(word in method.reason.because for word in words)
    inputs = dict(method.reason.inputs)
    assert inputs["age"] == str(fields.get("age", "不详"))
    assert inputs["health"] == fields.get("health", "未填写")


def test_R43_the_age_for_visits_is_a_setting(campaign_of_people: Any) -> None:
    settings = {"plugins": {"retired": {"visit_age": 75}}}
    campaign = campaign_of_people([{"name": "老同志", "age": 76}], branch_type="retired", settings=settings)
    assert campaign.method("老同志") == "走访"
    with pytest.raises(SettingsError) as caught:
        load_plugins({"retired": {"visit_age": 7}})
    assert "plugins.retired.visit_age" in str(caught.value.problems)


def test_R43_visits_replace_the_meetings_for_those_who_cannot_come(campaign_of_people: Any) -> None:
    campaign = campaign_of_people([{"name": "高龄", "age": 85}, {"name": "健康", "age": 60}], branch_type="retired")
    visit = next(step for step in campaign.subject("高龄").steps if step.id == "visit")
    assert visit.methods == METHODS
    assert [reason.clause for reason in visit.reasons] == ["R43", "R44"]
    meetings = {"evaluation-meeting", "thematic-meeting"}
    assert meetings.isdisjoint(campaign.steps("高龄"))
    assert meetings <= set(campaign.steps("健康"))
    assert "visit" not in campaign.steps("健康")
    assert campaign.steps("高龄")[-1] == campaign.steps("健康")[-1] == "report"


def test_R43_oral_pledges_dictated_summaries_and_proxy_signatures_are_allowed(
    types: Any, branch: Any, context: Any
) -> None:
    steps = {step.id: step for step in types["retired"].procedure(branch, context)}
    assert "口头承诺" in steps["pledges"].methods
    assert any("口头承诺" in text for text in steps["pledges"].evidence)
    assert not any("口头承诺" in check for check in steps["pledges"].checks)  # no point a pledge is looked at by
    assert "本人口述、党支部代记" in steps["self-summary"].methods
    assert any("代签" in check and "口头" in check for check in steps["fill-forms"].checks)
    faculty = [step.id for step in types["faculty"].procedure(branch, context)]
    assert [id_ for id_ in steps if id_ != "visit"] == faculty


def test_R43_a_visit_can_have_a_day_of_its_own(types: Any, branch: Any, context: Any) -> None:
    from dataclasses import replace

    from pingyi import Settings

    settings = Settings.model_validate({"deadlines": {"steps": {"visit": "2011-01-08"}}})
    dated = replace(context, campaign=replace(context.campaign, settings=settings))
    visit = next(step for step in types["retired"].procedure(branch, dated) if step.id == "visit")
    assert visit.due.isoformat() == "2011-01-08"
    assert [reason.clause for reason in visit.reasons] == ["R43", "Q6"]


def test_typed_columns_of_the_retired(types: Any) -> None:
    columns = list_columns(types["retired"].member_model)
    titles = {name: {columns[name].title, *columns[name].aliases} for name in columns}
    assert {"退休时间", "离退休时间"} <= titles["retired_on"]
    assert {"离休/退休", "是否离休"} <= titles["retirement"]
    assert {"身体状况", "健康状况"} <= titles["health"]
    assert {"良好", "行动不便", "卧床", "住院", "独居", "外地居住"} <= set(columns["health"].values)
    assert "住址" in titles["address"]
    assert "联系人" in titles["contact"]
    assert columns["address"].private
    assert columns["contact"].private


def test_whether_somebody_is_lixiu_is_read_from_yes_and_no(types: Any) -> None:
    model = types["retired"].member_model
    for said, means in (("是", "离休"), ("否", "退休"), ("离休", "离休"), ("", "")):
        assert model(id="1", name="老同志", retirement=said).retirement == means
    with pytest.raises(ValidationError):
        model(id="1", name="老同志", retired_on="2005.13")


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"retired_on": "2005-03-01", "retirement": "离休"}, "2005.03 离休"),
        ({"retired_on": "2005-03"}, "2005.03 退休"),
        ({"retirement": "离休"}, "离休"),
        ({}, ""),
    ],
)
def test_the_retirement_line_of_the_form(
    types: Any, branch: Any, context: Any, fields: dict[str, Any], line: str
) -> None:
    member = types["retired"].member_model(id="1", name="老同志", post="机械厂厂长", joined_on="1955-03-08", **fields)
    assert types["retired"].fill(member, branch, context) == {
        "post_line": "机械厂厂长",
        "retired_line": line,
        "joined_on": PartialDate(1955, 3),
        "oral_commitment": False,
    }


def test_a_proposed_method_is_not_printed_as_a_fact(types: Any, branch: Any, context: Any) -> None:
    member = types["retired"].member_model(id="1", name="老同志", age=90)
    assert "visit_method" not in types["retired"].fill(member, branch, context)
    assert PartialDate(2005, 3).by_month == "2005.03"
