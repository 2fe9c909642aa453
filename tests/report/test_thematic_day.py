"""The ledger has the day and place of a review of which only the record of the thematic meeting tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pingyi.collect import collect_forms, merge_records
from pingyi.forms import TemplateShelf
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.meeting_forms import ThematicRecord
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan, fill_document, identify, make_plan
from pingyi.report import measure_coverage
from pingyi.report.lines import list_ledger

KEY = (SubjectKind.MEMBER, "20002")


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (Record(), ("2011.01.09", "机械楼201")),
        (Record(held_on=PartialDate(2011, 1, 12)), ("2011.01.12", "—")),
    ],
)
def test_R31_who_was_reviewed_at_the_thematic_meeting_was_so_on_its_day(
    make: Callable[..., Plan], tmp_path: Path, typed: Record, line: tuple[str, str]
) -> None:
    plan = make(change={KEY: typed})
    branch = plan.campaign.people[KEY[1]].branch_id
    subject, document = next(
        (subject, item)
        for subject in plan.subjects_of(branch)
        for item in subject.on_request
        if item.form == "thematic_record"
    )
    shelf = TemplateShelf(plan.plugins, plan.campaign.settings, None)
    sent = fill_document(plan, subject, document)
    assert isinstance(sent, ThematicRecord)
    said = tuple(item.model_copy(update={"text": "工作踏实。"}) for item in sent.secretary_says)
    held = {"held_on": PartialDate(2011, 1, 9), "place": "机械楼201", "secretary_says": said}
    template = shelf[document.form]
    identity = identify(plan, subject, document, template.version)
    (tmp_path / "记录.docx").write_bytes(template.render(sent.model_copy(update=held), identity))
    collected = collect_forms(tmp_path, plan, shelf, cache=None)
    known = make_plan(merge_records(plan.campaign, collected), plan.plugins)
    lines = list_ledger(known, measure_coverage(known), [known.campaign.organisations[branch]])
    assert [(item.held_on, item.place) for item in lines if item.subject == "周平"] == [line]
