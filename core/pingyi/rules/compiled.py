"""A rule made ready: whom it is about, whether its condition holds, and the reason it gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pingyi.model.campaign import Campaign
from pingyi.model.config.faults import SETTINGS_FILE
from pingyi.model.config.rule import AddedStep, Rule
from pingyi.model.people.organisation import Organisation
from pingyi.model.people.person import Person
from pingyi.model.review.decision import Decision, Reason
from pingyi.rules.expression import Expression

PLUGIN = SETTINGS_FILE
"""The name under which the rules of a campaign's settings take part, like a plugin's."""


class Change(NamedTuple):
    """What a rule wants changed; two rules that want different values for one `what` disagree."""

    what: str
    value: str | int | dt.date | tuple[str, ...] | AddedStep


@dataclass(frozen=True)
class CompiledRule:
    """A rule whose names and condition were checked.

    Attributes:
        rule: as it stands in the settings.
        name: its name, or its place such as `rules[2]`.
        key: its place.
        branch_type: NAME, or empty for all.
        condition: `None` where there is none.
    """

    rule: Rule
    name: str
    key: str
    branch_type: str
    condition: Expression | None

    def concerns(self, subject: Organisation | Person, campaign: Campaign) -> bool:
        """Whether the rule is about a subject, whatever its condition says."""
        is_member = isinstance(subject, Person)
        if is_member is not (self.rule.subject == "member"):
            return False
        organisation = campaign.organisations.get(subject.branch_id) if isinstance(subject, Person) else subject
        if self.branch_type:
            own = subject.branch_type or (organisation.branch_type if organisation is not None else "")
            if (own or campaign.settings.branch_types.default) != self.branch_type:
                return False
        return not self.rule.branch or any(
            self.rule.branch in (item.id, item.name) for item in list_path(organisation, campaign)
        )

    def names_for(self, subject: Organisation | Person, campaign: Campaign) -> Mapping[str, Any]:
        """The values of the names in the condition."""
        info = campaign.settings.campaign
        if isinstance(subject, Person):
            return {"member": subject, "branch": campaign.organisations.get(subject.branch_id), "campaign": info}
        return {"organisation": subject, "campaign": info}

    def fits(self, subject: Organisation | Person, campaign: Campaign) -> bool:
        """Whether the rule applies to a subject."""
        if not self.concerns(subject, campaign):
            return False
        return self.condition is None or self.condition.holds(self.names_for(subject, campaign))

    def reason(self, subject: Organisation | Person, campaign: Campaign) -> Reason:
        """Why a subject is treated so: the rule's own words, and the facts its condition looked at."""
        names = self.names_for(subject, campaign)
        looks = self.condition.looks if self.condition is not None else ()
        inputs = tuple(
            (look.name.removeprefix("member."), _write(look.run(names))) for look in looks if not look.private
        )
        return Reason(self.name, PLUGIN, "", self.rule.because, inputs)

    def decision(self, what: str, value: str, subject: Organisation | Person, campaign: Campaign) -> Decision:
        """A decision of this rule."""
        return Decision(what, value, self.reason(subject, campaign))

    def changes(self) -> Iterator[Change]:
        """Everything the rule changes, but for reviewers it adds: those never contradict others."""
        rule = self.rule
        texts = {"method": rule.method, "form": rule.form, "exemption": rule.approved_by if rule.exempt else ""}
        yield from (Change(what, value) for what, value in texts.items() if value)
        if rule.visitors is not None:
            yield Change("visitors", rule.visitors)
        if rule.reviewers:
            yield Change("reviewers", rule.reviewers)
        yield from (Change(f"budget:{field}", count) for field, count in rule.budgets.items())
        if rule.due is not None:
            yield Change("due", rule.due)
        yield from (Change(f"step:{id_}", "") for id_ in rule.steps_skipped)
        yield from (Change(f"step:{id_}", day) for id_, day in rule.steps_due.items())
        yield from (Change(f"added:{step.id}", step) for step in rule.steps_added)


def list_path(organisation: Organisation | None, campaign: Campaign) -> Iterator[Organisation]:
    """An organisation and all those above it."""
    seen: set[str] = set()
    while organisation is not None and organisation.id not in seen:  # a circle of parents must not go on for ever
        seen.add(organisation.id)
        yield organisation
        organisation = campaign.organisations.get(organisation.parent_id)


def _write(value: object) -> str:
    if value is None:
        return "不详"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(map(str, value)) or "无"
    return str(value) or "未填写"
