"""Ways to make the same forms of the same records, each timed by itself: seconds a document."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from docxtpl import DocxTemplate
from tags import translate_template, translate_values
from university import write_roster

from pingyi import FormData, PartialDate
from pingyi.engine import Order, SerialEngine, Words, run_order
from pingyi.engine.press import Press, close_press
from pingyi.forms import find_template

FORM = "member"
WORDS = Words(forms=(FORM,), copies=("organisation",))


class Contender(Protocol):
    """One of those who are measured."""

    title: str

    def run(self, out: Path) -> float:
        """Make all its documents in an empty folder; seconds a document."""


class Bench:
    """A roster, its form and its records.

    Args:
        folder: where everything is written.
        documents: how many pingyi makes.
        records: how many of them the others make.
    """

    def __init__(self, folder: Path, documents: int, records: int) -> None:
        self.folder = folder
        self.documents = documents
        self.roster = folder / "花名册.xlsx"
        write_roster(self.roster, documents)
        press = Press(self.order(folder / "unused"))
        press.prepare()
        self.batch = press.batch
        form = press.batch.plan.plugins.forms[FORM]
        self.template = folder / form.file_name
        self.template.write_bytes(find_template(form, "", None).content)
        made = list(self.fill())
        self.records = [data for data, _content in made[:records]]
        self.contents = [content for _data, content in made]

    def order(self, out: Path, packs: str = "") -> Order:
        return Order(self.roster, str(out), WORDS, packs=packs)

    def fill(self) -> Iterator[tuple[FormData, bytes]]:
        """The documents as pingyi makes them, with their data."""
        for job in self.batch.jobs():
            filled = self.batch.fill(job)
            yield filled.data, self.batch.make(filled)


class Pingyi:
    title = "pingyi: from the roster to files, flushed to disk"
    packs = ""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def run(self, out: Path) -> float:
        close_press()
        start = time.perf_counter()
        summary = run_order(self._bench.order(out, self.packs), lambda _count: SerialEngine())
        seconds = time.perf_counter() - start
        close_press()
        if summary.failed or not summary.rendered or summary.stopped:
            raise RuntimeError(f"{summary.failed} of {self._bench.documents} were not made: {summary.problems[:3]}")
        return seconds / self._bench.documents


class PingyiPacks(Pingyi):
    title = "pingyi: from the roster to packs for secretaries"
    packs = "branch"


class PingyiForms:
    title = "pingyi: filled and rendered, not written"

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def run(self, out: Path) -> float:
        start = time.perf_counter()
        for _made in self._bench.fill():
            pass
        return (time.perf_counter() - start) / self._bench.documents


class Docxtpl:
    title = "docxtpl: a template object for each record"

    def __init__(self, bench: Bench) -> None:
        self._template = bench.template
        self._records = [{name: getattr(data, name) for name in type(data).model_fields} for data in bench.records]

    def run(self, out: Path) -> float:
        start = time.perf_counter()
        for number, record in enumerate(self._records):
            document = DocxTemplate(self._template)
            document.render(record, autoescape=True)
            document.save(out / f"{number}.docx")
        return (time.perf_counter() - start) / len(self._records)


class MissingError(Exception):
    """A contender cannot run on this machine; the text says what is missing."""


class Docxtemplater:
    """A Node process that stays, so that its compiler has warmed up; the packages are installed beside Python's."""

    title = "docxtemplater: a document object for each record"

    def __init__(self, bench: Bench) -> None:
        packages = Path(sys.prefix) / "npm"
        _install(packages)
        template, records = bench.folder / "docxtemplater.docx", bench.folder / "records.json"
        template.write_bytes(translate_template(bench.template.read_bytes()))
        values: list[dict[str, Any]] = [translate_values(_plain(data)) for data in bench.records]
        records.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
        self._count = len(values)
        script = Path(__file__).with_name("docxtemplater.mjs")
        self._node = subprocess.Popen(
            ["node", script, packages, template, records], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        if self._answer() != "ready":
            raise MissingError("docxtemplater does not start under this Node")

    def run(self, out: Path) -> float:
        assert self._node.stdin is not None
        self._node.stdin.write(f"{out}\n")
        self._node.stdin.flush()
        return float(self._answer()) / 1000 / self._count

    def close(self) -> None:
        self._node.communicate()

    def _answer(self) -> str:
        assert self._node.stdout is not None
        return self._node.stdout.readline().strip()


def _plain(data: FormData) -> dict[str, Any]:
    """What the template would print, as JSON can carry it."""
    values = {name: getattr(data, name) for name in type(data).model_fields}
    dates = {name: str(value) for name, value in values.items() if isinstance(value, PartialDate)}
    rest: dict[str, Any] = data.model_dump(mode="json", exclude=set(dates))
    return {**rest, **dates}


def _install(packages: Path) -> None:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise MissingError("docxtemplater was not measured: Node and npm are not installed")
    if (packages / "node_modules" / "docxtemplater").is_dir():
        return
    packages.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", packages, "docxtemplater", "pizzip"]
    if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:
        raise MissingError("docxtemplater was not measured: npm could not install it")
