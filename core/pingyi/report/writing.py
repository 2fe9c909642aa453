"""Everything `pingyi report` writes, file by file: a function of plan, day and templates, the same in every run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from pingyi.deliver import OutputFolder, Verdict
from pingyi.errors import Problem, Severity
from pingyi.evaluate import Tallies
from pingyi.forms import TemplateShelf
from pingyi.model.papers.forms import FormData
from pingyi.model.papers.identity import Identity
from pingyi.plan import Plan
from pingyi.report.ledger_workbook import make_ledger_workbook
from pingyi.report.overview import make_overview
from pingyi.report.papers import PaperWriter
from pingyi.report.places import LEDGERS, NOTICE, UPWARD, name_papers
from pingyi.report.status import Status, read_status, write_reminder
from pingyi.texts import translate as _

_COPY = "report"
PAPERS = ("ledger", "coverage_certificate", "results_notice", "upward_report")


@dataclass(frozen=True)
class Reports:
    """What was written.

    Attributes:
        paths: every file, relative to the folder.
        status: the status the papers tell.
        problems: of the status, and characters without known strokes.
    """

    paths: tuple[PurePosixPath, ...]
    status: Status
    problems: tuple[Problem, ...]


def write_reports(
    plan: Plan,
    shelf: TemplateShelf,
    folder: OutputFolder,
    on: dt.date,
    *,
    tallies: Tallies | None = None,
    imbalances: Sequence[Problem] = (),
) -> Reports:
    """Write overview, ledger, certificate, notice, report upward and reminders.

    Args:
        plan: the plan, with records.
        shelf: finds the templates.
        folder: where the files go, opened; a file that somebody edited is kept, and named among the problems.
        on: the day the papers are dated and measured on.
        tallies: of the ballots; their sums stand in the notice, their imbalances in the overview.
        imbalances: what else does not balance, for the overview.

    Raises:
        TemplateError: a template is wrong.
        RenderError: a paper could not be filled.
        DeliveryError: a file could not be written.
    """
    status = read_status(plan, on)
    writer = PaperWriter(plan, status.coverage, on, tallies)
    if tallies is not None:
        # what is wrong with an electronic ballot is known from collecting it as well
        imbalances = tuple(dict.fromkeys((*tallies.problems, *imbalances)))
    shelf.compile(PAPERS)
    paths, problems = [], [*status.problems, *writer.check_words(), *writer.check_names()]
    for place, content in _make_files(plan, shelf, status, writer, imbalances=imbalances):
        paths.append(place)
        if folder.deliver(place, content, {"form": _COPY}) is Verdict.EDITED:
            problems.append(_tell_edited(place))
    return Reports(tuple(paths), status, tuple(problems))


def _tell_edited(place: PurePosixPath) -> Problem:
    return Problem(
        Severity.WARNING,
        "report-edited",
        _("Somebody changed this file; it was kept as it is."),
        _("Rename it to keep both, or run again with --overwrite."),
        file=str(place),
    )


def _make_files(
    plan: Plan, shelf: TemplateShelf, status: Status, writer: PaperWriter, *, imbalances: Sequence[Problem]
) -> Iterator[tuple[PurePosixPath, bytes]]:
    def render(form: str, data: FormData, subject: str = "") -> bytes:
        info = plan.campaign.settings.campaign
        return shelf[form].render(data, Identity(info.id, form, shelf[form].version, subject, _COPY, anonymous=True))

    yield PurePosixPath("总览.html"), make_overview(plan, status, imbalances).encode()
    yield PurePosixPath("点评工作台账.xlsx"), make_ledger_workbook(plan, status.coverage)
    for unit, place in name_papers(plan, LEDGERS):
        yield place, render("ledger", writer.write_ledger(unit), unit.id)
    yield PurePosixPath("点评覆盖情况确认表.docx"), render("coverage_certificate", writer.write_certificate())
    yield NOTICE, render("results_notice", writer.write_notice())
    yield PurePosixPath("点评工作情况报告.docx"), render("upward_report", writer.write_upward_report())
    for unit, place in name_papers(plan, UPWARD):
        yield place, render("upward_report", writer.write_upward_report(unit), unit.id)
    reminders = [write_reminder(status, branch) for branch in status.branches if branch.missing]
    # with a mark and line ends that the oldest Notepad understands
    text = "\n\n".join(reminders) or "点评已全部完成。"
    yield PurePosixPath("催办提醒.txt"), ("\ufeff" + text + "\n").replace("\n", "\r\n").encode()
