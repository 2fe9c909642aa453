"""All that is decided about the subjects of one organisation: itself, its secretary, its members."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pingyi.errors import PluginError
from pingyi.model.branch_type import BranchType, PlanContext
from pingyi.model.campaign import Campaign
from pingyi.model.config.settings import Exemption
from pingyi.model.people.organisation import Organisation, OrgKind
from pingyi.model.people.person import Membership, Person
from pingyi.model.review.assignments import give_reason
from pingyi.model.review.decision import Decision, Reason
from pingyi.model.review.procedure import Assignment, PlannedDocument, Step, SubjectKind, SubjectPlan
from pingyi.plan.exemptions import decide_exemption
from pingyi.plan.findings import ignore
from pingyi.plan.hooks import (
    Report,
    ask_decision,
    ask_steps,
    change_assignments,
    change_decisions,
    change_steps,
    withhold,
)
from pingyi.plan.papers import Papers
from pingyi.plan.reviewers import MemberReviewers, Reviewers
from pingyi.plugins import Plugins

BALLOT = "ballot"
"""The copy of a paper that is handed out and not kept."""
ORGANISATION_BALLOT = "ballot_organisation"
MEMBER_BALLOT = "ballot_members"
_BALLOT_REASON = give_reason("ballot", "R22", "述职完毕后，与会人员用集中评议表进行评议")
_SECRETARY_FORM = Decision(
    "form",
    "",
    give_reason("secretary-has-no-form", "Q5", "书记不另填登记表：对书记的点评填在本组织登记表的“对书记”一栏"),
)


@dataclass
class TypeInBranch:
    """What the members of one branch type in one branch share: worked out once, used for each of them."""

    kind: BranchType
    steps: tuple[Step, ...]
    decisions: dict[str, Decision] = field(default_factory=dict)
    form: Decision | None = None
    documents: tuple[PlannedDocument, ...] = ()
    asked: tuple[tuple[Step, ...], tuple[PlannedDocument, ...]] = ((), ())
    """The steps of the member before, and what can be asked for with them."""


class Planner:
    """Plans one organisation after another; keeps nothing of those that are done.

    Args:
        campaign: people, organisations, settings.
        plugins: branch types, forms and hooks.
        exemptions: by person id (Q9).
    """

    def __init__(self, campaign: Campaign, plugins: Plugins, exemptions: Mapping[str, Exemption]) -> None:
        self.campaign = campaign
        self.plugins = plugins
        self.context = PlanContext(campaign.protect(), MappingProxyType(plugins.branch_types))
        self.reviewers = Reviewers(campaign)
        self.exemptions = exemptions
        self._assigns = plugins.implements("pingyi_assign")
        self.decides = plugins.implements("pingyi_decide")
        self._decides_organisations = plugins.implements("pingyi_decide_organisation")
        self._changes_steps = plugins.implements("pingyi_steps")
        self.papers = Papers(plugins.forms, campaign.settings.copies)

    @property
    def is_hooked(self) -> bool:
        """Whether plugins change anything beyond what branch types decide."""
        return self._assigns or self.decides or self._decides_organisations or self._changes_steps

    def type_name_of(self, organisation: Organisation) -> str:
        """NAME of the branch type of an organisation: its own, else the default of the settings."""
        return organisation.branch_type or self.campaign.settings.branch_types.default

    def plan_organisation(self, organisation: Organisation, report: Report = ignore) -> Iterator[SubjectPlan]:
        """The organisation, its secretary, and its members in the order of the roster.

        A subject about whom a plugin fails is reported and left out.

        Raises:
            PluginError: a branch type cannot say its procedure.
        """
        kind = self.plugins.branch_types.get(self.type_name_of(organisation))
        if organisation.kind is OrgKind.COMMITTEE:
            return
        steps: tuple[Step, ...] = ()
        if kind is not None:
            steps = ask_steps(kind, "procedure", organisation, self.context)
            try:
                itself = tuple(self._plan_itself(organisation, kind, steps, report))
            except PluginError as error:
                report(withhold(error, organisation))
                itself = ()
            yield from itself
        if organisation.kind.has_members:
            types = {kind.NAME: TypeInBranch(kind, steps)} if kind else {}
            yield from self._plan_members(organisation, types, report)

    def reviewers_of_organisation(self, organisation: Organisation, report: Report) -> tuple[Assignment, ...]:
        """The reviewers of an organisation and its secretary, after the plugins' changes."""
        assignments = self.reviewers.of_organisation(organisation)
        if self._assigns:
            assignments = change_assignments(
                self.plugins, organisation, assignments, context=self.context, report=report
            )
        return assignments

    def reviewers_of_member(
        self, member: Person, branch: Organisation, reviewers: MemberReviewers, report: Report
    ) -> tuple[Assignment, ...]:
        """The reviewers of a member, after the plugins' changes."""
        if reviewers.is_usual(member):
            assignments = reviewers.usual
        else:
            assignments = self.reviewers.of_special_member(branch, member)
        if self._assigns:
            assignments = change_assignments(self.plugins, member, assignments, context=self.context, report=report)
        return assignments

    def find_type(self, name: str, branch: Organisation, types: dict[str, TypeInBranch]) -> TypeInBranch | None:
        """A branch type in a branch, `None` where nobody brings it.

        Args:
            name: its NAME.
            branch: where it is followed.
            types: those of this branch that are known; it is added.

        Raises:
            PluginError: it cannot say its procedure.
        """
        here = types.get(name)
        if here is None:
            kind = self.plugins.branch_types.get(name)
            if kind is not None:
                here = types[name] = TypeInBranch(kind, ask_steps(kind, "procedure", branch, self.context))
        return here

    def decide(self, member: Person, branch: Organisation, kind: BranchType, report: Report) -> Mapping[str, Decision]:
        """The method, the form and, where there are any, visitors and exemption of a member, after plugins' changes."""
        method = ask_decision(kind, "method", member, branch, self.context)
        form = ask_decision(kind, "form", member, branch, self.context)
        exempt = self.exemptions.get(member.id)
        decisions = {"method": method, "form": form}
        if exempt is not None:
            decisions["exemption"] = decide_exemption(exempt)
        if not self.decides:
            return decisions
        arguments = {"member": member, "branch": branch, "context": self.context}
        return change_decisions(self.plugins, "pingyi_decide", member, decisions, report=report, **arguments)

    def _plan_itself(
        self, organisation: Organisation, kind: BranchType, steps: tuple[Step, ...], report: Report
    ) -> Iterator[SubjectPlan]:
        assignments = self.reviewers_of_organisation(organisation, report)
        method = ask_decision(kind, "organisation_method", organisation, self.context)
        branch_type = self._explain_type(kind, organisation.branch_type_because, organisation.branch_type)
        form = Decision(
            "form",
            kind.organisation_form,
            give_reason(
                "organisation-form", "R17", "党组织的总结和点评填入基层党组织登记表", organisation=organisation.name
            ),
        )
        decisions: Mapping[str, Decision] = {"method": method, "form": form}
        if self._decides_organisations:
            hook = "pingyi_decide_organisation"
            arguments = {"organisation": organisation, "context": self.context}
            decisions = change_decisions(self.plugins, hook, organisation, decisions, report=report, **arguments)
            method, form = decisions["method"], decisions["form"]
        further = _list_further(decisions)
        skipped: tuple[Decision, ...] = ()
        if self._changes_steps:
            steps, skipped = change_steps(self.plugins, organisation, steps, decisions, self.context)
        yield SubjectPlan(
            SubjectKind.ORGANISATION,
            organisation.id,
            organisation.name,
            organisation.id,
            kind.NAME,
            assignments,
            steps,
            method,
            (*self.papers.list_copies(form), *self._list_ballots(organisation)),
            (branch_type, form, *further, *skipped),
            self.papers.list_on_request(SubjectKind.ORGANISATION, steps),
        )
        if organisation.secretary is not None:
            yield SubjectPlan(
                SubjectKind.SECRETARY,
                organisation.id,
                organisation.secretary.name,
                organisation.id,
                kind.NAME,
                assignments,
                steps,
                method,
                (),
                (branch_type, _SECRETARY_FORM, *skipped),
            )

    def _plan_members(
        self, branch: Organisation, types: dict[str, TypeInBranch], report: Report
    ) -> Iterator[SubjectPlan]:
        reviewers = self.reviewers.of_members(branch)
        default = self.type_name_of(branch)
        for member in self.campaign.members_of(branch.id):
            here = self.find_type(member.branch_type or default, branch, types)
            if here is None:
                continue  # reported by the checks
            try:
                planned = self._plan_member(member, branch, here, reviewers, report)
            except PluginError as error:
                report(withhold(error, member))
                continue
            yield planned

    def _plan_member(
        self, member: Person, branch: Organisation, here: TypeInBranch, reviewers: MemberReviewers, report: Report
    ) -> SubjectPlan:
        kind = here.kind
        because = member.branch_type_because
        branch_type = here.decisions.get(because)
        if branch_type is None:
            branch_type = here.decisions[because] = self._explain_type(kind, because, member.branch_type)
        decisions = self.decide(member, branch, kind, report)
        method, form = decisions["method"], decisions["form"]
        if "exemption" in decisions:
            return self._plan_exempt(member, branch, kind, (branch_type, form, decisions["exemption"]))
        if form is not here.form and form != here.form:
            here.form, here.documents = form, self.papers.list_copies(form)
        steps = ask_steps(kind, "member_steps", member, here.steps, method, self.context)
        skipped: tuple[Decision, ...] = ()
        if self._changes_steps:
            steps, skipped = change_steps(self.plugins, member, steps, decisions, self.context)
        if here.asked[0] is not steps:
            here.asked = steps, self.papers.list_on_request(SubjectKind.MEMBER, steps)
        second = () if reviewers.second is None else (reviewers.second,)
        return SubjectPlan(
            SubjectKind.MEMBER,
            member.id,
            member.name,
            branch.id,
            kind.NAME,
            self.reviewers_of_member(member, branch, reviewers, report),
            steps,
            method,
            here.documents,
            (branch_type, form, *_list_further(decisions), *second, *skipped),
            here.asked[1],
        )

    def _plan_exempt(
        self, member: Person, branch: Organisation, kind: BranchType, decisions: tuple[Decision, Decision, Decision]
    ) -> SubjectPlan:
        """An exempt member is counted, and gets no reviewer, no step and no form (Q9)."""
        method = Decision("method", "免予点评", decisions[2].reason)
        return SubjectPlan(
            SubjectKind.MEMBER, member.id, member.name, branch.id, kind.NAME, (), (), method, (), decisions
        )

    def _explain_type(self, kind: BranchType, because: str, stated: str) -> Decision:
        text = because or ("花名册已注明类型" if stated else "按设置的默认类型")
        return Decision(
            "branch_type", kind.NAME, Reason("branch-type", kind.plugin, "", text, (("label", kind.LABEL),))
        )

    def _list_ballots(self, organisation: Organisation) -> Iterator[PlannedDocument]:
        if ORGANISATION_BALLOT in self.plugins.forms:
            yield PlannedDocument(ORGANISATION_BALLOT, BALLOT, (_BALLOT_REASON,))
        if MEMBER_BALLOT in self.plugins.forms and any(self.list_graded(organisation)):
            reason = give_reason("member-ballot", "Q2", "对党员个人的评议按支部列名，每支部一张票样")
            yield PlannedDocument(MEMBER_BALLOT, BALLOT, (_BALLOT_REASON, reason))

    def list_graded(self, branch: Organisation) -> Iterator[Person]:
        """The members a ballot lists: full members who are not exempt; probationary members take part ungraded."""
        return (
            member
            for member in self.campaign.members_of(branch.id)
            if member.membership is not Membership.PROBATIONARY and not self._is_exempt(member, branch)
        )

    def _is_exempt(self, member: Person, branch: Organisation) -> bool:
        kind = self.plugins.branch_types.get(member.branch_type or self.type_name_of(branch))
        if kind is None:
            return member.id in self.exemptions
        try:
            return "exemption" in self.decide(member, branch, kind, ignore)
        except PluginError:
            return True  # left out of the plan, and reported by the checks


def _list_further(decisions: Mapping[str, Decision]) -> tuple[Decision, ...]:
    """What plugins decided beside method and form."""
    return tuple(decision for what, decision in decisions.items() if what not in ("method", "form"))
