"""How a batch grows: from a thousand to a million forms, as a province would make them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from university import write_roster
from watch import run

MEMBERS = 5000
"""Of one institution: larger batches are folders of more rosters."""
COPIES = 3
SIZES = (1_000, 10_000, 100_000, 1_000_000)


@dataclass(frozen=True)
class Growth:
    """One batch: how many member forms it made, in which time and memory."""

    documents: int
    seconds: float
    megabytes: float

    @property
    def milliseconds(self) -> float:
        return self.seconds / self.documents * 1000


def measure_growth(folder: Path, largest: int, options: tuple[str, ...]) -> Iterator[Growth]:
    """Make member forms in all their copies, in ever larger batches.

    Args:
        folder: where rosters and forms go; the forms of one size are removed before the next.
        largest: the last size.
        options: of `pingyi render`.
    """
    for size in (size for size in SIZES if size <= largest):
        rosters = folder / f"rosters{size}"
        documents = _write_rosters(rosters, size)
        out = folder / f"out{size}"
        command = [sys.executable, "-m", "pingyi", "render", rosters, "--out", out, "--form", "member", *options]
        watched = run(command)
        yield Growth(documents, watched.seconds, watched.megabytes)
        shutil.rmtree(out)
        shutil.rmtree(rosters)


def _write_rosters(folder: Path, documents: int) -> int:
    folder.mkdir()
    left = documents // COPIES
    number = 0
    while left > 0:
        members = min(left, MEMBERS)
        write_roster(folder / f"大学{number:04d}.xlsx", members, number)
        left -= members
        number += 1
    return documents // COPIES * COPIES
