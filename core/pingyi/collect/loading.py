"""Collecting what lies in the campaign's own folder, for the commands that build on it."""

from __future__ import annotations

from pathlib import Path

from pingyi.campaign import OpenCampaign
from pingyi.campaign.folder import RETURNED
from pingyi.collect.collect import collect_forms
from pingyi.collect.records import merge_records
from pingyi.collect.result import Collected
from pingyi.forms import TemplateShelf
from pingyi.plan import Plan, make_plan

CACHE = ".pingyi"


def load_plan(opened: OpenCampaign, folder: Path | None = None) -> tuple[Plan, Collected]:
    """The plan of a campaign with the records of its returned forms (R30), and what was returned.

    Args:
        opened: the campaign.
        folder: where the returned files are; the campaign's `returned/` when left out.

    Raises:
        TemplateError: the template of a form that came back is wrong.
    """
    blank = make_plan(opened.campaign, opened.plugins)
    collected = load_returned(opened, blank, folder)
    if not (collected.records or collected.meetings):
        return blank, collected
    return make_plan(merge_records(blank.campaign, collected), opened.plugins), collected


def load_returned(opened: OpenCampaign, plan: Plan, folder: Path | None = None) -> Collected:
    """What was returned so far: read from the campaign's folder `returned/`; nothing where there is none.

    Args:
        opened: the campaign.
        plan: made of it as it was opened, without returned records.
        folder: another place than the campaign's `returned/`.

    Raises:
        TemplateError: the template of a form that came back is wrong.
    """
    if opened.folder is None:
        return Collected()
    folder = folder or opened.folder / RETURNED
    if not folder.is_dir():
        return Collected()
    templates = TemplateShelf(plan.plugins, plan.campaign.settings, opened.templates)
    return collect_forms(folder, plan, templates, cache=opened.folder / CACHE)
