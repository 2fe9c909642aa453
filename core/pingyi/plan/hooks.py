"""What plugins may change in a plan, and what is refused: reviews of oneself, and answers that contradict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from pingyi.errors import PluginError, Problem, Severity
from pingyi.model.branch_type import BranchType, PlanContext
from pingyi.model.people.organisation import Organisation
from pingyi.model.people.person import Person
from pingyi.model.review.assignments import is_own_review, merge
from pingyi.model.review.decision import Decision
from pingyi.model.review.procedure import Assignment, Step
from pingyi.plan.findings import place
from pingyi.plugins import Plugins, describe_failure, guard
from pingyi.plugins.answers import find_wrong_type, wrong_answer
from pingyi.texts import translate as _

DECIDED: Mapping[str, tuple[str, ...]] = {
    "pingyi_decide": ("method", "form", "visitors", "exemption"),
    "pingyi_decide_organisation": ("method", "form"),
}
"""What each hook may decide, beside the budgets of fields."""
Report = Callable[[Problem], object]


def ask(kind: BranchType, method: str, *arguments: object) -> Any:
    """Call a method of a branch type.

    Raises:
        PluginError: it raised; the plugin is named.
    """
    return guard(kind.plugin, method, getattr(kind, method), *arguments)


def ask_decision(kind: BranchType, method: str, *arguments: object) -> Decision:
    """Call a method of a branch type that decides.

    Raises:
        PluginError: it raised, or decided nothing; the plugin is named.
    """
    answer = ask(kind, method, *arguments)
    if not isinstance(answer, Decision):
        raise wrong_answer(kind.plugin, method, _("a Decision"))
    return answer


def ask_steps(kind: BranchType, method: str, *arguments: object) -> tuple[Step, ...]:
    """Call a method of a branch type that lists steps.

    Raises:
        PluginError: it raised, or listed nothing; the plugin is named.
    """
    answer = ask(kind, method, *arguments)
    if isinstance(answer, tuple):
        return answer
    if not isinstance(answer, Iterable):
        raise wrong_answer(kind.plugin, method, _("a tuple of Step"))
    return tuple(answer)


def change_assignments(
    plugins: Plugins,
    subject: Organisation | Person,
    assignments: tuple[Assignment, ...],
    *,
    context: PlanContext,
    report: Report,
) -> tuple[Assignment, ...]:
    """Let plugins change the reviewers of one subject (`pingyi_assign`), and refuse a review of oneself.

    Whoever is named twice reviews once, for all the reasons given.

    Raises:
        PluginError: a plugin failed, or returned something else than assignments.
    """
    for plugin, answer in plugins.fold("pingyi_assign", "assignments", assignments, subject=subject, context=context):
        if not isinstance(answer, list | tuple) or not all(isinstance(item, Assignment) for item in answer):
            raise wrong_answer(plugin, "pingyi_assign", _("a tuple of Assignment, or None"))
        wanted = find_wrong_type(_list_new(answer, assignments), Assignment)
        if wanted:
            raise wrong_answer(plugin, "pingyi_assign", wanted)
        assignments = merge(answer)
    own = [item for item in assignments if is_own_review(subject, item)]
    for item in own:
        names = sorted({reason.plugin for reason in item.reasons})
        problem = Problem(
            Severity.WARNING,
            "self-review",
            _("{plugin} makes “{name}” review “{subject}”, that is, himself or herself: refused").format(
                plugin=", ".join(names), name=item.reviewer, subject=subject.name
            ),
            _("Correct the rule, or name somebody else."),
            person=item.reviewer,
            value=subject.name,
        )
        report(place(problem, subject))
    return tuple(item for item in assignments if item not in own) if own else assignments


def change_decisions(
    plugins: Plugins,
    hook: str,
    subject: Organisation | Person,
    decisions: Mapping[str, Decision],
    *,
    report: Report,
    **arguments: object,
) -> Mapping[str, Decision]:
    """Let plugins replace decisions about one subject; the first in the order of names counts.

    Args:
        plugins: whom to ask.
        hook: one of `DECIDED`.
        subject: whom it is about, for messages.
        decisions: what was decided so far, by `what`.
        report: takes the problems.
        arguments: the hook's further arguments.

    Raises:
        PluginError: a plugin failed, or decided something that is not asked.
    """
    decided = dict(decisions)
    deciders: dict[str, str] = {}
    view = MappingProxyType(decided)
    for plugin, answer in plugins.call(hook, decisions=view, **arguments):
        for decision in answer if isinstance(answer, Iterable) else (answer,):
            wanted = "" if isinstance(decision, Decision) else _("a list of Decision")
            wanted = wanted or find_wrong_type([decision], Decision) or _find_fault(plugins, decision, DECIDED[hook])
            if wanted:
                raise wrong_answer(plugin, hook, wanted)
            first = deciders.setdefault(decision.what, plugin)
            if first == plugin:
                decided[decision.what] = decision
            elif decided[decision.what].value != decision.value:
                report(_explain_disagreement(subject, decided[decision.what], decision, first, plugin))
    return decided


def _find_fault(plugins: Plugins, decision: Decision, known: tuple[str, ...]) -> str:
    """What a plugin should have decided instead; empty where the decision can be used."""
    what, _colon, field = decision.what.partition(":")
    if what == "budget" and field:
        fillable = plugins.fillable_fields()
        if field not in fillable:
            return _("budgets of fields that people fill in ({known})").format(known=", ".join(fillable))
    elif decision.what not in known:
        return _("decisions on {known}").format(known=", ".join((*known, "budget:…")))
    if what in ("budget", "visitors") and not (decision.value.isdecimal() and int(decision.value)):
        return _("a whole number from 1 as text for “{what}”").format(what=decision.what)
    if what == "exemption" and not decision.value.strip():
        return _("who approved it as the value of “exemption”, which is never blank (Q9),")
    if what == "method" and not decision.value.strip():
        return _("a “method” that is not blank")
    return ""


def change_steps(
    plugins: Plugins,
    subject: Organisation | Person,
    steps: tuple[Step, ...],
    decisions: Mapping[str, Decision],
    context: PlanContext,
) -> tuple[tuple[Step, ...], tuple[Decision, ...]]:
    """Let plugins change the steps of one subject (`pingyi_steps`).

    Returns:
        The steps that apply, and a decision for each that does not.

    Raises:
        PluginError: a plugin failed, left a step out instead of marking it, or gave no reason.
    """
    view = MappingProxyType(dict(decisions))
    folded = plugins.fold("pingyi_steps", "steps", steps, subject=subject, decisions=view, context=context)
    for plugin, answer in folded:
        changed = tuple(answer) if isinstance(answer, Iterable) else ()
        wanted = (
            ""
            if all(isinstance(step, Step) and step.reasons for step in changed)
            else _("steps, each with a reason, or None")
        )
        wanted = wanted or find_wrong_type(_list_new(changed, steps), Step)
        if wanted:
            raise wrong_answer(plugin, "pingyi_steps", wanted)
        known = {step.id for step in changed}
        lost = [step.id for step in steps if step.id not in known]
        if lost or len(known) != len(changed):
            wanted = _("every step once ({steps} is not); one that does not apply is marked, not left out,")
            doubled = [step.id for step in changed if [it.id for it in changed].count(step.id) > 1]
            raise wrong_answer(plugin, "pingyi_steps", wanted.format(steps=", ".join(lost or doubled)))
        steps = changed
    if not any(step.skipped for step in steps):
        return steps, ()
    skipped = tuple(
        Decision("step_skipped", f"{step.title}（{step.id}）", reason) for step in steps for reason in step.skipped
    )
    return tuple(step for step in steps if not step.skipped), skipped


def withhold(error: PluginError, subject: Organisation | Person) -> Problem:
    """The finding that stands for a subject about whom a plugin failed to decide."""
    problem = describe_failure(error)
    what = _("{message} “{name}” is left out until then.").format(message=problem.message, name=subject.name)
    return replace(problem, message=what, person=subject.name if isinstance(subject, Person) else "")


def _explain_disagreement(
    subject: Organisation | Person, first: Decision, second: Decision, one: str, other: str
) -> Problem:
    problem = Problem(
        Severity.WARNING,
        "plugins-disagree",
        _("plugins disagree on the {what} of “{name}”: {one} says “{first}”, {other} says “{second}”").format(
            what=first.what, name=subject.name, one=one, first=first.value, other=other, second=second.value
        ),
        _("“{first}” of {one} counts. Change one of the rules, or uninstall one plugin.").format(
            first=first.value, one=one
        ),
        person=subject.name,
        value=second.value,
    )
    return place(problem, subject)


def _list_new(answer: Sequence[Any], given: tuple[Any, ...]) -> list[Any]:
    """What a plugin made itself, of what it answered: most of it is what it was given."""
    known = set(map(id, given))
    return [item for item in answer if id(item) not in known]
