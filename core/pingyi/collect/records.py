"""From what a form says to the record of its subject, and from records to a campaign that renders complete forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pingyi.collect.meetings import join_meetings
from pingyi.collect.papers.findings import Findings
from pingyi.collect.papers.symbols import SIGNS
from pingyi.collect.pledges import read_pledges
from pingyi.collect.result import Collected
from pingyi.model.campaign import Campaign
from pingyi.model.fields.base import list_cells
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import AspectText, FormData
from pingyi.model.papers.pledge_forms import PledgeForm
from pingyi.model.results.records import PledgePlan, Record, Visit
from pingyi.model.review.procedure import COMMITTEE_ROLES
from pingyi.plan.fields.member_fields import UNGRADED
from pingyi.texts import translate as _

COMMENTS: Mapping[str, str] = {
    "comment_secretary": "secretary",
    "comment_committee": "committee",
    "comment_on_org": "organisation",
    "comment_on_secretary": "secretary_as_subject",
}
"""Role of a comment by the form's field."""
VISIT: Mapping[str, str] = {
    "visit_method": "method",
    "visit_held_on": "held_on",
    "visit_place": "place",
    "visitors": "visitors",
    "signature_mode": "signature",
    "proxy": "proxy",
    "proxy_relation": "relation",
    "visit_notes": "notes",
}
"""What a visit calls a form's field."""
_PLAIN = ("method", "place", "rectification", "follow_up", "next_commitments", "oral_commitment")
_SIGNED = {"本人": "本人签名"}
_NAMES = re.compile(r"[、，,；;\s/]+")


def make_record(data: FormData, sent: FormData, grades: tuple[str, ...], findings: Findings) -> Record:
    """The record of one returned form; empty texts are left out.

    Args:
        data: what came back.
        sent: what was sent, for the grade of those who get none.
        grades: the scale of the branch's verdict.
        findings: takes grades that are not on it.
    """
    if isinstance(data, PledgeForm):
        return read_pledges(data)
    values: dict[str, Any] = {"comments": {}, "visit": {}, "fields": {}}
    for name in _list_written(data):
        value = getattr(data, name)
        if isinstance(value, tuple) and isinstance(value[0], AspectText):
            values[name] = {item.id: item.text for item in value if item.text}
        elif name in COMMENTS:
            values["comments"][_find_reviewer(name, sent)] = value
        elif name in VISIT:
            _take_visit(values, name, value)
        elif name == "grade":
            values |= _take_grade(value, sent, grades, findings)
        elif name in _PLAIN or (name == "held_on" and isinstance(value, PartialDate)):
            values[name] = value
        elif isinstance(value, str):
            values["fields"][name] = value
    if values["visit"]:
        values["visit"] = Visit(**values["visit"])
    return Record(**{name: value for name, value in values.items() if value})


def _find_reviewer(name: str, sent: FormData) -> str:
    """What a record calls the comment in a cell; a committee member may be the only one who comments."""
    first, second = getattr(sent, "first_reviewer", ""), getattr(sent, "second_reviewer", "")
    if name == "comment_secretary" and first in COMMITTEE_ROLES and not second:
        return COMMENTS["comment_committee"]
    return COMMENTS[name]


def _list_written(data: FormData) -> Iterator[str]:
    """The fields that people fill and that say something."""
    cells = list_cells(type(data))
    for name in type(data).model_fields:
        is_filled = name in _PLAIN or (name in cells and cells[name].fill)
        if is_filled and getattr(data, name) not in ("", (), False, None):
            yield name


def _take_visit(values: dict[str, Any], name: str, value: Any) -> None:
    visit = values["visit"]
    if name == "visitors":
        visit["visitors"] = tuple(part for part in _NAMES.split(value) if part)
    elif name == "signature_mode":
        visit["signature"] = _SIGNED.get(value, value)
    elif name == "visit_held_on" and not isinstance(value, PartialDate):
        values["fields"][name] = value
    else:
        visit[VISIT[name]] = value


def _take_grade(value: str, sent: FormData, grades: tuple[str, ...], findings: Findings) -> dict[str, str]:
    grade = "".join(value.translate(dict.fromkeys(map(ord, SIGNS))).split())
    if grade in (UNGRADED, ""):
        return {}
    if getattr(sent, "grade", "") == UNGRADED:
        findings.warn(
            "grade-probationary",
            _("a probationary member is not graded; “{value}” is not used").format(value=value),
            _("If the member has become a full one, correct the roster."),
            column=list_cells(type(sent))["grade"].label,
            value=value,
        )
        return {}
    if grade not in grades:
        findings.error(
            "grade-unknown",
            _("“{value}” is not a grade").format(value=value),
            _("Write one of: {grades}.").format(grades="、".join(grades)),
            column=list_cells(type(sent))["grade"].label,
            value=value,
        )
        return {}
    return {"grade": grade}


def merge_record(known: Record, returned: Record) -> Record:
    """One record of two: what the second says wins, what it does not say stays."""
    changes: dict[str, Any] = {}
    for name in returned.model_fields_set:
        value = getattr(returned, name)
        if isinstance(value, Mapping):
            value = {**getattr(known, name), **value}
        elif isinstance(value, Visit | PledgePlan) and getattr(known, name) is not None:
            given = {part: getattr(value, part) for part in value.model_fields_set}
            value = getattr(known, name).model_copy(update=given)
        changes[name] = value
    return known.model_copy(update=changes)


def merge_records(campaign: Campaign, collected: Collected) -> Campaign:
    """The campaign with what people returned: it wins over what the workbook says.

    Args:
        campaign: as it was opened.
        collected: what came back; differences between the two are among its problems.
    """
    records = dict(campaign.records)
    for key, record in collected.records.items():
        records[key] = merge_record(campaign.record_of(*key), record)
    meetings, _problems = join_meetings(campaign.meetings, collected.meetings, campaign)
    return replace(campaign, records=records, meetings=tuple(meetings))
