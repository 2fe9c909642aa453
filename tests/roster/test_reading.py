"""What is read from ordinary and untidy workbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from roster_kit import HEADER, LI, ORGANISATIONS, PEOPLE, WANG, ZHANG, change, find, list_errors

from pingyi.model.config.settings import BranchTypeSettings, RosterSettings, Settings
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.organisation import OrgKind
from pingyi.model.people.person import Membership
from pingyi.roster import Roster
from pingyi.roster.files.sheets import CellValue, Merge, Sheet

Read = Callable[..., Roster]


def test_members_organisations_and_leaders(read: Read) -> None:
    leaders = [
        ("姓名", "职务", "所在党支部", "分管（联系）组织"),
        ("赵校长", "校长", None, "机械学院党总支、图书馆直属党支部"),
    ]
    roster = read({"党员": [HEADER, *PEOPLE], "组织": ORGANISATIONS, "校领导": leaders})
    assert [(p.severity, p.code) for p in roster.problems] == [("info", "organisation-inferred")]  # 图书馆's type
    zhang = roster.people["20010001"]
    assert zhang.birth == PartialDate(1970, 2)
    assert zhang.joined_on == PartialDate(1995, 7, 1)
    assert zhang.membership is Membership.FULL
    assert (zhang.branch_id, zhang.branch_type, zhang.age, zhang.row) == ("机械学院教工党支部", "faculty", 40, 2)
    assert zhang.party_posts == ("支部书记",)
    assert roster.people["20080003"].branch_type == "student"
    general = roster.organisations["机械学院党总支"]
    assert (general.kind, general.parent_id, general.branch_type) == (
        OrgKind.GENERAL_BRANCH,
        "中共示例大学委员会",
        "faculty",
    )
    assert general.secretary is not None
    assert (general.secretary.person_id, general.secretary.post) == ("20010002", "党总支书记")
    assert [(item.name, item.post) for item in general.committee] == [("张建国", "党总支委员")]
    assert [(item.name, item.post) for item in general.leaders] == [("赵校长", "校长")]
    assert roster.organisations["图书馆直属党支部"].service_window
    assert roster.organisations["图书馆直属党支部"].branch_type == "office"
    assert roster.leaders[0].in_charge_of == ("机械学院党总支", "图书馆直属党支部")
    assert roster.rows_read == 3


def test_title_rows_marks_samples_blanks_notes_and_totals_are_skipped_and_told(read: Read) -> None:
    rows = [
        ("示例大学党员花名册",),
        ("单位名称：示例大学", None, None, "填表日期：2010年12月"),
        HEADER,
        ("必填", "必填", *[None] * 9, "必填"),
        ("示例", "示例：张三", "男", "汉族", "1980.01", "2005-07-01", None, "正式党员", None, None, None, "填全称"),
        ZHANG,
        (),
        LI,
        HEADER,
        WANG,
        ("注：党员类别请填正式党员或预备党员",),
        ("合计", 3),
    ]
    roster = read({"党员": rows, "组织": ORGANISATIONS})
    assert [person.row for person in roster.people.values()] == [6, 8, 10]
    skipped = {problem.row: problem.severity for problem in find(roster, "row-skipped")}
    assert skipped == dict.fromkeys((1, 2, 4, 5, 9, 11, 12), "info")
    (blank,) = find(roster, "rows-blank")
    assert blank.row == 7
    assert list_errors(roster) == []


def test_a_merged_note_in_the_data_is_no_person(read: Read, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "党员"
    for row in (HEADER, ZHANG, LI):
        sheet.append(row)
    sheet["B5"] = "注意事项\n1.学工号按文本填写\n2.日期写到日"
    sheet.merge_cells("B5:H9")
    for column, value in enumerate(WANG, start=1):
        sheet.cell(11, column, value)
    book.save(tmp_path / "merged.xlsx")
    roster = read(tmp_path / "merged.xlsx")
    assert [person.name for person in roster.people.values()] == ["张建国", "李秀英", "王小明"]
    assert [problem.row for problem in find(roster, "row-skipped")] == [5]
    assert list_errors(roster) == []


def test_a_branch_merged_over_its_members_counts_for_all(read: Read, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "党员"
    for row in (
        HEADER,
        ZHANG,
        change(LI, 所在党支部=None),
        change(LI, 学工号="20010009", 姓名="周文", 所在党支部=None),
    ):
        sheet.append(row)
    sheet.merge_cells("L2:L4")
    book.save(tmp_path / "merged.xlsx")
    roster = read(tmp_path / "merged.xlsx")
    assert {person.branch_id for person in roster.people.values()} == {"机械学院教工党支部"}
    assert len(find(roster, "cells-merged")) == 1


def test_a_header_of_two_rows(read: Read) -> None:
    upper = (
        "学工号",
        "姓名",
        "性别",
        "民族",
        "出生日期",
        "党籍情况",
        None,
        None,
        "学历",
        "职务",
        "所在党组织",
        None,
        "党内职务",
    )
    lower = (None, None, None, None, None, "入党时间", "转正时间", "党员类别", None, None, "党总支", "党支部", None)
    roster = read({"Sheet1": [("花名册",), upper, lower, *PEOPLE]})
    assert [person.name for person in roster.people.values()] == ["张建国", "李秀英", "王小明"]
    assert roster.people["20010001"].regular_on == PartialDate(1996, 7, 1)
    assert list_errors(roster) == []


@pytest.mark.parametrize(
    "spelling",
    ["姓  名", "姓名*", "＊姓　名", "姓名（必填）", "姓名 ", "姓\n名", "1.姓名", "姓名：", "【姓名】姓名"],
)
def test_headers_are_known_however_they_are_decorated(read: Read, spelling: str) -> None:
    header = [spelling if title == "姓名" else title for title in HEADER]
    assert len(read([header, *PEOPLE]).people) == 3


def test_own_headers_from_the_settings(read: Read) -> None:
    header = [{"姓名": "人", "职务职称": "干什么"}.get(title, title) for title in HEADER]
    settings = Settings(roster=RosterSettings(columns={"人": "name", "干什么": "post", "学历": ""}))
    roster = read([header, *PEOPLE], settings)
    zhang = roster.people["20010001"]
    assert (zhang.name, zhang.post, zhang.education) == ("张建国", "讲师", "")
    wrong = Settings(roster=RosterSettings(columns={"人": "nmae"}))
    (problem,) = find(read([HEADER, *PEOPLE], wrong), "column-setting-unknown")
    assert "name" in problem.cure


def test_national_style_headers_are_decided_by_values(read: Read) -> None:
    header = (
        "序号", "姓名", "所在党支部", "公民身份证号", "性别", "民族", "出生日期", "学历", "人员类别", "加入党组织日期",
        "转为正式党员日期", "工作岗位", "手机号", "党籍状态",
    )  # fmt: skip
    branch = "机械学院教工党支部"
    full, probationary = ("正式党员", "1990-07-01", "1991-07-01"), ("预备党员", "2010-06-01", None)
    rows = [
        header,
        (1, "张建国", branch, None, "男", "汉", "1970-02-01", "大学本科", *full, "讲师", 13800000000.0, "正常"),
        (2, "李秀英", branch, None, "女", "回族", "1965-03-04", "本科", *probationary, "教授", None, "正常"),
        (3, "周文", branch, None, "女", "回族", "1965-03-04", "本科", *full, "教授", None, "已转出"),
    ]
    roster = read(rows)
    assert [person.name for person in roster.people.values()] == ["张建国", "李秀英"]
    zhang = roster.people["张建国@机械学院教工党支部"]
    assert (zhang.ethnicity, zhang.phone, zhang.post) == ("汉族", "13800000000", "讲师")
    assert roster.people["李秀英@机械学院教工党支部"].education == "大学本科"
    assert {problem.column: problem.message for problem in find(roster, "column-decided")} == {
        "人员类别": "By its values this column is read as “党员类别”.",
        "党籍状态": "By its values this column is read as “党籍状态”.",
    }
    (left,) = find(roster, "member-left")
    assert (left.severity, left.row) == ("warning", 4)


def test_university_style_headers_are_decided_by_values(read: Read) -> None:
    header = [{"党员类别": "党籍状态（正式党员或预备党员）", "学历": "人员类别"}.get(title, title) for title in HEADER]
    rows = [header, change(ZHANG, 学历="离退休教职工"), change(LI, 学历="在职教职工"), change(WANG, 学历="本科生")]
    roster = read(rows)
    assert [person.person_kind for person in roster.people.values()] == ["离退休教职工", "在职教职工", "本科生"]
    assert [person.membership for person in roster.people.values()] == [
        Membership.FULL,
        Membership.FULL,
        Membership.PROBATIONARY,
    ]


def test_remarks_that_are_all_health_words_are_health(read: Read) -> None:
    header = [*HEADER, "备注1", "备注2"]
    rows = [header, [*ZHANG, "行动不便", "借调"], [*LI, "独居", None], [*WANG, None, "学生会干部"]]
    moved = [[*change(row[:13], 所在党支部="离退休党支部", 所在党总支=None), *row[13:]] for row in rows[1:]]
    roster = read({"党员": [header, *moved]})
    people = list(roster.people.values())
    assert [getattr(person, "health", None) for person in people] == ["行动不便", "独居", ""]
    assert [person.remark for person in people] == ["借调", "", "学生会干部"]


def test_codes_explained_in_the_header(read: Read) -> None:
    header = [
        {"性别": "性别(1男 2女)", "党员类别": "人员类别（1正式党员 2预备党员）"}.get(title, title) for title in HEADER
    ]
    rows = [change(ZHANG, 性别=1, 党员类别=1), change(LI, 性别="2", 党员类别="1"), change(WANG, 性别=1.0, 党员类别=2)]
    people = list(read([header, *rows]).people.values())
    assert [person.sex for person in people] == ["男", "女", "男"]
    assert [person.membership.value for person in people] == ["正式党员", "正式党员", "预备党员"]


@pytest.mark.parametrize(
    ("codes", "sexes", "errors"),
    [((1, 2, 1), "男女男", 0), (("1", "0", "1"), "男女男", 0), ((1, 2, 0), None, 3), ((1, "女", "男"), "男女男", 0)],
)
def test_sex_codes_need_one_convention(read: Read, codes: tuple[object, ...], sexes: str | None, errors: int) -> None:
    roster = read([HEADER, *[change(person, 性别=code) for person, code in zip(PEOPLE, codes, strict=True)]])
    assert len(find(roster, "sex-unknown")) == errors
    if sexes is not None:
        assert "".join(person.sex for person in roster.people.values()) == sexes


def test_true_and_one_are_different_words(read: Read) -> None:
    roster = read([HEADER, change(ZHANG, 性别=True), change(LI, 性别=1), change(WANG, 性别=1)])
    assert [person.sex for person in roster.people.values()] == ["男", "男"]
    assert [problem.row for problem in find(roster, "sex-unknown")] == [2]


def test_columns_of_more_different_texts_than_are_kept(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read([HEADER, *PEOPLE])
    monkeypatch.setattr("pingyi.roster.reader._KEPT", 1)
    assert read([HEADER, *PEOPLE]).people == whole.people


def test_a_mark_in_the_first_column_skips_the_row_whatever_the_column_means(read: Read) -> None:
    rows = [("注", *HEADER), ("", *ZHANG), ("合计", *LI), ("", *WANG)]
    assert [person.name for person in read(rows).people.values()] == ["张建国", "王小明"]


def test_sheets_of_other_people_are_not_members(read: Read) -> None:
    others = [("姓名", "性别", "所在党支部", "出生日期"), ("钱一", "男", "机械学院学生党支部", "1990.01")]
    roster = read({"花名册": [HEADER, *PEOPLE], "入党积极分子": others, "毕业生": others, "统计": [("人数", 3)]})
    assert len(roster.people) == 3
    assert sorted(problem.sheet for problem in find(roster, "sheet-of-others")) == ["入党积极分子", "毕业生"]
    assert [problem.sheet for problem in find(roster, "sheet-unread")] == ["统计"]


def test_one_sheet_for_each_branch(read: Read) -> None:
    header, people = HEADER[:10], [person[:10] for person in PEOPLE]
    roster = read({"教工第一党支部": [header, people[0]], "学生党支部": [header, people[2]]})
    assert {person.name: person.branch_id for person in roster.people.values()} == {
        "张建国": "教工第一党支部",
        "王小明": "学生党支部",
    }
    assert len(find(roster, "branch-from-sheet")) == 2


def test_a_sheet_without_any_branch_is_one_problem(read: Read) -> None:
    roster = read({"党员": [HEADER[:10], *[person[:10] for person in PEOPLE]]})
    assert [(problem.severity, problem.row) for problem in find(roster, "no-branch-column")] == [("error", 1)]
    assert roster.people == {}
    assert list_errors(roster) == [(1, "no-branch-column")]


def test_a_workbook_without_members(read: Read) -> None:
    assert list_errors(read({"统计": [("a", "b"), (1, 2)]})) == [(None, "no-members")]


def test_no_column_on_membership(read: Read) -> None:
    def without(row: tuple[object, ...]) -> list[object]:
        return [cell for title, cell in zip(HEADER, row, strict=True) if title != "党员类别"]

    roster = read([without(HEADER), *map(without, PEOPLE)])
    assert [person.membership.value for person in roster.people.values()] == ["正式党员", "正式党员", "预备党员"]
    assert {problem.severity for problem in find(roster, "membership-assumed")} == {"info", "warning"}


def test_typed_columns_count_only_for_their_own_type(read: Read) -> None:
    header = [*HEADER, "班级", "入学年份", "退休时间"]
    rows = [
        header,
        [*ZHANG, "机0801班", None, "不适用"],  # a faculty member: nobody minds what stands in other types' columns
        [*WANG, "机0801班", 2008.0, None],
        [*change(WANG, 学工号="20080004", 姓名="孙丽"), "机0801班", "大一", None],
    ]
    roster = read(rows)
    assert "20010001" in roster.people
    wang = roster.people["20080003"]
    assert (type(wang).__name__, wang.model_dump()["class_name"], wang.model_dump()["enrolled"]) == (
        "StudentMember",
        "机0801班",
        2008,
    )
    assert list_errors(roster) == [(4, "value-invalid")]


def test_a_members_own_category_overrides_the_branch(read: Read) -> None:
    header = [*HEADER, "退休时间", "人员类别"]
    rows = [
        header,
        [*ZHANG, "2009.12", None],
        [*LI, None, "在职教职工"],
        [
            *change(LI, 学工号="20010005", 姓名="吴霞", 所在党支部="图书馆直属党支部", 所在党总支=None),
            None,
            "在职教职工",
        ],
        [*WANG, None, "在职教职工"],
    ]
    people = list(read(rows).people.values())
    assert [person.branch_type for person in people] == ["retired", "faculty", "office", "faculty"]
    assert people[0].branch_type_because == "填有退休时间2009.12，因此不按所在支部的类型（教工支部）"
    assert "花名册的支部类型为“教工”" in people[1].branch_type_because
    assert "名称含有“图书馆”" in people[2].branch_type_because
    assert type(people[0]).__name__ == "RetiredMember"


def test_branch_types_by_settings_name_members_and_default(read: Read) -> None:
    sheet = [
        ORGANISATIONS[0],
        ORGANISATIONS[1],
        ("一系党总支", "党总支", "中共示例大学委员会"),
        ("甲党支部", "党支部", "一系党总支"),
        ("乙党支部", "党支部", "一系党总支"),
        ("丙退休党支部", "党支部", "一系党总支"),
        ("丁党支部", "党支部", "一系党总支", "退修"),
    ]
    rows = [
        [*HEADER, "人员类别"],
        [*change(WANG, 所在党支部="乙党支部", 所在党总支="一系党总支"), "本科生"],
    ]
    settings = Settings(
        branch_types=BranchTypeSettings(default="教工", assign={"甲党支部": "office", "戊党支部": "office"})
    )
    roster = read({"党员": rows, "组织": sheet}, settings)
    assert {name: item.branch_type for name, item in roster.organisations.items()} == {
        "中共示例大学委员会": "",
        "一系党总支": "student",
        "甲党支部": "office",
        "乙党支部": "student",
        "丙退休党支部": "retired",
        "丁党支部": "faculty",
    }
    assert find(roster, "assigned-unknown")[0].value == "戊党支部"
    (unknown,) = find(roster, "branch-type-unknown")
    assert (unknown.row, unknown.value, unknown.severity) == (7, "退修", "warning")


def test_a_tree_is_built_from_the_members(read: Read) -> None:
    rows = [
        [*HEADER, "备注"],
        *([*person, None] for person in PEOPLE),
        [
            *change(
                ZHANG,
                学工号="20010010",
                姓名="郑一",
                所在党总支=None,
                所在党支部="图书馆直属党支部",
                党内职务="支部书记",
            ),
            None,
        ],
        [
            *change(
                ZHANG, 学工号="20010011", 姓名="郑二", 所在党总支="甲总支", 所在党支部="第一党支部", 党内职务="组织委员"
            ),
            None,
        ],
        [
            *change(
                ZHANG,
                学工号="20010012",
                姓名="郑三",
                所在党总支="乙总支",
                所在党支部="第一党支部",
                党内职务="党总支委员",
            ),
            None,
        ],
    ]
    roster = read({"党员": rows})
    shape = {item.name: (item.kind, item.parent_id) for item in roster.organisations.values()}
    assert shape == {
        "党委": (OrgKind.COMMITTEE, ""),
        "机械学院党总支": (OrgKind.GENERAL_BRANCH, "党委"),
        "机械学院教工党支部": (OrgKind.BRANCH, "机械学院党总支"),
        "机械学院学生党支部": (OrgKind.BRANCH, "机械学院党总支"),
        "图书馆直属党支部": (OrgKind.DIRECT_BRANCH, "党委"),
        "甲总支": (OrgKind.GENERAL_BRANCH, "党委"),
        "甲第一党支部": (OrgKind.BRANCH, "甲总支"),
        "乙总支": (OrgKind.GENERAL_BRANCH, "党委"),
        "乙第一党支部": (OrgKind.BRANCH, "乙总支"),
    }
    assert list_errors(roster) == []
    officers = {item.name: item.secretary.person_id for item in roster.organisations.values() if item.secretary}
    assert officers == {"机械学院党总支": "20010002", "机械学院教工党支部": "20010001", "图书馆直属党支部": "20010010"}
    assert [item.person_id for item in roster.organisations["甲第一党支部"].committee] == ["20010011"]
    assert [item.person_id for item in roster.organisations["乙总支"].committee] == ["20010012"]
    assert roster.people["20010012"].branch_id == "乙第一党支部"
    assert {problem.severity for problem in roster.problems} == {"info"}
    assert len(find(roster, "organisation-inferred")) == 8


def test_paths_and_short_names_of_branches(read: Read) -> None:
    rows = [
        HEADER,
        change(ZHANG, 所在党支部="机械学院党总支/机械学院教工党支部"),
        change(LI, 所在党支部="教工党支部"),
        change(WANG, 所在党支部=" 机械学院学生 党支部"),
    ]
    roster = read(rows)
    assert [person.branch_id for person in roster.people.values()] == [
        *["机械学院教工党支部"] * 2,
        "机械学院学生党支部",
    ]
    assert [problem.row for problem in find(roster, "branch-inferred")] == [2, 3]
    flat = read({"党员": [HEADER[:10] + HEADER[11:12], (*ZHANG[:10], "机械学院党总支/教工党支部")]})
    assert flat.organisations["教工党支部"].parent_id == "机械学院党总支"


def test_codes_of_branches(read: Read) -> None:
    header = [{"所在党支部": "党支部编码", "所在党总支": "备注"}.get(title, title) for title in HEADER]
    organisations = [("组织编码", *ORGANISATIONS[0])]
    organisations += [(f"0{number}0100", *row) for number, row in enumerate(ORGANISATIONS[1:])]
    rows = [header, change(ZHANG, 所在党支部=" 020100"), change(LI, 所在党支部="020100")]
    roster = read({"党员": rows, "组织": organisations})
    assert {person.branch_id for person in roster.people.values()} == {"020100"}
    assert roster.organisations["020100"].name == "机械学院教工党支部"
    assert roster.organisations["020100"].parent_id == "010100"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_csv(read: Read, tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [HEADER, *PEOPLE, change(ZHANG, 学工号="20010019", 姓名="㼆𠮷", 职务职称='"讲师\n主任"')]
    text = "\r\n".join(delimiter.join(str(cell or "") for cell in line) for line in lines)
    path = tmp_path / "名册.csv"
    path.write_bytes(text.encode(encoding))
    roster = read(path)
    assert [person.name for person in roster.people.values()] == ["张建国", "李秀英", "王小明", "㼆𠮷"]
    assert roster.people["20010019"].post == "讲师\n主任"
    assert roster.people["20080003"].row == 4
    assert list_errors(roster) == []


def test_real_date_cells_and_numbers(read: Read) -> None:
    rows = [
        HEADER,
        change(ZHANG, 学工号=20010001.0, 出生日期=dt.date(1970, 2, 3), 入党时间=dt.date(1995, 7, 1), 转正时间=35247),
        change(LI, 出生日期=196503, 入党时间=19900601.0),
    ]
    people = read(rows).people
    assert people["20010001"].birth == PartialDate(1970, 2, 3)
    assert people["20010001"].regular_on == PartialDate(1996, 7, 1)
    assert people["20010002"].birth == PartialDate(1965, 3)
    assert people["20010002"].joined_on == PartialDate(1990, 6, 1)


def test_text_is_kept_as_typed_but_for_what_cannot_be_seen(read: Read) -> None:
    post = "讲师 <A&B>\r\n兼主任 {{ 7*7 }}\t葛\U000e0100飾り"
    rows = [
        HEADER,
        change(ZHANG, 姓名="张\u200b建国\u3000", 职务职称=post),
        change(LI, 姓名="买买提·艾力"),
        change(WANG, 姓名="王　明", 职务职称="-", 党内职务="无"),
    ]
    roster = read(rows)
    assert [person.name for person in roster.people.values()] == ["张建国", "买买提·艾力", "王明"]
    assert roster.people["20010001"].post == "讲师 <A&B>\n兼主任 {{ 7*7 }}\t葛\U000e0100飾り"
    assert roster.people["20080003"].post == ""
    assert roster.people["20080003"].party_posts == ()
    (hidden,) = find(roster, "hidden-characters")
    assert (hidden.row, hidden.severity, hidden.value) == (2, "warning", "张<U+200B>建国")
    assert list_errors(roster) == []


def test_merged_ranges_lie_where_the_values_begin() -> None:
    """A range above or left of the first value has no place among the rows, in .xlsx and in .xls."""
    rows: list[list[CellValue]] = [["甲", "乙"], ["丙", "丁"]]
    sheet = Sheet.place("党员", (3, 1), rows, [(0, 0, 0, 5), (3, 0, 4, 0), (3, 1, 4, 1)])
    assert (sheet.top, sheet.left, sheet.rows, sheet.merges) == (4, 1, rows, [Merge(0, 0, 1, 0)])
    assert Sheet.place("空", None, [], []) == Sheet("空", 1, [])
