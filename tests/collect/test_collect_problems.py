"""Each thing that can be wrong with a returned form is planted, found, named, and never read as something else."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from collect_kit import (
    Desk,
    Edit,
    W,
    list_slots,
    make_paragraph,
    make_run,
    make_truth,
    plainly,
    tick,
    with_signature_rows_merged,
    with_signatures,
)

from pingyi.collect import Collected, collect_forms, merge_records
from pingyi.errors import Problem
from pingyi.evaluate.ballots import Shape
from pingyi.evaluate.subjects import Subjects
from pingyi.model.papers.identity import Identity
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import make_plan

Collect = Callable[..., Collected]


def codes(collected: Collected) -> set[str]:
    return {item.code for item in collected.problems}


def find(collected: Collected, code: str) -> Problem:
    return next(item for item in collected.problems if item.code == code)


def filled(desk: Desk, form: str = "member", number: int = 0, copy_id: str = "self") -> tuple[Edit, dict[str, Any]]:
    subject, document = desk.paper(form, number, copy_id)
    truth = make_truth(desk.sent(subject, document), number + 3)
    edit = Edit(desk.render(subject, document))
    plainly(edit, dict(list_slots(truth)), None)  # type: ignore[arg-type]
    return edit, truth


def set_text(edit: Edit, old: str, new: str) -> None:
    found = [item for item in edit.root.iter(W + "t") if item.text == old]
    assert found, old
    found[0].text = new


# ---------------------------------------------------------------- whose form it is


def test_a_file_is_known_by_its_footer_where_its_properties_are_gone(desk: Desk, collect: Collect) -> None:
    edit, truth = filled(desk)
    edit.parts["docProps/custom.xml"] = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    )
    (returned,) = collect({"x.docx": edit.save()}).documents
    assert returned.data.rectification == truth["rectification"]  # type: ignore[attr-defined]


def test_a_file_without_identity_and_code_is_nobodys(desk: Desk, collect: Collect) -> None:
    edit, _truth = filled(desk)
    edit.parts["docProps/custom.xml"] = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    )
    for name in edit.parts:
        if "footer" in name:
            edit.parts[name] = f'<w:ftr xmlns:w="{W[1:-1]}"/>'.encode()
    collected = collect({"x.docx": edit.save()})
    assert not collected.documents
    assert find(collected, "identity-missing").file == "x.docx"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"campaign": "other_year"}, "campaign-other"),
        ({"subject": "member:99999999"}, "person-unknown"),
        ({"form": "retired_member"}, "form-unplanned"),
    ],
)
def test_forms_of_others_are_named(desk: Desk, collect: Collect, changes: dict[str, str], code: str) -> None:
    subject, document = desk.paper("member")
    values = {
        "campaign": desk.plan.campaign.settings.campaign.id, "form": document.form, "version": "x",
        "subject": f"member:{subject.id}", "copy": document.copy, **changes,
    }  # fmt: skip
    identity = Identity(**values)  # type: ignore[arg-type]
    data = desk.sent(subject, document).model_copy(update={"code": identity.code})
    collected = collect({"x.docx": desk.templates["member"].render(data, identity)})
    assert not collected.documents
    assert not collected.records
    assert codes(collected) == {code}


def test_a_form_that_bears_another_name_counts_for_nobody(desk: Desk, collect: Collect) -> None:
    edit, _truth = filled(desk)
    subject, _document = desk.paper("member")
    set_text(edit, subject.name, "冒用名")
    collected = collect({"x.docx": edit.save()})
    assert find(collected, "name-changed").value == "冒用名"
    assert not collected.records
    assert not collected.documents[0].counts
    assert (SubjectKind.MEMBER, subject.id) in collected.missing


# ---------------------------------------------------------------- returned twice, not returned


def test_who_has_not_returned_anything_is_missing(desk: Desk, collect: Collect) -> None:
    edit, _truth = filled(desk)
    subject, _document = desk.paper("member")
    collected = collect({"x.docx": edit.save()})
    assert collected.expected == len(collected.missing) + 1
    assert (SubjectKind.MEMBER, subject.id) not in collected.missing
    assert not any(kind is SubjectKind.SECRETARY for kind, _id in collected.missing)


def test_of_two_forms_the_one_saved_last_counts_and_it_is_said_why(desk: Desk, collect: Collect) -> None:
    edit, _truth = filled(desk)
    late = edit.save(modified="2011-01-05T10:00:00Z")
    edit.type("rectification", "先写的")
    early = edit.save(modified="2010-12-01T10:00:00Z")
    collected = collect({"z先.docx": early, "a后.docx": late})
    assert {item.path: item.counts for item in collected.documents} == {"a后.docx": True, "z先.docx": False}
    told = find(collected, "returned-twice")
    assert told.file == "z先.docx"
    assert "saved last" in told.message
    assert "整改措施" in told.message


def test_a_blank_form_is_returned_and_not_filled_in(desk: Desk, collect: Collect) -> None:
    subject, document = desk.paper("member")
    edit, _truth = filled(desk, "member", 1)
    collected = collect({"空.docx": desk.render(subject, document), "填.docx": edit.save()})
    assert collected.blank == [(SubjectKind.MEMBER, subject.id)]
    assert collected.expected == len(collected.missing) + 2


def test_a_blank_form_saved_later_does_not_beat_a_filled_one(desk: Desk, collect: Collect) -> None:
    edit, truth = filled(desk)
    subject, document = desk.paper("member", 0, "self")
    blank = Edit(desk.render(subject, document)).save(modified="2011-01-10T00:00:00Z")
    collected = collect({"填.docx": edit.save(), "空.docx": blank})
    record = collected.records[SubjectKind.MEMBER, subject.id]
    assert record.rectification == truth["rectification"]
    assert "returned-twice" not in codes(collected)


def test_the_same_form_twice_is_no_problem(desk: Desk, collect: Collect) -> None:
    edit, _truth = filled(desk)
    content = edit.save()
    assert "returned-twice" not in codes(collect({"a.docx": content, "b/a.docx": content}))


# ---------------------------------------------------------------- what was changed


def test_prefilled_text_that_was_changed_is_told_field_by_field(desk: Desk, collect: Collect) -> None:
    subject, document = desk.paper("member")
    sent = desk.sent(subject, document)
    edit, truth = filled(desk)
    set_text(edit, str(sent.birth), "1966.06")  # type: ignore[attr-defined]
    set_text(edit, sent.post_line, "校长")  # type: ignore[attr-defined]
    collected = collect({"x.docx": edit.save()})
    told = {(item.column, item.value) for item in collected.problems if item.code == "prefilled-changed"}
    assert told == {("出生年月", "1966.06"), ("所在单位及职务", "校长")}
    assert collected.documents[0].data.birth == sent.birth  # type: ignore[attr-defined]
    assert collected.documents[0].data.rectification == truth["rectification"]  # type: ignore[attr-defined]


def test_printed_text_that_was_tampered_with_is_told(desk: Desk, collect: Collect) -> None:
    edit, _truth = filled(desk)
    set_text(edit, "民主评议等次", "组织评定结果")
    assert find(collect({"x.docx": edit.save()}), "fixed-changed").value == "组织评定结果"


def test_a_title_that_was_changed_is_told(desk: Desk, collect: Collect) -> None:
    edit, _truth = filled(desk)
    subject, document = desk.paper("member")
    set_text(edit, desk.sent(subject, document).institution, "另一所大学")
    assert "fixed-changed" in codes(collect({"x.docx": edit.save()}))


def test_a_signature_and_a_seal_are_no_change(desk: Desk, collect: Collect) -> None:
    edit, _truth = filled(desk)
    seal = edit.labelled("党支部（盖章）").getnext()
    assert seal is not None
    seal.findall(W + "p")[0].append(make_run("机械党支部"))
    assert not codes(collect({"x.docx": edit.save()})) - {"aspect-empty"}


def test_text_outside_of_the_cells_is_told_not_used(desk: Desk, collect: Collect) -> None:
    edit, _truth = filled(desk)
    next(edit.root.iter(W + "tbl")).addnext(make_paragraph("另附说明：本人下月调离"))
    told = find(collect({"x.docx": edit.save()}), "text-unread")
    assert told.value == "另附说明：本人下月调离"


def test_a_row_that_was_removed_is_an_error(desk: Desk, collect: Collect) -> None:
    edit, _truth = filled(desk)
    row = next(edit.cell("follow_up").iterancestors(W + "tr"))
    row.getparent().remove(row)  # type: ignore[union-attr]
    collected = collect({"x.docx": edit.save()})
    assert find(collected, "cell-missing").column == "落实情况"


def test_cells_made_one_are_not_guessed_apart(desk: Desk, collect: Collect) -> None:
    edit, truth = filled(desk)
    upper, lower = edit.cell("rectification"), edit.cell("follow_up")
    for cell, kind in ((upper, "restart"), (lower, "continue")):
        properties = cell.find(W + "tcPr")
        assert properties is not None
        merge = properties.makeelement(W + "vMerge", {W + "val": kind})
        properties.append(merge)
    upper.extend(lower.findall(W + "p"))
    lower.append(make_paragraph())
    collected = collect({"x.docx": edit.save()})
    told = {item.column for item in collected.problems if item.code == "cells-merged"}
    assert told == {"整改措施及努力方向", "落实情况"}
    data: Any = collected.documents[0].data
    assert (data.rectification, data.follow_up) == ("", "")
    assert data.comment_secretary == truth["comment_secretary"]


# ---------------------------------------------------------------- texts


def test_R48_copied_summaries_name_both(desk: Desk, collect: Collect) -> None:
    text = "一年来认真学习五中全会精神，按时完成教学任务，帮助同事，与学生结对五人，节假日到宿舍走访。"
    files = {}
    for number in (0, 1):
        edit, _truth = filled(desk, number=number)
        edit.type("self_summary_own_post", text + ("　" if number else ""))
        files[f"{number}.docx"] = edit.save()
    told = find(collect(files), "summary-copied")
    assert all(desk.paper("member", number)[0].name in told.person for number in (0, 3))


def test_R16_empty_aspects_are_named(desk: Desk, collect: Collect) -> None:
    edit, _truth = filled(desk)
    edit.type("self_summary_service", "　")
    assert "联系和服务师生情况" in find(collect({"x.docx": edit.save()}), "aspect-empty").message


def test_texts_over_their_budget_are_told(desk: Desk, collect: Collect) -> None:
    edit, _truth = filled(desk)
    edit.type("comment_secretary", "好" * 301)
    told = find(collect({"x.docx": edit.save()}), "text-too-long")
    assert (told.value, told.file) == ("301", "x.docx")


def test_a_grade_that_does_not_exist_is_not_recorded(desk: Desk, collect: Collect) -> None:
    edit, _truth = filled(desk)
    subject = desk.paper("member")[0]
    edit.type("grade", "特优")
    collected = collect({"x.docx": edit.save()})
    assert find(collected, "grade-unknown").value == "特优"
    assert collected.records[SubjectKind.MEMBER, subject.id].grade == ""


def test_identity_numbers_are_not_told(desk: Desk, collect: Collect) -> None:
    edit, _truth = filled(desk)
    next(edit.root.iter(W + "tbl")).addnext(make_paragraph("身份证 120101197001011234"))
    assert "120101197001011234" not in str(collect({"x.docx": edit.save()}).problems)


# ---------------------------------------------------------------- ticks


def test_two_ticks_and_none_are_told_apart(desk: Desk, collect: Collect) -> None:
    two, _truth = filled(desk, "retired_member", 0)
    tick(two, "visit_method", "走访", "√")
    tick(two, "visit_method", "电话", "☑")
    none, _truth = filled(desk, "retired_member", 1)
    cross, _truth = filled(desk, "retired_member", 2)
    set_text(cross, next(i.text or "" for i in cross.root.iter(W + "t") if "□走访" in (i.text or "")),
             "×走访　□慰问　□座谈　□电话　□书面　□送学上门　□委托　")  # fmt: skip
    collected = collect({"two.docx": two.save(), "none.docx": none.save(), "cross.docx": cross.save()})
    values = {item.path: item.data.visit_method for item in collected.documents}  # type: ignore[attr-defined]
    assert values == {"two.docx": "", "none.docx": "", "cross.docx": ""}
    assert find(collected, "choice-two").file == "two.docx"
    assert find(collected, "choice-unclear").file == "cross.docx"
    assert not [item for item in collected.problems if item.file == "none.docx" and item.code.startswith("choice")]


def test_an_oral_pledge_is_a_tick(desk: Desk, collect: Collect) -> None:
    edit, truth = filled(desk, "retired_member")
    set_text(edit, "□口头承诺", "☑口头承诺")
    collected = collect({"x.docx": edit.save()})
    (record,) = collected.records.values()
    assert record.oral_commitment
    assert record.next_commitments == truth["next_commitments"]


def test_the_grid_of_a_ballot_is_read(desk: Desk, collect: Collect) -> None:
    subject, document = desk.paper("ballot_organisation", copy_id="ballot")
    sent: Any = desk.sent(subject, document)
    edit = Edit(desk.render(subject, document))
    signs = {0: (0, "√"), 1: (1, "v"), 2: (3, "×")}
    for line, (column, sign) in signs.items():
        label = edit.labelled("".join(sent.items[line].text.split()))
        row = next(label.iterancestors(W + "tr"))
        row.findall(W + "tc")[2 + column].findall(W + "p")[0].append(make_run(sign))
    collected = collect({"a.docx": edit.save(), "b.docx": edit.save()})
    ticks = collected.documents[0].ticks
    assert [ticks[item.text] for item in sent.items[:3]] == [(sent.grades[0],), (sent.grades[1],), ()]
    assert len(ticks) == len(sent.items)
    assert "tick-unclear" in codes(collected)
    assert [item.counts for item in collected.documents] == [True, True]
    assert not collected.records


def test_votes_for_namesakes_come_under_the_lines_that_are_counted(desk: Desk, inbox: Path) -> None:
    subject, document = desk.paper("ballot_members", copy_id="ballot")
    graded = desk.plan.planner.list_graded(desk.plan.campaign.organisations[subject.organisation_id])
    first, second = list(graded)[:2]
    people = {**desk.plan.campaign.people, second.id: second.model_copy(update={"name": first.name, "post": "副教授"})}
    own = copy.copy(desk)
    own.plan = make_plan(dataclasses.replace(desk.plan.campaign, people=people), desk.plan.plugins)
    sent: Any = own.sent(subject, document)
    lines = [item.line for item in sent.items]
    assert f"{first.name}（副教授）" in lines
    assert len(set(lines)) == len(lines)
    edit = Edit(own.render(subject, document))
    for number, line in enumerate(lines[:2]):
        row = next(edit.labelled("".join(line.split())).iterancestors(W + "tr"))
        row.findall(W + "tc")[2 + number].findall(W + "p")[0].append(make_run("√"))
    (inbox / "票.docx").write_bytes(edit.save())
    (ballot,) = collect_forms(inbox, own.plan, own.templates, cache=None).documents
    counted = Subjects(own.plan).get(own.plan.campaign.organisations[subject.organisation_id], Shape.MEMBERS)
    assert list(ballot.ticks) == [item.key for item in counted.items]
    assert [ballot.ticks[line] for line in lines[:3]] == [(sent.grades[0],), (sent.grades[1],), ()]


def test_several_forms_in_one_file_are_not_mixed_up(desk: Desk, collect: Collect) -> None:
    edit, _truth = filled(desk, number=0)
    other, _truth = filled(desk, number=3)
    next(edit.root.iter(W + "tbl")).addnext(next(other.root.iter(W + "tbl")))
    collected = collect({"合并.docx": edit.save()})
    assert codes(collected) == {"forms-joined"}
    assert not collected.records


def test_a_text_that_was_sent_and_deleted_is_told(desk: Desk, collect: Collect) -> None:
    subject, document = desk.paper("member")
    typed = Record(rectification="工作簿里的整改措施")
    campaign = dataclasses.replace(desk.plan.campaign, records={(SubjectKind.MEMBER, subject.id): typed})
    plan = make_plan(campaign, desk.plan.plugins)
    content = desk.render(subject, document)
    (path := desk.folder.parent / "deleted").mkdir()
    (path / "a.docx").write_bytes(content)
    collected = collect_forms(path, plan, desk.templates, cache=None)
    assert find(collected, "text-deleted").value == "工作簿里的整改措施"
    assert merge_records(campaign, collected).records[SubjectKind.MEMBER, subject.id] == typed


def test_a_form_of_an_older_template_is_read_without_comparing_its_print(desk: Desk, collect: Collect) -> None:
    edit, truth = filled(desk)
    custom = edit.parts["docProps/custom.xml"].decode()
    edit.parts["docProps/custom.xml"] = custom.replace(desk.templates["member"].version, "0" * 16).encode()
    set_text(edit, "入党时间", "何时入党")
    collected = collect({"x.docx": edit.save()})
    assert "fixed-changed" not in codes(collected)
    assert collected.documents[0].data.rectification == truth["rectification"]  # type: ignore[attr-defined]


def test_a_signed_line_merged_into_a_text_is_no_text(desk: Desk, collect: Collect) -> None:
    edit, truth = filled(desk)
    with_signatures(edit, {}, None)  # type: ignore[arg-type]
    with_signature_rows_merged(edit, {}, None)  # type: ignore[arg-type]
    collected = collect({"x.docx": edit.save()})
    assert collected.documents[0].data.comment_secretary == truth["comment_secretary"]  # type: ignore[attr-defined]
    assert not {item.code for item in collected.problems if item.severity != "info"}


def test_a_prefilled_value_that_was_wiped_out_is_told(desk: Desk, collect: Collect) -> None:
    """Even where the same characters stand in a text."""
    edit, _truth = filled(desk)
    subject, document = desk.paper("member")
    sex = desk.sent(subject, document).sex  # type: ignore[attr-defined]
    edit.type("comment_secretary", f"这位{sex}同志工作认真")
    set_text(edit, sex, "")
    assert find(collect({"x.docx": edit.save()}), "prefilled-changed").column == "性别"


def test_a_form_made_before_the_roster_changed_accuses_nobody(desk: Desk, inbox: Path) -> None:
    subject, document = desk.paper("organisation", 3)
    (inbox / "x.docx").write_bytes(desk.render(subject, document, comment_on_org="组织健全。"))
    campaign = desk.plan.campaign
    (person,) = [item for item in campaign.people.values() if item.branch_id == subject.id][:1]
    people = {**campaign.people, "new": person.model_copy(update={"id": "new", "name": "新同志"})}
    plan = make_plan(dataclasses.replace(campaign, people=people), desk.plan.plugins)
    told = find(collect_forms(inbox, plan, desk.templates, cache=None), "prefilled-changed")
    assert (told.column, told.value) == ("党员总数", str(len([*campaign.members_of(subject.id)])))
    assert "returned" not in told.message
    assert "made before the roster changed" in told.cure


@pytest.mark.parametrize(("code", "name"), [("fixed-changed", "follow_up"), ("cell-missing", "rectification")])
def test_print_that_is_not_todays_may_be_of_an_earlier_day(desk: Desk, collect: Collect, code: str, name: str) -> None:
    edit, _truth = filled(desk)
    row = next(edit.cell(name).iterancestors(W + "tr"))
    parent = row.getparent()
    assert parent is not None
    parent.remove(row)
    assert "made before the roster changed" in find(collect({"x.docx": edit.save()}), code).cure
