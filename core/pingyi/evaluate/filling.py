"""What the ballots say of an organisation, for its own form 1: counted once, nothing to copy by hand (R22, R32)."""

from __future__ import annotations

import dataclasses
import re

from pingyi.campaign import OpenCampaign
from pingyi.campaign.folder import RETURNED
from pingyi.collect import load_plan
from pingyi.evaluate.ballots import Shape
from pingyi.evaluate.results import Tallies, Tally
from pingyi.evaluate.tallying import tally_ballots
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan, make_plan
from pingyi.plan.fields.ballots import OVERALL

_FIELD = "evaluation_result"
_is_ours = re.compile(r"发出评议表\d+张，收回\d+张，其中有效票\d+张：.+。").fullmatch
"""A text that an earlier run wrote and that came back on the form; what people write instead of it stays."""


def load_filled_plan(opened: OpenCampaign) -> Plan:
    """The plan of a campaign with all that came back: the records of returned forms, and the results of its ballots.

    Raises:
        TemplateError: the template of a form that came back is wrong.
    """
    plan, collected = load_plan(opened)
    if opened.folder is None or not (opened.folder / RETURNED).is_dir():
        return plan
    return add_results(plan, tally_ballots(opened.folder / RETURNED, plan, collected.documents))


def add_results(plan: Plan, tallies: Tallies) -> Plan:
    """The plan with the results of the collective evaluation on form 1, where the books balance and enough voted."""
    records = dict(plan.campaign.records)
    for tally in tallies.tallies:
        text = _write_result(tally)
        key = SubjectKind.ORGANISATION, tally.organisation_id
        record = plan.campaign.record_of(*key)
        written = record.fields.get(_FIELD, "")
        if text and (not written or _is_ours(str(written))):
            records[key] = record.model_copy(update={"fields": {**record.fields, _FIELD: text}})
    if records == plan.campaign.records:
        return plan
    return make_plan(dataclasses.replace(plan.campaign, records=records), plan.plugins)


def _write_result(tally: Tally) -> str:
    """Numbers of papers, and the votes of the last line of the ballot; empty where they are not to be published."""
    together = tally.together
    if tally.shape is not Shape.ORGANISATION or not tally.balanced or together.withheld:
        return ""
    overall = next((line for line in together.lines if line.item.key == OVERALL), None)
    if overall is None:
        return ""
    votes = "，".join(f"{grade}{count}票" for grade, count in zip(tally.grades, overall.votes, strict=True))
    return f"发出评议表{tally.issued}张，收回{tally.returned}张，其中有效票{overall.valid}张：{votes}。"
