"""What an engine is, and the plainest one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable
from typing import ClassVar, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Engine(ABC):
    """Makes parts somewhere. Engines differ in where, never in what: results come in the order of the parts.

    Args:
        jobs: how many parts at a time, at most; 0 for as many as there are processors.
        scheduler: address of a cluster, for engines that have one.

    Attributes:
        tell: gets what the user shall know while the work goes on.
    """

    NAME: ClassVar[str]

    def __init__(self, jobs: int = 0, scheduler: str = "") -> None:
        self.jobs = jobs
        self.scheduler = scheduler
        self.tell: Callable[[str], object] = lambda _text: None

    @abstractmethod
    def run(
        self, work: Callable[[T], R], parts: Iterable[T], prepare: Callable[[], object]
    ) -> Generator[R, None, None]:
        """Apply `work` to each part.

        Args:
            work: can be pickled, as can parts and results; doing one part twice does no harm.
            parts: read as they are needed.
            prepare: what each worker may do before its first part.

        Yields:
            The results, in the order of the parts.
        """


class SerialEngine(Engine):
    """One part after another, here."""

    NAME = "serial"

    def run(
        self, work: Callable[[T], R], parts: Iterable[T], prepare: Callable[[], object]
    ) -> Generator[R, None, None]:
        """As `Engine` says."""
        for part in parts:
            yield work(part)
