"""What plugins may change in a plan, and what is refused: reviews of oneself, and answers that contradict."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from pingyi.errors import PluginError, Problem, Severity
from pingyi.model.branch_type import BranchType, PlanContext
from pingyi.model.decision import Decision
from pingyi.model.organisation import Organisation
from pingyi.model.person import Person
from pingyi.model.procedure import Assignment
from pingyi.plan.assignments import is_led_by, is_reviewer
from pingyi.plugins import Plugins, guard
from pingyi.texts import translate as _

DECIDED = ("method", "form", "exemption")
"""What `pingyi_decide` may decide."""
Report = Callable[[Problem], object]


def ask(kind: BranchType, method: str, *arguments: object) -> Any:
    """Call a method of a branch type.

    Raises:
        PluginError: it raised; the plugin is named.
    """
    return guard(kind.plugin, method, functools.partial(getattr(kind, method), *arguments))


def change_assignments(
    plugins: Plugins,
    subject: Organisation | Person,
    assignments: tuple[Assignment, ...],
    *,
    context: PlanContext,
    report: Report,
) -> tuple[Assignment, ...]:
    """Let plugins change the reviewers of one subject (`pingyi_assign`), and refuse a review of oneself.

    Raises:
        PluginError: a plugin failed, or returned something else than assignments.
    """
    for plugin, answer in plugins.fold("pingyi_assign", "assignments", assignments, subject=subject, context=context):
        if not isinstance(answer, list | tuple) or not all(isinstance(item, Assignment) for item in answer):
            raise _wrong_answer(plugin, "pingyi_assign", _("a tuple of Assignment, or None"))
        assignments = tuple(answer)
    own = [item for item in assignments if _reviews_himself(subject, item)]
    for item in own:
        names = sorted({reason.plugin for reason in item.reasons})
        report(
            Problem(
                Severity.WARNING,
                "self-review",
                _("{plugin} makes “{name}” review “{subject}”, that is, himself or herself: refused").format(
                    plugin=", ".join(names), name=item.reviewer, subject=subject.name
                ),
                _("Correct the rule, or name somebody else."),
                person=item.reviewer,
                value=subject.name,
            )
        )
    return tuple(item for item in assignments if item not in own) if own else assignments


def _reviews_himself(subject: Organisation | Person, assignment: Assignment) -> bool:
    if isinstance(subject, Person):
        return is_reviewer(assignment, subject.id, subject.name)
    return is_led_by(subject, assignment.reviewer_id, assignment.reviewer)


def change_decisions(
    plugins: Plugins,
    member: Person,
    branch: Organisation,
    decisions: Mapping[str, Decision],
    *,
    context: PlanContext,
    report: Report,
) -> Mapping[str, Decision]:
    """Let plugins replace decisions about one member (`pingyi_decide`); the first in the order of names counts.

    Raises:
        PluginError: a plugin failed, or decided something that is not asked.
    """
    decided = dict(decisions)
    deciders: dict[str, str] = {}
    view = MappingProxyType(decided)
    for plugin, answer in plugins.call("pingyi_decide", member=member, branch=branch, decisions=view, context=context):
        for decision in answer if isinstance(answer, Iterable) else (answer,):
            if not isinstance(decision, Decision) or decision.what not in DECIDED:
                raise _wrong_answer(plugin, "pingyi_decide", _("decisions on {known}").format(known=", ".join(DECIDED)))
            first = deciders.setdefault(decision.what, plugin)
            if first == plugin:
                decided[decision.what] = decision
            elif decided[decision.what].value != decision.value:
                report(_explain_disagreement(member, decided[decision.what], decision, first, plugin))
    return decided


def _explain_disagreement(member: Person, first: Decision, second: Decision, one: str, other: str) -> Problem:
    return Problem(
        Severity.WARNING,
        "plugins-disagree",
        _("plugins disagree on the {what} of “{name}”: {one} says “{first}”, {other} says “{second}”").format(
            what=first.what, name=member.name, one=one, first=first.value, other=other, second=second.value
        ),
        _("“{first}” of {one} counts. Change one of the rules, or uninstall one plugin.").format(
            first=first.value, one=one
        ),
        person=member.name,
        value=second.value,
    )


def _wrong_answer(plugin: str, hook: str, wanted: str) -> PluginError:
    return PluginError(
        _("plugin “{plugin}” must return {wanted} from {hook}.").format(plugin=plugin, wanted=wanted, hook=hook),
        cure=_("Tell its author, or uninstall it."),
    )
