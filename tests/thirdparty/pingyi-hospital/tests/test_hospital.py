"""The branch type `clinical`, as a stranger's package is tested: with the kit, and nothing but public names."""

from importlib.metadata import entry_points

import pytest

from pingyi.testing import check_plugin, find_targets

PEOPLE = [
    {"name": "林夜", "班次": "夜班", "科室": "心内科", "post": "护师"},
    {"name": "高昼", "班次": "白班"},
    {"name": "无班"},
]


def of_people(campaign_of_people, **others):
    return campaign_of_people(PEOPLE, branch_type="医护", plugins=["pingyi_hospital"], **others)


def test_the_night_shift_has_a_session_of_its_own(campaign_of_people):
    campaign = of_people(campaign_of_people)
    assert campaign.method("林夜") == "分班次点评"
    assert "shift-session" in campaign.steps("林夜")
    assert "thematic-meeting" not in campaign.steps("林夜")
    assert "thematic-meeting" in campaign.steps("高昼")
    assert "shift-session" not in campaign.steps("高昼")


def test_which_shifts_is_a_setting(campaign_of_people):
    campaign = of_people(campaign_of_people, settings={"plugins": {"clinical": {"second_session": ["白班"]}}})
    assert campaign.method("林夜") == "会议集中点评"
    assert campaign.method("高昼") == "分班次点评"


def test_the_form_has_the_shift(campaign_of_people):
    paper = of_people(campaign_of_people).paper("林夜")
    assert paper["姓名"] == "林夜"
    assert paper["班次"] == "夜班"
    assert "心内科 护师" in paper
    assert of_people(campaign_of_people).paper("无班")["班次"] == "—"


def test_a_general_branch_has_no_second_session(campaign_of_people):
    assert "shift-session" not in of_people(campaign_of_people).steps("示例学院党总支")


@pytest.mark.skipif("hospital" not in entry_points(group="pingyi").names, reason="pip install . first")
def test_a_roster_with_the_column_is_read(campaign_of_files):
    header = ["学工号", "姓名", "性别", "出生日期", "入党时间", "党员类别", "所在党总支", "所在党支部", "班次"]
    usual = ["女", "1975.05", "1999-07-01", "正式党员", "附属医院党总支", "内科病区党支部"]
    roster = [header, ["1", "高昼", *usual, "白班"], ["2", "林夜", *usual, "夜班"], ["3", "无班", *usual, ""]]
    campaign = campaign_of_files({"花名册.xlsx": roster})
    assert campaign.method("林夜") == "分班次点评"
    assert [problem.person for problem in campaign.problems if problem.code == "shift-unknown"] == ["无班"]
    assert campaign.paper("林夜")["班次"] == "夜班"


def test_it_keeps_what_every_plugin_promises():
    (target,) = find_targets("pingyi_hospital")
    report = check_plugin(target)
    assert report.passed, report.to_json()
