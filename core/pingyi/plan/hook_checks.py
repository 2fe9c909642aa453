"""What plugins' hooks do to a plan, found by working it out: reviews of oneself, contradictions, failures, gaps."""

from __future__ import annotations

from collections.abc import Iterator

from pingyi.errors import Problem
from pingyi.model.branch_type import BranchType
from pingyi.model.people.organisation import Organisation
from pingyi.model.people.person import Person
from pingyi.model.review.procedure import SubjectKind, SubjectPlan
from pingyi.plan.findings import explain_form, join_failures, tell_alone, tell_members_alone
from pingyi.plan.planner import Planner


def check_hooked(planner: Planner, organisation: Organisation) -> Iterator[Problem]:
    """Every problem with the subjects of one organisation, where plugins change what branch types decide.

    Raises:
        PluginError: a branch type cannot say its procedure.
    """
    found: list[Problem] = []
    alone: list[tuple[Person, BranchType]] = []
    for subject in planner.plan_organisation(organisation, found.append):
        if subject.exemption is not None:
            continue
        found.extend(_check_form(planner, subject))
        if subject.assignments or subject.kind is SubjectKind.SECRETARY:
            continue
        if subject.kind is SubjectKind.ORGANISATION:
            found.append(tell_alone(organisation))
        else:
            member = planner.campaign.people[subject.id]
            alone.append((member, planner.plugins.branch_types[subject.branch_type]))
    yield from join_failures(found)
    yield from tell_members_alone(organisation, alone)


def _check_form(planner: Planner, subject: SubjectPlan) -> Iterator[Problem]:
    """A form that nobody brings leaves a subject without papers; the types' own forms are checked elsewhere."""
    kind = planner.plugins.branch_types[subject.branch_type]
    for decision in subject.decisions:
        usual = ("", kind.member_form, kind.organisation_form)
        if decision.what == "form" and decision.value not in usual and decision.value not in planner.plugins.forms:
            yield explain_form(decision.value, decision.reason.plugin, subject.name)
