"""The returned 公开承诺书: into the record of its subject, and what is wrong with it (R34-R39, R51)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pingyi.collect.papers.symbols import squeeze
from pingyi.errors import Problem, Severity
from pingyi.model.fields.base import list_cells
from pingyi.model.fields.dates import PartialDate
from pingyi.model.fields.items import EDGES
from pingyi.model.papers.pledge_forms import MemberPledge, PledgeForm
from pingyi.model.results.records import SENT_BACK, Endorsement, Mending, Pledge, PledgePlan, Record
from pingyi.model.review.procedure import SubjectPlan
from pingyi.plan import Plan
from pingyi.plan.fields.pledge_fields import ORAL, needs_approval
from pingyi.texts import translate as _

YES, NO = "是", "否"
_SERVICE = "R39"


def read_pledges(data: PledgeForm) -> Record:
    """The record of one returned form; what it does not say is left out."""
    pledges = [
        Pledge(text=_strip(line.text), measure=_strip(measure.text), finish_by=_strip(day.text))
        for line, measure, day in zip(data.pledges, data.measures, data.finish_by, strict=True)
    ]
    while pledges and not pledges[-1].text:  # a blank line between others keeps the numbers of those behind it
        pledges.pop()
    mending = tuple(
        Mending(text=_strip(line.text), pledge=_strip(number.text))
        for line, number in zip(data.mending, data.taken_up, strict=True)
        if _strip(line.text)
    )
    values: dict[str, Any] = {
        "pledges": tuple(pledges),
        "written_on": data.written_on,
        "points": {point.title: point.text for point in data.points if point.text},
        "mending": mending,
        "endorsement": _read_endorsement(data),
    }
    written = {name: value for name, value in values.items() if value and value != Endorsement()}
    if isinstance(written.get("written_on"), str):
        del written["written_on"]  # no date; told where it was read
    record: dict[str, Any] = {"pledge_plan": PledgePlan(**written)} if written else {}
    if isinstance(data, MemberPledge) and ORAL in data.way:
        record["oral_commitment"] = True
    return Record(**record)


def _read_endorsement(data: PledgeForm) -> Endorsement:
    names = [name for name in Endorsement.model_fields if name in type(data).model_fields]
    given = {name: getattr(data, name) for name in names}
    if not isinstance(given.get("signed_on"), PartialDate):
        given.pop("signed_on", None)
    return Endorsement(**{name: value for name, value in given.items() if value})


def _strip(text: str) -> str:
    return text.strip(EDGES)


def check_pledges(plan: Plan, subject: SubjectPlan, data: PledgeForm, record: Record) -> Iterator[Problem]:
    """Everything that a returned form lacks, or says against the rules; without file.

    Args:
        plan: the plan.
        subject: whose form it is.
        data: what came back.
        record: all that is known of the subject: from this form, the others and the workbook.
    """
    given = record.pledge_plan or PledgePlan()
    labels = {name: cell.label for name, cell in list_cells(type(data)).items()}
    if not any(pledge.text for pledge in given.pledges):
        if not record.oral_commitment:
            yield _warn(
                "pledge-empty",
                _("no pledge is written on the form"),
                _("Have the pledges written (R34), or the pledge by word of mouth ticked where it is allowed."),
                labels["pledges"],
            )
            return
    else:
        yield from _check_lines(data, labels)
        yield from _check_points(data, subject)
    yield from _check_mending(data, labels, record, given)
    yield from _check_endorsement(plan, subject, data, given, labels)
    if differ(record):
        yield _warn(
            "pledges-differ",
            _("the pledges differ from those in the review form or the workbook; those of this form are used"),
            _("Have the two agree: correct the one that is wrong."),
            labels["pledges"],
            "；".join(record.next_commitments),
        )


def _check_lines(data: PledgeForm, labels: dict[str, str]) -> Iterator[Problem]:
    for line, measure, day in zip(data.pledges, data.measures, data.finish_by, strict=True):
        lacking = [labels[name] for name, cell in (("measures", measure), ("finish_by", day)) if not _strip(cell.text)]
        if _strip(line.text) and lacking:
            yield _warn(
                "pledge-incomplete",
                _("pledge {number} has no {missing}").format(number=line.number, missing="、".join(lacking)),
                _("A pledge says what is done, by which measure and by when; have it added."),
                f"{labels['pledges']}：{line.title}",
                line.text,
            )


def _check_points(data: PledgeForm, subject: SubjectPlan) -> Iterator[Problem]:
    """Every point ticked, and ticked yes (R38); one more for offices and service windows (R39)."""
    reasons = [reason for step in subject.steps for reason in step.reasons if reason.clause == _SERVICE]
    for line in data.points:
        point, answer = line.title, line.text
        clause = _SERVICE if any(point in reason.because for reason in reasons) else "R38"
        if answer == NO:
            yield _warn(
                "pledge-point-no",
                _("the pledges do not meet the point “{point}” ({clause})").format(point=point, clause=clause),
                _("Have the pledges changed until every point is met."),
                point,
                answer,
            )
        elif answer != YES:
            yield _warn(
                "service-point-missing" if clause == _SERVICE else "pledge-point-missing",
                _("nobody ticked whether the pledges meet the point “{point}” ({clause})").format(
                    point=point, clause=clause
                ),
                _("Look at the pledges again, and tick yes or no."),
                point,
                answer,
            )


def _check_mending(data: PledgeForm, labels: dict[str, str], record: Record, given: PledgePlan) -> Iterator[Problem]:
    """Everything that is to be mended is taken up by a pledge that is there (R51)."""
    pledged = {line.number for line in data.pledges if _strip(line.text)}
    for line, number in zip(data.mending, data.taken_up, strict=True):
        text = _strip(line.text)
        wanted = re.findall(r"\d+", number.text)
        if text and not _strip(number.text):
            yield _untaken(text, f"{labels['mending']}：{line.title}")
        elif text and (not wanted or not pledged.issuperset(wanted)):
            yield _warn(
                "mending-pledge-unknown",
                _("“{text}” is said to be in pledge “{number}”, which is not on the form").format(
                    text=_shorten(text), number=_strip(number.text)
                ),
                _("Write the number of the pledge that takes it up (R51)."),
                f"{labels['taken_up']}：{line.title}",
                number.text,
            )
    if record.rectification.strip() and not given.mending:
        yield _untaken(record.rectification.strip(), labels["mending"])


def _untaken(text: str, column: str) -> Problem:
    return _warn(
        "mending-unpledged",
        _("what is to be mended is in no pledge: “{text}” (R51)").format(text=_shorten(text)),
        _("Carry it into a pledge, and write the number of the pledge beside it."),
        column,
        text,
    )


def _check_endorsement(
    plan: Plan, subject: SubjectPlan, data: PledgeForm, given: PledgePlan, labels: dict[str, str]
) -> Iterator[Problem]:
    """The approval of the general branch (R36), the guidance of the branch (R37): given, signed, dated, in order."""
    is_member = isinstance(data, MemberPledge)
    said = given.endorsement or Endorsement()
    name = "guidance" if is_member else "approval"
    what = _("the guidance of the branch (R37)") if is_member else _("the approval of the general branch (R36)")
    # who pledges by word of mouth needs no written guidance
    needed = ORAL not in data.way if isinstance(data, MemberPledge) else needs_approval(plan.campaign, subject.id)
    if said == Endorsement():
        if needed:
            yield _warn(
                f"{name}-missing",
                _("{what} is missing").format(what=what),
                _("Have it written on the form, or enter it on the sheet 承诺 of the workbook."),
                labels["opinion"],
            )
        return
    if said.answer == SENT_BACK:
        yield _warn(
            "approval-refused",
            _("the pledges were sent back to be changed"),
            _("Have them changed and approved (R36)."),
            labels.get("answer", labels["opinion"]),
            said.answer,
        )
    for field, code, missing in (
        ("signed_by", "unsigned", _("{what} has no name")),
        ("signed_on", "undated", _("{what} has no date")),
    ):
        if not getattr(said, field):
            yield _warn(
                f"{name}-{code}",
                missing.format(what=what),
                _("Have it added: an approval or guidance counts with name and date."),
                labels[field],
            )
    if said.signed_on is not None and given.written_on is not None and said.signed_on.is_before(given.written_on):
        yield _warn(
            f"{name}-early",
            _("{what} is dated {signed}, before the pledges were written on {written}").format(
                what=what, signed=said.signed_on, written=given.written_on
            ),
            _("Correct the date that is wrong."),
            labels["signed_on"],
            str(said.signed_on),
        )


def differ(record: Record) -> bool:
    """Whether a 公开承诺书 and the review form or the workbook pledge different things."""
    return bool(record.next_commitments) and _join(record.pledges) != _join(record.next_commitments)


def _join(texts: tuple[str, ...]) -> str:
    return squeeze("".join(text.rstrip("；;。.，, ") for text in texts))


def _shorten(text: str) -> str:
    return text if len(text) <= 30 else text[:30] + "…"


def _warn(code: str, message: str, cure: str, column: str, value: str = "") -> Problem:
    return Problem(Severity.WARNING, code, message, cure, column=column, value=_shorten(value))
