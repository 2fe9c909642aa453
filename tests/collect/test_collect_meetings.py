"""Returned records of meetings and visits: collect(render(x)) == x, and what they say is what the sheets would say."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from collect_kit import Desk, Edit, tick

from pingyi.collect import Collected, collect_forms, merge_records
from pingyi.errors import Severity
from pingyi.evaluate.conduct.meetings import check_meetings
from pingyi.model.fields.base import list_cells
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import AspectText
from pingyi.model.papers.meeting_forms import DONE, PARTS, ThematicRecord
from pingyi.model.results.meetings import AGENDA, Meeting, MeetingKind, list_parts
from pingyi.model.results.records import Record, Visit
from pingyi.model.review.procedure import PlannedDocument, SubjectKind, SubjectPlan
from pingyi.plan import Plan, fill_document, identify, make_plan
from pingyi.plan.fields.meeting_fields import name_row

FORMS = ("evaluation_agenda", "evaluation_record", "thematic_agenda", "thematic_record", "visit_record")
COPY = "organisation"
HEAD = {"held_on": "2011-1-6", "place": "报告厅", "chair": "周书记", "recorder": "秦委员"}
Collect = Callable[..., Collected]


def find(desk: Desk, form: str, number: int = 0) -> tuple[SubjectPlan, PlannedDocument]:
    found = [(subject, item) for subject in desk.subjects for item in subject.on_request if item.form == form]
    if form == "thematic_record":
        found = [(subject, item) for subject, item in found if len(desk.sent(subject, item).reports) > 3]  # type: ignore[attr-defined]
    return found[number]


def fill(desk: Desk, form: str, texts: Mapping[str, str], *ticks: str) -> tuple[SubjectPlan, bytes]:
    subject, document = find(desk, form)
    edit = Edit(desk.render(subject, document))
    for name, text in texts.items():
        edit.type(name, text)
    for label in ticks:
        for text in edit.root.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
            if text.text and f"□{label}" in text.text:
                text.text = text.text.replace(f"□{label}", f"√{label}")
    return subject, edit.save()


def errors(collected: Collected) -> list[str]:
    return [item.code for item in collected.problems if item.severity is not Severity.INFO]


def make_truth(data: Any) -> dict[str, Any]:
    truth: dict[str, Any] = {}
    for name, cell in list_cells(type(data)).items():
        value = getattr(data, name)
        if isinstance(value, bool):
            truth[name] = name not in ("part_direction", "did_review")
        elif not cell.fill:
            continue
        elif isinstance(value, tuple) and name != "next_commitments":
            truth[name] = tuple(item.model_copy(update={"text": f"{item.title}的{cell.label}。"}) for item in value)
        elif name in ("held_on", "visit_held_on"):
            truth[name] = PartialDate(2011, 1, 6)
        elif name in ("expected", "attended"):
            truth[name] = "12"
        elif name in ("reports_ended", "ballots_issued"):
            truth[name] = "15:30"
        else:
            special = {"visit_method": "慰问", "signature_mode": "代签", "next_commitments": ("关心集体", "按时交党费")}
            truth[name] = special.get(name, f"{cell.label}：有\n第二行" if cell.budget else cell.label + "甲")
    return truth


@pytest.mark.parametrize("form", FORMS)
def test_R27_R43_what_is_rendered_is_read_back(desk: Desk, collect: Collect, form: str) -> None:
    subject, document = find(desk, form, 1)
    truth = make_truth(desk.sent(subject, document))
    collected = collect({"a.docx": desk.render(subject, document, **truth)})
    # each member has a comment in each column, the secretary one of his own on himself too
    assert errors(collected) == (["comment-unplanned"] if form == "thematic_record" else [])
    assert [item.data for item in collected.documents] == [desk.sent(subject, document).model_copy(update=truth)]


def test_R22_R25_a_returned_record_is_the_meeting_that_the_sheet_would_tell(desk: Desk, collect: Collect) -> None:
    texts = {
        **HEAD, "expected": "12", "attended": "10人", "on_leave": "钱进（出差）", "absent": "孙立（原因不明）",
        "guests": "群众代表三人", "leaders": "王校长", "speakers": "周书记、秦委员", "parts_note": "还讲了安全",
        "reports_ended": "下午3:00", "ballots_issued": "15时10分", "leader_comment": "班子团结。",
    }  # fmt: skip
    labels = ("年度工作情况", "开展活动情况", "对照公开承诺", "查找不足", "努力方向", "本组织情况")
    subject, content = fill(desk, "evaluation_record", texts, *labels, *AGENDA[MeetingKind.EVALUATION])
    collected = collect({"记录.docx": content})
    assert errors(collected) == []
    (meeting,) = collected.meetings
    told = meeting.model_copy(update={"reports_ended": None, "ballots_issued": None})
    assert told == Meeting(
        kind=MeetingKind.EVALUATION,
        organisation_id=subject.id,
        held_on=PartialDate(2011, 1, 6),
        place="报告厅",
        chair="周书记",
        recorder="秦委员",
        expected=12,
        attended=10,
        on_leave=("钱进（出差）",),
        absent=("孙立（原因不明）",),
        guests=("群众代表三人",),
        leaders=("王校长",),
        speakers=("周书记", "秦委员"),
        parts="、".join([*list_parts("创先争优活动"), "还讲了安全"]),
        done=AGENDA[MeetingKind.EVALUATION],
        leader_comment="班子团结。",
        file="记录.docx",
    )
    assert [f"{time:%H:%M}" for time in (meeting.reports_ended, meeting.ballots_issued)] == ["15:00", "15:10"]


def test_R22_R24_R25_the_checks_run_on_returned_records(desk: Desk, collect: Collect) -> None:
    texts = {**HEAD, "expected": "12", "attended": "12", "reports_ended": "15:00", "ballots_issued": "14:00"}
    _subject, content = fill(desk, "evaluation_record", texts, "全部述职")
    collected = collect({"记录.docx": content})
    joined = make_plan(merge_records(desk.plan.campaign, collected), desk.plan.plugins)
    found = {problem.code: problem.file for problem in check_meetings(joined)}
    assert {"meeting-ballots-early", "meeting-leader-absent", "meeting-items-open"} <= set(found)
    assert set(found.values()) == {"记录.docx"}


def test_R27_R28_the_thematic_record_tells_what_was_said_on_each_member(desk: Desk, collect: Collect) -> None:
    subject, document = find(desk, "thematic_record")
    sent = desk.sent(subject, document)
    assert isinstance(sent, ThematicRecord)
    first, second = sent.reports[0], sent.reports[1]
    texts = {
        **HEAD,
        f"criticism_{first.id}": "多听同事的意见（秦委员）",
        f"secretary_says_{first.id}": "工作踏实。",
        f"committee_says_{first.id}": "能带头。",
        f"reports_{second.id}": "汇报了承诺的完成情况。",
    }
    _subject, content = fill(desk, "thematic_record", texts, *AGENDA[MeetingKind.THEMATIC])
    collected = collect({"记录.docx": content})
    assert errors(collected) == []
    people = [person for person in desk.plan.campaign.members_of(subject.id) if person.name == first.title]
    record = collected.records[SubjectKind.MEMBER, people[0].id]
    assert record.comments == {"secretary": "工作踏实。", "committee": "能带头。"}
    assert record.fields == {"meeting_criticism": "多听同事的意见（秦委员）"}
    assert collected.meetings[0].done == AGENDA[MeetingKind.THEMATIC]
    again = make_plan(merge_records(desk.plan.campaign, collected), desk.plan.plugins)
    printed = fill_document(again, subject, document)
    assert isinstance(printed, ThematicRecord)
    assert (printed.criticism[0].text, printed.secretary_says[0].text) == ("多听同事的意见（秦委员）", "工作踏实。")
    assert (str(printed.held_on), printed.place, printed.did_review) == ("2011.01.06", "报告厅", True)


def test_Q04_what_a_secretary_writes_on_himself_is_nobody_elses_comment(desk: Desk, collect: Collect) -> None:
    subject, document = find(desk, "thematic_record", 1)
    sent = desk.sent(subject, document)
    assert isinstance(sent, ThematicRecord)
    secretary = desk.plan.campaign.organisations[subject.id].secretary
    assert secretary is not None
    own = next(line for line in sent.reports if line.title == secretary.name)
    other = next(line for line in sent.reports if line.title != secretary.name)
    texts = {name: f"评{line.title}" for line in (own, other) for name in (f"secretary_says_{line.id}",)}
    committee = {f"committee_says_{own.id}": "能带头。"} if sent.second_reviewer else {}
    edit = Edit(desk.render(subject, document))
    for name, text in {**HEAD, **texts, **committee}.items():
        edit.type(name, text)
    collected = collect({"记录.docx": edit.save()})
    (problem,) = (item for item in collected.problems if item.code == "comment-unplanned")
    assert (problem.file, problem.person, problem.value) == ("记录.docx", secretary.name, f"评{secretary.name}")
    record = collected.records.get((SubjectKind.MEMBER, secretary.person_id), Record())
    assert record.comments == ({"committee": "能带头。"} if committee else {})
    again = make_plan(merge_records(desk.plan.campaign, collected), desk.plan.plugins)
    printed = fill_document(again, subject, document)
    assert isinstance(printed, ThematicRecord)
    said = {line.title: line.text for line in printed.secretary_says if line.text}
    assert said == {other.title: f"评{other.title}"}


def rename(desk: Desk, people: Mapping[str, str]) -> Plan:
    """The plan of a campaign in which members have another number and all the same name, by their own number."""
    campaign = desk.plan.campaign
    changed = [
        person.model_copy(update={"id": people[person.id], "name": "王伟"}) if person.id in people else person
        for person in campaign.people.values()
    ]
    return make_plan(dataclasses.replace(campaign, people={item.id: item for item in changed}), desk.plan.plugins)


def criticise(desk: Desk, plan: Plan, branch_id: str) -> tuple[bytes, dict[str, str]]:
    """A thematic record with criticism of every member of a branch, and what it says on each."""
    subject, document = next(
        (item, paper)
        for item in plan.subjects_of(branch_id)
        for paper in item.on_request
        if paper.form == "thematic_record"
    )
    sent = fill_document(plan, subject, document)
    assert isinstance(sent, ThematicRecord)
    rows = {name_row(person): person.id for person in plan.campaign.members_of(branch_id)}
    lines = tuple(item.model_copy(update={"text": f"批评{rows[item.id]}"}) for item in sent.criticism)
    template = desk.templates[document.form]
    identity = identify(plan, subject, document, template.version)
    content = template.render(sent.model_copy(update={"criticism": lines}), identity)
    return content, {rows[item.id]: item.text for item in lines}


def list_criticism(collected: Collected) -> dict[str, str]:
    return {key[1]: record.fields["meeting_criticism"] for key, record in collected.records.items()}


@pytest.mark.parametrize(
    ("now", "kept"),
    [
        (
            ("王伟@0", "王伟@2"),
            {"王伟@0": "批评王伟@1", "王伟@2": "批评王伟@2"},
        ),  # the date of one of two was corrected
        (("王伟@2", "王伟@0"), {"王伟@0": "批评王伟@1", "王伟@2": "批评王伟@2"}),  # and they changed places
        (("王伟@0", "王伟@3"), {}),  # nobody can tell which is which
    ],
)
def test_a_row_of_somebody_who_is_known_otherwise_by_now_costs_no_other_row(
    desk: Desk, inbox: Path, now: tuple[str, str], kept: dict[str, str]
) -> None:
    branch, _document = find(desk, "thematic_record")
    one, other, *_others = [person.id for person in desk.plan.campaign.members_of(branch.id)]
    content, texts = criticise(desk, rename(desk, {one: "王伟@1", other: "王伟@2"}), branch.id)
    (inbox / "记录.docx").write_bytes(content)
    plan = rename(desk, {one: now[0], other: now[1]})
    collected = collect_forms(inbox, plan, desk.templates, cache=None)
    assert list_criticism(collected) == {key: text for key, text in texts.items() if "王伟" not in key} | kept
    assert "cells-merged" not in errors(collected)
    assert bool(errors(collected)) == (not kept)


def test_the_row_of_a_member_who_got_a_namesake_since_is_read(desk: Desk, inbox: Path) -> None:
    branch, _document = find(desk, "thematic_record")
    one, other, *_others = [person.id for person in desk.plan.campaign.members_of(branch.id)]
    plan = rename(desk, {one: "王伟@1", other: "王伟@2"})
    people = {key: person for key, person in plan.campaign.people.items() if key != "王伟@2"}
    before = make_plan(dataclasses.replace(plan.campaign, people=people), plan.plugins)
    content, texts = criticise(desk, before, branch.id)
    (inbox / "记录.docx").write_bytes(content)
    collected = collect_forms(inbox, plan, desk.templates, cache=None)
    assert list_criticism(collected) == texts
    missing = [item.column for item in collected.problems if item.code == "cell-missing"]
    assert "批评意见：王伟" in missing
    assert all("王伟" in column for column in missing)


def test_a_record_is_no_registration_form(desk: Desk, collect: Collect) -> None:
    before = len(collect().missing)
    _subject, content = fill(desk, "thematic_record", HEAD)
    _member, visit = fill(desk, "visit_record", {"visit_held_on": "2011.1.8", "visitors": "周惠"})
    assert len(collect({"记录.docx": content, "走访.docx": visit}).missing) == before


def test_R43_a_returned_record_of_a_visit_is_the_visit(desk: Desk, collect: Collect) -> None:
    subject, document = find(desk, "visit_record")
    edit = Edit(desk.render(subject, document))
    tick(edit, "visit_method", "慰问", "√")
    tick(edit, "signature_mode", "代签", "√")
    texts = {
        "visit_held_on": "2011年1月8日", "visit_place": "家中", "visitors": "周惠、秦卫", "recorder": "秦卫",
        "visit_notes": "精神很好。", "opinions": "盼望多通报学校情况", "comment_secretary": "老同志的榜样。",
        "proxy": "吴小明", "proxy_relation": "儿子",
    }  # fmt: skip
    for name, text in texts.items():
        edit.type(name, text)
    collected = collect({"走访.docx": edit.save()})
    assert errors(collected) == []
    record = collected.records[subject.kind, subject.id]
    assert record.visit == Visit(
        method="慰问",
        held_on=PartialDate(2011, 1, 8),
        place="家中",
        visitors=("周惠", "秦卫"),
        signature="代签",
        proxy="吴小明",
        relation="儿子",
        notes="精神很好。",
    )
    assert record.comments == {"secretary": "老同志的榜样。"}
    assert record.fields == {"opinions": "盼望多通报学校情况", "recorder": "秦卫"}
    again = make_plan(merge_records(desk.plan.campaign, collected), desk.plan.plugins)
    printed = fill_document(again, subject, document)
    assert {name: getattr(printed, name) for name in ("proxy_relation", "visit_notes", "opinions", "visit_method")} == {
        "proxy_relation": "儿子", "visit_notes": "精神很好。", "opinions": "盼望多通报学校情况", "visit_method": "慰问",
    }  # fmt: skip


def test_a_visit_told_differently_on_two_papers_is_named_with_both(desk: Desk, collect: Collect) -> None:
    subject, document = find(desk, "visit_record")
    record = Edit(desk.render(subject, document))
    record.type("visit_held_on", "2011.1.8")
    form = next(item for item in subject.documents if item.copy == "self")
    register = Edit(desk.render(subject, form))
    register.type("visit_held_on", "2011.1.9")
    collected = collect({"走访.docx": record.save(), "登记表.docx": register.save()})
    (told,) = [item for item in collected.problems if item.code == "papers-differ"]
    assert ("走访.docx" in told.message, "登记表.docx" in told.message) == (True, True)
    visit = collected.records[subject.kind, subject.id].visit
    assert visit is not None
    assert visit.held_on == PartialDate(2011, 1, 9)


def find_member(desk: Desk, branch_id: str, name: str) -> SubjectPlan:
    """The member of a branch who is reviewed under this name."""
    return next(
        item
        for item in desk.subjects
        if (item.kind, item.organisation_id, item.name) == (SubjectKind.MEMBER, branch_id, name)
    )


def find_first(desk: Desk) -> tuple[SubjectPlan, AspectText]:
    """The first member on the thematic record, and the row of that member."""
    branch, document = find(desk, "thematic_record")
    sent = desk.sent(branch, document)
    assert isinstance(sent, ThematicRecord)
    return find_member(desk, branch.id, sent.reports[0].title), sent.reports[0]


def test_papers_that_differ_are_the_ones_that_say_so_and_the_cell_has_its_printed_label(
    desk: Desk, collect: Collect
) -> None:
    member, row = find_first(desk)
    texts = {**HEAD, f"secretary_says_{row.id}": "工作踏实。", f"criticism_{row.id}": "多听意见。"}
    _branch, content = fill(desk, "thematic_record", texts)
    pledge = next(item for item in member.on_request if item.form == "member_pledge")
    promised = Edit(desk.render(member, pledge))
    promised.type("pledges_1", "每月走访一次。")
    form = next(item for item in member.documents if item.copy == "organisation")
    register = Edit(desk.render(member, form))
    register.type("comment_secretary", "工作有拖拉。")
    collected = collect({"a记录.docx": content, "b承诺.docx": promised.save(), "c登记表.docx": register.save()})
    assert [item.path for item in collected.documents if not item.written] == []
    (told,) = [item for item in collected.problems if item.code == "papers-differ"]
    assert ("a记录.docx" in told.message, "b承诺.docx" in told.message) == (True, False)
    assert (told.file, told.column, told.value) == ("c登记表.docx", "领导点评：党支部书记", "工作踏实。")


def test_R31_a_comment_of_the_thematic_record_has_the_day_and_place_of_the_meeting(
    desk: Desk, collect: Collect
) -> None:
    member, row = find_first(desk)
    _branch, content = fill(desk, "thematic_record", {**HEAD, f"secretary_says_{row.id}": "工作踏实。"})
    record = collect({"记录.docx": content}).records[SubjectKind.MEMBER, member.id]
    assert (record.held_on, record.place) == (PartialDate(2011, 1, 6), "报告厅")


@pytest.mark.parametrize(
    ("texts", "comment"),
    [
        ({"criticism": "多听意见。"}, ""),  # nobody commented on the member at the meeting
        ({"secretary_says": "工作踏实。"}, "工作有拖拉。"),  # the comment that counts was written elsewhere
    ],
)
def test_R31_no_other_comment_gets_the_day_of_the_meeting(
    desk: Desk, collect: Collect, texts: Mapping[str, str], comment: str
) -> None:
    member, row = find_first(desk)
    said = {f"{name}_{row.id}": text for name, text in texts.items()}
    files = {"记录.docx": fill(desk, "thematic_record", {**HEAD, **said})[1]}
    if comment:
        edit = Edit(desk.render(member, next(item for item in member.documents if item.copy == "organisation")))
        edit.type("comment_secretary", comment)
        files["登记表.docx"] = edit.save()
    record = collect(files).records[SubjectKind.MEMBER, member.id]
    assert (record.held_on, record.place) == (None, "")


def test_R31_a_day_that_the_workbook_has_stays(desk: Desk, inbox: Path) -> None:
    member, row = find_first(desk)
    _branch, content = fill(desk, "thematic_record", {**HEAD, f"secretary_says_{row.id}": "工作踏实。"})
    (inbox / "记录.docx").write_bytes(content)
    key = (SubjectKind.MEMBER, member.id)
    campaign = dataclasses.replace(desk.plan.campaign, records={key: Record(held_on=PartialDate(2011, 1, 9))})
    plan = make_plan(campaign, desk.plan.plugins)
    collected = collect_forms(inbox, plan, desk.templates, cache=None)
    record = merge_records(campaign, collected).record_of(*key)
    assert (record.held_on, record.place) == (PartialDate(2011, 1, 9), "")
    assert "workbook-differs" not in [item.code for item in collected.problems]


def test_a_record_that_differs_from_the_workbook_is_named_with_both(desk: Desk, collect: Collect) -> None:
    subject, content = fill(desk, "evaluation_record", HEAD)
    typed = Meeting(
        kind=MeetingKind.EVALUATION,
        organisation_id=subject.id,
        held_on=PartialDate(2011, 1, 5),
        file="花名册.xlsx",
        sheet="会议",
        row=2,
    )
    collected = collect({"记录.docx": content})
    assert "meeting-differs" not in errors(collected)
    campaign = dataclasses.replace(desk.plan.campaign, meetings=(typed,))
    other = Desk.__new__(Desk)
    other.plan = make_plan(campaign, desk.plan.plugins)
    from pingyi.collect.meetings import join_meetings

    joined, problems = join_meetings(campaign.meetings, collected.meetings, campaign)
    assert [meeting.held_on for meeting in joined] == [PartialDate(2011, 1, 6)]
    assert [problem.code for problem in problems] == ["meeting-differs"]
    assert "花名册.xlsx 会议 2" in problems[0].message
    assert "记录.docx" in problems[0].message


@pytest.mark.parametrize(("name", "text"), [("expected", "许多"), ("reports_ended", "会后")])
def test_a_number_or_time_that_cannot_be_read_is_told(desk: Desk, collect: Collect, name: str, text: str) -> None:
    _subject, content = fill(desk, "evaluation_record", {**HEAD, name: text})
    assert errors(collect({"记录.docx": content})) == ["meeting-unread"]


def test_a_time_of_day_behind_the_date_is_read_over(desk: Desk, collect: Collect) -> None:
    _subject, content = fill(desk, "evaluation_record", {**HEAD, "held_on": "2011年1月8日 下午2点"})
    collected = collect({"记录.docx": content})
    assert errors(collected) == []
    assert [meeting.held_on for meeting in collected.meetings] == [PartialDate(2011, 1, 8)]
    _member, visit = fill(desk, "visit_record", {"visit_held_on": "2011.1.5上午", "visitors": "周惠"})
    (record,) = collect({"走访.docx": visit}).records.values()
    assert record.visit is not None
    assert record.visit.held_on == PartialDate(2011, 1, 5)


@pytest.mark.parametrize(
    ("form", "texts", "code"),
    [
        ("evaluation_record", {**HEAD, "held_on": "月初"}, "meeting-unread"),
        ("evaluation_record", {**HEAD, "held_on": "2011年1月"}, "meeting-unread"),
        ("visit_record", {"visit_held_on": "上周", "visitors": "周惠"}, "visit-unread"),
    ],
)
def test_a_day_that_is_none_is_told_to_those_who_count_on_it(
    desk: Desk, collect: Collect, form: str, texts: dict[str, str], code: str
) -> None:
    _subject, content = fill(desk, form, texts)
    collected = collect({"记录.docx": content})
    assert errors(collected) == [code]
    assert [(item.code, item.file) for item in collected.unread_events] == [(code, "记录.docx")]


def test_an_agenda_says_what_is_to_come_and_no_more(desk: Desk, collect: Collect) -> None:
    _subject, content = fill(desk, "evaluation_agenda", {"held_on": "2011.1.6", "place": "报告厅", "chair": "周书记"})
    collected = collect({"议程.docx": content})
    assert (errors(collected), collected.meetings, collected.records) == ([], (), {})


def test_every_tick_of_the_records_is_an_item_of_the_agenda() -> None:
    from pingyi.model.papers.meeting_forms import EvaluationRecord

    for model in (EvaluationRecord, ThematicRecord):
        cells = list_cells(model)
        assert tuple(cells[name].label for name in DONE if name in cells) == AGENDA[model.KIND]
    assert len(PARTS) == len(list_parts("创先争优活动"))
