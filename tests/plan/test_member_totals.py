"""The members a form counts: those whose row of the roster has an error are members too (R17, R47)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pingyi.cli.source import open_source
from pingyi.evaluate.conduct.meetings import check_meetings
from pingyi.model.results.meetings import Meeting, MeetingKind
from pingyi.plan import fill_document, make_plan
from pingyi.plan.plan import Plan

BRANCH, GENERAL = "机械学院教工党支部", "机械学院党总支"


def open_plan(roster: Path, *meetings: Meeting) -> Plan:
    opened = open_source(roster)
    return make_plan(dataclasses.replace(opened.campaign, meetings=meetings), opened.plugins)


def fill(plan: Plan, name: str, form: str) -> Any:
    for subject in plan.subjects():
        if subject.name == name:
            for document in (*subject.documents, *subject.on_request):
                if document.form == form:
                    return fill_document(plan, subject, document)
    pytest.fail(f"{name} has no {form}")


def test_R17_members_with_errors_in_their_rows_are_counted(write_roster: Callable[..., Path]) -> None:
    whole = open_plan(write_roster())
    spoilt = open_plan(write_roster("错.xlsx", {(4, "出生日期"): "1970-13-01"}))
    for name in (BRANCH, GENERAL):
        before, after = fill(whole, name, "organisation"), fill(spoilt, name, "organisation")
        assert after.member_total == before.member_total
        assert (before.probationary_total is None, after.probationary_total) == (False, None)  # nobody knows
        before, after = fill(whole, name, "evaluation_record"), fill(spoilt, name, "evaluation_record")
        assert (after.member_total, after.full_total) == (before.member_total, None)


@pytest.mark.parametrize(("expected", "is_told"), [(1, True), (2, False), (3, False), (4, True)])
def test_a_true_attendance_is_not_blamed_for_an_error_in_the_roster(
    write_roster: Callable[..., Path], expected: int, is_told: bool
) -> None:
    roster = write_roster("错.xlsx", {(4, "出生日期"): "1970-13-01"})
    branch = next(item.id for item in open_plan(roster).campaign.organisations.values() if item.name == BRANCH)
    meeting = Meeting(kind=MeetingKind.THEMATIC, organisation_id=branch, expected=expected)
    codes = [problem.code for problem in check_meetings(open_plan(roster, meeting))]
    assert ("meeting-expected" in codes) is is_told
