"""A batch: a failed document is named and leaves no trace; the same input gives the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pingyi import Campaign, Form, Organisation, Person, PlanContext, Settings, hookimpl
from pingyi.deliver import OutputFolder
from pingyi.engine import Batch, Selection, Summary, TemplateShelf
from pingyi.errors import TemplateError
from pingyi.plan import make_plan
from pingyi.plugins import load_plugins
from pingyi.roster import read_roster

Write = Callable[..., Path]


class Poison:
    """Gives some members a value that no document can hold."""

    def __init__(self, *names: str) -> None:
        self.names = names

    @hookimpl
    def pingyi_fill(
        self, form: Form, subject: Organisation | Person, context: PlanContext
    ) -> Mapping[str, object] | None:
        if isinstance(subject, Person) and subject.name in self.names:
            return {"post_line": f"秘密{subject.person_no}\x01"}
        return None


def run(roster_path: Path, out: Path, extra: Mapping[str, object], folder: Path | None = None) -> Summary:
    settings = Settings()
    plugins = load_plugins(extra=extra)
    roster = read_roster(roster_path, settings, plugins)
    campaign = Campaign(settings, roster.organisations, roster.people, roster.leaders, roster.records)
    plan = make_plan(campaign, plugins)
    with OutputFolder(out) as target:
        return Batch(plan, TemplateShelf(plugins, settings, folder), Selection()).run(target)


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.docx")
    }


def test_a_failed_document_is_named_and_the_others_are_as_without_it(write_roster: Write, tmp_path: Path) -> None:
    roster = write_roster()
    clean = run(roster, tmp_path / "clean", {})
    poisoned = run(roster, tmp_path / "poisoned", {"poison": Poison("周平", "钱立明")})
    assert clean.failed == 0
    assert poisoned.failed == 6
    assert {problem.person for problem in poisoned.problems if problem.severity == "error"} == {"周平", "钱立明"}
    assert all("U+0001" in problem.message for problem in poisoned.problems if problem.severity == "error")
    whole, part = hashes(tmp_path / "clean"), hashes(tmp_path / "poisoned")
    assert len(whole) == len(part) + 6
    assert part.items() <= whole.items()


def test_the_same_input_gives_the_same_bytes(write_roster: Write, tmp_path: Path) -> None:
    roster = write_roster()
    run(roster, tmp_path / "one", {})
    run(roster, tmp_path / "two", {})
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")
    manifests = [(tmp_path / name / ".pingyi" / "manifest.jsonl").read_bytes() for name in ("one", "two")]
    assert manifests[0] == manifests[1]


def test_a_wrong_template_stops_the_batch_before_the_first_document(write_roster: Write, tmp_path: Path) -> None:
    import docx

    (tmp_path / "templates").mkdir()
    for name in ("member.docx", "organisation.docx"):
        document = docx.Document()
        document.add_paragraph("{{ nmae }}")
        document.save(str(tmp_path / "templates" / name))
    with pytest.raises(TemplateError) as caught:
        run(write_roster(), tmp_path / "out", {}, tmp_path / "templates")
    named = {problem.file for problem in caught.value.problems if "nmae" in problem.message + problem.value}
    assert len(named) == 2
    assert not list((tmp_path / "out").rglob("*.docx"))
