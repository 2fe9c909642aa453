"""What the methods of a branch type answer about the edge people, asked one by one: a plan leaves out who fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pingyi.conformance.population import list_people
from pingyi.conformance.trial import Trial, tell
from pingyi.errors import PluginError, Problem
from pingyi.model.branch_type import BranchType, PlanContext
from pingyi.model.people.organisation import Organisation, OrgKind
from pingyi.model.people.person import Person
from pingyi.model.review.decision import Decision
from pingyi.model.review.procedure import Step, SubjectKind
from pingyi.plan.hooks import ask
from pingyi.plugins import describe_failure, explain_answer
from pingyi.texts import translate as _

_Question = tuple[str, Callable[[object], bool], str, tuple[object, ...]]
"""A method, whether an answer is what it must be, the name of that, and the arguments."""


def check_answers(trial: Trial) -> Iterator[Problem]:
    """The first failure and the first wrong answer of each method of the plugin's own branch types."""
    values = [{}, *_list_values(trial.plugins.branch_types.values())]
    for kind in trial.branch_types:
        failed: set[str] = set()
        for method, fits, wanted, arguments in _list_questions(trial, kind, values):
            if method in failed:
                continue
            try:
                answer = ask(kind, method, *arguments)
            except PluginError as error:
                problem = describe_failure(error)
            else:
                if fits(answer):
                    continue
                problem = explain_answer(kind.plugin, method, wanted)
            failed.add(method)
            yield problem


def check_planned(trial: Trial) -> Iterator[Problem]:
    """Whoever is in the campaign is in the plan."""
    campaign = trial.again().campaign  # as it was before anything was asked
    planned = {(subject.kind, subject.id) for subject in trial.plan.subjects()}
    given = [(SubjectKind.MEMBER, person.id, person.name) for person in campaign.people.values()]
    given += [
        (SubjectKind.ORGANISATION, item.id, item.name)
        for item in campaign.organisations.values()
        if item.kind is not OrgKind.COMMITTEE
    ]
    for kind, id_, name in given:
        if (kind, id_) not in planned:
            yield tell(
                "subject-unplanned",
                _("nothing is planned for “{subject}”").format(subject=name),
                _("Change nothing of what a hook is given, and answer for everybody."),
                person=name,
            )


def _list_questions(trial: Trial, kind: BranchType, values: Iterable[Mapping[str, Any]]) -> Iterator[_Question]:
    campaign = trial.campaign
    context = PlanContext(campaign, trial.plugins.branch_types)
    for given in values:
        yield "claims", _is_text, "str", (given,)
    for organisation in campaign.organisations.values():
        if organisation.branch_type == kind.NAME:
            yield "procedure", _are_steps, _("a tuple of Step"), (organisation, context)
            yield "organisation_method", _is_decision, _("a Decision with a text as its value"), (organisation, context)
            for member in campaign.members_of(organisation.id):
                yield from _list_questions_on(member, organisation, kind, context)


def _list_questions_on(
    member: Person, branch: Organisation, kind: BranchType, context: PlanContext
) -> Iterator[_Question]:
    yield "method", _is_decision, _("a Decision with a text as its value"), (member, branch, context)
    yield "form", _is_decision, _("a Decision with a text as its value"), (member, branch, context)
    try:
        steps, method = tuple(kind.procedure(branch, context)), kind.method(member, branch, context)
    except (Exception, SystemExit):  # noqa: BLE001 - told where these are asked for themselves
        return
    if _is_decision(method):
        yield "member_steps", _are_steps, _("a tuple of Step"), (member, steps, method, context)


def _list_values(kinds: Iterable[BranchType]) -> Iterator[Mapping[str, Any]]:
    """What rosters say about the edge people: a type is asked about the members of all others too."""
    for kind in kinds:
        for values in list_people(kind.member_model):
            yield {name: value for name, value in values.items() if name != "record"}


def _is_text(answer: object) -> bool:
    return isinstance(answer, str)


def _is_decision(answer: object) -> bool:
    return isinstance(answer, Decision) and isinstance(answer.value, str)


def _are_steps(answer: object) -> bool:
    return isinstance(answer, tuple | list) and all(isinstance(step, Step) for step in answer)
