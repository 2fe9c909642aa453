"""Collecting what lies in the campaign's own folder, for the commands that build on it."""

from __future__ import annotations

from pingyi.campaign import OpenCampaign
from pingyi.campaign.folder import RETURNED
from pingyi.collect.collect import collect_forms
from pingyi.collect.records import merge_records
from pingyi.collect.result import Collected
from pingyi.forms import TemplateShelf
from pingyi.plan import Plan, make_plan

CACHE = ".pingyi"


def load_plan(opened: OpenCampaign) -> tuple[Plan, Collected]:
    """The plan of a campaign with the records of its returned forms (R30), and what was returned.

    Raises:
        TemplateError: the template of a form that came back is wrong.
    """
    blank = make_plan(opened.campaign, opened.plugins)
    collected = load_returned(opened, blank)
    if not collected.records:
        return blank, collected
    return make_plan(merge_records(opened.campaign, collected), opened.plugins), collected


def load_returned(opened: OpenCampaign, plan: Plan) -> Collected:
    """What was returned so far: read from the campaign's folder `returned/`; nothing where there is none.

    Args:
        opened: the campaign.
        plan: made of it as it was opened, without returned records.

    Raises:
        TemplateError: the template of a form that came back is wrong.
    """
    if opened.folder is None or not (opened.folder / RETURNED).is_dir():
        return Collected()
    templates = TemplateShelf(plan.plugins, plan.campaign.settings, opened.folder / "templates")
    return collect_forms(opened.folder / RETURNED, plan, templates, cache=opened.folder / CACHE)
