"""The tallies of a campaign folder, for the commands that build on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pingyi.campaign import OpenCampaign
from pingyi.campaign.folder import RETURNED
from pingyi.collect import Collected, load_plan
from pingyi.evaluate.conduct.meetings import check_meetings
from pingyi.evaluate.conduct.visits import check_visits
from pingyi.evaluate.results import Tallies
from pingyi.evaluate.tallying import tally_ballots
from pingyi.plan import Plan


@dataclass(frozen=True)
class Evaluation:
    """The ballots of a campaign with what they were counted against.

    Attributes:
        plan: of the campaign with the records and meetings of returned forms, so that both places are known.
        tallies: with the problems of meetings and visits among its own.
    """

    plan: Plan
    collected: Collected
    tallies: Tallies


def load_evaluation(opened: OpenCampaign, returned: Path | None = None) -> Evaluation:
    """Collect the returned forms and count the ballots.

    Args:
        opened: the campaign; a bare roster has no ballots.
        returned: where entry sheets and returned forms are; the campaign's `returned/` when left out.

    Raises:
        TemplateError: the template of a form that came back is wrong.
    """
    folder = returned or (opened.folder or Path()) / RETURNED
    plan, collected = load_plan(opened, folder)
    tallies = tally_ballots(folder, plan, collected.documents)
    differing = [item for item in collected.problems if item.code == "meeting-differs"]
    unread = (*opened.roster.unread_events, *collected.unread_events)
    problems = (*tallies.problems, *unread, *differing, *check_meetings(plan), *check_visits(plan))
    return Evaluation(plan, collected, replace(tallies, problems=problems))
