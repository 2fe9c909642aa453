"""What a plan cannot decide: subjects without reviewer, branches without officers, types and forms nobody brings."""

from __future__ import annotations

from collections.abc import Iterator

from pingyi.errors import Problem, Severity
from pingyi.model.people.organisation import Organisation, OrgKind
from pingyi.model.people.person import Person
from pingyi.plan.deadlines import check_deadlines
from pingyi.plan.findings import explain_form, list_names, place
from pingyi.plan.hook_checks import check_hooked
from pingyi.plan.names import check_names, check_posts
from pingyi.plan.planner import MEMBER_BALLOT, ORGANISATION_BALLOT, Planner
from pingyi.plan.type_checks import check_types
from pingyi.texts import translate as _


def check_plan(planner: Planner) -> Iterator[Problem]:
    """Every problem of a plan, without working out its steps and documents.

    Raises:
        PluginError: a plugin failed; it is named.
    """
    yield from _check_forms(planner)
    yield from _check_types(planner)
    yield from _check_branches(planner)
    yield from check_deadlines(planner)
    yield from check_names(planner.campaign)
    yield from check_posts(planner.campaign)
    for organisation in planner.campaign.organisations.values():
        if organisation.kind is not OrgKind.COMMITTEE:
            yield from _check_officers(organisation)
            check = check_hooked if planner.is_hooked else check_types
            yield from check(planner, organisation)


def _check_forms(planner: Planner) -> Iterator[Problem]:
    wanted = {ORGANISATION_BALLOT: "pingyi", MEMBER_BALLOT: "pingyi"}
    for kind in planner.plugins.branch_types.values():
        wanted |= {kind.member_form: kind.plugin, kind.organisation_form: kind.plugin}
    for form, plugin in wanted.items():
        if form not in planner.plugins.forms:
            yield explain_form(form, plugin)


def _check_types(planner: Planner) -> Iterator[Problem]:
    known = planner.plugins.branch_types
    cure = _("Install the plugin that brings it, or name one of: {known}.").format(known=", ".join(sorted(known)))
    for organisation in planner.campaign.organisations.values():
        name = planner.type_name_of(organisation)
        if name not in known and organisation.kind is not OrgKind.COMMITTEE:
            message = _("“{organisation}” has the branch type “{name}”, which no plugin brings: it is left out")
            yield place(
                Problem(
                    Severity.ERROR,
                    "branch-type-unknown",
                    message.format(organisation=organisation.name, name=name),
                    cure,
                    value=organisation.name,
                ),
                organisation,
                "branch_type",
            )
    lost: dict[str, list[Person]] = {}
    for person in planner.campaign.people.values():
        if person.branch_type and person.branch_type not in known:
            lost.setdefault(person.branch_type, []).append(person)
    for name, people in lost.items():
        message = _("the branch type “{name}” of {people} comes from no plugin: they are left out")
        yield place(
            Problem(
                Severity.ERROR,
                "branch-type-unknown",
                message.format(name=name, people=list_names(people)),
                cure,
                person=list_names(people),
                value=name,
            ),
            people[0],
        )


def _check_branches(planner: Planner) -> Iterator[Problem]:
    """Members whose branch does not exist, or cannot have members, would silently get no form."""
    organisations = planner.campaign.organisations
    lost: dict[str, list[Person]] = {}
    for person in planner.campaign.people.values():
        branch = organisations.get(person.branch_id)
        if branch is None or not branch.kind.has_members:
            lost.setdefault(person.branch_id, []).append(person)
    for branch_id, people in lost.items():
        branch = organisations.get(branch_id)
        name = branch.name if branch is not None else branch_id
        yield place(
            Problem(
                Severity.ERROR,
                "member-without-branch",
                _("{people}: “{branch}” is not a branch of this campaign: they are left out").format(
                    people=list_names(people), branch=name
                ),
                _("Name the branch each of them belongs to, and list it in the sheet 组织."),
                person=list_names(people),
                value=name,
            ),
            people[0],
            "branch_id",
        )


def _check_officers(organisation: Organisation) -> Iterator[Problem]:
    if organisation.secretary is None:
        yield place(
            Problem(
                Severity.WARNING,
                "secretary-missing",
                _("“{organisation}” has no secretary: nobody reviews in that post").format(
                    organisation=organisation.name
                ),
                _("Fill in the column 书记 of the sheet 组织, or the column 党内职务 of the member."),
                value=organisation.name,
            ),
            organisation,
            "secretary",
        )
    if organisation.kind is OrgKind.GENERAL_BRANCH and not organisation.committee:
        yield place(
            Problem(
                Severity.WARNING,
                "committee-missing",
                _("“{organisation}” has no committee members: members of its branches get one comment (R9)").format(
                    organisation=organisation.name
                ),
                _("Fill in the column 委员 of the sheet 组织."),
                value=organisation.name,
            ),
            organisation,
            "committee",
        )
