"""`pingyi why`: everything that was decided about one subject, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pingyi.model.review.decision import Decision, Reason
from pingyi.model.review.procedure import PlannedDocument, SubjectKind, SubjectPlan
from pingyi.plan.fields.budgets import BUDGET
from pingyi.plan.plan import Plan
from pingyi.plan.wording import KINDS, name_inputs, write_day, write_reason

_WHAT = {
    "branch_type": "支部类型",
    "form": "登记表",
    "exemption": "免予点评",
    "second_reviewer": "第二点评人",
    "step_skipped": "免去步骤",
    "visitors": "走访人数",
}


def explain(plan: Plan, subject: SubjectPlan) -> str:
    """Explain one subject as plain Chinese text of several lines."""
    return "\n".join(_list_lines(plan, subject))


def _list_lines(plan: Plan, subject: SubjectPlan) -> Iterator[str]:
    kind = plan.plugins.branch_types[subject.branch_type]
    titles = name_inputs(kind, plan.plugins.branch_types.values())
    organisation = plan.campaign.organisations[subject.organisation_id]
    yield f"{subject.name}（{KINDS[subject.kind]}）"
    if subject.kind is not SubjectKind.ORGANISATION:
        yield f"  所在组织：{organisation.name}"
    yield f"  适用规则：{kind.LABEL}（{kind.NAME}）"
    yield from _list_reasons(_reasons_of(subject, "branch_type"), titles, indent=4)
    if subject.exemption is not None:
        yield f"  免予点评，批准人：{subject.exemption.value}"
        yield from _list_reasons((subject.exemption.reason,), titles, indent=4)
        return
    yield "  点评人：" if subject.assignments else "  点评人：没有（见 pingyi check）"
    for item in subject.assignments:
        yield f"    {item.reviewer}（{item.post}）{'〔任选其一〕' if item.choice else ''}"
        yield from _list_reasons(item.reasons, titles, indent=6)
    if kind.FULL_COVERAGE:
        yield "  覆盖要求：每名党员都要点评，漏一人即为错误（R42）"
    yield f"  点评方式：{subject.method.value}"
    yield from _list_reasons((subject.method.reason,), titles, indent=4)
    yield "  步骤："
    for number, step in enumerate(subject.steps, start=1):
        yield f"    {number}. {step.title}（{step.id}），最迟{write_day(step.due)}"
        earlier = tuple(item.title for item in subject.steps if item.id in step.after)
        for label, values in (
            ("先完成", earlier),
            ("方式", step.methods),
            ("应有", step.evidence),
            ("检查", step.checks),
        ):
            if values:
                yield f"       {label}：{'；'.join(values)}"
        yield from _list_reasons(step.reasons, titles, indent=7)
    yield from _list_documents(plan, subject, titles)
    for decision in subject.decisions:
        if decision.what != "branch_type":
            yield f"  {_name_choice(plan, decision.what)}：{_name_value(plan, decision)}"
            yield from _list_reasons((decision.reason,), titles, indent=4)


def _list_documents(plan: Plan, subject: SubjectPlan, titles: Mapping[str, str]) -> Iterator[str]:
    yield "  文件：" if subject.documents else "  文件：没有"
    yield from _list_forms(plan, subject.documents, titles)
    if subject.on_request:
        yield "  需要时用 pingyi render --form 生成："
        yield from _list_forms(plan, subject.on_request, titles)


def _list_forms(plan: Plan, documents: Sequence[PlannedDocument], titles: Mapping[str, str]) -> Iterator[str]:
    copies = plan.campaign.settings.copies
    by_form: dict[str, list[str]] = {}
    reasons: dict[str, tuple[Reason, ...]] = {}
    for document in documents:
        label = copies[document.copy].label if document.copy in copies else "评议票"
        by_form.setdefault(document.form, []).append(label)
        reasons.setdefault(document.form, document.reasons)
    for form, labels in by_form.items():
        yield f"    {plan.plugins.forms[form].label}：{'、'.join(labels)}"
        yield from _list_reasons(reasons[form], titles, indent=6)


def _list_reasons(reasons: Iterable[Reason], titles: Mapping[str, str], *, indent: int) -> Iterator[str]:
    for reason in reasons:
        yield " " * indent + "因为：" + write_reason(reason, titles)


def _reasons_of(subject: SubjectPlan, what: str) -> tuple[Reason, ...]:
    return tuple(decision.reason for decision in subject.decisions if decision.what == what)


def _name_choice(plan: Plan, what: str) -> str:
    if what.startswith(BUDGET):
        field = what.removeprefix(BUDGET)
        return f"字数上限（{plan.plugins.fillable_fields().get(field, field)}）"
    return _WHAT.get(what, what)


def _name_value(plan: Plan, decision: Decision) -> str:
    form = plan.plugins.forms.get(decision.value) if decision.what == "form" else None
    return form.label if form is not None else decision.value or "没有"
