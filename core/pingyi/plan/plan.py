"""The plan of a campaign: every subject with what is decided about it, worked out when it is asked for."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pingyi.errors import PluginError, Problem
from pingyi.model.branch_type import PlanContext
from pingyi.model.campaign import Campaign
from pingyi.model.papers.forms import AspectText
from pingyi.model.people.organisation import Organisation
from pingyi.model.results.records import EMPTY_RECORD
from pingyi.model.review.procedure import SubjectKind, SubjectPlan
from pingyi.plan.checks import check_plan
from pingyi.plan.exemptions import match_exemptions
from pingyi.plan.fields.aspects import list_aspects
from pingyi.plan.findings import FAILURES
from pingyi.plan.planner import Planner
from pingyi.plan.remarks import place_remarks
from pingyi.plugins import Plugins
from pingyi.strokes import StrokeOrder

_KEPT = 20000
"""Subjects that are not worked out twice, so that a university is worked out once: under a kilobyte each where those of
one branch share most of it, more where plugins decide for single members."""


class Plan:
    """Who is reviewed by whom, in which steps, with which documents.

    Subjects are worked out while they are read, and only those of a small campaign are kept: a province has millions.

    Attributes:
        campaign: what the plan is made from.
        plugins: the branch types, forms and hooks in use.
        problems: everything that was found, complete from the start.
    """

    def __init__(self, planner: Planner, problems: Sequence[Problem]) -> None:
        self.campaign: Campaign = planner.campaign
        self.plugins: Plugins = planner.plugins
        self.problems: list[Problem] = list(problems)
        self.planner = planner
        self.last_filled: tuple[SubjectPlan, str, Mapping[str, Any]] | None = None
        """The values of the form filled last: the copies of one form differ little, and follow one another."""
        self._kept: dict[str, tuple[SubjectPlan, ...]] = {}
        self._kept_subjects = 0

    @property
    def context(self) -> PlanContext:
        """What branch types and hooks look at."""
        return self.planner.context

    @functools.cached_property
    def institution(self) -> str:
        """Full name of the institution, as the titles of the forms print it."""
        return self.campaign.institution

    @functools.cached_property
    def fills(self) -> bool:
        """Whether any plugin adds values to forms."""
        return self.plugins.implements("pingyi_fill")

    @functools.cached_property
    def order(self) -> StrokeOrder:
        """By which lists of names are sorted."""
        return StrokeOrder(self.campaign.settings.report.strokes)

    @functools.cached_property
    def blank_summary(self) -> tuple[AspectText, ...]:
        """A member's self-summary before it is written: the same for everybody."""
        return list_aspects(self.campaign.settings.aspects.member, EMPTY_RECORD)

    @functools.cached_property
    def organisations(self) -> tuple[Organisation, ...]:
        """The organisations in the order of the plan: each general branch, then its branches."""
        known = self.campaign.organisations
        ordered: dict[str, Organisation] = {}
        tops = [item for item in known.values() if item.parent_id not in known]
        for start in (*tops, *known.values()):  # the second part: circles, which no top leads to
            pending = [start]
            while pending:
                item = pending.pop()
                if item.id not in ordered:
                    ordered[item.id] = item
                    pending.extend(reversed(list(self.campaign.children_of(item.id))))
        return tuple(ordered.values())

    def subjects(self) -> Iterator[SubjectPlan]:
        """Every subject: a general branch, its secretary, then each of its branches, its secretary, its members."""
        for organisation in self.organisations:
            yield from self.planner.plan_organisation(organisation)

    def subjects_of(self, organisation_id: str) -> Iterator[SubjectPlan]:
        """The subjects of one organisation: itself, its secretary, its members."""
        kept = self._kept.get(organisation_id)
        if kept is None:
            kept = tuple(self.planner.plan_organisation(self.campaign.organisations[organisation_id]))
            self._kept_subjects += len(kept)
            if self._kept_subjects <= _KEPT:
                self._kept[organisation_id] = kept
        return iter(kept)

    def find(self, query: str) -> list[SubjectPlan]:
        """The subjects a user means.

        Args:
            query: a person's name or number; or an organisation's name, or a part of it where nothing fits better.

        Raises:
            PluginError: all that is meant is left out, because a plugin fails.
        """
        word = query.strip()
        people = self.campaign.people_called(word)
        wanted = {person.branch_id for person in people}
        organisations = self.campaign.organisations.values()
        named = {item.id for item in organisations if word in (item.name, item.id)}
        led = {item.id for item in organisations if item.secretary is not None and item.secretary.name == word}
        if word and not (wanted or named or led):
            named = {item.id for item in organisations if word in item.name}
        reported: list[Problem] = []
        found = [
            subject
            for organisation in self.organisations
            if organisation.id in wanted | named | led
            for subject in self.planner.plan_organisation(organisation, reported.append)
            if self._is_meant(subject, word, organisation.id in named)
        ]
        if not found:
            meant = {*(person.name for person in people), *([""] if named or led else [])}
            for problem in reported:
                if problem.code in FAILURES and problem.person in meant:
                    raise PluginError(problem.message, cure=problem.cure, problems=[problem])
        return found

    def _is_meant(self, subject: SubjectPlan, word: str, named: bool) -> bool:
        if subject.kind is SubjectKind.MEMBER:
            return word in self.campaign.people[subject.id].words
        return named or (subject.kind is SubjectKind.SECRETARY and subject.name == word)


def make_plan(campaign: Campaign, plugins: Plugins) -> Plan:
    """Plan a campaign; cheap, since subjects are worked out when they are read.

    Raises:
        PluginError: a plugin failed; it is named.
    """
    exemptions, problems = match_exemptions(campaign)
    planner = Planner(campaign, plugins, exemptions)
    if any(record.remarks for record in campaign.records.values()):
        records, unplaced = place_remarks(campaign.records, planner)
        planner = Planner(replace(campaign, records=records), plugins, exemptions)
        problems += unplaced
    return Plan(planner, [*problems, *check_plan(planner)])
