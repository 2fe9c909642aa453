"""Collecting what lies in the campaign's own folder, for the commands that build on it."""

from __future__ import annotations

from pathlib import Path

from pingyi.campaign import OpenCampaign
from pingyi.campaign.folder import RETURNED
from pingyi.collect.collect import collect_forms
from pingyi.collect.result import Collected
from pingyi.forms import CompiledTemplate, compile_template, find_template
from pingyi.plan import Plan

CACHE = ".pingyi"


class LazyTemplates:
    """Templates that are compiled when the first form of theirs comes back."""

    def __init__(self, plan: Plan, folder: Path | None) -> None:
        self._plan = plan
        self._folder = folder
        self._compiled: dict[str, CompiledTemplate] = {}

    def __getitem__(self, form_id: str, /) -> CompiledTemplate:
        if form_id not in self._compiled:
            plugins = self._plan.plugins
            source = find_template(plugins.forms[form_id], plugins.form_plugins[form_id], self._folder)
            self._compiled[form_id] = compile_template(source, self._plan.campaign.settings)
        return self._compiled[form_id]


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
    templates = LazyTemplates(plan, opened.folder / "templates")
    return collect_forms(opened.folder / RETURNED, plan, templates, cache=opened.folder / CACHE)
