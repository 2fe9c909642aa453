"""What a plugin decides is the same each time, and says why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from pingyi.conformance.trial import Trial, tell
from pingyi.errors import Problem
from pingyi.model.review.decision import Decision, Reason
from pingyi.model.review.procedure import SubjectPlan
from pingyi.plan import fill_document
from pingyi.plan.hooks import ask
from pingyi.texts import translate as _

Observed = dict[str, dict[str, Any]]
"""All that is planned and filled, by subject."""


def check_decisions(trial: Trial) -> Iterator[Problem]:
    """Plan and fill twice and compare; look for reasons.

    Raises:
        PingyiError: the plugin failed, or answered something else than asked.
    """
    for finding in list_findings(trial):
        if not isinstance(finding, Problem):
            yield tell(
                "finding-wrong",
                _("a check returned something else than a Problem"),
                _("Return pingyi.Problem objects from pingyi_check and BranchType.check."),
                value=repr(finding)[:80],
            )
    known = {"pingyi", *(info.name for info in trial.plugins.infos), *trial.names}
    for subject in trial.plan.subjects():
        yield from _check_reasons(subject, known)
    first, second = observe(trial), observe(trial.again())
    for key in first.keys() | second.keys():
        one, two = first.get(key, {}), second.get(key, {})
        for what in one.keys() | two.keys():
            if one.get(what) != two.get(what):
                yield tell(
                    "decision-changes",
                    _("“{what}” of “{subject}” is not the same when it is decided again").format(
                        what=what, subject=key
                    ),
                    _("Decide by what the hook is given alone: no clock, no chance, no set whose order is printed."),
                    value=f"{one.get(what)!r} / {two.get(what)!r}",
                    person=key,
                )


def observe(trial: Trial) -> Observed:
    """Everything that is decided and filled for the edge people."""
    seen: Observed = {}
    for subject in trial.plan.subjects():
        found = seen[f"{subject.kind.value} {subject.id}"] = {
            item.name: getattr(subject, item.name) for item in fields(subject)
        }
        for document in (*subject.documents, *subject.on_request):
            data = fill_document(trial.plan, subject, document)
            found[f"{document.form}/{document.copy}"] = {name: getattr(data, name) for name in type(data).model_fields}
    seen["campaign"] = {"problems": trial.plan.problems, "findings": list(list_findings(trial))}
    return seen


def list_findings(trial: Trial) -> Iterator[object]:
    """What the plugins find wrong with the edge people's campaign.

    Raises:
        PluginError: one of them failed.
    """
    plan = trial.plan
    for organisation in plan.campaign.organisations.values():
        kind = trial.plugins.branch_types.get(organisation.branch_type)
        if kind is not None:
            yield from ask(kind, "check", organisation, plan.context)
    for _name, answer in trial.plugins.call("pingyi_check", campaign=plan.campaign):
        yield from answer if isinstance(answer, Iterable) else (answer,)


def _check_reasons(subject: SubjectPlan, plugins: set[str]) -> Iterator[Problem]:
    given: list[tuple[str, object]] = [(item.what, _reasons(item)) for item in (subject.method, *subject.decisions)]
    given += [(f"reviewer {item.reviewer}", item.reasons) for item in subject.assignments]
    given += [(f"step {item.id}", item.reasons) for item in subject.steps]
    for what, reasons in given:
        kept = list(reasons) if isinstance(reasons, Iterable) else []
        if not kept or not all(isinstance(item, Reason) and item.because.strip() and item.rule for item in kept):
            yield tell(
                "reason-missing",
                _("“{what}” of “{subject}” has no reason").format(what=what, subject=subject.name),
                _("Give it a Reason with rule and because: “pingyi why” prints them."),
                value=what,
                person=subject.name,
            )
        for item in kept:
            if isinstance(item, Reason) and item.plugin not in plugins:
                yield tell(
                    "reason-owner",
                    _("a reason for “{what}” of “{subject}” names “{plugin}”, which is no plugin").format(
                        what=what, subject=subject.name, plugin=item.plugin
                    ),
                    _("Use BranchType.reason, or the name of the entry point."),
                    value=item.plugin,
                    person=subject.name,
                )


def _reasons(decision: Decision) -> tuple[Reason, ...]:
    return (decision.reason,) if isinstance(decision.reason, Reason) else ()
