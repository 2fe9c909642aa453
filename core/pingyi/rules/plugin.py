"""The rules of a campaign's settings as a plugin: they use the hooks that every plugin can use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pingyi.errors import Problem
from pingyi.hookspecs import hookimpl
from pingyi.model.branch_type import PlanContext
from pingyi.model.campaign import Campaign
from pingyi.model.config.rule import AddedStep
from pingyi.model.people.organisation import Organisation
from pingyi.model.people.person import Person
from pingyi.model.review.decision import Decision, Reason
from pingyi.model.review.procedure import Assignment, Step
from pingyi.rules.compiled import CompiledRule
from pingyi.rules.review import review_rules
from pingyi.rules.reviewers import list_reviewers
from pingyi.rules.settling import Settled, list_changes, settle

_DECIDED = ("method", "form", "visitors", "exemption")
_NEEDED = {
    "pingyi_assign": ("reviewers", "reviewers_added"),
    "pingyi_steps": ("steps_skipped", "steps_added", "due", "steps_due"),
}
"""Keys of a rule for which a hook is needed; without them the plan can save the calls."""


class CampaignRules:
    """Applies `[[rules]]`.

    Args:
        rules: in the order in which they apply.
        path: of the settings, for listings.
    """

    def __init__(self, rules: Sequence[CompiledRule], path: str) -> None:
        self.rules = tuple(rules)
        self.__file__ = path
        self._last: tuple[Organisation | Person | None, Campaign | None, Settled] = (None, None, Settled(()))
        unused: Any = None
        for hook, keys in _NEEDED.items():
            if not any(getattr(rule.rule, key) for rule in rules for key in keys):
                setattr(self, hook, unused)  # the host asks only for functions

    @hookimpl
    def pingyi_decide(self, member: Person, branch: Organisation, context: PlanContext) -> Iterable[Decision]:
        """Method, form, visitors, exemption and budgets of a member."""
        return tuple(self._decide(member, context.campaign))

    @hookimpl
    def pingyi_decide_organisation(self, organisation: Organisation, context: PlanContext) -> Iterable[Decision]:
        """Method, form and budgets of an organisation."""
        return tuple(self._decide(organisation, context.campaign))

    @hookimpl
    def pingyi_assign(
        self, subject: Organisation | Person, assignments: tuple[Assignment, ...], context: PlanContext
    ) -> tuple[Assignment, ...] | None:
        """Reviewers replaced, then reviewers added."""
        campaign = context.campaign
        settled = self._settle(subject, campaign)
        found = settled.changes.get("reviewers")
        changed = assignments
        if found is not None:
            reason = found[1].reason(subject, campaign)
            # where nobody holds the post, the usual reviewers stay: the review of the rules tells it
            changed = tuple(list_reviewers(found[1].rule.reviewers, subject, campaign, reason)) or assignments
        for rule in settled.rules:
            words = rule.rule.reviewers_added
            if words:
                changed = (*changed, *list_reviewers(words, subject, campaign, rule.reason(subject, campaign)))
        return None if changed is assignments else changed

    @hookimpl
    def pingyi_steps(
        self, subject: Organisation | Person, steps: tuple[Step, ...], context: PlanContext
    ) -> Iterable[Step] | None:
        """Steps skipped, given another last day, or added."""
        campaign = context.campaign
        settled = self._settle(subject, campaign)
        if not settled.rules:
            return None
        due = settled.changes.get("due")
        single = list_changes(settled, "step:")
        changed: list[Step] = []
        for step in steps:
            found = single.get(step.id)
            if found is not None:
                changed.append(_change(step, found[0].value, found[1].reason(subject, campaign)))
            elif due is not None and isinstance(due[0].value, dt.date) and step.due > due[0].value:
                changed.append(_change(step, due[0].value, due[1].reason(subject, campaign)))
            else:
                changed.append(step)
        known = {step.id for step in steps}
        for change, rule in list_changes(settled, "added:").values():
            if isinstance(change.value, AddedStep) and change.value.id not in known:
                step = _make(change.value, rule.reason(subject, campaign))
                found = single.get(step.id)
                changed.append(
                    step if found is None else _change(step, found[0].value, found[1].reason(subject, campaign))
                )
        return changed

    @hookimpl
    def pingyi_check(self, campaign: Campaign) -> Iterable[Problem]:
        """What only the roster shows: names nobody has, rules that fit nobody or disagree."""
        return tuple(review_rules(self.rules, campaign))

    def _settle(self, subject: Organisation | Person, campaign: Campaign) -> Settled:
        """The answer for one subject is asked for by several hooks one after another."""
        known, of, settled = self._last
        if known is not subject or of is not campaign:
            settled = settle(self.rules, subject, campaign)
            self._last = (subject, campaign, settled)
        return settled

    def _decide(self, subject: Organisation | Person, campaign: Campaign) -> Iterator[Decision]:
        settled = self._settle(subject, campaign)
        for what, (change, rule) in settled.changes.items():
            if what in _DECIDED or what.startswith("budget:"):
                yield rule.decision(what, str(change.value), subject, campaign)


def _change(step: Step, value: object, reason: Reason) -> Step:
    """Skip a step, or give it another last day."""
    if isinstance(value, dt.date):
        return replace(step, due=value, reasons=(*step.reasons, reason))
    return replace(step, skipped=(*step.skipped, reason))


def _make(added: AddedStep, reason: Reason) -> Step:
    return Step(added.id, added.title, added.due, (reason,), added.methods, added.evidence)
