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
from pingyi.model.papers.forms import Form
from pingyi.model.people.organisation import Organisation
from pingyi.model.people.person import Person
from pingyi.model.review.decision import Decision
from pingyi.model.review.procedure import Assignment, Step

hookspec = pluggy.HookspecMarker("pingyi")
hookimpl = pluggy.HookimplMarker("pingyi")


@hookspec
def pingyi_branch_types() -> Iterable[type[BranchType]]:  # type: ignore[empty-body]
    """Return branch types (classes). Called once, when plugins are loaded.

    Two types of one NAME are reported, naming both plugins; the first in the order of plugin names is in use.
    """


@hookspec
def pingyi_forms() -> Iterable[Form]:  # type: ignore[empty-body]
    """Return forms. Called once, when plugins are loaded.

    Two forms of one id are reported, naming both plugins; the first in the order of plugin names is in use. A
    campaign's `templates/` can replace the template of any form without a plugin.
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
    """Return decisions that replace the branch type's for one member.

    Called once for each member. A decision's `what` is one of: `method`; `form`, with the id of a form; `visitors`,
    with the number of people who visit the member, as text; `exemption`, with the approver (Q9); `budget:FIELD`, with
    the number of characters that fit into that field of the form, as text. `decisions` holds what was decided so far,
    by `what`. Two plugins that decide the same thing differently are reported; the first in the order of plugin names
    counts.
    """


@hookspec
def pingyi_decide_organisation(  # type: ignore[empty-body]
    organisation: Organisation, decisions: Mapping[str, Decision], context: PlanContext
) -> Iterable[Decision]:
    """Return decisions that replace the branch type's for one organisation: `method`, `form` or `budget:FIELD`.

    Called once for each organisation; the method holds for its secretary too. Otherwise as `pingyi_decide`.
    """


@hookspec
def pingyi_steps(
    subject: Organisation | Person, steps: tuple[Step, ...], decisions: Mapping[str, Decision], context: PlanContext
) -> Iterable[Step] | None:
    """Return the steps of one subject, in order, some of them changed or added, or `None` to leave them as they are.

    Called once for each organisation (its secretary has the same) and once for each member. A step is never left out:
    one that does not apply is marked, `dataclasses.replace(step, skipped=(reason,))`, and its reason is shown. Change
    a step by `dataclasses.replace` too, adding a reason to its `reasons`; an added step needs at least one.
    `decisions` are those on the subject. The host takes each plugin's answer in the order of plugin names.
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
