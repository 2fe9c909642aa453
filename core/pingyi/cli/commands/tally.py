"""`pingyi tally`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pingyi.cli.options import AsJson, Trust
from pingyi.texts import translate as _

if TYPE_CHECKING:
    from pingyi.evaluate import Evaluation, Tallies, Tally
    from pingyi.model.people.organisation import Organisation

_SHOWN_NAMES = 8


def tally(
    campaign: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help=_("The campaign folder; this folder when left out.")),
    ] = None,
    returned: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help=_("Where the entry sheets are; returned/ when left out.")),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help=_("Where to write the tallies; out/report/ when left out.")),
    ] = None,
    no_files: Annotated[bool, typer.Option("--no-files", help=_("Write nothing."))] = False,
    trust: Trust = False,
    as_json: AsJson = False,
) -> int:
    """Count the ballots."""
    from pingyi.campaign.folder import REPORTS
    from pingyi.cli.console import count_problems, print_counts, print_json, print_problems
    from pingyi.cli.source import open_folder
    from pingyi.errors import UsageError
    from pingyi.evaluate import load_evaluation
    from pingyi.evaluate.output import write_tallies

    opened, root = open_folder(campaign, _("Ballots belong to a campaign, not to a bare roster."), trust=trust)
    if returned is not None and not returned.is_dir():
        raise UsageError(
            _("There is no folder “{path}”.").format(path=returned),
            cure=_("Make it and put the entry sheets there, or name the folder where they are."),
        )
    evaluation = load_evaluation(opened, returned)
    tallies = evaluation.tallies
    written: list[Path] = []
    if not no_files:
        written = write_tallies(tallies, evaluation.plan, out or root / REPORTS, opened.templates)
    counts = count_problems(tallies.problems)
    if as_json:
        summary = {
            **counts,
            "tallies": len(tallies.tallies),
            "missing": len(tallies.missing),
            "returned": sum(item.returned for item in tallies.tallies),
            "balanced": all(item.balanced for item in tallies.tallies),
            "files": [str(path) for path in written],
        }
        meetings = [meeting.to_json() for meeting in evaluation.plan.campaign.meetings]
        print_json({**tallies.to_json(), "meetings": meetings, "summary": summary})
    else:
        for line in _describe(evaluation):
            typer.echo(line)
        print_problems(tallies.problems)
        if written:
            typer.echo(_("Workbook: {path}").format(path=written[0]))
        print_counts(tallies.problems)
    return 1 if counts["error"] else 0


def _describe(evaluation: Evaluation) -> Iterator[str]:
    tallies = evaluation.tallies
    for item in tallies.tallies:
        yield from _describe_tally(item, evaluation.plan.campaign.settings.tally.minimum)
    for top in tallies.top_grades:
        branch = evaluation.plan.campaign.organisations[top.organisation_id]
        grade = evaluation.plan.campaign.settings.grades.verdict[0]
        if top.limit is not None:
            yield _("{branch}: {grade} {count}, allowed {limit} of {base}").format(
                branch=branch.name, grade=grade, count=top.count, limit=top.limit, base=top.base
            )
    yield from _describe_missing(evaluation.plan.campaign.organisations, tallies)


def _describe_tally(item: Tally, minimum: int) -> Iterator[str]:
    from pingyi.evaluate.output.form_data import write_papers
    from pingyi.evaluate.output.workbook import SHEETS

    state = "" if item.balanced else "  ← " + _("the books do not balance")
    yield f"{item.organisation} {SHEETS[item.shape]}：{write_papers(item)}{state}"
    for group in (item.together, *(item.groups if len(item.groups) > 1 else ())):
        if group.withheld and not item.void:
            few = group.returned < minimum
            because = _("fewer than {minimum}") if few else _("else the votes of too few could be worked out")
            yield "  " + _("{category}: {returned} ballots; results are withheld ({because})").format(
                category=group.category, returned=group.returned, because=because.format(minimum=minimum)
            )
        elif group.lines and item.verdicts is None:
            last = group.lines[-1]
            votes = "  ".join(f"{grade} {count}" for grade, count in zip(item.grades, last.votes, strict=True))
            share = f"  ({last.satisfaction}%)" if last.satisfaction is not None else ""
            yield f"  {group.category} {last.item.key}: {votes}{share}"
    if item.verdicts is not None:
        for line in item.together.lines:
            votes = "  ".join(f"{grade} {count}" for grade, count in zip(item.grades, line.votes, strict=True))
            verdict = item.verdicts.get(line.item.person_id, "")
            yield f"  {line.item.key}: {votes}" + (f"  → {verdict}" if verdict else "")


def _describe_missing(organisations: Mapping[str, Organisation], tallies: Tallies) -> Iterator[str]:
    from pingyi.evaluate import Shape
    from pingyi.evaluate.output.workbook import SHEETS

    for shape in Shape:
        names = [organisations[id_].name for kind, id_ in tallies.missing if kind is shape]
        if names:
            shown = "、".join(names[:_SHOWN_NAMES]) + ("…" if len(names) > _SHOWN_NAMES else "")
            yield _("no ballots yet, {kind}: {count} ({names})").format(
                kind=SHEETS[shape], count=len(names), names=shown
            )
