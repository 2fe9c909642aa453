"""Every hook, in one place. A plugin implements any of them as a function marked with `pingyi.hookimpl`.

Hooks return data, never Word objects; they must not read files or the network, and the same arguments must give the
same answer, because a plan is computed again wherever it is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pluggy

from pingyi.errors import Problem
from pingyi.model.branch_type import BranchType, PlanContext
from pingyi.model.campaign import Campaign
from pingyi.model.decision import Decision
from pingyi.model.forms import Form
from pingyi.model.organisation import Organisation
from pingyi.model.person import Person
from pingyi.model.procedure import Assignment

hookspec = pluggy.HookspecMarker("pingyi")
hookimpl = pluggy.HookimplMarker("pingyi")


@hookspec
def pingyi_branch_types() -> Iterable[type[BranchType]]:  # type: ignore[empty-body]
    """Return branch types (classes). Called once, when plugins are loaded.

    Two types of one NAME are an error that names both plugins.
    """


@hookspec
def pingyi_forms() -> Iterable[Form]:  # type: ignore[empty-body]
    """Return forms. Called once, when plugins are loaded.

    Two forms of one id are an error that names both plugins; a campaign's `templates/` can replace the template of any
    form without a plugin.
    """


@hookspec
def pingyi_assign(
    subject: Organisation | Person, assignments: tuple[Assignment, ...], context: PlanContext
) -> tuple[Assignment, ...] | None:
    """Return other reviewers for one subject, or `None` to leave them as they are.

    Called after the rules of the notice (R5-R9) were applied, once for an organisation (the reviewers of the
    organisation and of its secretary are the same) and once for each member. `assignments` are the reviewers so far.
    The host takes each plugin's answer in the order of plugin names and refuses self-review afterwards.
    """


@hookspec
def pingyi_decide(  # type: ignore[empty-body]
    member: Person, branch: Organisation, decisions: Mapping[str, Decision], context: PlanContext
) -> Iterable[Decision]:
    """Return decisions that replace the branch type's for one member: `method`, `form` or `exemption`.

    `decisions` holds what was decided so far, by `what`. Two plugins that decide the same thing differently are
    reported; the first in the order of plugin names counts. An exemption's value is the approver (Q9).
    """


@hookspec
def pingyi_fill(  # type: ignore[empty-body]
    form: Form, subject: Organisation | Person, context: PlanContext
) -> Mapping[str, object]:
    """Return values for fields of a form, by field name.

    Called for each form of a subject, after the core filled it; all copies of the form get the same values.
    A name the form's model does not have is an error that names the plugin.
    """


@hookspec
def pingyi_check(campaign: Campaign) -> Iterable[Problem]:  # type: ignore[empty-body]
    """Return problems with the campaign as a whole. Called by `pingyi check`, `plan` and `render`."""
