"""The tallies of a campaign folder, for the commands that build on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pingyi.campaign import OpenCampaign
from pingyi.campaign.folder import RETURNED
from pingyi.collect import Collected, load_plan
from pingyi.evaluate.meeting_sheet import read_meetings
from pingyi.evaluate.meetings import Meeting, check_meetings
from pingyi.evaluate.results import Tallies
from pingyi.evaluate.subjects import Subjects
from pingyi.evaluate.tallying import tally_ballots
from pingyi.plan import Plan


@dataclass(frozen=True)
class Evaluation:
    """The ballots of a campaign with what they were counted against.

    Attributes:
        plan: of the campaign with the records of returned forms, so that verdicts from both places are known.
        tallies: with the problems of the meetings among its own.
        meetings: what the sheets 会议 say was held.
    """

    plan: Plan
    collected: Collected
    tallies: Tallies
    meetings: tuple[Meeting, ...] = ()


def load_evaluation(opened: OpenCampaign, returned: Path | None = None) -> Evaluation:
    """Collect the returned forms and count the ballots.

    Args:
        opened: the campaign; a bare roster has no ballots.
        returned: where entry sheets are; the campaign's `returned/` when left out.

    Raises:
        TemplateError: the template of a form that came back is wrong.
    """
    plan, collected = load_plan(opened)
    folder = returned or (opened.folder or Path()) / RETURNED
    subjects = Subjects(plan)
    meetings, problems = read_meetings(folder, subjects)
    problems.extend(check_meetings(meetings, subjects))
    tallies = tally_ballots(folder, plan, collected.documents)
    tallies = replace(tallies, problems=(*tallies.problems, *problems))
    return Evaluation(plan, collected, tallies, tuple(meetings))
