"""What branch types decide where no plugin changes it: failures, forms nobody brings, subjects nobody reviews."""

from __future__ import annotations

from collections.abc import Iterator

from pingyi.errors import PluginError, Problem
from pingyi.model.branch_type import BranchType
from pingyi.model.people.organisation import Organisation
from pingyi.model.people.person import Person
from pingyi.plan.findings import explain_form, ignore, join_failures, tell_alone, tell_members_alone
from pingyi.plan.hooks import ask_decision, ask_steps, withhold
from pingyi.plan.planner import Planner, TypeInBranch


def check_types(planner: Planner, organisation: Organisation) -> Iterator[Problem]:
    """Every problem with the subjects of one organisation, without working out their plans.

    Raises:
        PluginError: a branch type cannot say its procedure.
    """
    yield from join_failures(_check_subjects(planner, organisation))


def _check_subjects(planner: Planner, organisation: Organisation) -> Iterator[Problem]:
    types: dict[str, TypeInBranch] = {}
    here = planner.find_type(planner.type_name_of(organisation), organisation, types)
    if here is not None and type(here.kind).organisation_method is not BranchType.organisation_method:
        try:
            ask_decision(here.kind, "organisation_method", organisation, planner.context)
        except PluginError as error:
            yield withhold(error, organisation)
    if not planner.reviewers.of_organisation(organisation):
        yield tell_alone(organisation)
    if organisation.kind.has_members:
        yield from _check_members(planner, organisation, types)


def _check_members(planner: Planner, branch: Organisation, types: dict[str, TypeInBranch]) -> Iterator[Problem]:
    reviewers = planner.reviewers.of_members(branch)
    default, context = planner.type_name_of(branch), planner.context
    alone: list[tuple[Person, BranchType]] = []
    for member in planner.campaign.members_of(branch.id):
        here = planner.find_type(member.branch_type or default, branch, types)
        if here is None:
            continue
        kind = here.kind
        exempt = member.id in planner.exemptions
        try:
            method = ask_decision(kind, "method", member, branch, context)
            if type(kind).form is not BranchType.form:
                form = ask_decision(kind, "form", member, branch, context)
                if form.value not in planner.plugins.forms:
                    yield explain_form(form.value, form.reason.plugin, member.name)
            if not exempt:
                ask_steps(kind, "member_steps", member, here.steps, method, context)
        except PluginError as error:
            yield withhold(error, member)
            continue
        if not exempt and not planner.reviewers_of_member(member, branch, reviewers, ignore):
            alone.append((member, kind))
    yield from tell_members_alone(branch, alone)
