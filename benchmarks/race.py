"""The contenders in turns, after a look at whether they make the same form."""

from __future__ import annotations

import contextlib
import os
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

from chart import Figure
from contenders import (
    Bench,
    Contender,
    Docxtemplater,
    Docxtpl,
    MissingError,
    Pingyi,
    PingyiForms,
    PingyiPacks,
)
from limits import PlainWrites, SafeWrites

from pingyi.disk.flush import flush_disk
from pingyi.forms import read_text


def measure_race(folder: Path, documents: int, records: int, rounds: int) -> tuple[list[Figure], list[str]]:
    """Medians of all contenders in milliseconds a document, and what kept one away.

    Args:
        folder: where they write.
        documents: how many pingyi makes in one turn.
        records: how many of the same the others make.
        rounds: how many turns each has.

    Raises:
        RuntimeError: a contender makes another text of a record than pingyi.
    """
    with _one_core() as note:
        figures, notes = _race(Bench(folder, documents, records), rounds)
    return figures, [*note, *notes]


@contextlib.contextmanager
def _one_core() -> Iterator[list[str]]:
    """Bind this process, and what it starts, to one core; the note says where that cannot be done."""
    if not hasattr(os, "sched_setaffinity"):
        yield ["The processes could not be bound to one core on this system."]
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield []
    finally:
        os.sched_setaffinity(0, cores)


def _race(bench: Bench, rounds: int) -> tuple[list[Figure], list[str]]:
    contenders: list[Contender] = [
        Pingyi(bench),
        PingyiPacks(bench),
        PingyiForms(bench),
        PlainWrites(bench),
        SafeWrites(bench),
        Docxtpl(bench),
    ]
    notes = []
    rival = None
    try:
        rival = Docxtemplater(bench)
        contenders.append(rival)
    except MissingError as error:
        notes.append(f"{error}.")
    times: dict[str, list[float]] = {contender.title: [] for contender in contenders}
    for number in range(rounds):
        for contender in contenders:
            out = bench.folder / f"{number}-{type(contender).__name__}"
            out.mkdir()
            flush_disk(out)  # nobody waits for what another wrote
            times[contender.title].append(contender.run(out))
    if rival is not None:
        rival.close()
    _compare(bench, [bench.folder / "0-Docxtpl", bench.folder / "0-Docxtemplater"])
    return [Figure(title, statistics.median(found) * 1000, "ms") for title, found in times.items()], notes


def _compare(bench: Bench, folders: Sequence[Path]) -> None:
    ours = [_read(content) for content in bench.contents[: len(bench.records)]]
    for folder in folders:
        if folder.is_dir():
            theirs = [_read((folder / f"{number}.docx").read_bytes()) for number in range(len(ours))]
            if theirs != ours:
                raise RuntimeError(f"{folder.name} makes other texts than pingyi")


def _read(content: bytes) -> str:
    return "".join(read_text(content)["word/document.xml"].split())
