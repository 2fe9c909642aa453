"""Running an order: its parts through an engine, their results into the manifest and one summary."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Sequence
from dataclasses import replace

from pingyi.deliver import OutputFolder
from pingyi.engine.engine import Engine, SerialEngine
from pingyi.engine.order import Order
from pingyi.engine.press import close_press, make_part, open_press, prepare_worker
from pingyi.engine.summary import Result, Summary
from pingyi.errors import DiskError, PingyiError, Problem, Severity, UsageError

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
    summary = Summary(withheld=len(press.withheld))
    with OutputFolder(order.out, overwrite=order.overwrite) as folder:
        results = engine.run(
            functools.partial(make_part, order),
            press.list_parts(folder.manifest),
            functools.partial(prepare_worker, order),
        )
        with contextlib.closing(results):
            for result in results:
                folder.note(result.lines)
                summary.add(result.summary)
                on_done(result.documents)
                if summary.stopped is not None:
                    break
    return summary


def run_sources(
    orders: Sequence[Order], choose: Callable[[int], Engine], on_done: Callable[[Result], object]
) -> Summary:
    """Make the documents of many sources, each with its own output folder; none is opened here.

    Args:
        orders: one for each source.
        choose: returns the engine for a number of documents, here an estimate.
        on_done: called with the result of each source.

    Raises:
        UsageError: a word selects nothing in any source.
    """
    summary = Summary()
    refusals: list[UsageError] = []
    engine = choose(len(orders) * _ESTIMATE)
    results = engine.run(make_source, orders, _nothing)
    with contextlib.closing(results):
        for result in results:
            on_done(result)
            summary.add(result.summary)
            if result.refusal is not None:
                refusals.append(result.refusal)
            if summary.stopped is not None:
                break
    if refusals and len(refusals) == len(orders):
        raise refusals[0]
    return summary


_ESTIMATE = 5000
"""Documents of a source that nobody has opened yet."""


def _nothing() -> None:
    """Workers that get a new source each time have nothing to prepare."""


def make_source(order: Order) -> Result:
    """Make all documents of one source, in whatever process this is; what is wrong with it does not stop the others."""
    result = Result(title=order.source.name)
    try:
        result.summary.add(run_order(order, lambda _count: SerialEngine(), functools.partial(_count, result)))
    except UsageError as error:
        result.refusal = error
    except PingyiError as error:
        problem = Problem(Severity.ERROR, error.code, error.message, error.cure, file=order.source.name)
        if isinstance(error, DiskError):
            result.summary.stopped = problem
        else:
            result.summary.problems.extend((problem, *error.problems))
            result.summary.failed += 1
    finally:
        close_press()
    result.summary.problems = _shorten(result.summary.problems, order.source.name)
    return result


def _count(result: Result, documents: int) -> None:
    result.documents += documents


def _shorten(problems: list[Problem], name: str) -> list[Problem]:
    return [replace(item, file=f"{name}: {item.file}".removesuffix(": ")) for item in problems[:_KEPT_PROBLEMS]]
