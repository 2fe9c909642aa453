"""A cluster that exists already, by dask.distributed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from typing import Any

from pingyi.engine.engine import Engine, R, T
from pingyi.errors import DeliveryError, UsageError
from pingyi.texts import translate as _

_AHEAD = 2
_PATIENCE = 30.0
"""Seconds to wait for the scheduler and its first worker."""
_LOOK = 2.0
"""Seconds between two looks at the workers while a part is waited for."""
_TELL, _END = 6.0, 60.0
"""Seconds without any worker after which that is told, and after which the run ends."""


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
            DeliveryError: workers died over the same part again and again, or all are gone, or the scheduler is.
        """
        client = self._connect()
        with _hush(), client:
            threads = sum(client.nthreads().values())
            waiting: deque[Any] = deque()
            for part in parts:
                waiting.append(client.submit(work, part, pure=False))
                if len(waiting) > threads * _AHEAD:
                    yield self._take(client, waiting.popleft())
            while waiting:
                yield self._take(client, waiting.popleft())

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
            # a client that does not come into being leaves a half of itself, which waits a minute and complains
            asyncio.run(_try_to_reach(self.scheduler))
            connect: Any = distributed.Client  # the package has no complete types
            client = connect(self.scheduler, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:  # a TypeError: tls without its settings
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

    def _take(self, client: Any, future: Any) -> Any:
        from distributed import KilledWorker

        try:
            return self._wait(client, future)
        except KilledWorker as error:
            raise DeliveryError(
                _("Workers of the cluster died over the same part several times."),
                cure=_("What is done is kept. Look at their logs and memory, then run again."),
            ) from error
        except (CancelledError, OSError) as error:
            if future.status == "error":  # it came from the part
                raise
            # nobody here cancels anything, and what is done could not be fetched: the scheduler is gone
            raise DeliveryError(
                _("The scheduler at {address} was lost.").format(address=self.scheduler),
                cure=_("What is done is kept. Start scheduler and workers again, then run again."),
            ) from error
        finally:
            future.release()

    def _wait(self, client: Any, future: Any) -> Any:
        """The result of a part, waited for as long as there are workers.

        Raises:
            DeliveryError: there have been none for a while.
        """
        left: float | None = None
        told = False
        while True:
            try:
                return future.result(timeout=_LOOK)
            except TimeoutError:
                if future.status == "error":  # it came from the part
                    raise
            if _count_workers(client):
                left, told = None, False
                continue
            now = time.monotonic()
            left = now if left is None else left
            if now - left > _END:
                raise DeliveryError(
                    _("All workers of the cluster are gone."),
                    cure=_("What is done is kept. Start workers with “dask worker {address}”, then run again.").format(
                        address=self.scheduler
                    ),
                )
            if now - left > _TELL and not told:
                told = True
                self.tell(
                    _("The cluster has no workers any more; the run ends unless some come within {count} s.").format(
                        count=round(_END - now + left)
                    )
                )


async def _try_to_reach(address: str) -> None:
    from distributed import Security, comm

    package: Any = comm  # it has no complete types
    security: Any = Security
    reached = await package.connect(address, timeout=_PATIENCE, **security().get_connection_args("client"))
    await reached.close()


def _count_workers(client: Any) -> int:
    """How many workers the scheduler has; none while it does not answer, which ends the waiting in due time too."""
    try:
        return len(client.sync(client.scheduler.ncores, callback_timeout=_LOOK))
    except (OSError, AttributeError):  # an AttributeError: the client gave up
        return 0


@contextlib.contextmanager
def _hush() -> Iterator[None]:
    """Keep the package from printing what is told here: it logs lost connections with all their tracebacks."""
    loggers = [
        logger
        for name, logger in logging.root.manager.loggerDict.items()
        if isinstance(logger, logging.Logger) and name.partition(".")[0] == "distributed"
    ]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
