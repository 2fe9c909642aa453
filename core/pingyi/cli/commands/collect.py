"""`pingyi collect`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pingyi.cli.options import AsJson, Trust
from pingyi.texts import translate as _

if TYPE_CHECKING:
    from pingyi.collect import Collected
    from pingyi.plan import Plan

_SHOWN_PROBLEMS = 50
_SHOWN_NAMES = 8


def collect(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help=_("Where the returned files are; returned/ when left out.")),
    ] = None,
    campaign: Annotated[
        Path | None, typer.Option(metavar="DIR", help=_("The campaign folder; the one around this folder."))
    ] = None,
    problems: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("Where to write the workbook of problems."))
    ] = None,
    trust: Trust = False,
    as_json: AsJson = False,
) -> int:
    """Read the returned forms."""
    from pingyi.campaign.folder import OUTPUT, RETURNED
    from pingyi.cli.console import count_problems
    from pingyi.cli.source import open_folder
    from pingyi.collect import load_returned
    from pingyi.collect.workbook import write_problems
    from pingyi.errors import UsageError
    from pingyi.plan import make_plan

    opened, root = open_folder(campaign, _("Returned forms belong to a campaign, not to a bare roster."), trust=trust)
    returned = folder or root / RETURNED
    if not returned.is_dir():
        raise UsageError(
            _("There is no folder “{path}”.").format(path=returned),
            cure=_("Make it and put the returned files there, or name the folder where they are."),
        )
    plan = make_plan(opened.campaign, opened.plugins)
    collected = load_returned(opened, plan, returned)
    book: Path | None = None
    if problems is not None or collected.problems or collected.missing:
        book = problems or root / OUTPUT / "回收检查.xlsx"
        write_problems(plan, collected, book)
    counts = count_problems(collected.problems)
    if as_json:
        _print_json(collected, counts, book)
    else:
        _print(plan, collected, book)
    return 1 if counts["error"] else 0


def _print_json(collected: Collected, counts: dict[str, int], book: Path | None) -> None:
    from pingyi.cli.console import print_json

    summary = {
        **counts,
        "files": collected.files,
        "forms": len(collected.documents),
        "expected": collected.expected,
        "returned": collected.expected - len(collected.missing),
        "missing": len(collected.missing),
        "blank": len(collected.blank),
        "problems_workbook": str(book) if book is not None else None,
    }
    print_json(
        {
            "problems": [item.to_json() for item in collected.problems],
            "documents": [
                {
                    "path": item.path,
                    "form": item.form,
                    "kind": item.subject[0].value,
                    "subject": item.subject[1],
                    "copy": item.copy,
                    "counts": item.counts,
                    "modified": item.modified,
                    "data": item.data.model_dump(mode="json"),
                    "ticks": {line: list(grades) for line, grades in item.ticks.items()},
                    "category": item.category,
                }
                for item in collected.documents
            ],
            "missing": [{"kind": kind.value, "subject": subject} for kind, subject in collected.missing],
            "blank": [{"kind": kind.value, "subject": subject} for kind, subject in collected.blank],
            "summary": summary,
        }
    )


def _print(plan: Plan, collected: Collected, book: Path | None) -> None:
    from pingyi.cli.console import print_counts, print_problems

    print_problems(collected.problems[:_SHOWN_PROBLEMS])
    hidden = len(collected.problems) - _SHOWN_PROBLEMS
    if hidden > 0:
        typer.echo(_("… and {count} more; --json lists all.").format(count=hidden))
    typer.echo(
        _("{files} files read, {forms} forms recognised.").format(files=collected.files, forms=len(collected.documents))
    )
    typer.echo(
        _("{returned} of {expected} have returned their form or are in the workbook.").format(
            returned=collected.expected - len(collected.missing), expected=collected.expected
        )
        + (
            _(" Of these {count} came back blank: they are not filled in, and “pingyi status” lists them.").format(
                count=len(collected.blank)
            )
            if collected.blank
            else ""
        )
    )
    _print_missing(plan, collected)
    if book is not None:
        typer.echo(_("Problems and missing forms: {path}").format(path=book))
    print_counts(collected.problems)
    typer.echo(_("Next: “pingyi render” makes the complete forms."))


def _print_missing(plan: Plan, collected: Collected) -> None:
    """Who is missing, by organisation."""
    from pingyi.model.review.procedure import SubjectKind

    by_place: dict[str, list[str]] = {}
    for kind, subject_id in collected.missing:
        is_member = kind is SubjectKind.MEMBER
        place = plan.campaign.people[subject_id].branch_id if is_member else subject_id
        name = plan.campaign.name_subject(kind, subject_id) if is_member else _("the organisation's own form")
        by_place.setdefault(place, []).append(name)
    for place, names in by_place.items():
        shown = "、".join(names[:_SHOWN_NAMES]) + ("…" if len(names) > _SHOWN_NAMES else "")
        typer.echo(
            _("missing in {organisation}: {count} ({names})").format(
                organisation=plan.campaign.organisations[place].name, count=len(names), names=shown
            )
        )
