"""The rows of the sheet 点评: a comment with whoever made it, the branch's verdict, and how the review was held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pingyi.errors import Severity
from pingyi.model.results.records import Remark
from pingyi.model.review.procedure import ROLE_WORDS, Role, SubjectKind
from pingyi.roster.cells import Trouble
from pingyi.roster.columns.record_fields import ON_SECRETARY
from pingyi.roster.people.namebook import Written
from pingyi.roster.reader import Draft, RowFindings
from pingyi.roster.subjects import Subject, SubjectFinder
from pingyi.roster.values import split_names
from pingyi.texts import translate as _

_CELLS: Mapping[Role, str] = {
    Role.BRANCH_SECRETARY: "secretary",
    Role.COMMITTEE_MEMBER: "committee",
    Role.BRANCH_COMMITTEE_MEMBER: "committee",
}
"""Where a comment on a member goes. Of other roles only the plan can tell, and of these on the secretary himself (Q4)
or in a branch that may have no second reviewer (Q3)."""
_ON_MEMBER = ("", "党员")
_ON_ORGANISATION, _ON_SECRETARY = "organisation", "secretary_as_subject"
_WHOLE_TEXTS = ("method", "place", "rectification", "follow_up")


class CommentReader:
    """Reads comments into the values of records.

    Args:
        grades: of the branch's verdict.
        finder: knows everybody.
    """

    def __init__(self, grades: Sequence[str], finder: SubjectFinder) -> None:
        self._grades = grades
        self._finder = finder

    def take(self, subject: Subject, values: dict[str, Any], draft: Draft, rows: RowFindings) -> None:
        """Add what one row says.

        Args:
            subject: whom it is about, as far as that is known.
            values: of the subject's record; changed.
            draft: the row.
            rows: takes the troubles.
        """
        comment = draft.get("comment")
        reviewers = tuple(self._list_reviewers(draft, rows))
        if comment:
            role, key = self._find_role(subject, draft, rows)
            if key:
                comments = values.setdefault("comments", {})
                comments[key] = f"{comments[key]}\n{comment}" if key in comments else comment
                if reviewers:
                    known = values.setdefault("reviewers", {})
                    known[key] = tuple(dict.fromkeys((*known.get(key, ()), *reviewers)))
            elif role is not None:
                place = {"sheet": draft.table.sheet.name, "row": draft.row}
                remark = Remark(role=role.value, text=comment, reviewers=reviewers, **place)
                values["remarks"] = (*values.get("remarks", ()), remark)
        grade = draft.get("grade")
        if grade in self._grades:
            values["grade"] = grade
        elif grade:
            message = _("“{value}” is not a grade.").format(value=grade)
            cure = _("Write one of: {grades}.").format(grades="、".join(self._grades))
            rows.tell(draft, "grade", Trouble(Severity.ERROR, "grade-unknown", message, cure))
        for name in _WHOLE_TEXTS:
            if draft.get(name):
                values[name] = draft.get(name)
        if "held_on" in draft.values:
            values["held_on"] = draft.values["held_on"]

    def _list_reviewers(self, draft: Draft, rows: RowFindings) -> Iterator[str]:
        """The names of those who made a comment."""
        for item in split_names(draft.get("reviewer")):
            name = Written.parse(item).name
            if not self._finder.knows(name):
                near = self._finder.suggest(name)
                message = _("“{name}” is neither in the roster nor among the school leaders.").format(name=name)
                cure = (
                    _("Did you mean {names}?").format(names="、".join(near))
                    if near
                    else _("Correct the name, or add a school leader to the sheet 校领导.")
                )
                rows.tell(draft, "reviewer", Trouble(Severity.WARNING, "reviewer-unknown", message, cure), name)
            yield name

    def _find_role(self, subject: Subject, draft: Draft, rows: RowFindings) -> tuple[Role | None, str]:
        """In which role a comment was made, and its key in a record; without key where the plan has to find it."""
        on_secretary = ON_SECRETARY in draft.get("on")
        if subject.kind is SubjectKind.ORGANISATION or (subject.kind is None and draft.get("on") not in _ON_MEMBER):
            return None, _ON_SECRETARY if on_secretary else _ON_ORGANISATION
        role = ROLE_WORDS.get(draft.get("role"))
        if role is None:
            message = _("It is not said in which role the comment was made; it is not used.")
            cure = _("Write one of: {roles}.").format(roles="、".join(ROLE_WORDS))
            rows.tell(draft, "role", Trouble(Severity.ERROR, "role-unknown", message, cure))
            return None, ""
        key = _CELLS.get(role, "")
        waits = self._finder.leads(subject) if role is Role.BRANCH_SECRETARY else self._finder.is_direct(subject)
        return role, "" if waits else key
