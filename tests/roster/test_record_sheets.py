"""The sheets 总结, 点评, 承诺 and 走访."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from roster_kit import HEADER, LI, ORGANISATIONS, PEOPLE, ZHANG, change, find, list_errors

from pingyi.model.config.settings import Aspect, Aspects, Settings
from pingyi.model.fields.dates import PartialDate
from pingyi.model.results.records import Record, Remark, Visit
from pingyi.model.review.procedure import SubjectKind
from pingyi.roster import Roster

Read = Callable[..., Roster]
COMMENT_HEADER = (
    "对象", "学工号", "所在党组织", "点评对象类别", "点评人角色", "点评内容", "等次", "点评方式",
    "点评时间", "点评地点", "整改措施", "落实情况",
)  # fmt: skip


def sheets(**more: Sequence[Sequence[object]]) -> dict[str, Sequence[Sequence[object]]]:
    return {"党员": [HEADER, *PEOPLE], "组织": ORGANISATIONS, **more}


def test_R16_summaries_by_aspect(read: Read) -> None:
    rows = [
        (
            "对象",
            "学工号",
            "所在党组织",
            "参加创先争优活动情况",
            "公开承诺践诺情况",
            "组织领导本单位开展创先争优活动情况",
        ),
        ("张建国", None, None, "积极参加。\n上了党课。", "兑现三项。"),
        ("机械学院教工党支部", None, None, None, "全部兑现。", "有计划。"),
        (None, "20010002", None, "一直参加。"),
    ]
    roster = read(sheets(总结=rows))
    assert roster.records == {
        (SubjectKind.MEMBER, "20010001"): Record(
            self_summary={"participation": "积极参加。\n上了党课。", "commitments": "兑现三项。"}
        ),
        (SubjectKind.ORGANISATION, "机械学院教工党支部"): Record(
            self_summary={"commitments": "全部兑现。", "leadership": "有计划。"}
        ),
        (SubjectKind.MEMBER, "20010002"): Record(self_summary={"participation": "一直参加。"}),
    }
    assert list_errors(roster) == []


def test_a_text_in_a_column_of_another_kind_is_told(read: Read) -> None:
    rows = [("对象", "立足本岗创先争优情况"), ("机械学院教工党支部", "岗位")]
    (problem,) = find(read(sheets(总结=rows)), "aspect-of-another-kind")
    assert (problem.severity, problem.row, problem.column) == ("warning", 2, "立足本岗创先争优情况")


def test_aspects_of_the_settings_are_the_columns(read: Read) -> None:
    settings = Settings(aspects=Aspects(member=(Aspect(id="study", title="学习情况"),)))
    roster = read(sheets(总结=[("对象", "学习情况"), ("张建国", "学了。")]), settings)
    assert roster.records[SubjectKind.MEMBER, "20010001"].self_summary == {"study": "学了。"}


def test_R30_comments_by_role(read: Read) -> None:
    where = ("2011-01-10", "302室", "多学习", "已落实")
    rows = [
        COMMENT_HEADER,
        ("王小明", "20080003", None, "党员", "党支部书记", "认真。", "优秀", "会议集中点评", *where),
        ("王小明", None, "机械学院学生党支部", None, "党总支委员", "踏实。"),
        ("王小明", None, None, None, "党总支委员", "同意。"),
        ("机械学院教工党支部", None, None, "党组织", "校领导", "有成绩。"),
        ("机械学院教工党支部", None, None, "书记", "校领导", "带头好。"),
    ]  # fmt: skip
    records = read(sheets(点评=rows)).records
    assert records[SubjectKind.MEMBER, "20080003"] == Record(
        comments={"secretary": "认真。", "committee": "踏实。\n同意。"},
        grade="优秀",
        method="会议集中点评",
        held_on=PartialDate(2011, 1, 10),
        place="302室",
        rectification="多学习",
        follow_up="已落实",
    )
    assert records[SubjectKind.ORGANISATION, "机械学院教工党支部"].comments == {
        "organisation": "有成绩。",
        "secretary_as_subject": "带头好。",
    }


REVIEWERS = ("对象", "点评对象类别", "点评人角色", "点评人", "点评内容")


def test_R30_who_commented_is_kept(read: Read) -> None:
    rows = [
        REVIEWERS,
        ("王小明", None, "党支部书记", "张建国", "认真。"),
        ("王小明", None, "党总支委员", "张建国、李秀英（党总支书记）", "踏实。"),
        ("王小明", None, "支部委员", "李秀英", "同意。"),
        ("机械学院教工党支部", "党组织", "校领导", "赵校长", "有成绩。"),
        ("机械学院教工党支部", "书记", "校领导", None, "带头好。"),
    ]
    roster = read(sheets(点评=rows))
    assert roster.records[SubjectKind.MEMBER, "20080003"] == Record(
        comments={"secretary": "认真。", "committee": "踏实。\n同意。"},
        reviewers={"secretary": ("张建国",), "committee": ("张建国", "李秀英")},
    )
    assert roster.records[SubjectKind.ORGANISATION, "机械学院教工党支部"].reviewers == {"organisation": ("赵校长",)}
    assert list_errors(roster) == []


def test_a_reviewer_whom_nobody_knows_is_told(read: Read) -> None:
    rows = [REVIEWERS, ("王小明", None, "党支部书记", "张健国、赵校长", "认真。")]
    roster = read(sheets(点评=rows))
    (problem,) = find(roster, "reviewer-unknown")
    assert (problem.severity, problem.row, problem.column, problem.value) == ("warning", 2, "点评人", "张健国")
    assert "张建国" in problem.cure
    assert roster.records[SubjectKind.MEMBER, "20080003"].reviewers == {"secretary": ("张健国", "赵校长")}


def test_Q04_comments_of_superiors_wait_for_the_plan(read: Read) -> None:
    rows = [
        REVIEWERS,
        ("张建国", None, "党总支书记", "李秀英", "带头好。"),
        ("张建国", None, "党支部书记", None, "很好。"),
        ("王小明", None, "校领导", None, "认真。"),
    ]
    records = read(sheets(点评=rows)).records
    assert records[SubjectKind.MEMBER, "20010001"] == Record(
        remarks=(
            Remark(role="党总支书记", text="带头好。", reviewers=("李秀英",), sheet="点评", row=2),
            Remark(role="党支部书记", text="很好。", sheet="点评", row=3),
        )
    )
    (remark,) = records[SubjectKind.MEMBER, "20080003"].remarks
    assert (remark.role, remark.text) == ("校领导", "认真。")


def test_Q03_in_a_direct_branch_the_plan_says_whether_there_is_a_second_reviewer(read: Read) -> None:
    reader = change(LI, 学工号="20010009", 姓名="周平", 所在党支部="图书馆直属党支部", 所在党总支=None, 党内职务=None)
    rows = [REVIEWERS, ("周平", None, "党支部委员", None, "好"), ("周平", None, "支部书记", None, "认真")]
    record = read({**sheets(点评=rows), "党员": [HEADER, reader]}).records[SubjectKind.MEMBER, "20010009"]
    assert record.comments == {"secretary": "认真"}
    assert [remark.role for remark in record.remarks] == ["党支部委员"]


def test_a_row_with_an_unreadable_cell_keeps_all_else_and_tells_every_fault(read: Read) -> None:
    row = ("王小明", None, None, None, "党支部书记", "认真。", "优", "会议集中点评", "上周", "302室", "多学习")
    roster = read(sheets(点评=[COMMENT_HEADER, row]))
    assert roster.records[SubjectKind.MEMBER, "20080003"] == Record(
        comments={"secretary": "认真。"}, method="会议集中点评", place="302室", rectification="多学习"
    )
    assert list_errors(roster) == [(2, "date-impossible"), (2, "grade-unknown")]


def test_a_visit_and_a_pledge_without_their_unreadable_day_stay(read: Read) -> None:
    visits = [("姓名", "方式", "时间", "走访人"), ("李秀英", "走访", "年前", "张建国")]
    pledges = [("对象", "承诺事项", "审核人", "审核时间"), ("李秀英", "上好课", "张建国", "年后")]
    roster = read(sheets(走访=visits, 承诺=pledges))
    record = roster.records[SubjectKind.MEMBER, "20010002"]
    assert record.visit == Visit(method="走访", visitors=("张建国",))
    assert record.next_commitments == ("上好课",)
    assert record.pledge_plan is not None
    assert record.pledge_plan.endorsement is not None
    assert (record.pledge_plan.endorsement.signed_by, record.pledge_plan.endorsement.signed_on) == ("张建国", None)
    assert sorted(code for _row, code in list_errors(roster)) == ["date-impossible"] * 2


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (("张健国", None, None, None, "系主任", "好", "优", None, "上周"),
         ["date-impossible", "grade-unknown", "role-unknown", "subject-unknown"]),
        (("张建国", 1.23e17, None, None, "党支部书记", "好", "优"), ["digits-lost", "grade-unknown", "row-unused"]),
        (("张建国", None, "机械\x01学院", None, "党支部书记", "好"), ["control-character", "row-unused"]),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_says_so_and_all_its_faults(
    read: Read, row: tuple[object, ...], codes: list[str]
) -> None:
    roster = read(sheets(点评=[COMMENT_HEADER, row]))
    assert sorted(code for _row, code in list_errors(roster)) == codes
    assert roster.records == {}
    assert any("not used" in problem.message for problem in roster.problems if problem.row == 2)


def test_R34_pledges_and_R43_visits(read: Read) -> None:
    pledges = [
        ("对象", "承诺事项", "口头承诺"),
        ("李秀英", "1.上好课\n2、带好青年教师；3）参加支部活动", "是"),
        ("李秀英", "4. 联系一名学生。5. 值班"),
        ("机械学院学生党支部", "每月一次活动"),
    ]
    visits = [
        ("姓名", "方式", "时间", "地点", "走访人", "签名方式", "代签人", "谈话要点"),
        ("李秀英", "走访", "2011.01", "家中", "张建国、王小明", "代签", "李明", "身体尚好"),
        ("李秀英", "电话", "2010.12", None, None, None, None, "先打过电话"),
    ]
    roster = read(sheets(承诺=pledges, 走访=visits))
    assert roster.records[SubjectKind.MEMBER, "20010002"] == Record(
        next_commitments=("上好课", "带好青年教师", "参加支部活动", "联系一名学生。", "值班"),
        oral_commitment=True,
        visit=Visit(
            method="走访",
            held_on=PartialDate(2011, 1),
            place="家中",
            visitors=("张建国", "王小明"),
            signature="代签",
            proxy="李明",
            notes="身体尚好",
        ),
    )
    assert roster.records[SubjectKind.ORGANISATION, "机械学院学生党支部"].next_commitments == ("每月一次活动",)
    assert find(roster, "visited-again")[0].row == 3


@pytest.mark.parametrize(
    ("cell", "pledges"),
    [
        ("3.8妇女节走访女教工", ("3.8妇女节走访女教工",)),
        ("1.组织5.4青年节活动\n12.9前交材料", ("组织5.4青年节活动", "12.9前交材料")),
        ("1.2010年底前完成\n(2) 带学生", ("2010年底前完成", "带学生")),
    ],
)
def test_R34_a_date_at_the_beginning_is_no_number_of_a_pledge(read: Read, cell: str, pledges: tuple[str, ...]) -> None:
    roster = read(sheets(承诺=[("对象", "承诺事项"), ("李秀英", cell)]))
    assert roster.records[SubjectKind.MEMBER, "20010002"].next_commitments == pledges


@pytest.mark.parametrize(
    ("row", "severity", "code", "column"),
    [
        (("张健国", None, None, None, "党支部书记", "好"), "error", "subject-unknown", "对象"),
        ((None, "99999999", None, None, "党支部书记", "好"), "error", "subject-unknown", "学工号"),
        ((None, None, "机械学院教工党支部", None, "党支部书记", "好"), "error", "subject-missing", "对象"),
        (("陈静", None, None, None, "党支部书记", "好"), "error", "subject-ambiguous", "对象"),
        (("错误", None, None, None, "党支部书记", "好"), "warning", "subject-faulty", "对象"),
        (("张建国", None, None, None, "系主任", "好"), "error", "role-unknown", "点评人角色"),
        (("张建国", None, None, None, None, "好"), "error", "role-unknown", "点评人角色"),
        (("张建国", None, None, None, "党支部书记", "好", "良好"), "error", "grade-unknown", "等次"),
        (
            ("张建国", None, None, None, "党支部书记", "好", None, None, "2011.13"),
            "error",
            "date-impossible",
            "点评时间",
        ),
    ],
)
def test_each_fault_of_a_row(read: Read, row: tuple[object, ...], severity: str, code: str, column: str) -> None:
    members = [
        HEADER,
        ZHANG,
        LI,
        change(LI, 学工号="20010005", 姓名="陈静"),
        change(ZHANG, 学工号="20010006", 姓名="陈静", 所在党支部="图书馆直属党支部", 所在党总支=None),
        change(LI, 学工号="20010007", 姓名="错误", 性别="南"),
    ]
    good = ("李秀英", None, None, None, "党支部书记", "好")
    roster = read({"党员": members, "组织": ORGANISATIONS, "点评": [COMMENT_HEADER, row, good]})
    (problem,) = [problem for problem in find(roster, code) if problem.sheet == "点评"]
    assert (problem.severity, problem.row, problem.column) == (severity, 2, column)
    assert problem.cure
    assert roster.records[SubjectKind.MEMBER, "20010002"].comments == {"secretary": "好"}


def test_namesakes_are_told_apart_by_branch_or_number(read: Read) -> None:
    members = [
        HEADER,
        change(ZHANG, 学工号="20010005", 姓名="陈静"),
        change(ZHANG, 学工号="20010006", 姓名="陈静", 所在党支部="图书馆直属党支部", 所在党总支=None),
    ]
    rows = [
        ("对象", "学工号", "所在党组织", "承诺事项"),
        ("陈静", None, "机械学院党总支", "甲"),
        ("陈静", "20010006", None, "乙"),
        ("陈静（20010006）", None, None, "丙"),
    ]
    roster = read({"党员": members, "组织": ORGANISATIONS, "承诺": rows})
    assert {key[1]: record.next_commitments for key, record in roster.records.items()} == {
        "20010005": ("甲",),
        "20010006": ("乙", "丙"),
    }
