"""Who reviews whom, by hierarchy and portfolio (R5-R9, Q3, Q4, Q7, Q10), and never oneself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pingyi.model.campaign import Campaign
from pingyi.model.people.organisation import Officer, Organisation, OrgKind
from pingyi.model.people.person import Person
from pingyi.model.review.assignments import as_alternatives, assign, give_reason, is_led_by, is_reviewer, merge
from pingyi.model.review.decision import Decision, Reason
from pingyi.model.review.procedure import Assignment, Role


@dataclass(frozen=True, slots=True)
class MemberReviewers:
    """The reviewers of the members of one branch.

    Attributes:
        usual: of every member who reviews nobody in the branch; shared by all of them.
        special_ids: people for whom it is worked out anew, because they are among the reviewers.
        special_names: the same for reviewers whom the roster does not know.
        second: why there is no second reviewer, where there is none by rule (Q3).
    """

    usual: tuple[Assignment, ...]
    special_ids: frozenset[str]
    special_names: frozenset[str]
    second: Decision | None

    def is_usual(self, member: Person) -> bool:
        """Whether `usual` is right for this member."""
        return member.id not in self.special_ids and member.name not in self.special_names


class Reviewers:
    """The rules of the notice on one campaign.

    Args:
        campaign: the tree, the officers and the school leaders.
    """

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign

    def of_organisation(self, organisation: Organisation) -> tuple[Assignment, ...]:
        """The reviewers of an organisation and of its secretary, who are the same people (R6-R8).

        Several leaders are alternatives: all of them are named, one review is enough (Q10).
        """
        found: list[Assignment] = []
        if organisation.kind is OrgKind.BRANCH:
            found.extend(self._superiors(organisation))
        found.extend(self._leaders_in_charge(organisation, organisation))
        found.extend(self._leaders_inside(organisation))
        merged = [item for item in merge(found) if not is_led_by(organisation, item.reviewer_id, item.reviewer)]
        leaders = sum(item.role is Role.SCHOOL_LEADER for item in merged)
        return tuple(
            replace(item, choice=True) if leaders > 1 and item.role is Role.SCHOOL_LEADER else item for item in merged
        )

    def of_members(self, branch: Organisation) -> MemberReviewers:
        """The reviewers of the members of a branch (R9)."""
        officers = [*([branch.secretary] if branch.secretary is not None else []), *self._second_officers(branch)]
        return MemberReviewers(
            self._join(self._first(branch), list(self._second(branch))),
            frozenset(officer.person_id for officer in officers if officer.person_id),
            frozenset(officer.name for officer in officers if not officer.person_id),
            self._explain_second(branch),
        )

    def of_special_member(self, branch: Organisation, member: Person) -> tuple[Assignment, ...]:
        """The reviewers of a member who is among the reviewers of the branch: never the member (Q4)."""
        if is_led_by(branch, member.id, member.name):
            first = as_alternatives(
                replace(item, reasons=(_superior_reason(branch, item),))
                for item in self._superiors_of_secretary(branch)
                if not is_reviewer(item, member.id, member.name)
            )
        else:
            first = self._first(branch)
        second = [item for item in self._second(branch) if not is_reviewer(item, member.id, member.name)]
        return self._join(first, second)

    def _join(self, first: tuple[Assignment, ...], second: list[Assignment]) -> tuple[Assignment, ...]:
        if self._campaign.settings.assignments.committee_comments == "one":
            # whoever comments as secretary is not counted on again while somebody else of the committee can comment
            others = [
                item for item in second if not any(is_reviewer(item, it.reviewer_id, it.reviewer) for it in first)
            ]
            second = list(as_alternatives(others or second))
        return merge([*first, *second])

    def _first(self, branch: Organisation) -> tuple[Assignment, ...]:
        secretary = branch.secretary
        if secretary is None:
            return ()
        because = f"{branch.name}书记{secretary.name}对本支部党员进行点评"
        reason = give_reason(
            "branch-secretary-reviews-members", "R9", because, branch=branch.name, secretary=secretary.name
        )
        return (assign(secretary, Role.BRANCH_SECRETARY, branch, reason),)

    def _superiors_of_secretary(self, branch: Organisation) -> tuple[Assignment, ...]:
        """The general-branch secretary, else the leaders in charge, else the leaders who belong to the branch."""
        for source in (
            self._superiors(branch),
            self._leaders_in_charge(branch, branch),
            self._leaders_inside(branch),
        ):
            found = merge(item for item in source if not is_led_by(branch, item.reviewer_id, item.reviewer))
            if found:
                return found
        return ()

    def _superiors(self, branch: Organisation) -> Iterator[Assignment]:
        """Who stands above a branch: its general-branch secretary (R8), else the leaders in charge of it (Q4)."""
        above = self._campaign.general_branch_of(branch)
        if above is None:
            return
        secretary = above.secretary
        if secretary is None or is_led_by(branch, secretary.person_id, secretary.name):
            yield from self._leaders_in_charge(above, branch)
            return
        because = f"{above.name}书记{secretary.name}对所属基层党支部及其书记进行点评"
        reason = give_reason(
            "general-branch-secretary-reviews-branches",
            "R8",
            because,
            general_branch=above.name,
            secretary=secretary.name,
        )
        yield assign(secretary, Role.GENERAL_BRANCH_SECRETARY, above, reason)

    def _leaders_in_charge(self, organisation: Organisation, subject: Organisation) -> Iterator[Assignment]:
        for leader in self._campaign.leaders_of(organisation.id):
            rule, clause = "leader-reviews-portfolio", "R7"
            if organisation is not subject:
                rule, clause = "leader-stands-in-for-secretary", "Q4"
                because = f"{organisation.name}没有别的书记可点评{subject.name}，由分管（联系）校领导{leader.name}点评"
            elif organisation.kind is OrgKind.BRANCH:
                clause = "R5"
                because = f"校领导{leader.name}分管（联系）{organisation.name}，按领导分工点评"
            else:
                because = f"校领导{leader.name}点评分管（联系）的{organisation.name}及其书记"
            reason = give_reason(rule, clause, because, leader=leader.name, portfolio=organisation.name)
            yield assign(leader, Role.SCHOOL_LEADER, None, reason)

    def _leaders_inside(self, branch: Organisation) -> Iterator[Assignment]:
        for leader in self._campaign.leaders_in(branch.id):
            because = f"校领导{leader.name}点评本人所在的{branch.name}及其书记"
            inputs = {"leader": leader.name, "own_branch": branch.name}
            yield assign(
                leader, Role.SCHOOL_LEADER, None, give_reason("leader-reviews-own-branch", "R6", because, **inputs)
            )

    def _second_officers(self, branch: Organisation) -> tuple[Officer, ...]:
        above = self._campaign.general_branch_of(branch)
        if above is not None:
            return above.committee
        by_branch_committee = self._campaign.settings.assignments.direct_branch_second_reviewer == "branch_committee"
        return branch.committee if by_branch_committee else ()

    def _second(self, branch: Organisation) -> Iterator[Assignment]:
        above = self._campaign.general_branch_of(branch)
        number = self._explain_number()
        for officer in self._second_officers(branch):
            if above is None:
                because = f"{branch.name}没有上级党总支，按设置由支部委员作第二点评人"
                reason = give_reason("branch-committee-reviews-members", "Q3", because, branch=branch.name)
                yield assign(officer, Role.BRANCH_COMMITTEE_MEMBER, branch, reason, number)
            else:
                because = f"{above.name}委员对所属党支部的党员进行点评"
                reason = give_reason("committee-reviews-members", "R9", because, general_branch=above.name)
                yield assign(officer, Role.COMMITTEE_MEMBER, above, reason, number)

    def _explain_number(self) -> Reason:
        setting = self._campaign.settings.assignments.committee_comments
        because = "委员中有一人点评即可" if setting == "one" else "委员每人都要点评"
        return give_reason("committee-comments", "Q7", because, committee_comments=setting)

    def _explain_second(self, branch: Organisation) -> Decision | None:
        """Why members have no second reviewer, if they have none."""
        if self._second_officers(branch):
            return None
        above = self._campaign.general_branch_of(branch)
        if above is not None:
            because = f"{above.name}没有登记委员，只由党支部书记点评"
            reason = give_reason("committee-unknown", "R9", because, general_branch=above.name)
        else:
            setting = self._campaign.settings.assignments.direct_branch_second_reviewer
            because = f"{branch.name}没有上级党总支，只由党支部书记点评"
            inputs = {"branch": branch.name, "direct_branch_second_reviewer": setting}
            reason = give_reason("direct-branch-second-reviewer", "Q3", because, **inputs)
        return Decision("second_reviewer", "", reason)


def _superior_reason(branch: Organisation, superior: Assignment) -> Reason:
    because = f"本人是{branch.name}书记，不点评自己，由{superior.role.value}{superior.reviewer}点评"
    return give_reason("superior-reviews-secretary", "Q4", because, branch=branch.name, superior=superior.reviewer)
