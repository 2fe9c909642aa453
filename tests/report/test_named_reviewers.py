"""Whom the ledger names as reviewers: who wrote or came, and of the others only those who said something (R31)."""

from __future__ import annotations

import pytest

from pingyi.model.campaign import Campaign
from pingyi.model.config.settings import Settings
from pingyi.model.fields.dates import PartialDate
from pingyi.model.results.records import Record, Visit
from pingyi.model.review.decision import Reason
from pingyi.model.review.procedure import Assignment, Role, SubjectKind
from pingyi.report.reviewers import name_reviewers

REASONS = (Reason("retired", "test", "R8", ""),)
FIRST = Assignment("罗成", "", Role.BRANCH_SECRETARY, REASONS)
SECOND = Assignment("胡德海", "", Role.COMMITTEE_MEMBER, REASONS)


def visit(*visitors: str) -> Visit:
    return Visit(method="走访", held_on=PartialDate(2011, 1, 5), visitors=visitors)


@pytest.mark.parametrize(
    ("record", "names"),
    [
        (Record(visit=visit("胡德海", "朱桂英"), comments={"committee": "好。"}), "胡德海、朱桂英"),
        (Record(visit=visit("朱桂英"), comments={"committee": "好。"}), "朱桂英；胡德海"),
        (Record(visit=visit("朱桂英"), comments={"committee": "好。"}, reviewers={"committee": ("朱桂英", "客人")}),
         "朱桂英；客人"),
        (Record(visit=visit("朱桂英")), "朱桂英"),
        (Record(visit=visit()), "罗成；胡德海"),
        (Record(visit=visit(), comments={"secretary": "好。"}), "罗成"),
        (Record(comments={"secretary": "好。", "committee": "好。"}), "罗成；胡德海"),
    ],
)  # fmt: skip
def test_R31_nobody_is_named_who_neither_wrote_nor_came(record: Record, names: str) -> None:
    campaign = Campaign(Settings(), {}, {})
    assert name_reviewers(campaign, SubjectKind.MEMBER, record, (FIRST, SECOND), reviewed=True)[0] == names
