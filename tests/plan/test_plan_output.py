"""The plan shown to people and programs: tree, JSON, workbook, and `why` for four kinds of subjects."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pingyi.errors import DeliveryError
from pingyi.plan import describe_plan, explain, list_plan, write_plan_workbook


@pytest.fixture
def whole(small: Any) -> Any:
    """The small university with a branch of the retired."""
    small.general("离退休党总支", "retired", secretary="马书记", committee=("覃委员",), leaders=("雷副书记",))
    small.branch("离退休第一党支部", "离退休党总支", "retired", secretary="秦勇")
    small.members("离退休第一党支部", "秦勇", age=66)
    small.members("离退休第一党支部", "老同志", age=85, health="行动不便", retired_on="1985-12")
    small.settings["exemptions"] = [{"person": "李四", "reason": "出国", "approved_by": "机械学院党总支"}]
    return small


def why(plan: Any, query: str) -> str:
    return "\n\n".join(explain(plan, subject) for subject in plan.find(query))


def test_find_by_name_number_and_organisation(whole: Any) -> None:
    plan = whole.plan()
    found = {query: [(it.kind.value, it.name) for it in plan.find(query)] for query in
             ("王志", "m4", " 张三 ", "机械学院党总支", "图书馆", "无此人", "")}  # fmt: skip
    assert found == {
        "王志": [("secretary", "王志"), ("member", "王志")],
        "m4": [("member", "张三")],
        " 张三 ": [("member", "张三")],
        "机械学院党总支": [("organisation", "机械学院党总支"), ("secretary", "李书记")],
        "图书馆": [("organisation", "图书馆直属党支部"), ("secretary", "邱涛")],
        "无此人": [],
        "": [],
    }


def test_why_a_faculty_secretary(whole: Any) -> None:
    text = why(whole.plan(), "王志")
    as_secretary, as_member = text.split("\n\n")
    assert "李书记（机械学院党总支书记）" in as_secretary
    assert "R8" in as_secretary
    assert "［Q5，" in as_secretary
    assert "本人是机械教工党支部书记，不点评自己，由党总支书记李书记点评［Q4，" in as_member
    assert "赵委员（机械学院党总支委员）〔任选其一〕" in as_member
    assert "最迟2011年1月13日" in as_member
    assert "本人存、党组织存、公示" in as_member


def test_why_a_student(whole: Any) -> None:
    text = why(whole.plan(), "小明")
    assert "适用规则：学生党支部（student）" in text
    assert "［R41，规则 same-as-faculty，插件 student" in text
    assert "漏一人即为错误（R42）" in text
    assert "丁欣（机械学生党支部书记）" in text


def test_R43_why_a_retired_member_of_85_who_can_hardly_walk(whole: Any) -> None:
    text = why(whole.plan(), "老同志")
    assert "点评方式：走访" in text
    assert "85岁（满80岁）、行动不便，上门走访点评［R43，规则 method-for-the-retired，插件 retired；" in text
    assert "年龄＝85，身体状况＝行动不便" in text
    assert "走访慰问，点评党员（visit），最迟2011年1月13日" in text
    assert "秦勇（离退休第一党支部书记）" in text


def test_why_a_general_branch(whole: Any) -> None:
    text = why(whole.plan(), "机械学院党总支").split("\n\n")[0]
    assert "吴副校长（副校长）" in text
    assert "校领导吴副校长点评分管（联系）的机械学院党总支及其书记［R7，" in text
    assert "审核所属党支部2011年度承诺方案（approve-pledges）" in text
    assert "［R36，" in text


def test_why_an_exempt_member(whole: Any) -> None:
    text = why(whole.plan(), "李四")
    assert "免予点评，批准人：机械学院党总支" in text
    assert "［Q9，" in text
    assert "步骤" not in text


def test_every_step_of_every_explanation_has_a_day_a_rule_and_a_clause(whole: Any) -> None:
    plan = whole.plan()
    for subject in plan.subjects():
        text = explain(plan, subject)
        assert text.encode("gbk")
        for line in text.splitlines():
            if re.match(r" +\d+\. ", line):
                assert re.search(r"最迟2011年1月1[35]日$", line)
            if "因为：" in line:
                assert re.search(r"规则 [a-z0-9-]+，插件 [a-z]+", line)


def test_the_tree_names_reviewers_numbers_and_the_total(whole: Any) -> None:
    lines = list(list_plan(whole.plan()))
    assert lines[0] == "中共示例大学委员会"
    assert lines[1] == "├─ 机械学院党总支  书记 李书记  点评人：吴副校长；会议集中点评"
    assert lines[2].startswith("│  ├─ 机械教工党支部（教职工党支部）  书记 王志  点评人：李书记；吴副校长；")
    assert lines[3].startswith("│  │  · 党员5人  会议集中点评4人，免予点评1人  点评人：")
    assert lines[4].startswith("│  └─ 机械学生党支部")
    assert lines[-1] == "合计：党组织6个，书记6名，党员13名，表格52份"
    assert "\n".join(lines).encode("gbk")


def test_the_tree_lists_members_when_asked(whole: Any) -> None:
    lines = list(list_plan(whole.plan(), members=True))
    assert "│  │  · 张三：王志；赵委员、钱委员（任一人）；会议集中点评" in lines
    assert "│  │  · 李四：免予点评，批准人 机械学院党总支" in lines


def test_the_json_has_subjects_problems_and_a_summary(whole: Any) -> None:
    whole.members("机械学生党支部", "小明")
    plan = whole.plan()
    made = json.loads(json.dumps(describe_plan(plan), ensure_ascii=False))
    assert set(made) == {"subjects", "problems", "summary"}
    assert len(made["subjects"]) == len(list(plan.subjects()))
    subject = next(item for item in made["subjects"] if item["name"] == "老同志")
    assert set(subject) == {
        "kind", "id", "name", "organisation", "branch_type", "method", "assignments", "steps", "documents",
        "on_request", "decisions",
    }  # fmt: skip
    assert subject["method"]["value"] == "走访"
    for part in (subject["method"], *subject["assignments"], *subject["steps"], *subject["documents"]):
        for reason in part["reasons"]:
            assert set(reason) == {"rule", "plugin", "clause", "because", "inputs"}
    assert [problem["code"] for problem in made["problems"]] == ["same-name"]
    assert made["summary"] == {
        "organisations": 6,
        "secretaries": 6,
        "members": 14,
        "exempt": 1,
        "documents": 55,
        "member_methods": {"会议集中点评": 11, "免予点评": 1, "座谈": 1, "走访": 1},
        "problems": {"warning": 1},
    }


def test_the_json_can_carry_other_problems_too(whole: Any) -> None:
    assert describe_plan(whole.plan(), [])["problems"] == []


def read(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def test_the_workbook_has_a_row_per_subject_for_the_leaders_to_confirm(whole: Any, tmp_path: Path) -> None:
    plan = whole.plan()
    write_plan_workbook(plan, tmp_path / "安排.xlsx")
    sheet = read(tmp_path / "安排.xlsx")["点评安排"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("点评对象", "类别", "所在组织", "点评人", "职务", "依据", "方式", "截止日期", "确认")
    assert len(rows) == 1 + len(list(plan.subjects()))
    by_name = {(row[0], row[1]): row for row in rows[1:]}
    assert by_name["张三", "党员"][3] == "王志；赵委员、钱委员（任一人）"
    assert "（R9）" in by_name["张三", "党员"][5]
    assert by_name["张三", "党员"][6:8] == ("会议集中点评", "2011年1月13日")
    assert by_name["李四", "党员"][6] == "免予点评"
    assert sheet.auto_filter.ref == f"A1:I{len(rows)}"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.freeze_panes == "B2"
    assert [item.formula1 for item in sheet.data_validations.dataValidation] == ['"同意,需调整"']


def test_the_workbook_lists_each_reviewer_with_the_members_of_a_branch_together(whole: Any, tmp_path: Path) -> None:
    write_plan_workbook(whole.plan(), tmp_path / "安排.xlsx")
    rows = list(read(tmp_path / "安排.xlsx")["按点评人"].iter_rows(values_only=True))
    assert rows[0][:3] == ("点评人", "职务", "点评对象")
    wang = [row[2] for row in rows if row[0] == "王志"]
    assert wang == ["党员3人：李书记、赵委员、张三"]
    assert {row[2] for row in rows if row[0] == "吴副校长"} == {"机械学院党总支", "李书记", "机械教工党支部", "王志"}
    assert [row[2] for row in rows if row[0] == "钱委员"] == [
        "党员3人：王志、李书记、张三（与他人任一人点评即可）",
        "党员1人：赵委员",
        "党员3人：丁欣、小明、小红（与他人任一人点评即可）",
    ]


def test_no_name_becomes_a_formula_or_a_link(university: Any, tmp_path: Path) -> None:
    made = university()
    made.direct("党支部甲", secretary="=HYPERLINK(1)")
    made.members("党支部甲", "=1+1", "@SUM(A1)", "http://example.org", "-2")
    write_plan_workbook(made.plan(), tmp_path / "安排.xlsx")
    for sheet in read(tmp_path / "安排.xlsx"):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n")
                assert cell.hyperlink is None
                assert cell.value is None or cell.data_type == "s"


def test_the_same_plan_gives_the_same_workbook(whole: Any, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_plan_workbook(whole.plan(), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_workbook_that_cannot_be_written_is_named(whole: Any, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="安排"):
        write_plan_workbook(whole.plan(), tmp_path / "missing" / "安排.xlsx")
