"""Signature lines below the table, and numbers and names in other characters than the usual ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from roster_kit import HEADER, LI, ORGANISATIONS, PEOPLE, WANG, ZHANG, change, find, list_errors

from pingyi.model.people.organisation import OrgKind
from pingyi.roster import Roster

Read = Callable[..., Roster]


@pytest.mark.parametrize(
    "line",
    [
        ("制表：张三", "审核：李四", "日期：2010.12.28"),
        ("填表人：张三", "", "审核人：李四", "", "", "2010年12月28日"),
        ("", "填表人: 张三", "", "审核人: 李四", "", "2010年12月28日"),
        ("制表人：", "张三", "", "审核人：", "李四", "", "日期：", "2010.12.28"),
        ("制 表 人：张三", "联 系 电 话：022-12345678", "单位（盖章）：", "2010年12月28日"),
        ("党支部书记（签字）：", "张三", "2010年12月28日"),
        ("负责人：张三", "联系人：李四", "备注：共三人", "盖章："),
        ("2010年12月28日", "制表：张三", "审核：李四"),
        ("注：党员类别请填全称", "说明：日期写到日", "备注：可空"),
    ],
)
@pytest.mark.parametrize("serial", [False, True])
def test_a_signature_line_is_no_member(read: Read, line: tuple[str, ...], serial: bool) -> None:
    rows: list[Sequence[object]] = [HEADER, *PEOPLE, line]
    if serial:
        rows = [("序号", *HEADER), *((n, *person) for n, person in enumerate(PEOPLE, start=1)), line]
    roster = read(rows)
    assert [person.name for person in roster.people.values()] == ["张建国", "李秀英", "王小明"]
    assert [(item.row, item.value) for item in find(roster, "row-skipped")] == [(5, next(filter(None, line)))]
    assert list_errors(roster) == []
    assert roster.rows_read == 3


def test_a_member_with_words_of_a_signature_is_a_member(read: Read) -> None:
    rows: list[Sequence[object]] = [
        ("备注", *HEADER),
        ("说明：新转入", *change(ZHANG, 学工号=None)),
        ("负责人：见通讯录", *change(LI, 职务职称="负责人：教学", 学历="备注：在读")),
        ("", *change(WANG, 姓名="单日期", 职务职称="联系人：张三")),
        ("", *change(WANG, 学工号="20080009", 姓名="制表：张三")),
    ]
    roster = read(rows)
    assert [person.name for person in roster.people.values()] == ["张建国", "李秀英", "单日期", "制表：张三"]
    assert find(roster, "row-skipped") == []


def test_a_summary_that_begins_with_a_label_is_read(read: Read) -> None:
    title = "参加创先争优活动情况"
    rows = [(title, "对象"), ("说明：参加了全部活动。", "张建国"), ("制表：李四", "审核：张三")]
    roster = read({"党员": [HEADER, *PEOPLE], "组织": ORGANISATIONS, "总结": rows})
    assert [record.self_summary for record in roster.records.values()] == [{"participation": "说明：参加了全部活动。"}]
    assert list_errors(roster) == []


def test_a_pledge_that_begins_like_a_label_is_read(read: Read) -> None:
    rows = [("承诺事项", "对象", "上年承诺"), ("联系群众：每月一次。", "张建国", "联系群众：每季一次。")]
    rows += [("负责人：见下", "李秀英", "讲党课。")]
    roster = read({"党员": [HEADER, *PEOPLE], "组织": ORGANISATIONS, "承诺": rows})
    assert {key[1] for key in roster.records} == {"20010001", "20010002"}


def test_the_code_of_an_organisation_above_may_be_of_full_width(read: Read) -> None:
    organisations = [("组织编码", *ORGANISATIONS[0]), ("０１", *ORGANISATIONS[1])]
    organisations += [("02", "机械学院党总支", "党总支", "０１"), ("０３", "机械学院教工党支部", "党支部", "０２")]
    roster = read({"党员": [HEADER, ZHANG], "组织": organisations})
    assert {unit.id: unit.parent_id for unit in roster.organisations.values()} == {"01": "", "02": "01", "03": "02"}


def test_full_width_numbers_are_narrowed(read: Read) -> None:
    summaries = [
        ("对象", "学工号", "参加创先争优活动情况"),
        ("李秀英", "２００１０００２", "积极。"),
        (None, "T20010001", "好。"),
    ]
    organisations = [
        ORGANISATIONS[0],
        *ORGANISATIONS[1:3],
        ("机械学院教工党支部", "党支部", "机械学院党总支", "教工", "张建国（Ｔ２００１０００１）"),
        *ORGANISATIONS[4:],
    ]
    people = [
        change(ZHANG, 学工号="Ｔ２００１０００１"),
        change(LI, 学工号=" 20010002"),
        change(WANG, 学工号="２００８－３"),
    ]
    roster = read({"党员": [HEADER, *people], "组织": organisations, "总结": summaries})
    assert list(roster.people) == ["T20010001", "20010002", "2008-3"]
    assert {key[1] for key in roster.records} == {"T20010001", "20010002"}
    secretary = roster.organisations["机械学院教工党支部"].secretary
    assert secretary is not None
    assert secretary.person_id == "T20010001"
    assert [problem.code for problem in roster.problems if problem.severity != "info"] == []


@pytest.mark.parametrize("dot", ["·", "•", "‧", "・", "･", "∙", "⋅", "．", ".", " · ", "●"])
def test_names_have_one_dot(read: Read, dot: str) -> None:
    name = f"买买提{dot}艾力"
    organisations = [
        ORGANISATIONS[0],
        ORGANISATIONS[1],
        ("机械学院党总支", "党总支", "中共示例大学委员会", None, name, f"张建国、{name}"),
        *ORGANISATIONS[3:],
    ]
    summaries = [("对象", "参加创先争优活动情况"), (name, "积极。")]
    comments = [("对象", "点评人角色", "点评人", "点评内容"), ("王小明", "党支部书记", name, "认真。")]
    for written in (name, "买买提·艾力"):
        rows = [HEADER, ZHANG, change(LI, 姓名=written), WANG]
        roster = read({"党员": rows, "组织": organisations, "总结": summaries, "点评": comments})
        assert roster.people["20010002"].name == "买买提·艾力"
        general = roster.organisations["机械学院党总支"]
        assert general.secretary is not None
        assert (general.secretary.name, general.secretary.person_id) == ("买买提·艾力", "20010002")
        assert [officer.person_id for officer in general.committee] == ["20010001", "20010002"]
        assert {key[1] for key in roster.records} == {"20010002", "20080003"}
        assert [problem.code for problem in roster.problems if problem.severity != "info"] == []


def test_dots_elsewhere_stay(read: Read) -> None:
    rows = [HEADER, change(ZHANG, 姓名="J. Smith", 职务职称="讲师．主任"), change(LI, 姓名="卡·李·王")]
    people = list(read(rows).people.values())
    assert [(person.name, person.post) for person in people] == [("J. Smith", "讲师．主任"), ("卡·李·王", "教授")]


def test_the_dot_in_the_name_of_a_branch_tells_no_two_apart(read: Read) -> None:
    organisations = [*ORGANISATIONS, ("五•四学生党支部", "党支部", "机械学院党总支", "学生")]
    roster = read({"党员": [HEADER, change(WANG, 所在党支部="五・四学生党支部")], "组织": organisations})
    (person,) = roster.people.values()
    assert roster.organisations[person.branch_id].kind is OrgKind.BRANCH
    assert list_errors(roster) == []
