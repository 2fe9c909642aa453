"""What is said of a run that made forms, or of one that only said what it would make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from pingyi.cli.console import print_json, print_problems
from pingyi.texts import translate as _

if TYPE_CHECKING:
    from pingyi.engine import Order, Summary
    from pingyi.errors import Problem

_SHOWN_FAILURES = 50
_KEPT = ("file-edited", "file-foreign")


def report_run(summary: Summary, order: Order, *, as_json: bool) -> int:
    """Print what became of a run.

    Args:
        summary: its counts and findings.
        order: what it was asked for.
        as_json: print one object; see `docs/commands/render.md`.

    Returns:
        The exit code.
    """
    out = order.out
    exit_code = 4 if summary.failed or summary.stopped else 1 if summary.withheld else 0
    problems = [*summary.problems, *([summary.stopped] if summary.stopped is not None else [])]
    if order.dry:  # nothing was replaced yet
        problems = [item for item in problems if item.code != "file-overwritten"]
    if as_json and order.dry:
        print_json(_list_places(summary, out, problems))
        return exit_code
    if as_json:
        counts = {
            "rendered": summary.rendered,
            "skipped": summary.skipped,
            "unchanged": summary.unchanged,
            "edited": summary.edited,
            "overwritten": summary.overwritten,
            "failed": summary.failed,
            "unmade": summary.unmade,
            "withheld": summary.withheld,
            "incomplete": summary.incomplete,
            "stopped": summary.stopped is not None,
            "out": out,
        }
        print_json({"problems": [item.to_json() for item in problems], "summary": counts})
        return exit_code
    print_problems(problems[-_SHOWN_FAILURES:], err=True)
    hidden = len(problems) - _SHOWN_FAILURES
    if hidden > 0:
        typer.echo(_("… and {count} more; --json lists all.").format(count=hidden), err=True)
    if order.dry:
        _print_places(summary, out, problems)
        return exit_code
    if summary.withheld:
        typer.echo(
            _("Rows with errors have no form; correct them and run again: only what is missing is made."), err=True
        )
    if summary.incomplete:
        typer.echo(
            _("The forms were made, without what could not be read in 总结, 点评, 承诺, 走访 or 会议."), err=True
        )
    typer.echo(
        _("{rendered} rendered, {skipped} skipped ({unchanged} unchanged), {failed} failed → {out}").format(
            rendered=summary.rendered,
            skipped=summary.skipped,
            unchanged=summary.unchanged,
            failed=summary.failed,
            out=out,
        )
    )
    if summary.unmade:
        typer.echo(_("{count} were not made, because the run ended before.").format(count=summary.unmade))
    return exit_code


def _print_places(summary: Summary, out: str, problems: list[Problem]) -> None:
    edited = [item.file for item in problems if item.code in _KEPT]
    for word, places in ((_("new"), summary.new), (_("changed"), summary.changed), (_("edited"), edited)):
        for place in places:
            typer.echo(f"{word}  {place}")
    typer.echo(
        _(
            "A run would write {new} new and {changed} changed files to {out}, leave {unchanged} as they are, keep "
            "{edited} that were edited, and fail for {failed}; nothing was written."
        ).format(
            new=len(summary.new),
            changed=len(summary.changed),
            unchanged=summary.unchanged,
            edited=summary.edited,
            failed=summary.failed,
            out=out,
        )
    )


def _list_places(summary: Summary, out: str, problems: list[Problem]) -> dict[str, Any]:
    """What a run would do, for --json; see `docs/commands/render.md`."""
    edited = [item.file for item in problems if item.code in _KEPT]
    counts = {
        "would_render": summary.rendered,
        "new": len(summary.new),
        "changed": len(summary.changed),
        "unchanged": summary.unchanged,
        "edited": summary.edited,
        "failed": summary.failed,
        "withheld": summary.withheld,
        "incomplete": summary.incomplete,
        "out": out,
    }
    return {
        "documents": [*summary.new, *summary.changed],
        "changed": summary.changed,
        "edited": edited,
        "problems": [item.to_json() for item in problems],
        "summary": counts,
    }
