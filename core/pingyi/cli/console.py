"""Printing: problems, tables, errors. Everything that is not the answer itself goes to standard error."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import typer

from pingyi.errors import PingyiError, Problem, Severity
from pingyi.texts import translate as _

_SHOWN_VALUE = 40


def print_json(value: Any) -> None:
    """Print one JSON object; on a console that is not UTF-8 every other character is escaped, so nothing is lost."""
    utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    typer.echo(json.dumps(value, ensure_ascii=not utf8, indent=2))


def print_problems(problems: Sequence[Problem], *, err: bool = False) -> None:
    """Print problems, errors first, each with its place, value and cure."""
    names = {Severity.ERROR: _("error"), Severity.WARNING: _("warning"), Severity.INFO: _("note")}
    for severity, name in names.items():
        for problem in problems:
            if problem.severity is not severity:
                continue
            value = problem.value.replace("\n", " ")
            shown = value[:_SHOWN_VALUE] + ("…" if len(value) > _SHOWN_VALUE else "")
            where = " ".join(part for part in (_place(problem), problem.person) if part)
            line = (
                f"{name} [{problem.code}] {where}: {problem.message}"
                if where
                else f"{name} [{problem.code}] {problem.message}"
            )
            typer.echo(line + (f" “{shown}”" if shown and shown not in problem.message else ""), err=err)
            if problem.cure:
                typer.echo(f"    → {problem.cure}", err=err)


def _place(problem: Problem) -> str:
    row = _("row {row}").format(row=problem.row) if problem.row is not None else ""
    return " ".join(part for part in (problem.file, problem.sheet, row, problem.column) if part)


def count_problems(problems: Iterable[Problem]) -> dict[str, int]:
    """How many problems there are of each severity."""
    counts = {"error": 0, "warning": 0, "info": 0}
    for problem in problems:
        counts[problem.severity.value] += 1
    return counts


def print_counts(problems: Sequence[Problem]) -> None:
    """Print the line that counts problems."""
    counts = count_problems(problems)
    errors = _("1 error") if counts["error"] == 1 else _("{count} errors").format(count=counts["error"])
    warnings = _("1 warning") if counts["warning"] == 1 else _("{count} warnings").format(count=counts["warning"])
    notes = _("1 note") if counts["info"] == 1 else _("{count} notes").format(count=counts["info"])
    typer.echo(_("{errors}, {warnings}, {notes}").format(errors=errors, warnings=warnings, notes=notes))


def print_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a plain table whose columns line up in a console font, where Chinese characters are two cells wide."""
    lines = [tuple(header), *(tuple(row) for row in rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(header))]
    for line in lines:
        typer.echo(
            "  ".join(text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)).rstrip()
        )


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def print_error(error: PingyiError) -> None:
    """Print an error that is meant for the user, with the problems it carries."""
    print_problems(error.problems, err=True)
    if error.message in (problem.message for problem in error.problems):
        return
    typer.echo(_("error") + f" [{error.code}] {error.message}", err=True)
    if error.cure:
        typer.echo(f"    → {error.cure}", err=True)


def print_bug(error: BaseException) -> None:
    """Write the traceback of an unexpected error to a log file, and print one line that says where."""
    text = "".join(traceback.format_exception(error))
    path = Path(tempfile.gettempdir()) / f"pingyi-{time.strftime('%Y%m%d-%H%M%S')}.log"
    try:
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        where = str(path)
    except OSError:
        where = "-"
        typer.echo(text, err=True)
    typer.echo(
        _("This is a mistake in pingyi itself ({kind}). Details: {path}").format(kind=type(error).__name__, path=where),
        err=True,
    )


@contextlib.contextmanager
def show_progress(length: int, label: str) -> Iterator[Callable[[int], object]]:
    """Show a bar from the first step on, so that what is refused before is not headed by it.

    Args:
        length: how many steps there are.
        label: what stands before the bar.

    Yields:
        What to call with a number of steps that were done.
    """
    with contextlib.ExitStack() as stack:
        bars: list[Any] = []

        def advance(steps: int) -> None:
            if not bars:
                file = typer.get_text_stream("stderr")
                bars.append(stack.enter_context(typer.progressbar(length=length, label=label, file=file)))
            bars[0].update(steps)

        yield advance


def tell(text: str) -> None:
    """Print what the user shall know while the work goes on; below the bar, if there is one."""
    typer.echo(f"\n{text}", err=True)


def print_interrupted() -> None:
    """Say after Ctrl-C what is left to do."""
    typer.echo(_("Interrupted. Every file that was written is whole; run the command again for the rest."), err=True)
