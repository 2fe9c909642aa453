"""Serial, in processes and on a cluster: the same files, the same manifest, and no person's data in another's form."""

from __future__ import annotations

import contextlib
import gc
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_kit import find_markers, list_tree, make_marker, make_rows, read_manifest_lines, write_rows

from pingyi.deliver import verify
from pingyi.engine import ENGINES, Engine, SerialEngine, Summary, Words, choose_engine
from pingyi.engine.processes import ProcessEngine
from pingyi.errors import DeliveryError, UsageError

Write = Callable[..., Path]
Make = Callable[..., Summary]
Cluster = Callable[..., contextlib.AbstractContextManager[str]]
MEMBER = Words(forms=("member",), copies=("organisation",))
COUNT = 1000


def by_name(folder: Path) -> dict[str, str]:
    """Hashes of the documents by file name: shuffled rosters put them in the same folders in another order."""
    return {name: digest for name, digest in list_tree(folder).items() if name.endswith(".docx")}


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Cluster:
    """Start a real scheduler and two real worker processes: `with cluster() as address`."""
    pytest.importorskip("distributed", reason="pingyi[dask] is not installed")
    folder = tmp_path_factory.mktemp("cluster")

    @contextlib.contextmanager
    def start(
        workers: list[subprocess.Popen[bytes]] | None = None, schedulers: list[subprocess.Popen[bytes]] | None = None
    ) -> Iterator[str]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        address = f"tcp://127.0.0.1:{port}"
        environment = {**os.environ, "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "false"}
        scheduler = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show"]
        worker = ["worker", address, "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)]
        commands = [scheduler, [*worker, "--no-nanny"], [*worker, "--no-nanny"]]
        started = []
        for words in commands:
            command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]]
            started.append(
                subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            )
            if words is scheduler:
                wait_for(port)
        if workers is not None:
            workers.extend(started[1:])
        if schedulers is not None:
            schedulers.append(started[0])
        try:
            yield address
        finally:
            for process in reversed(started):
                process.kill()
                process.wait()

    return start


def wait_for(port: int) -> None:
    for _try in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    pytest.fail("the scheduler did not start")


def shuffle(rows: list[list[str]], seed: int) -> list[list[str]]:
    """Branches and members in another order, the secretaries first so that they stay the same."""
    rows = list(rows)
    random.Random(seed).shuffle(rows)
    return rows


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_shuffled_batches_with_failing_records_on_every_engine(
    tmp_path: Path, make: Make, poison: Path, cluster: Cluster
) -> None:
    rows = make_rows(COUNT)
    rosters = [write_rows(tmp_path / f"{seed}.xlsx", shuffle(rows, seed)) for seed in range(3)]
    engines: list[tuple[str, Engine]] = [("serial", SerialEngine()), ("two", ProcessEngine(2))]
    trees = {}
    with cluster() as address:
        engines.append(("dask", ENGINES["dask"](0, address)))
        for seed, roster in enumerate(rosters):
            for name, engine in engines:
                summary = make(roster, f"{seed}-{name}", engine, words=MEMBER)
                assert (summary.rendered, summary.failed) == (COUNT - 50, 50)
                trees[seed, name] = list_tree(tmp_path / f"{seed}-{name}")
    for seed in range(3):
        assert trees[seed, "serial"] == trees[seed, "two"] == trees[seed, "dask"]  # the manifest too
    documents = [{name: tree[name] for name in tree if name.endswith(".docx")} for tree in trees.values()]
    assert all(tree == documents[0] for tree in documents)
    for path, markers in find_markers(tmp_path / "0-serial"):
        assert markers == {make_marker(path.name.split("_")[0])}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_a_lost_worker_of_a_cluster(tmp_path: Path, make: Make, big_roster: Write, cluster: Cluster) -> None:
    roster = big_roster(1500)
    make(roster, "whole", words=MEMBER)
    workers: list[subprocess.Popen[bytes]] = []
    out = tmp_path / "out"

    def kill_one() -> None:
        for _try in range(600):
            if len(list(out.rglob("*.docx"))) > 100:
                os.kill(workers[0].pid, signal.SIGKILL)
                return
            time.sleep(0.02)

    with cluster(workers) as address:
        killer = threading.Thread(target=kill_one)
        killer.start()
        summary = make(roster, "out", ENGINES["dask"](0, address), words=MEMBER)
        killer.join()
        assert workers[0].wait() == -signal.SIGKILL
    assert summary.failed == 0
    assert summary.rendered + summary.unchanged == 1500
    lines = read_manifest_lines(out)
    assert len(lines) == len({line["path"] for line in lines}) == 1500
    assert list_tree(out) == list_tree(tmp_path / "whole")
    assert verify(out) == []


