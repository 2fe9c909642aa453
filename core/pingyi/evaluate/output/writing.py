"""Writing the tallies into a folder: one workbook, and one Word form for each tally."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pingyi.disk.atomic import write_whole
from pingyi.disk.folders import make_folders
from pingyi.disk.names import clean_name, make_unique
from pingyi.evaluate.output.form_data import FORMS, fill_tally
from pingyi.evaluate.output.workbook import make_tally_workbook
from pingyi.evaluate.results import Tallies, Tally
from pingyi.evaluate.subjects import Subjects
from pingyi.forms import TemplateShelf
from pingyi.model.papers.identity import Identity
from pingyi.plan import Plan

BOOK = "评议结果汇总.xlsx"
FOLDER = "评议结果汇总表"
_COPY = "tally"


def write_tallies(tallies: Tallies, plan: Plan, folder: Path, templates: Path | None) -> list[Path]:
    """Write 评议结果汇总.xlsx and, below 评议结果汇总表/, a form for each tally; return what was written.

    Args:
        tallies: what was counted.
        plan: what they were counted against.
        folder: such as `out/report`; made where it is missing.
        templates: the campaign's own templates, which replace the built-in ones.

    Raises:
        TemplateError: a template of the tally forms is wrong.
        DeliveryError: a file cannot be written; what was there before is untouched.
    """
    subjects = Subjects(plan)
    make_folders(folder)
    written = [folder / BOOK]
    write_whole(written[0], make_tally_workbook(tallies, subjects))
    if tallies.tallies:
        make_folders(folder / FOLDER)
    for name, content in _render(tallies, subjects, templates):
        written.append(folder / FOLDER / name)
        write_whole(written[-1], content)
    return written


def _render(tallies: Tallies, subjects: Subjects, templates: Path | None) -> Iterator[tuple[str, bytes]]:
    plan = subjects.plan
    shelf = TemplateShelf(plan.plugins, subjects.settings, templates)
    taken: set[str] = set()
    for tally in tallies.tallies:
        form_id = FORMS[tally.shape]
        template = shelf[form_id]
        identity = identify_tally(tally, plan, template.version)
        data = fill_tally(tally, subjects).model_copy(update={"code": identity.code})
        label = plan.plugins.forms[form_id].label
        name = make_unique(clean_name(f"{tally.organisation}_{label}"), taken)
        yield f"{name}.docx", template.render(data, identity)


def identify_tally(tally: Tally, plan: Plan, version: str) -> Identity:
    """The identity of a tally form."""
    subject = f"organisation:{tally.organisation_id}"
    return Identity(plan.campaign.settings.campaign.id, FORMS[tally.shape], version, subject, _COPY)
