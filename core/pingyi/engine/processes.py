"""Several processes of this machine."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable

from pingyi.engine.crew import Crew
from pingyi.engine.engine import Engine, R, T
from pingyi.workers import count_processors

_AHEAD = 2
"""Results that may wait for an earlier one, for each process: few are held."""


class ProcessEngine(Engine):
    """As many processes as there are processors; each starts afresh, opens the source and loads the rules itself."""

    NAME = "processes"

    def run(
        self, work: Callable[[T], R], parts: Iterable[T], prepare: Callable[[], object]
    ) -> Generator[R, None, None]:
        """As `Engine` says.

        Raises:
            DeliveryError: a process was ended from outside.
        """
        jobs = self.jobs or count_processors()
        with Crew(jobs, work, prepare) as crew:
            for part in parts:
                crew.send(part)
                while crew.ready or crew.waiting > jobs * _AHEAD:
                    yield crew.take()
            while crew.waiting:
                yield crew.take()
