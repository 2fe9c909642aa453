"""A small university whose reviews are written, all of them or all but some."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from pingyi.campaign import OpenCampaign, open_roster
from pingyi.model.config.settings import Exemption, Settings
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.organisation import OrgKind
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan, make_plan

Key = tuple[SubjectKind, str]


def review_all(opened: OpenCampaign) -> dict[Key, Record]:
    """A record for every organisation and member: everything written, everybody reviewed."""
    aspects = opened.campaign.settings.aspects
    records: dict[Key, Record] = {}
    for item in opened.campaign.organisations.values():
        if item.kind is not OrgKind.COMMITTEE:
            records[SubjectKind.ORGANISATION, item.id] = Record(
                self_summary={aspect.id: f"{item.name}做了{aspect.title}" for aspect in aspects.organisation},
                comments={"organisation": f"{item.name}组织健全。", "secretary_as_subject": "责任心强。"},
                method="会议集中点评",
                held_on=PartialDate(2011, 1, 7),
                place="会议室",
                next_commitments=("每月一次接待日。",),
            )
    for person in opened.campaign.people.values():
        records[SubjectKind.MEMBER, person.id] = Record(
            self_summary={aspect.id: f"{person.name}的{aspect.title}" for aspect in aspects.member},
            comments={"secretary": f"{person.name}工作认真。", "committee": "同意。"},
            grade="" if person.name == "周平" else "优秀" if person.name == "赵书远" else "合格",
            held_on=PartialDate(2011, 1, 8),
            rectification="多听意见。" if person.name == "钱立明" else "",
            next_commitments=("结对帮扶一名学生。",),
        )
    return records


@pytest.fixture
def review() -> Callable[[OpenCampaign], dict[Key, Record]]:
    """`review(opened)`: records in which everybody is reviewed."""
    return review_all


@pytest.fixture
def university(write_roster: Callable[..., Path]) -> OpenCampaign:
    return open_roster(write_roster())


@pytest.fixture
def make(university: OpenCampaign) -> Callable[..., Plan]:
    """`make(drop=[key], change={key: record}, exempt=["李晓㼆"], settings=...)`: a plan with everything but that."""

    def plan(
        drop: list[Key] | None = None,
        change: dict[Key, Record] | None = None,
        exempt: list[str] | None = None,
        settings: Settings | None = None,
    ) -> Plan:
        records = {**review_all(university), **(change or {})}
        for key in drop or ():
            del records[key]
        chosen = settings or university.campaign.settings
        exemptions = tuple(Exemption(person=name, reason="出国进修", approved_by="赵书远") for name in exempt or ())
        chosen = chosen.model_copy(update={"exemptions": exemptions})
        campaign = dataclasses.replace(university.campaign, records=records, settings=chosen)
        return make_plan(campaign, university.plugins)

    return plan
