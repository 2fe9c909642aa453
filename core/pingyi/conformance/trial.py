"""A plugin loaded for trial among all the installed ones, and the campaign of edge people it is tried on."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pingyi.conformance.population import build_edge_campaign
from pingyi.conformance.target import SINGLE_FILE
from pingyi.errors import Problem, Severity
from pingyi.model.branch_type import BranchType
from pingyi.model.campaign import Campaign
from pingyi.model.papers.forms import Form
from pingyi.plan import Plan, make_plan
from pingyi.plugins import Plugins, load_plugins
from pingyi.plugins.guard import RULES_FOLDER


@dataclass(frozen=True)
class Trial:
    """One loading of the plugin: branch types are made anew each time, as they are in each process of a run.

    Attributes:
        name: of the plugin.
        module: what it registers.
        installed: whether pingyi finds it by itself.
    """

    name: str
    module: object
    installed: bool

    @functools.cached_property
    def plugins(self) -> Plugins:
        """All plugins, this one among them.

        Raises:
            PluginError: two plugins bring a branch type or a form of one name.
            SettingsError: the settings model has no default for something.
        """
        return load_plugins(extra={} if self.installed else {self.name: self.module})

    @functools.cached_property
    def branch_types(self) -> tuple[BranchType, ...]:
        """The branch types it brings."""
        return tuple(kind for kind in self.plugins.branch_types.values() if kind.plugin == self.name)

    @functools.cached_property
    def forms(self) -> tuple[Form, ...]:
        """The forms it brings."""
        owners = self.plugins.form_plugins
        return tuple(form for form in self.plugins.forms.values() if owners[form.id] == self.name)

    @functools.cached_property
    def campaign(self) -> Campaign:
        """The edge people: those of its own branch types, or of every type where it brings none."""
        types = self.plugins.branch_types
        own = [kind.NAME for kind in self.branch_types]
        return build_edge_campaign(types, own or list(types))

    @functools.cached_property
    def plan(self) -> Plan:
        """The plan of the edge people."""
        return make_plan(self.campaign, self.plugins)

    @property
    def names(self) -> set[str]:
        """What its reasons may call it: a single file is called after itself where it lies in a campaign's `rules/`."""
        file = str(getattr(self.module, "__file__", None) or "")
        is_single = str(getattr(self.module, "__name__", "")).startswith(SINGLE_FILE)
        return {self.name, f"{RULES_FOLDER}/{Path(file).name}"} if is_single else {self.name}

    def again(self) -> Trial:
        """The same plugin, loaded once more."""
        return Trial(self.name, self.module, self.installed)


def tell(code: str, message: str, cure: str, *, value: str = "", column: str = "", person: str = "") -> Problem:
    """A broken promise."""
    return Problem(Severity.ERROR, code, message, cure, value=value, column=column, person=person)


def first_of_each(problems: Iterable[Problem], limit: int = 5) -> tuple[Problem, ...]:
    """The first few problems of each kind: one mistake shows in every member."""
    seen: dict[str, int] = {}
    kept = []
    for problem in problems:
        seen[problem.code] = seen.get(problem.code, 0) + 1
        if seen[problem.code] <= limit and problem not in kept:
            kept.append(problem)
    return tuple(kept)
