"""Who came to a meeting: 应到 is 实到, 请假 and 缺席 together, and only some may be left out of it."""

from __future__ import annotations

from collections.abc import Iterator

from pingyi.errors import Problem, Severity
from pingyi.evaluate.conduct.telling import tell
from pingyi.model.people.organisation import Organisation
from pingyi.model.results.meetings import Meeting, reason_of
from pingyi.texts import translate as _

LEFT_OUT = (
    ("不能表达意志", "精神病", "昏迷"),
    ("自费出国", "出国半年"),
    ("拘留", "服刑"),
    ("卧床", "不能自理", "年老体弱", "长年生病", "长期生病"),
    ("应转未转", "外出半年"),
)
"""The five kinds of members who may be left out of 应到, by the words that tell them."""


def check_attendance(meeting: Meeting, organisation: Organisation, due: range | None) -> Iterator[Problem]:
    """List what does not fit together.

    Args:
        meeting: one meeting.
        organisation: whose meeting it is.
        due: how many members may have to come, more than one number where rows of the roster have errors; `None` where
            others come too, such as masses to an evaluation.
    """
    odd = [entry for entry in meeting.not_counted if not _may_be_left_out(reason_of(entry))]
    if odd:
        text = _("These are left out of 应到 without one of the five reasons: {names}.").format(names="、".join(odd))
        cure = _(
            "Write the reason in brackets behind the name: 不能表达意志的病人, 自费出国半年以上, 拘留或服刑, "
            "卧床或生活不能自理, 外出半年以上应转未转组织关系. Others are on leave or absent, and count."
        )
        yield tell(meeting, organisation, "meeting-left-out", text, cure, severity=Severity.WARNING)
    if meeting.expected is None:
        return
    yield from _check_numbers(meeting, organisation)
    if due is not None and meeting.expected + len(meeting.not_counted) not in due:
        text = _("应到 {expected} and {left} left out are not the {count} members who have this meeting.").format(
            expected=meeting.expected, left=len(meeting.not_counted), count=due[-1]
        )
        cure = _("Correct 应到, or name everybody who was left out, with the reason; the exempt do not count.")
        yield tell(meeting, organisation, "meeting-expected", text, cure, severity=Severity.WARNING)


def _may_be_left_out(reason: str) -> bool:
    return any(word in reason for words in LEFT_OUT for word in words)


def _check_numbers(meeting: Meeting, organisation: Organisation) -> Iterator[Problem]:
    expected, attended = meeting.expected, meeting.attended
    if expected is None or attended is None:
        return
    away = len(meeting.on_leave) + len(meeting.absent)
    if attended > expected or (away and attended + away != expected):
        message = _("应到 {expected} is not 实到 {attended}, 请假 {on_leave} and 缺席 {absent} together.")
        cure = _("Correct the numbers, or name everybody who was on leave or absent.")
        text = message.format(
            expected=expected, attended=attended, on_leave=len(meeting.on_leave), absent=len(meeting.absent)
        )
        yield tell(meeting, organisation, "meeting-attendance", text, cure)
    elif attended * 2 < expected:
        text = _("Only {attended} of {expected} came, less than half.").format(attended=attended, expected=expected)
        cure = _("Nothing in the notice forbids it; think of holding the meeting again.")
        yield tell(meeting, organisation, "meeting-below-half", text, cure, severity=Severity.WARNING)
    elif attended < expected and not away:
        text = _("{count} did not come, and it is not written who and why.").format(count=expected - attended)
        cure = _("Name them under 请假 or 缺席, with the reason in brackets behind the name.")
        yield tell(meeting, organisation, "meeting-absent-unnamed", text, cure, severity=Severity.WARNING)
