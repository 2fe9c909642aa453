"""The test kit: campaigns of people and of files, questions, forms read by label."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pingyi import Decision, Reason, hookimpl
from pingyi.errors import SettingsError, UsageError
from pingyi.testing import CampaignUnderTest, Paper

Make = Callable[..., CampaignUnderTest]
ROSTER = [
    ["学工号", "姓名", "性别", "出生日期", "入党时间", "党员类别", "所在党总支", "所在党支部", "党内职务"],
    ["1001", "钱立明", "女", "1975.05", "1999-07-01", "正式党员", "机械学院党总支", "机械学院教工党支部", "支部书记"],
    ["1002", "张三", "男", "1980.11", "2004-07-01", "正式党员", "机械学院党总支", "机械学院教工党支部", ""],
]


class Caller:
    @hookimpl
    def pingyi_decide(self, member: Any, branch: Any, decisions: Any, context: Any) -> list[Decision]:
        far = "外地" in member.remark
        return [Decision("method", "电话", Reason("call", "Caller", "", "住得远"))] if far else []


def test_a_campaign_of_people_in_one_line(campaign_of_people: Make) -> None:
    campaign = campaign_of_people([{"name": "张三", "年龄": 85}], branch_type="retired")
    assert campaign.method("张三") == "走访"
    assert campaign.reviewers("张三") == ["王书记", "赵委员"]
    assert campaign.form("张三") == "retired_member"
    assert "85岁" in campaign.because("张三")
    assert "method-for-the-retired" in campaign.rules("张三")
    assert "visit" in campaign.steps("张三")
    assert "点评方式：走访" in campaign.why("张三")
    assert campaign.exempted_by("张三") == ""
    assert "no-reviewer" not in campaign.codes


def test_roster_headers_and_field_names_mean_the_same(campaign_of_people: Make) -> None:
    people = [{"姓名": "甲", "身体状况": "行动不便"}, {"name": "乙", "health": "行动不便"}]
    campaign = campaign_of_people(people, branch_type="离退休")
    assert campaign.method("甲") == campaign.method("乙") == "走访"


def test_ages_follow_from_birth(campaign_of_people: Make) -> None:
    campaign = campaign_of_people([{"name": "甲", "birth": "1925.03"}], branch_type="retired")
    assert "85岁" in campaign.because("甲")


def test_people_of_several_types_and_settings(campaign_of_people: Make) -> None:
    people = [{"name": "小明", "branch_type": "student"}, {"name": "老张", "age": 76, "支部类型": "离退休"}]
    campaign = campaign_of_people(people, settings={"plugins": {"retired": {"visit_age": 75}}})
    assert campaign.form("小明") == "student_member"
    assert campaign.method("老张") == "走访"
    assert campaign.subject("示例学院学生党支部").kind == "organisation"
    assert campaign.reviewers("示例学院学生党支部") == ["李书记", "周校长"] or campaign.reviewers("示例学院学生党支部")


def test_plugins_under_test_are_objects_or_files(campaign_of_people: Make, tmp_path: Path) -> None:
    people = [{"name": "张三", "remark": "住外地"}]
    assert campaign_of_people(people, plugins=[Caller()]).method("张三") == "电话"
    file = tmp_path / "phone.py"
    file.write_text(
        "from pingyi import Decision, Reason, hookimpl\n@hookimpl\ndef pingyi_decide(member):\n"
        "    return [Decision('method', '书面', Reason('own', 'phone', '', '测试'))]\n",
        encoding="utf-8",
    )
    assert campaign_of_people(people, plugins=[file]).method("张三") == "书面"


def test_an_installed_plugin_is_not_loaded_twice(campaign_of_people: Make) -> None:
    campaign = campaign_of_people([{}], plugins=["pingyi_retired"])
    assert campaign.plugins.problems == []


def test_a_form_is_read_by_its_labels(campaign_of_people: Make) -> None:
    record = {"self_summary": {"service": "帮助了<两名>同学"}, "comments": {"secretary": "工作踏实"}}
    campaign = campaign_of_people([{"name": "欧阳㼆", "ethnicity": "汉族", "post": "讲师", "record": record}])
    paper = campaign.paper("欧阳㼆")
    assert paper["姓名"] == "欧阳㼆"
    assert paper["姓　名"] == "欧阳㼆"
    assert paper["党支部书记"] == "工作踏实"
    assert paper["联系和服务师生情况"] == "帮助了<两名>同学"
    assert "本人存" in paper
    assert "公示" in campaign.paper("欧阳㼆", copy="public")
    assert "姓名" in paper.labels
    with pytest.raises(KeyError, match="姓名"):
        _ = paper["姓别名"]


def test_a_row_of_the_ledger(campaign_of_people: Make) -> None:
    record = {"comments": {"secretary": "工作踏实"}, "grade": "优秀", "method": "会议集中点评", "held_on": "2010-12-20"}
    campaign = campaign_of_people([{"name": "张三", "record": record}, {"name": "李四"}])
    assert campaign.ledger("张三").comment == "工作踏实"
    assert campaign.ledger("张三").organisation == "示例学院教职工党支部"
    assert campaign.ledger("李四").merits == "—"


def test_labels_above_their_values_are_read_too(campaign_of_people: Make) -> None:
    paper = campaign_of_people([{"name": "张三"}]).paper("示例学院教职工党支部")
    assert isinstance(paper, Paper)
    assert paper["党组织名称"] == "示例学院教职工党支部"
    assert paper.list_texts("没有这一栏") == []


@pytest.mark.parametrize(
    ("people", "kind", "words"),
    [
        ([{"nmae": "张三"}], "faculty", "name"),
        ([{"身体状态": "卧床"}], "retired", "身体状况"),
        ([{"branch_type": "retird"}], "faculty", "retired"),
    ],
)
def test_misspelt_words_are_answered_with_a_suggestion(
    campaign_of_people: Make, people: Any, kind: str, words: str
) -> None:
    with pytest.raises(UsageError) as caught:
        campaign_of_people(people, branch_type=kind)
    assert words in caught.value.cure


def test_values_and_settings_that_do_not_fit_are_named(campaign_of_people: Make) -> None:
    with pytest.raises(UsageError, match=r"“很老”.*“age”"):
        campaign_of_people([{"年龄": "很老"}])
    with pytest.raises(SettingsError) as caught:
        campaign_of_people([{}], settings={"deadlines": {"review": "someday"}, "colour": "red"})
    assert {problem.column for problem in caught.value.problems} == {"deadlines.review", "colour"}
    assert campaign_of_people([{"name": "甲", "学工号": 1001}]).subject("1001").name == "甲"


def test_a_name_that_is_nobodys_lists_who_there_is(campaign_of_people: Make) -> None:
    campaign = campaign_of_people([{"name": "张三"}, {"name": "李四"}, {"name": "李四"}])
    for name in ("王五", "李四"):
        with pytest.raises(AssertionError, match="张三"):
            campaign.method(name)
    with pytest.raises(AssertionError, match="member/self"):
        campaign.paper("张三", form="nonsense")


def test_a_campaign_of_files_runs_commands(campaign_of_files: Make) -> None:
    campaign = campaign_of_files(
        {
            "campaign.toml": '[campaign]\ninstitution = "示例大学"\n',
            "花名册.xlsx": ROSTER,
            "templates/请看.txt": "说明".encode("gb18030"),
        }
    )
    assert campaign.method("张三") == "会议集中点评"
    assert campaign.reviewers("张三") == ["钱立明"]
    assert "示例大学" in campaign.paper("张三")
    code, out, _err = campaign.run("why", "张三")
    assert code == 0
    assert "钱立明" in out
    assert campaign.run("why", "李四").code != 0


def test_sheets_can_be_named(campaign_of_files: Make) -> None:
    summary = [["姓名", "联系和服务师生情况"], ["张三", "走访宿舍十次"]]
    campaign = campaign_of_files({"花名册.xlsx": {"党员": ROSTER, "总结": summary}})
    assert campaign.paper("张三")["联系和服务师生情况"] == "走访宿舍十次"


def test_without_pytest_the_error_says_what_to_install() -> None:
    code = "import sys; sys.modules['pytest'] = None\ntry:\n import pingyi.testing\nexcept ImportError as e: print(e)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'pingyi[testing]'" in done.stdout


def test_rules_of_the_settings_are_applied(campaign_of_people: Make) -> None:
    rule = {"branch_type": "retired", "when": "member.age >= 70", "method": "走访", "because": "七十岁起上门"}
    campaign = campaign_of_people([{"name": "张三", "age": 71}], branch_type="retired", settings={"rules": [rule]})
    assert campaign.method("张三") == "走访"
    assert "七十岁起上门" in campaign.because("张三")
