"""What a campaign's own rules change: its plan with them beside its plan without them, person by person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pingyi.model.review.decision import Decision, Reason
from pingyi.model.review.procedure import SubjectPlan
from pingyi.plan.fields.budgets import BUDGET
from pingyi.plan.plan import Plan, make_plan
from pingyi.plan.wording import KINDS, name_inputs, write_day, write_reason, write_reviewers

_WHAT = {
    "method": "点评方式",
    "form": "登记表",
    "visitors": "走访人数",
    "exemption": "免予点评，批准人",
    "reviewers": "点评人",
    "step_skipped": "免去步骤",
}
_STEP = "step:"
_NONE = "（无）"


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it would be without the campaign's own rules.

    Attributes:
        what: `method`, `form`, `visitors`, `exemption`, `reviewers`, `step_skipped`, `step:ID` or `budget:FIELD`.
        label: as people read it.
        before: without the rules; empty where there was nothing.
        after: with them; empty where there is nothing.
        reasons: the rules that made it so.
    """

    what: str
    label: str
    before: str
    after: str
    reasons: tuple[Reason, ...]

    def to_json(self) -> dict[str, object]:
        """Return the documented JSON shape."""
        return {
            "what": self.what,
            "before": self.before,
            "after": self.after,
            "reasons": [reason.to_json() for reason in self.reasons],
        }


@dataclass(frozen=True)
class SubjectDifference:
    """Everything that rules change for one subject."""

    subject: SubjectPlan
    organisation: str
    differences: tuple[Difference, ...]

    def to_json(self) -> dict[str, object]:
        """Return the documented JSON shape."""
        return {
            "kind": self.subject.kind.value,
            "id": self.subject.id,
            "name": self.subject.name,
            "organisation": self.organisation,
            "changes": [item.to_json() for item in self.differences],
        }


def compare_plans(plan: Plan) -> Iterator[SubjectDifference]:
    """Compare a plan with the one the same campaign would have without its own rules and rule files.

    Raises:
        PluginError: a branch type cannot say its procedure.
    """
    own = frozenset(plan.plugins.local)
    bare = make_plan(plan.campaign, plan.plugins.mute(own))
    for organisation in plan.organisations:
        without = {(item.kind, item.id): item for item in bare.subjects_of(organisation.id)}
        for subject in plan.subjects_of(organisation.id):
            before = without.get((subject.kind, subject.id))
            found = tuple(_compare(plan, before, subject, own)) if before is not None else ()
            if found:
                yield SubjectDifference(subject, organisation.name, found)


def list_difference(plan: Plan) -> Iterator[str]:
    """The same as lines of text, and how many subjects there are."""
    count = 0
    for item in compare_plans(plan):
        count += 1
        kind = KINDS[item.subject.kind]
        types = plan.plugins.branch_types
        titles = name_inputs(types[item.subject.branch_type], types.values())
        place = "" if item.organisation == item.subject.name else f"，{item.organisation}"
        yield f"{item.subject.name}（{kind}{place}）"
        for it in item.differences:
            yield f"  {it.label}：{it.before or _NONE} → {it.after or _NONE}"
            yield from (f"    因为：{write_reason(reason, titles)}" for reason in it.reasons)
    rules = "、".join(plan.plugins.local) or _NONE
    yield f"合计：{count}个点评对象因本单位的规则（{rules}）而不同"


def _compare(plan: Plan, before: SubjectPlan, after: SubjectPlan, own: frozenset[str]) -> Iterator[Difference]:
    yield from _compare_decisions(plan, before, after)
    reviewers = write_reviewers(before.assignments), write_reviewers(after.assignments)
    if reviewers[0] != reviewers[1] and after.exemption is None:
        reasons = [reason for item in after.assignments for reason in item.reasons if reason.plugin in own]
        yield Difference("reviewers", _WHAT["reviewers"], *reviewers, tuple(dict.fromkeys(reasons)))
    if after.exemption is None:
        yield from _compare_steps(before, after, own)


def _compare_decisions(plan: Plan, before: SubjectPlan, after: SubjectPlan) -> Iterator[Difference]:
    old, new = _group(before), _group(after)
    if after.exemption is not None:  # it takes everything else away
        old, new = ({"exemption": groups.get("exemption", [])} for groups in (old, new))
    for what in dict.fromkeys([*new, *old]):
        for one, other in zip_longest(old.get(what, ()), new.get(what, ())):
            if one is not None and other is not None and one.value == other.value:
                continue
            values = [_write(plan, it) for it in (one, other)]
            yield Difference(what, _label(plan, what), values[0], values[1], (other.reason,) if other else ())


def _group(subject: SubjectPlan) -> dict[str, list[Decision]]:
    groups: dict[str, list[Decision]] = {"method": [subject.method]}
    for decision in subject.decisions:
        groups.setdefault(decision.what, []).append(decision)
    return groups


def _compare_steps(before: SubjectPlan, after: SubjectPlan, own: frozenset[str]) -> Iterator[Difference]:
    """Steps with another last day, and steps that are new; what a rule skips is a decision."""
    old = {step.id: step for step in before.steps}
    for step in after.steps:
        known = old.get(step.id)
        if known is None or known.due != step.due:
            reasons: Sequence[Reason] = [reason for reason in step.reasons if reason.plugin in own]
            day = write_day(known.due) if known is not None else ""
            yield Difference(_STEP + step.id, f"{step.title}，最迟", day, write_day(step.due), tuple(reasons))


def _label(plan: Plan, what: str) -> str:
    if what.startswith(BUDGET):
        field = what.removeprefix(BUDGET)
        return f"字数上限（{plan.plugins.fillable_fields().get(field, field)}）"
    return _WHAT.get(what, what)


def _write(plan: Plan, decision: Decision | None) -> str:
    if decision is None:
        return ""
    form = plan.plugins.forms.get(decision.value) if decision.what == "form" else None
    return form.label if form is not None else decision.value
