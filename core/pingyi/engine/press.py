"""An opened order: the plan, the templates and the outlet that its parts are made with."""

from __future__ import annotations

import contextlib
import gc
import threading
from collections.abc import Iterator
from typing import cast

from pingyi import garbage
from pingyi.deliver.manifest import Manifest
from pingyi.deliver.opening import open_storage
from pingyi.deliver.storage import Storage
from pingyi.engine.batch import Batch
from pingyi.engine.bundles import BundleOutlet
from pingyi.engine.order import Order
from pingyi.engine.outlets import FileOutlet, Outlet, Part
from pingyi.engine.rehearsal import RehearsalStorage
from pingyi.engine.summary import Result
from pingyi.engine.writers import PackWriter, PrintWriter
from pingyi.errors import PingyiError, Problem, Severity
from pingyi.evaluate.filling import load_filled_plan
from pingyi.forms import TemplateShelf


class Press:
    """Makes the parts of one order, one after another.

    Attributes:
        batch: its documents.
        withheld: the errors in its source: rows with them have no document.
        incomplete: errors in rows of what people wrote and did: documents are made, without what could not be read.

    Raises:
        PingyiError: the source cannot be opened, a rule file of it was not run, or a word selects nothing.
    """

    def __init__(self, order: Order) -> None:
        opened = order.open()
        opened.require_rules()
        plan = load_filled_plan(opened)
        shelf = TemplateShelf(opened.plugins, opened.campaign.settings, opened.templates)
        self.batch = Batch(plan, shelf, order.words.resolve(plan))
        self.withheld: list[Problem] = []
        self.incomplete: list[Problem] = []
        for item in (*opened.problems, *plan.problems):
            if item.severity is Severity.ERROR:
                of_record = item.sheet in opened.roster.record_sheets and item.file in ("", opened.roster.path.name)
                (self.incomplete if of_record else self.withheld).append(item)
        storage = open_storage(order.out)
        self._rehearsal = RehearsalStorage(storage) if order.dry else None
        self.storage: Storage = storage if self._rehearsal is None else self._rehearsal
        self._outlet = _make_outlet(order, self.storage)

    def prepare(self) -> int:
        """Compile the templates that are needed, and return how many documents there are.

        Raises:
            TemplateError: some are wrong; nothing was made.
        """
        with garbage.paused():  # what is planned stays
            counts, forms = self.batch.counted
            self.batch.shelf.compile(forms)
        return sum(counts.values())

    def list_parts(self, manifest: Manifest) -> Iterator[Part]:
        """The parts, each with what the manifest says of its folders."""
        counts, _forms = self.batch.counted
        for organisations, folders in self._outlet.split(self.batch, counts):
            yield Part(organisations, tuple(line for folder in folders for line in manifest.lines_in(folder)))

    def count_files(self) -> int:
        """How many files the order makes."""
        return self._outlet.count_files(self.batch, self.batch.counted[0])

    def make(self, part: Part) -> Result:
        """Make one part."""
        try:
            with garbage.paused():  # a part is small, the roster around it is not
                result = self._outlet.deliver(self.batch, part)
            if self._rehearsal is not None:
                result.summary.new, result.summary.changed = self._rehearsal.take()
            return result
        finally:
            self.storage.close()


def _make_outlet(order: Order, storage: Storage) -> Outlet:
    if order.packs:
        return BundleOutlet(PackWriter(order.packs), storage, overwrite=order.overwrite)
    if order.prints:
        return BundleOutlet(PrintWriter(order.prints, duplex=order.duplex), storage, overwrite=order.overwrite)
    return FileOutlet(storage, overwrite=order.overwrite)


_opened = threading.local()


def open_press(order: Order) -> Press:
    """The press of an order; the last one of each thread stays open, so that a worker reads its source once."""
    if getattr(_opened, "order", None) != order:
        close_press()
        press = Press(order)
        _opened.order, _opened.press = order, press
    return cast("Press", _opened.press)


def close_press() -> None:
    """Let go of the last press of this thread: two rosters at a time would double the memory."""
    _opened.order = _opened.press = None


def make_part(order: Order, part: Part) -> Result:
    """Make one part of an order, in whatever process this is.

    Raises:
        PingyiError: the source cannot be opened here.
    """
    return open_press(order).make(part)


def prepare_worker(order: Order) -> None:
    """Open the source and compile the templates; what fails here fails again at the first part, and is told there."""
    with contextlib.suppress(PingyiError):
        open_press(order).prepare()
        gc.freeze()  # all that was read stays: no need to look through it again and again
