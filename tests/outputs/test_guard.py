"""The batch searches every copy that does not show everything, and no other, before it is delivered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from outputkit import unzip

from pingyi import Campaign, Form, Organisation, Person, PlanContext, Settings, hookimpl
from pingyi.engine import Batch, Selection
from pingyi.errors import RenderError
from pingyi.forms import TemplateShelf
from pingyi.plan import make_plan
from pingyi.plugins import load_plugins
from pingyi.roster import read_roster


class Spill:
    """A plugin that writes private values into texts that are posted."""

    @hookimpl
    def pingyi_fill(
        self, form: Form, subject: Organisation | Person, context: PlanContext
    ) -> Mapping[str, object] | None:
        if isinstance(subject, Person) and subject.name == "周平":
            return {"rectification": f"工号{subject.person_no}的同志"}
        if form.id == "ballot_members":
            return {"subject": "1980.11出生的孙国喆等"}
        return None


def make_batch(roster_path: Path, settings: Settings, extra: Mapping[str, object]) -> Batch:
    plugins = load_plugins(extra=extra)
    roster = read_roster(roster_path, settings, plugins)
    campaign = Campaign(settings, roster.organisations, roster.people, roster.leaders, roster.records)
    return Batch(make_plan(campaign, plugins), TemplateShelf(plugins, settings, None), Selection())


def find_refused(batch: Batch) -> dict[tuple[str, str, str], str]:
    refused = {}
    for job in batch.jobs():
        try:
            batch.make(batch.fill(job))
        except RenderError as error:
            refused[job.subject.name, job.document.form, job.document.copy] = str(error)
    return refused


def test_R54_nothing_is_refused_without_a_leak(write_roster: Callable[..., Path]) -> None:
    assert find_refused(make_batch(write_roster(), Settings(), {})) == {}


def test_R54_a_leak_stops_the_copies_that_others_read_alone(write_roster: Callable[..., Path]) -> None:
    refused = find_refused(make_batch(write_roster(), Settings(), {"spill": Spill()}))
    assert set(refused) == {
        ("周平", "student_member", "public"),
        ("机械学院教工党支部", "ballot_members", "ballot"),
    }
    assert "整改措施及努力方向" in refused["周平", "student_member", "public"]
    assert "学工号" in refused["周平", "student_member", "public"]
    assert "20002" not in refused["周平", "student_member", "public"]
    assert "评议对象" in refused["机械学院教工党支部", "ballot_members", "ballot"]
    assert "1980.11" not in refused["机械学院教工党支部", "ballot_members", "ballot"]


def test_R54_the_settings_say_which_copies_are_searched(write_roster: Callable[..., Path]) -> None:
    settings = Settings.model_validate(
        {"copies": {"public": {"shows": "all"}, "self": {"shows": ["name", "rectification"]}}}
    )
    refused = find_refused(make_batch(write_roster(), settings, {"spill": Spill()}))
    assert {copy for name, _form, copy in refused if name == "周平"} == {"self"}


@pytest.mark.parametrize("copy", ["self", "organisation", "public"])
def test_R54_a_copy_for_others_names_nobody_in_its_properties(write_roster: Callable[..., Path], copy: str) -> None:
    batch = make_batch(write_roster(), Settings(), {})
    seen = 0
    for job in batch.jobs():
        if job.document.copy == copy and job.subject.kind == "member":
            filled = batch.fill(job)
            custom = unzip(batch.make(filled))["docProps/custom.xml"].decode()
            assert (job.subject.id in custom) is (copy != "public")
            assert filled.identity.code in custom
            assert job.subject.id in filled.entry.subject  # the manifest still knows whose it is
            seen += 1
    assert seen
