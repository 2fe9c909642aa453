"""What a command works on: the campaign folder it is called in, or a bare roster file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pingyi.errors import UsageError
from pingyi.texts import translate as _

if TYPE_CHECKING:
    from pingyi.campaign import OpenCampaign
    from pingyi.collect import Collected
    from pingyi.evaluate import Tallies
    from pingyi.plan import Plan

_HEAD, _LINES = 1 << 16, 20
"""Bytes and lines of a text that show whether it is a table."""


def open_source(path: Path | None, *, trust: bool = False) -> OpenCampaign:
    """Open a campaign folder or a roster.

    Args:
        path: a campaign folder, a roster file, or `None` for the campaign around the current folder.
        trust: the user agrees to run the Python files in the campaign's `rules/`.

    Raises:
        UsageError: there is no campaign here and no roster was named.
    """
    from pingyi.campaign import open_campaign, open_roster

    found = find_source(path)
    if found.is_dir():
        return open_campaign(found, trust=trust)
    return open_roster(found)


def find_source(path: Path | None) -> Path:
    """The campaign folder or roster that is meant, without opening it; for arguments see `open_source`.

    Raises:
        UsageError: there is no campaign here and no roster was named, or it does not exist.
        FileKindError: it is a text, and not a table.
    """
    from pingyi.campaign import find_campaign

    if path is None:
        folder = find_campaign(Path.cwd())
        if folder is None:
            raise UsageError(
                _("There is no campaign.toml here or above."),
                cure=_("Change into a campaign folder, make one with “pingyi init DIR”, or name a roster file."),
            )
        return folder
    if not path.exists():
        raise UsageError(
            _("“{path}” does not exist.").format(path=path),
            cure=_("Check the spelling, or drag the file into the window."),
        )
    if path.suffix.lower() == ".txt" and path.is_file() and not _is_table(path):
        from pingyi.roster.files.refusals import refuse

        raise refuse(
            path,
            "file-kind",
            _("“{file}” is plain text, not a workbook."),
            _("If it is a CSV table, rename it to end in .csv; else save it from Excel or WPS as .xlsx."),
        )
    return path


def _is_table(path: Path) -> bool:
    """Whether the same mark divides two of the first lines of a text: such a file can be a roster, an advice cannot."""
    with path.open("rb") as file:
        lines = file.read(_HEAD).splitlines()[:_LINES]
    return any(sum(mark in line for line in lines) > 1 for mark in (b"\t", b",", b";"))


def open_folder(path: Path | None, refusal: str, *, trust: bool) -> tuple[OpenCampaign, Path]:
    """Open a campaign for a command that needs its folder, and follows all its rules.

    Args:
        path: as in `open_source`.
        refusal: what to say of a bare roster.
        trust: as in `open_source`.

    Raises:
        UsageError: there is no campaign, or this is a bare roster.
        PluginError: a rule file of the campaign was not run.
    """
    opened = open_source(path, trust=trust)
    if opened.folder is None:
        raise UsageError(refusal, cure=_("Make a campaign folder with “pingyi init DIR”, and put the roster there."))
    opened.require_rules()
    return opened, opened.folder


def load_results(opened: OpenCampaign) -> tuple[Plan, Collected, Tallies | None]:
    """The plan with the records of returned forms, what came back, and the tallies; a bare roster has only its records.

    Raises:
        TemplateError: the template of a form that came back is wrong.
    """
    from pingyi.collect import Collected

    if opened.folder is None:
        from pingyi.plan import make_plan

        return make_plan(opened.campaign, opened.plugins), Collected(), None
    from pingyi.evaluate import load_evaluation

    evaluation = load_evaluation(opened)
    return evaluation.plan, evaluation.collected, evaluation.tallies
