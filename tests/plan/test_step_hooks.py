"""The hooks that change steps and decisions about organisations, used by a stranger as the campaign's rules do."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from pingyi import Decision, Organisation, Reason, Step, hookimpl

WHY = Reason("own-rule", "own", "", "本单位的规定")
DAY = dt.date(2010, 12, 1)


class Stepper:
    """Skips the ledger, brings the report forward, adds a step at the front."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}

    @hookimpl
    def pingyi_steps(self, subject: Any, steps: Any, decisions: Any, context: Any) -> Any:
        self.seen[subject.name] = decisions["method"].value
        if subject.name not in ("张三", "机械教工党支部"):
            return None
        yield Step("kick-off", "动员", DAY, (WHY,))
        for step in steps:
            if step.id in ("ledger", "notification"):
                yield replace(step, skipped=(WHY,))
            elif step.id == "report":
                yield replace(step, due=DAY, reasons=(*step.reasons, WHY))
            else:
                yield step


class Organiser:
    @hookimpl
    def pingyi_decide_organisation(self, organisation: Organisation, decisions: Any, context: Any) -> list[Decision]:
        if organisation.service_window:
            return [Decision("method", "现场点评", WHY), Decision("budget:comment_on_org", "200", WHY)]
        return []


def test_steps_are_added_redated_and_skipped_with_their_reasons(small: Any, look: Any) -> None:
    usual = look.steps(small.plan(), "organisation", "机械教工党支部")
    stepper = small.hooks["own"] = Stepper()
    plan = small.plan()
    assert look.problems(plan, "plugin-failed") == []
    expected = ["kick-off", *(step for step in usual if step not in ("ledger", "notification"))]
    assert look.steps(plan, "organisation", "机械教工党支部") == expected
    assert look.step(plan, "member", "张三", "report").due == DAY
    assert look.step(plan, "member", "张三", "report").reasons[-1] == WHY
    skipped = [item for item in look.subject(plan, "member", "张三").decisions if item.what == "step_skipped"]
    assert [(item.value, item.reason) for item in skipped] == [("通报点评和评议结果（notification）", WHY)]
    assert "kick-off" not in look.steps(plan, "member", "李四")
    assert stepper.seen["张三"] == "会议集中点评"


def test_the_secretary_has_the_steps_of_the_organisation(small: Any, look: Any) -> None:
    small.hooks["own"] = Stepper()
    plan = small.plan()
    branch = look.subject(plan, "organisation", "机械教工党支部")
    assert look.subject(plan, "secretary", "王志").steps == branch.steps


def test_a_plugin_decides_about_organisations(small: Any, look: Any) -> None:
    small.hooks["own"] = Organiser()
    plan = small.plan()
    assert look.subject(plan, "organisation", "图书馆直属党支部").method.reason == WHY
    assert look.subject(plan, "secretary", "邱涛").method.value == "现场点评"
    assert look.subject(plan, "organisation", "机械教工党支部").method.value == "会议集中点评"
    found = [item for item in look.subject(plan, "organisation", "图书馆直属党支部").decisions if "budget" in item.what]
    assert [item.value for item in found] == ["200"]


def test_what_a_plan_would_be_without_a_plugin(small: Any, look: Any) -> None:
    from pingyi.plan import make_plan

    small.hooks["own"] = Organiser()
    plan = small.plan()
    bare = make_plan(plan.campaign, plan.plugins.mute(["own"]))
    assert look.subject(bare, "organisation", "图书馆直属党支部").method.value == "会议集中点评"
    assert look.subject(plan, "organisation", "图书馆直属党支部").method.value == "现场点评"