def kill_later(processes: list[subprocess.Popen[bytes]], out: Path) -> threading.Thread:
    """Kill them once there are some documents."""

    def kill() -> None:
        for _try in range(600):
            if len(list(out.glob("[!.]*/[!.]*/*.docx"))) > 100:  # in their places, not beside them
                break
            time.sleep(0.02)
        for process in processes:
            os.kill(process.pid, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_without_any_worker_the_run_ends_and_says_so(
    tmp_path: Path, make: Make, big_roster: Write, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, seconds in (("_LOOK", 0.3), ("_TELL", 1.0), ("_END", 3.0)):
        monkeypatch.setattr(f"pingyi.engine.cluster.{name}", seconds)
    workers: list[subprocess.Popen[bytes]] = []
    told: list[str] = []
    with cluster(workers) as address:
        engine = ENGINES["dask"](0, address)
        engine.tell = told.append
        killer = kill_later(workers, tmp_path / "out")
        with pytest.raises(DeliveryError, match="All workers") as caught:
            make(big_roster(3000), "out", engine, words=MEMBER)
        killer.join()
    assert address in caught.value.cure
    assert len(told) == 1
    assert "no workers" in told[0]
    lines = read_manifest_lines(tmp_path / "out")  # what is delivered stays, and is known
    assert 100 < len(lines) == len(list((tmp_path / "out").rglob("*.docx")))
    assert verify(tmp_path / "out") == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_a_lost_scheduler_is_one_message(
    tmp_path: Path, make: Make, big_roster: Write, cluster: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    schedulers: list[subprocess.Popen[bytes]] = []
    with cluster(None, schedulers) as address:
        killer = kill_later(schedulers, tmp_path / "out")
        with pytest.raises(DeliveryError, match=r"scheduler .* was lost"):
            make(big_roster(3000), "out", ENGINES["dask"](0, address), words=MEMBER)
        killer.join()
    assert not [record for record in caplog.records if record.name.startswith("distributed")]
    assert verify(tmp_path / "out") == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_a_scheduler_lost_while_a_part_is_fetched(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """The part is done, but its result does not come: the moment between its end and the news of the loss."""
    distributed: Any = pytest.importorskip("distributed", reason="pingyi[dask] is not installed")
    losses = [distributed.comm.core.CommClosedError("Stream is closed"), OSError("Timed out trying to connect")]

    async def lose(*_words: object) -> None:
        raise losses.pop()

    with cluster() as address:
        engine = ENGINES["dask"](0, address)
        with pytest.raises(FileNotFoundError):  # of the part itself: never taken for a lost scheduler
            list(engine.run(os.stat, ["/nowhere"], list))
        monkeypatch.setattr(distributed.Client, "_gather_remote", lose)
        while losses:
            with pytest.raises(DeliveryError, match=r"scheduler .* was lost"):
                list(engine.run(os.stat, ["/"], list))


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "tls://127.0.0.1:1", "http://127.0.0.1:1"])
def test_an_address_that_is_none_is_told_once(big_roster: Write, make: Make, address: str) -> None:
    pytest.importorskip("distributed", reason="pingyi[dask] is not installed")
    begun = time.monotonic()
    with pytest.raises(UsageError, match="no scheduler at"):
        make(big_roster(3), "out", ENGINES["dask"](0, address))
    gc.collect()  # half a client would wait a minute here, and complain
    assert time.monotonic() - begun < 20


@pytest.mark.slow
def test_processes_open_the_campaign_and_its_plugins_themselves(
    big_roster: Write, make: Make, poison: Path, tmp_path: Path
) -> None:
    summary = make(big_roster(300), "out", ProcessEngine(2), words=MEMBER)
    assert (summary.rendered, summary.failed) == (285, 15)
    assert {problem.person for problem in summary.problems if problem.code == "render"}
    assert len(read_manifest_lines(tmp_path / "out")) == 285


def test_the_engine_is_chosen_by_the_size_of_the_batch() -> None:
    assert choose_engine("", jobs=0, scheduler="", documents=10).NAME == "serial"
    assert choose_engine("", jobs=2, scheduler="", documents=10).NAME == "processes"
    assert choose_engine("", jobs=1, scheduler="", documents=10**6).NAME == "serial"
    assert choose_engine("", jobs=0, scheduler="tcp://host:8786", documents=10).NAME == "dask"


@pytest.mark.parametrize(
    "options",
    [
        {"name": "threads"},
        {"name": "serial", "jobs": 3},
        {"name": "processes", "scheduler": "tcp://host:8786"},
        {"name": "", "jobs": -1},
    ],
)
def test_options_that_do_not_fit_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        choose_engine(**{"name": "", "jobs": 0, "scheduler": "", "documents": 10, **options})  # type: ignore[arg-type]


def test_a_cluster_needs_an_address(big_roster: Write, make: Make) -> None:
    with pytest.raises(UsageError, match="address of a scheduler"):
        make(big_roster(3), "out", ENGINES["dask"]())
