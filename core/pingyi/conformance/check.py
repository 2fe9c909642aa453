"""All promises of one plugin, one after the other; what stands on a broken one is skipped."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pingyi.conformance.answers import check_answers, check_planned
from pingyi.conformance.decisions import check_decisions, observe
from pingyi.conformance.hooks import check_hooks
from pingyi.conformance.papers import check_papers, check_templates
from pingyi.conformance.processes import check_processes
from pingyi.conformance.purity import watch
from pingyi.conformance.report import Check, Report
from pingyi.conformance.schema import check_schema
from pingyi.conformance.target import Target
from pingyi.conformance.trial import Trial, first_of_each, tell
from pingyi.errors import PingyiError, Problem, Severity
from pingyi.plugins.guard import find_place
from pingyi.plugins.registry import explain_broken
from pingyi.texts import translate as _


def check_plugin(target: Target, *, processes: bool = True) -> Report:
    """Prove that a plugin keeps what every plugin promises.

    Args:
        target: what `find_targets` found.
        processes: decide in two further processes too, which takes a second or two; only where all else is well.

    Returns:
        One check for each promise, in the order in which they build on each other.
    """
    promises = _promise()
    if not (processes and target.word):
        del promises["processes"]
    checks = [_run(target.name, "load", promises["load"], lambda: _try_loading(target))]
    if checks[0].passed:
        trial = Trial(target.name, target.load(), target.installed)
        for name, look in _LOOKS.items():
            if any(not check.passed for check in checks if check.id in _FOUNDATIONS):
                break
            checks.append(_run(target.name, name, promises[name], functools.partial(look, trial)))
    if "processes" in promises and len(checks) == len(promises) - 1 and all(check.passed for check in checks):
        look = functools.partial(check_processes, target.word, target.name)
        checks.append(_run(target.name, "processes", promises["processes"], look))
    done = {check.id for check in checks}
    skipped = (Check(name, promise, skipped=True) for name, promise in promises.items() if name not in done)
    return Report(target.name, (*checks, *skipped))


def _promise() -> dict[str, str]:
    return {
        "load": _("it can be imported"),
        "hooks": _("every hook it names exists"),
        "schema": _("its schema is total"),
        "company": _("it gets on with the other plugins"),
        "templates": _("its templates are clean"),
        "purity": _("it touches no file and no network while deciding"),
        "decisions": _("its decisions are the same each time and carry reasons"),
        "papers": _("its forms can be made of anybody and read back"),
        "processes": _("it decides the same in another process"),
    }


def _run(plugin: str, name: str, promise: str, look: Callable[[], Iterable[Problem]]) -> Check:
    problems: list[Problem] = []
    try:
        problems.extend(look())
    except PingyiError as error:
        problems.extend(error.problems or [tell(error.code, error.message, error.cure)])
    except (Exception, SystemExit) as error:  # noqa: BLE001 - what a stranger's answer leads to is his broken promise
        problems.append(_explain_raised(plugin, name, error))
    return Check(name, promise, first_of_each(problems))


def _explain_raised(plugin: str, promise: str, error: BaseException) -> Problem:
    """An error that no hook raised itself: something it returned led there."""
    file, row = find_place(error)
    message = _("plugin “{plugin}” failed in {hook}: {error}").format(
        plugin=plugin, hook=promise, error=f"{type(error).__name__}: {error}"
    )
    return replace(
        tell("plugin-failed", message, _("Correct it at this place and check again."), value=plugin), file=file, row=row
    )


def _try_loading(target: Target) -> Iterator[Problem]:
    try:
        target.load()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a stranger's module raises is its first problem
        yield replace(explain_broken(target.name, error), cure=_("Correct it at this place and check again."))


def _check_company(trial: Trial) -> Iterator[Problem]:
    yield from trial.plugins.problems
    faults = list(check_answers(trial))
    if faults:
        yield from faults
        return  # the plan would only tell the same again
    wrong = [
        replace(problem, severity=Severity.ERROR)
        for problem in trial.plan.problems
        if problem.severity is Severity.ERROR or problem.code in ("plugins-disagree", "self-review")
    ]
    yield from wrong or check_planned(trial)


def _check_purity(trial: Trial) -> Iterator[Problem]:
    with watch(trial.module) as touches:
        observe(trial.again())
    for touch in touches:
        yield tell(
            "side-effect",
            _("while deciding it does “{event}” on “{what}” ({place})").format(
                event=touch.event, what=touch.what, place=touch.place
            ),
            _("Decide by what the hook is given alone; settings belong into settings_model, texts into the code."),
            column=touch.place,
            value=touch.what,
        )


_LOOKS: dict[str, Callable[[Trial], Iterable[Problem]]] = {
    "hooks": lambda trial: check_hooks(trial.module),
    "schema": check_schema,
    "company": _check_company,
    "templates": check_templates,
    "purity": _check_purity,
    "decisions": check_decisions,
    "papers": check_papers,
}
_FOUNDATIONS = ("load", "hooks", "schema", "company")
"""Where one of these is broken, the rest would only tell the same again."""
