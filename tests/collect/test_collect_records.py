"""Returned forms become records, records complete forms; workbooks that secretaries type into are read the same way."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from collect_kit import Desk, Edit, list_slots, make_truth, plainly, tick

from pingyi import MemberForm
from pingyi.collect import Collected, merge_records
from pingyi.collect.papers.findings import Findings
from pingyi.collect.records import make_record
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import fill_document, make_plan

Collect = Callable[..., Collected]


def fill_in(desk: Desk, form: str, number: int = 0) -> tuple[bytes, dict[str, Any]]:
    subject, document = desk.paper(form, number, "" if form == "organisation" else "self")
    truth = make_truth(desk.sent(subject, document), number + 1)
    edit = Edit(desk.render(subject, document))
    for name in ("visit_method", "signature_mode"):
        if name in truth:
            tick(edit, name, truth[name], "√")
    plainly(edit, dict(list_slots(truth)), None)  # type: ignore[arg-type]
    return edit.save(), truth


def test_R30_after_collecting_every_copy_is_complete(desk: Desk, collect: Collect) -> None:
    for form in ("organisation", "member", "student_member", "retired_member"):
        content, truth = fill_in(desk, form)
        collected = collect({f"{form}.docx": content})
        campaign = merge_records(desk.plan.campaign, collected)
        plan = make_plan(campaign, desk.plan.plugins)
        wanted = desk.paper(form)[0]
        subject = next(item for item in plan.subjects() if (item.kind, item.id) == (wanted.kind, wanted.id))
        for document in subject.documents:
            if document.copy not in ("self", "organisation"):
                continue
            data = fill_document(plan, subject, document)
            expected = {**truth, **({"signature_mode": "代签"} if "signature_mode" in truth else {})}
            if "visitors" in expected:  # a list of names: the record's own separator is printed
                expected.pop("visitors")
            assert {name: getattr(data, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("first", "second", "key"),
    [
        ("党支部书记", "党总支委员", "secretary"),
        ("校领导", "", "secretary"),
        ("党总支委员", "", "committee"),
        ("党总支委员", "指定点评人", "secretary"),
    ],
)
def test_R30_a_lone_committee_member_writes_into_the_first_cell(first: str, second: str, key: str) -> None:
    data = MemberForm(first_reviewer=first, second_reviewer=second, comment_secretary="好")
    assert make_record(data, data, (), Findings()).comments == {key: "好"}


def test_what_was_returned_wins_and_differences_are_told(desk: Desk, collect: Collect) -> None:
    content, truth = fill_in(desk, "member")
    subject = desk.paper("member")[0]
    key = (SubjectKind.MEMBER, subject.id)
    collected = collect({"a.docx": content})
    typed = collected.records[key].model_copy(update={"rectification": "工作簿里写的", "method": "会议"})
    merged = merge_records(merge_records(desk.plan.campaign, Collected(records={key: typed})), collected)
    assert merged.records[key].rectification == truth["rectification"]
    assert merged.records[key].method == "会议"


def write_book(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_returned_workbook_is_read(desk: Desk, collect: Collect, inbox: Path) -> None:
    subject = desk.paper("member", 0)[0]
    other = desk.paper("member", 3)[0]
    place = desk.plan.campaign.organisations[subject.organisation_id].name
    write_book(
        inbox / "书记填写.xlsx",
        {
            "总结": [["对象", "所在党组织", "立足本岗创先争优情况"], [subject.name, place, "按时完成教学任务"]],
            "点评": [["对象", "学工号", "点评人角色", "点评内容", "等次"],
                     [other.name, other.id, "党支部书记", "发挥作用好", "合格"],
                     ["查无此人", "", "党支部书记", "好", "合格"]],
            "花名册": [["姓名", "学工号"], ["某人", "1"]],
        },
    )  # fmt: skip
    collected = collect()
    assert collected.records[SubjectKind.MEMBER, subject.id].self_summary == {"own_post": "按时完成教学任务"}
    assert collected.records[SubjectKind.MEMBER, other.id].grade == "合格"
    (told,) = [item for item in collected.problems if item.severity == "error"]
    assert (told.code, told.file, told.sheet, told.row) == ("subject-unknown", "书记填写.xlsx", "点评", 3)
    assert (SubjectKind.MEMBER, subject.id) not in collected.missing


def test_a_form_wins_over_a_workbook(desk: Desk, collect: Collect, inbox: Path) -> None:
    content, truth = fill_in(desk, "member")
    subject = desk.paper("member")[0]
    rows = [
        ["对象", "学工号", "点评人角色", "点评内容", "落实情况"],
        [subject.name, subject.id, "党支部书记", "另一条", "已落实"],
    ]
    write_book(inbox / "b.xlsx", {"点评": rows})
    record = collect({"a.docx": content}).records[SubjectKind.MEMBER, subject.id]
    assert record.comments["secretary"] == truth["comment_secretary"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04x", b"no workbook"])
def test_a_damaged_workbook_is_named(collect: Collect, content: bytes) -> None:
    assert {item.code for item in collect({"a.xlsx": content}).problems} == {"file-unreadable"}


def test_the_command(desk: Desk, pingyi: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    content, truth = fill_in(desk, "member")
    folder = tmp_path / "回收"
    folder.mkdir()
    (folder / "a.docx").write_bytes(content)
    book = tmp_path / "问题.xlsx"
    code, out, err = pingyi("collect", folder, "--campaign", desk.folder, "--problems", book, "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert found["documents"][0]["data"]["rectification"] == truth["rectification"]
    assert found["summary"]["forms"] == 1
    assert openpyxl.load_workbook(book).sheetnames == ["问题", "未交", "已交"]
    (folder / "坏.docx").write_bytes(b"x")
    code, out, _err = pingyi("collect", folder, "--campaign", desk.folder, "--problems", book)
    assert code == 1
    assert "2 files read, 1 forms recognised." in out
    sheet = openpyxl.load_workbook(book)["问题"]
    assert (sheet["A2"].value, sheet["B2"].value) == ("错误", "坏.docx")


def test_the_command_says_what_it_lacks(
    pingyi: Callable[..., tuple[int, str, str]], write_roster: Callable[..., Path], desk: Desk, tmp_path: Path
) -> None:
    assert pingyi("collect", "--campaign", write_roster())[0] == 2
    code, _out, err = pingyi("collect", tmp_path / "nowhere", "--campaign", desk.folder)
    assert code == 2
    assert "nowhere" in err
