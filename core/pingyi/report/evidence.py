"""What proves steps of which no record of a subject speaks: ballots that were counted, papers that were written."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pingyi.evaluate import Tallies
from pingyi.evaluate.output.writing import BOOK
from pingyi.model.review.steps import StepId
from pingyi.plan import Plan
from pingyi.report.lines import list_below
from pingyi.report.places import LEDGERS, NOTICE, UPWARD, name_papers


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of one step of one organisation.

    Attributes:
        done: the step is done. A paper that still has to be posted or sent was only written.
        paper: name of the file in `out/report/` that shows it; empty where ballots do.
    """

    done: bool
    paper: str = ""


@dataclass(frozen=True)
class Evidence:
    """The ballots and papers of a campaign.

    Attributes:
        plan: whose steps are looked at.
        tallies: of the ballots; `None` for a bare roster.
        folder: `out/report/` of the campaign; `None` where nothing of it counts, as for papers that are written now.
    """

    plan: Plan
    tallies: Tallies | None = None
    folder: Path | None = None

    def prove(self, step: str, organisation_id: str) -> Proof | None:
        """What shows that a step was done; `None` where nothing does."""
        counted = self.tallies is not None and any(
            item.organisation_id == organisation_id and not item.void for item in self.tallies.tallies
        )
        if step == StepId.COLLECTIVE_EVALUATION:
            return Proof(done=True) if counted else None
        if step == StepId.TALLIES:
            lacks = self.tallies is None or any(id_ == organisation_id for _shape, id_ in self.tallies.missing)
            return self._find(BOOK, done=True) if counted and not lacks else None
        if step == StepId.LEDGER:
            return self._find(self._ledgers.get(organisation_id, ""), done=True)
        if step == StepId.NOTIFICATION:
            return self._find(str(NOTICE), done=False)
        if step == StepId.REPORT:
            return self._find(self._reports.get(organisation_id, ""), done=False)
        return None

    def _find(self, name: str, *, done: bool) -> Proof | None:
        is_there = bool(name) and self.folder is not None and (self.folder / name).is_file()
        return Proof(done, name) if is_there else None

    @functools.cached_property
    def _ledgers(self) -> Mapping[str, str]:
        return _map_papers(self.plan, LEDGERS)

    @functools.cached_property
    def _reports(self) -> Mapping[str, str]:
        return _map_papers(self.plan, UPWARD)


def _map_papers(plan: Plan, folder: str) -> Mapping[str, str]:
    """The paper that speaks of each organisation: its own, or that of the general branch above it."""
    return {below.id: str(place) for unit, place in name_papers(plan, folder) for below in list_below(plan, unit)}
