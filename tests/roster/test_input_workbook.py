"""The workbook that a campaign starts with."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from roster_kit import HEADER, ORGANISATIONS, PEOPLE, ZHANG, change, find, make_plugins
from stdnum.cn import ric

from pingyi.errors import DataError, DeliveryError
from pingyi.model.config.settings import Settings
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.organisation import Officer
from pingyi.model.results.meetings import AGENDA, Meeting, MeetingKind
from pingyi.model.results.records import Record, Remark, Visit
from pingyi.model.review.procedure import SubjectKind
from pingyi.plugins import Plugins
from pingyi.roster import Roster, read_roster, write_workbook

Read = Callable[..., Roster]
SHEETS = ["填写说明", "党员", "组织", "校领导", "总结", "点评", "承诺", "走访", "会议"]


@pytest.fixture
def empty(tmp_path: Path, plugins: Plugins) -> Path:
    path = tmp_path / "花名册.xlsx"
    write_workbook(path, Settings(), plugins)
    return path


def test_its_sheets_headers_and_choices(empty: Path) -> None:
    book = openpyxl.load_workbook(empty)
    assert book.sheetnames == SHEETS
    members = book["党员"]
    headers = [cell.value for cell in members[1]]
    assert headers[:3] == ["学工号", "姓名*", "性别"]
    assert {"所在党总支", "所在党支部*", "党员类别*", "班级", "退休时间", "身体状况", "入学年份"} <= set(headers)
    assert "身份证号" not in headers
    assert members.freeze_panes == "C2"
    assert members.auto_filter.ref is not None
    assert all(cell.font.bold for cell in members[1])
    for sheet in book.worksheets[1:]:
        for column in sheet.iter_cols(max_row=1):
            letter = column[0].column_letter
            group = next(d for key, d in sheet.column_dimensions.items() if d.min <= column[0].column <= d.max)
            assert group.width >= 6, (sheet.title, letter)
    lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in members.data_validations.dataValidation}
    letters = {
        title.rstrip("*"): members.cell(1, number).column_letter for number, title in enumerate(headers, start=1)
    }
    assert lists[f"{letters['性别']}2"] == '"男,女"'
    assert lists[f"{letters['党员类别']}2"] == '"正式党员,预备党员"'
    assert lists[f"{letters['所在党支部']}2"].startswith("'组织'!$A$2") or lists[
        f"{letters['所在党支部']}2"
    ].startswith("组织!")
    kinds = {rule.formula1 for rule in book["组织"].data_validations.dataValidation}
    assert '"教工支部,机关支部,学生支部,离退休支部"' in kinds
    assert members["B1"].comment is not None
    assert "参加创先争优活动情况" in [cell.value for cell in book["总结"][1]]
    guide = [cell.value for row in book["填写说明"].iter_rows() for cell in row if cell.value]
    assert any("pingyi check" in text for text in guide)


def test_every_column_is_text_so_that_no_digit_is_lost(empty: Path) -> None:
    book = openpyxl.load_workbook(empty)
    for sheet in book.worksheets[1:]:
        for column in sheet.iter_cols(max_row=1):
            number = column[0].column
            formats = [d.number_format for d in sheet.column_dimensions.values() if d.min <= number <= d.max]
            assert formats == ["@"], (sheet.title, column[0].value)


def test_the_empty_workbook_reads_without_an_error(empty: Path, plugins: Plugins) -> None:
    roster = read_roster(empty, Settings(), plugins)
    assert [(problem.severity, problem.code) for problem in roster.problems] == [("warning", "no-rows")]
    assert roster.organisations == {}


def test_the_same_content_gives_the_same_bytes(tmp_path: Path, plugins: Plugins, read: Read) -> None:
    roster = read([HEADER, *PEOPLE])
    for name in ("a", "b"):
        write_workbook(tmp_path / f"{name}.xlsx", Settings(), plugins, roster)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def strip(roster: Roster) -> dict[str, object]:
    """What must survive writing and reading: everything but places and the words for reasons."""
    without = {"row", "branch_type_because"}
    return {
        "people": {key: (type(item), item.model_dump(exclude=without)) for key, item in roster.people.items()},
        "organisations": {key: item.model_dump(exclude=without) for key, item in roster.organisations.items()},
        "leaders": [item.model_dump(exclude=without) for item in roster.leaders],
        "records": roster.records,
    }


def test_what_is_written_is_read_again(tmp_path: Path, plugins: Plugins, read: Read) -> None:
    leaders = [
        ("姓名", "职务", "所在党支部", "分管（联系）组织"),
        ("赵校长", "校长", "图书馆直属党支部", "机械学院党总支、图书馆直属党支部"),
    ]
    namesake = change(
        ZHANG, 学工号="00010009", 所在党支部="图书馆直属党支部", 所在党总支=None, 职务职称="=1+1\n+2", 党内职务=None
    )
    source = read(
        {
            "党员": [
                [*HEADER, "班级", "退休时间", "身份证号"],
                *PEOPLE,
                [*namesake, None, None, "11010519700201001" + ric.calc_check_digit("110105197002010010")],
            ],
            "组织": ORGANISATIONS,
            "校领导": leaders,
        }
    )
    record = Record(
        self_summary={"participation": "一\n二", "service": "=好"},
        comments={"secretary": "认真", "committee": "踏实"},
        reviewers={"secretary": ("张建国",)},
        grade="优秀",
        method="会议集中点评",
        held_on=PartialDate(2011, 1, 9),
        place="302",
        rectification="多学",
        follow_up="已办",
        next_commitments=("上好课", "带学生；每周一次"),
        visit=Visit(method="电话", held_on=PartialDate(2011, 1), visitors=("张建国", "李秀英"), notes="好"),
        oral_commitment=True,
    )
    of_branch = Record(comments={"organisation": "好", "secretary_as_subject": "带头"}, next_commitments=("办实事",))
    only_grade = Record(grade="合格")
    remark = Remark(role="党总支书记", text="带头好", reviewers=("李秀英",), sheet="点评", row=4)
    records = {
        (SubjectKind.MEMBER, "20010002"): record,
        (SubjectKind.MEMBER, "20010001"): Record(remarks=(remark,), place="302"),
        (SubjectKind.ORGANISATION, "机械学院教工党支部"): of_branch,
        (SubjectKind.MEMBER, "00010009"): only_grade,
    }
    source = dataclasses.replace(source, records=records)
    path = tmp_path / "again.xlsx"
    write_workbook(path, Settings(), plugins, source)
    again = read_roster(path, Settings(), plugins)
    assert [problem for problem in again.problems if problem.severity != "info"] == []
    assert strip(again) == strip(source)
    secretary = again.organisations["机械学院教工党支部"].secretary
    assert secretary == Officer(name="张建国", person_id="20010001", post="党支部书记")


def test_R18_R26_meetings_are_written_and_read_again(tmp_path: Path, plugins: Plugins, read: Read) -> None:
    source = read({"党员": [HEADER, *PEOPLE], "组织": ORGANISATIONS})
    evaluation = Meeting(
        kind=MeetingKind.EVALUATION,
        organisation_id="机械学院党总支",
        held_on=PartialDate(2011, 1, 6),
        place="报告厅",
        chair="张建国",
        recorder="李秀英",
        expected=25,
        attended=22,
        on_leave=("钱进（出差，三天）", "孙立（病假）"),
        absent=("周文（未请假）",),
        not_counted=("李老（卧床不起）",),
        guests=("群众代表",),
        leaders=("赵校长",),
        speakers=("张建国", "李秀英"),
        parts="年度工作、创先争优",
        reports_ended=dt.time(15, 0),
        ballots_issued=dt.time(15, 10),
        done=AGENDA[MeetingKind.EVALUATION],
        leader_comment="=好\n+1",
    )
    thematic = Meeting(kind=MeetingKind.THEMATIC, organisation_id="机械学院教工党支部", held_on=PartialDate(2011, 1, 7))
    path = tmp_path / "again.xlsx"
    write_workbook(path, Settings(), plugins, dataclasses.replace(source, meetings=(evaluation, thematic)))
    again = read_roster(path, Settings(), plugins)
    assert [problem for problem in again.problems if problem.severity != "info"] == []
    told = {"file": "again.xlsx", "sheet": "会议"}
    assert again.meetings == (
        evaluation.model_copy(update={**told, "row": 2}),
        thematic.model_copy(update={**told, "row": 3}),
    )


def test_the_sheet_of_meetings_offers_kinds_and_organisations_and_explains_itself(empty: Path) -> None:
    sheet = openpyxl.load_workbook(empty)["会议"]
    headers = [cell.value for cell in sheet[1]]
    assert headers[:3] == ["类型*", "组织*", "时间"]
    lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists["A2"] == '"述职评议会,专题组织生活会"'
    assert "组织" in lists["B2"]
    notes = {cell.value: cell.comment.text for cell in sheet[1] if cell.comment is not None}
    assert "李老（卧床不起）" in notes["不计应到"]
    assert "本组织情况" in notes["述职内容"]


@pytest.mark.parametrize("header", ["会议类型", "类型"])
def test_other_headers_of_the_sheet_of_meetings_are_known(read: Read, header: str) -> None:
    rows = [(header, "党组织", "会议时间", "应到人数"), ("专题组织生活会", "机械学院教工党支部", "2011.1.7", "7人"),
            ("述职评议会", "机械学院党总支", None, None)]  # fmt: skip
    source = read({"党员": [HEADER, *PEOPLE], "组织": ORGANISATIONS, "会议": rows})
    assert [(item.kind, item.organisation_id, str(item.held_on), item.expected) for item in source.meetings] == [
        (MeetingKind.THEMATIC, "机械学院教工党支部", "2011.01.07", 7)
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("茶话会", "机械学院教工党支部", "2011.1.7"), "会议类型"),
        (("述职评议会", "没有的支部", "2011.1.7"), "党组织"),
        (("述职评议会", None, "2011.1.7"), "党组织"),
        (("述职评议会", "机械学院党总支", "2011.1"), "会议时间"),
    ],
)
def test_a_meeting_that_cannot_be_read_is_told_at_its_cell(read: Read, row: tuple[str, ...], column: str) -> None:
    rows = [("会议类型", "党组织", "会议时间", "应到人数"), (*row, "7")]
    source = read({"党员": [HEADER, *PEOPLE], "组织": ORGANISATIONS, "会议": rows})
    (problem,) = find(source, "meeting-unread")
    assert (problem.sheet, problem.row, problem.column) == ("会议", 2, column)
    if column == "会议时间":  # the cell alone is left empty
        assert [(item.held_on, item.expected) for item in source.meetings] == [(None, 7)]
    else:
        assert source.meetings == ()
        assert "not used" in problem.message


def test_all_faults_of_a_meeting_are_told_at_once_and_the_rest_is_kept(read: Read) -> None:
    head = ("会议类型", "党组织", "会议时间", "应到人数", "会议地点")
    rows = [head, ("述职评议会", "机械学院党总支", "上周", "许多", "报告厅")]
    source = read({"党员": [HEADER, *PEOPLE], "组织": ORGANISATIONS, "会议": rows})
    told = [(item.code, item.column) for item in source.problems if item.severity == "error"]
    assert sorted(told) == [("date-impossible", "会议时间"), ("meeting-unread", "应到人数")]
    assert [(item.held_on, item.expected, item.place) for item in source.meetings] == [(None, None, "报告厅")]


def test_Q04_a_comment_on_a_secretary_is_written_as_that_of_the_superior(
    tmp_path: Path, plugins: Plugins, read: Read
) -> None:
    source = read({"党员": [HEADER, *PEOPLE], "组织": ORGANISATIONS})
    records = {(SubjectKind.MEMBER, "20010001"): Record(comments={"secretary": "带头好"})}
    write_workbook(tmp_path / "a.xlsx", Settings(), plugins, dataclasses.replace(source, records=records))
    again = read_roster(tmp_path / "a.xlsx", Settings(), plugins)
    (remark,) = again.records[SubjectKind.MEMBER, "20010001"].remarks
    assert (remark.role, remark.text) == ("党总支书记", "带头好")


def test_problems_of_meetings_and_visits_are_known_apart(read: Read) -> None:
    meetings = [("会议类型", "党组织", "会议时间"), ("述职评议会", "机械学院党总支", "上周")]
    visits = [("姓名", "方式", "时间"), ("李秀英", "走访", "年前"), ("李秀花", "走访", "2011-01-05")]
    comments = [("对象", "点评人角色", "点评内容", "点评时间"), ("王小明", "党支部书记", "好", "上周")]
    members = {"党员": [HEADER, *PEOPLE], "组织": ORGANISATIONS}
    source = read({**members, "走访": visits, "会议": meetings, "点评": comments})
    told = [(item.code, item.sheet, item.row) for item in source.unread_events]
    assert told == [("visit-unread", "走访", 2), ("visit-unread", "走访", 3), ("meeting-unread", "会议", 2)]


def test_formulas_stay_text(tmp_path: Path, plugins: Plugins, read: Read) -> None:
    roster = read([HEADER, change(ZHANG, 职务职称="=HYPERLINK(1)"), change(ZHANG, 学工号="+1", 姓名="@甲")])
    path = tmp_path / "safe.xlsx"
    write_workbook(path, Settings(), plugins, roster)
    book = openpyxl.load_workbook(path)
    types = {cell.data_type for row in book["党员"].iter_rows(min_row=2) for cell in row if cell.value is not None}
    assert types == {"s"}


def test_codes_and_columns_of_other_plugins_are_kept(tmp_path: Path, read: Read) -> None:
    organisations = [("组织编码", *ORGANISATIONS[0]), *[(f"0{n}00", *row) for n, row in enumerate(ORGANISATIONS[1:])]]
    source = read({"党员": [HEADER, *PEOPLE], "组织": organisations})
    path = tmp_path / "codes.xlsx"
    write_workbook(path, Settings(), make_plugins(()), source)
    again = read_roster(path, Settings(), make_plugins())
    assert set(again.organisations) == {"0000", "0100", "0200", "0300", "0400"}
    assert {person.branch_id for person in again.people.values()} == {"0200", "0300"}
    assert find(again, "columns-unused") == []


def test_a_text_too_long_for_a_cell_is_refused(tmp_path: Path, plugins: Plugins, read: Read) -> None:
    source = read([HEADER, *PEOPLE])
    records = {(SubjectKind.MEMBER, "20010001"): Record(self_summary={"participation": "好" * 32768})}
    path = tmp_path / "long.xlsx"
    with pytest.raises(DataError, match="longer than a cell"):
        write_workbook(path, Settings(), plugins, dataclasses.replace(source, records=records))
    assert list(tmp_path.glob("*long*")) == []


def test_a_folder_that_is_missing(tmp_path: Path, plugins: Plugins) -> None:
    with pytest.raises(DeliveryError, match="could not be written"):
        write_workbook(tmp_path / "none" / "a.xlsx", Settings(), plugins)
