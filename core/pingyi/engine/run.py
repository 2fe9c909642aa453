"""Running an order: its parts through an engine, their results into the manifest and one summary."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePath

from pingyi.deliver import OutputFolder
from pingyi.deliver.manifest import read_manifest
from pingyi.deliver.opening import open_storage
from pingyi.engine.engine import Engine, SerialEngine
from pingyi.engine.leftovers import name_leftovers
from pingyi.engine.order import Order, Words
from pingyi.engine.press import close_press, make_part, open_press, prepare_worker
from pingyi.engine.selection import join_refusals
from pingyi.engine.summary import Result, Summary
from pingyi.errors import DeliveryError, DiskError, PingyiError, Problem, Severity, UsageError

OnDone = Callable[[int], object]
_KEPT_PROBLEMS = 200
"""How many findings of one roster of many are kept: memory must not grow with their number."""


def run_order(order: Order, choose: Callable[[int], Engine], on_done: OnDone = lambda _count: None) -> Summary:
    """Make the documents of one source.

    Args:
        order: what to make.
        choose: returns the engine for a number of documents.
        on_done: called with the number of documents that were done, for a progress bar.

    Raises:
        PingyiError: the source cannot be opened, a template is wrong, the output folder is in use: nothing was made.
    """
    press = open_press(order)
    engine = choose(press.prepare())
    summary = Summary(withheld=len(press.withheld), incomplete=len(press.incomplete))
    with contextlib.ExitStack() as stack:
        folder = None if order.dry else stack.enter_context(OutputFolder(order.out, overwrite=order.overwrite))
        manifest = read_manifest(open_storage(order.out)) if folder is None else folder.manifest
        results = engine.run(
            functools.partial(make_part, order), press.list_parts(manifest), functools.partial(prepare_worker, order)
        )
        leftovers: list[str] = []
        with contextlib.closing(results):
            for result in results:
                if folder is not None:
                    folder.note(result.lines)
                summary.add(result.summary)
                leftovers += result.leftovers
                on_done(result.documents)
                if summary.stopped is not None:
                    break
        if summary.stopped is not None:
            # of files of several, documents that failed count as well
            failed = 0 if order.packs or order.prints else summary.failed
            summary.unmade = max(0, press.count_files() - summary.rendered - summary.skipped - failed)
        elif folder is not None and order.words == Words():
            summary.problems += name_leftovers(press.batch, folder, leftovers, withheld=bool(press.withheld))
        if folder is not None:
            _save(folder, summary)
    return summary


def _save(folder: OutputFolder, summary: Summary) -> None:
    """Write the manifest; that it cannot be written is told beside what was made."""
    folder.is_full = summary.stopped is not None
    try:
        folder.save()
    except DeliveryError as error:
        summary.failed += 1
        summary.problems.append(Problem(Severity.ERROR, error.code, error.message, error.cure))


def run_sources(
    orders: Sequence[Order], choose: Callable[[int], Engine], on_done: Callable[[Result], object]
) -> Summary:
    """Make the documents of many sources, each with its own output folder; none is opened here.

    Args:
        orders: one for each source.
        choose: returns the engine for a number of documents, here an estimate.
        on_done: called with the result of each source.

    Raises:
        UsageError: a word selects nothing in any source that can be opened.
    """
    summary = Summary()
    refusals: list[UsageError] = []
    opened = 0
    engine = choose(len(orders) * _ESTIMATE)
    results = engine.run(make_source, orders, _nothing)
    with contextlib.closing(results):
        for result in results:
            on_done(result)
            summary.add(result.summary)
            opened += not result.unopened
            if result.refusal is not None:
                refusals.append(result.refusal)
            if summary.stopped is not None:
                break
    if refusals and len(refusals) == opened:
        refusal = join_refusals(refusals)
        refusal.problems = tuple(summary.problems)  # why others could not be opened
        raise refusal
    return summary


_ESTIMATE = 5000
"""Documents of a source that nobody has opened yet."""


def _nothing() -> None:
    """Workers that get a new source each time have nothing to prepare."""


def make_source(order: Order) -> Result:
    """Make all documents of one source, in whatever process this is; what is wrong with it does not stop the others."""
    result = Result(title=order.source.name, unopened=True)
    summary = result.summary
    try:
        press = open_press(order)
        result.unopened = False
        summary.add(run_order(order, lambda _count: SerialEngine(), functools.partial(_count, result)))
        summary.problems[:0] = (*press.withheld, *press.incomplete)
    except UsageError as error:
        result.refusal, result.unopened = error, False
    except PingyiError as error:
        problem = Problem(Severity.ERROR, error.code, error.message, error.cure, file=order.source.name)
        if isinstance(error, DiskError):
            summary.stopped = problem
        else:
            told = error.message in (item.message for item in error.problems)
            summary.problems.extend(error.problems if told else (problem, *error.problems))
            summary.failed += 1
    finally:
        close_press()
    summary.problems = _shorten(summary.problems, order.source.name)
    folder = PurePath(order.out).name
    summary.new = [f"{folder}/{place}" for place in summary.new]
    summary.changed = [f"{folder}/{place}" for place in summary.changed]
    return result


def _count(result: Result, documents: int) -> None:
    result.documents += documents


def _shorten(problems: list[Problem], name: str) -> list[Problem]:
    """The first of them, each with the roster it belongs to."""
    return [
        item if item.file == name else replace(item, file=f"{name}: {item.file}".removesuffix(": "))
        for item in problems[:_KEPT_PROBLEMS]
    ]
