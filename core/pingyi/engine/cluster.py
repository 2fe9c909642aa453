"""A cluster that exists already, by dask.distributed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from typing import Any

from pingyi.engine.engine import Engine, R, T
from pingyi.errors import DeliveryError, UsageError
from pingyi.texts import translate as _

_AHEAD = 2
_PATIENCE = 30.0
"""Seconds."""


class DaskEngine(Engine):
    """The workers of a dask scheduler; each opens the source by its path and writes its documents itself.

    A part whose worker is lost is done again by another: files have fixed places and are replaced in one step, and the
    manifest is written here from one result for each part, so nothing comes twice.
    """

    NAME = "dask"

    def run(
        self, work: Callable[[T], R], parts: Iterable[T], prepare: Callable[[], object]
    ) -> Generator[R, None, None]:
        """As `Engine` says.

        Raises:
            UsageError: dask is not installed, or there is no such scheduler, or it has no workers.
            DeliveryError: workers died over the same part again and again.
        """
        with self._connect() as client:
            threads = sum(client.nthreads().values())
            waiting: deque[Any] = deque()
            for part in parts:
                waiting.append(client.submit(work, part, pure=False))
                if len(waiting) > threads * _AHEAD:
                    yield _take(waiting.popleft())
            while waiting:
                yield _take(waiting.popleft())

    def _connect(self) -> Any:
        if not self.scheduler:
            raise UsageError(
                _("The engine dask needs the address of a scheduler."), cure=_("Add: --scheduler tcp://HOST:8786")
            )
        try:
            import distributed
        except ImportError as error:
            raise UsageError(_("The engine dask is not installed."), cure=_("Run: pip install pingyi[dask]")) from error
        try:
            connect: Any = distributed.Client  # the package has no complete types
            client = connect(self.scheduler, timeout=_PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageError(
                _("There is no scheduler at {address}: {error}.").format(address=self.scheduler, error=error),
                cure=_("Start one with “dask scheduler”, or correct --scheduler."),
            ) from error
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            client.close()
            raise UsageError(
                _("The scheduler at {address} has no workers.").format(address=self.scheduler),
                cure=_("Start them with: dask worker {address}").format(address=self.scheduler),
            ) from error
        return client


def _take(future: Any) -> Any:
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker as error:
        raise DeliveryError(
            _("Workers of the cluster died over the same part several times."),
            cure=_("What is done is kept. Look at their logs and memory, then run again."),
        ) from error
    finally:
        future.release()
