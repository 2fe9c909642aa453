"""Hooks that answer with something else than asked for: named, and without harm to anything else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from pingyi import Assignment, Decision, Reason, Role, Step, hookimpl

WHY = Reason("own-rule", "own", "", "本单位的规定")
DAY = dt.date(2010, 12, 1)


def decide(*decisions: Any) -> object:
    class Decider:
        @hookimpl
        def pingyi_decide(self, member: Any) -> Any:
            return decisions if member.name == "张三" else ()

    return Decider()


def assign(*assignments: Any) -> object:
    class Assigner:
        @hookimpl
        def pingyi_assign(self, subject: Any) -> Any:
            return assignments if subject.name == "张三" else None

    return Assigner()


def change(wrong: Callable[[Step], Any]) -> object:
    class Stepper:
        @hookimpl
        def pingyi_steps(self, subject: Any, steps: Any) -> Any:
            return (*steps[:-1], wrong(steps[-1])) if subject.name == "张三" else None

    return Stepper()


def reason(value: Any) -> Any:
    return Decision("method", "电话", value)


class Other:
    """Another plugin, which answers properly."""

    @hookimpl
    def pingyi_decide(self, member: Any) -> Iterable[Decision]:
        return [Decision("method", "走访", WHY)] if member.name == "李四" else []


FIVE: Any = 5
WRONG: dict[str, tuple[object, str]] = {
    "visitors that are no text": (decide(Decision("visitors", FIVE, WHY)), "“value”"),
    "a method that is no text": (decide(Decision("method", FIVE, WHY)), "“value”"),
    "a subject that is no text": (decide(Decision(FIVE, "电话", WHY)), "“what”"),
    "no reason": (decide(reason(None)), "“reason”"),
    "a reason that is text": (decide(reason("because")), "“reason” of the type Reason"),
    "a reason without a text": (decide(reason(Reason("r", "own", "", FIVE))), "“reason.because”"),
    "inputs that are a table": (decide(reason(Reason("r", "own", "", "x", {"a": 1}))), "“reason.inputs”"),  # type: ignore[arg-type]
    "an input that is no text": (decide(reason(Reason("r", "own", "", "x", (("a", FIVE),)))), "“reason.inputs”"),
    "an input in a list that is no text": (
        decide(reason(Reason("r", "own", "", "x", [("a", FIVE)]))),
        "“reason.inputs”",
    ),  # type: ignore[arg-type]
    "a decision that is none": (decide(FIVE), "a list of Decision"),
    "no approver": (decide(Decision("exemption", "", WHY)), "“exemption”"),
    "a blank approver": (decide(Decision("exemption", " 　", WHY)), "“exemption”"),
    "no method": (decide(Decision("method", "", WHY)), "“method”"),
    "a blank method": (decide(Decision("method", " ", WHY)), "“method”"),
    "a reviewer that is nobody": (assign(Assignment(FIVE, FIVE, FIVE, ())), "“reviewer”"),
    "a role that is text": (assign(Assignment("甲", "书记", "书记", (WHY,))), "“role” of the type Role"),  # type: ignore[arg-type]
    "reasons that are text": (assign(Assignment("甲", "书记", Role.ASSIGNED, ("no",))), "“reasons”"),  # type: ignore[arg-type]
    "a last day that is text": (change(lambda step: replace(step, due="soon")), "“due” of the type date"),  # type: ignore[arg-type]
    "a last day with an hour": (
        change(lambda step: replace(step, due=dt.datetime(2010, 12, 1, tzinfo=dt.UTC))),
        "“due”",
    ),
    "skipped for no reason": (change(lambda step: replace(step, skipped=("no",))), "“skipped”"),  # type: ignore[arg-type]
    "skipped at length": (change(lambda step: replace(step, skipped="no")), "“skipped”"),  # type: ignore[arg-type]
    "an id that is no text": (change(lambda step: replace(step, id=FIVE)), "“id”"),
    "a step that is text": (change(lambda step: step.id), "steps, each with a reason"),
    "a step of a stranger": (change(lambda _step: Step("x", "步骤", DAY, ())), "steps, each with a reason"),
}


@pytest.mark.parametrize("kind", list(WRONG))
def test_an_answer_of_the_wrong_type_names_the_plugin_and_what_it_should_be(small: Any, look: Any, kind: str) -> None:
    plugin, wanted = WRONG[kind]
    everybody = {subject.name for subject in small.plan().subjects()}
    small.hooks |= {"own": plugin, "other": Other()}
    plan = small.plan()
    (found,) = look.problems(plan, "plugin-answer")
    assert (found.severity, found.value, found.person) == ("error", "own", "张三")
    assert "“own” must return" in found.message
    assert wanted in found.message
    assert "“张三” is left out" in found.message
    assert {subject.name for subject in plan.subjects()} == everybody - {"张三"}
    assert look.subject(plan, "member", "李四").method.value == "走访"
    assert look.problems(plan, "plugin-failed") == []


def test_two_plugins_that_answer_wrongly_are_both_named(small: Any, look: Any) -> None:
    class Second:
        @hookimpl
        def pingyi_decide(self, member: Any) -> Any:
            return "走访" if member.name == "李四" else ()

    small.hooks |= {"own": decide(reason(None)), "second": Second()}
    found = look.problems(small.plan(), "plugin-answer")
    assert {item.value: item.person for item in found} == {"own": "张三", "second": "李四"}


def test_an_organisation_with_a_wrong_answer_is_left_out_by_its_name(small: Any, look: Any) -> None:
    class Organiser:
        @hookimpl
        def pingyi_decide_organisation(self, organisation: Any) -> Any:
            return [Decision("method", " ", WHY)] if organisation.service_window else []

    small.hooks["own"] = Organiser()
    plan = small.plan()
    (found,) = look.problems(plan, "plugin-answer")
    assert "“图书馆直属党支部” is left out" in found.message
    assert {item.kind for item in plan.subjects_of("图书馆直属党支部")} == {"member"}


def test_a_list_serves_where_a_tuple_is_declared(small: Any, look: Any) -> None:
    listed: Any = [("remark", "外地")]
    reasons: Any = [Reason("own-rule", "own", "", "本单位的规定", listed)]
    small.hooks["own"] = change(lambda step: replace(step, reasons=reasons))
    small.hooks["other"] = decide(reason(reasons[0]))
    plan = small.plan()
    assert plan.problems == []
    assert look.subject(plan, "member", "张三").method.value == "电话"


def test_no_form_is_an_answer(small: Any, look: Any) -> None:
    small.hooks["own"] = decide(Decision("form", "", WHY))
    plan = small.plan()
    assert look.problems(plan, "plugin-answer") == []
    assert look.subject(plan, "member", "张三").documents == ()
