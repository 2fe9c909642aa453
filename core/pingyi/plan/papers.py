"""Which forms a subject gets, in which copies, and which it can ask for (R17, R54)."""

from __future__ import annotations

from collections.abc import Mapping

from pingyi.model.config.settings import Copy
from pingyi.model.papers.forms import Form
from pingyi.model.review.assignments import give_reason
from pingyi.model.review.decision import Decision, Reason
from pingyi.model.review.procedure import PlannedDocument, Step, SubjectKind


class Papers:
    """The forms of all plugins, as documents of one subject.

    Args:
        forms: by id.
        copies: of the settings, by id.
    """

    def __init__(self, forms: Mapping[str, Form], copies: Mapping[str, Copy]) -> None:
        self._forms = forms
        self._copies = copies
        self._step_forms = tuple(form for form in forms.values() if form.step)

    def list_copies(self, decision: Decision) -> tuple[PlannedDocument, ...]:
        """The copies of the form that was decided on; none of one that is not known, which the checks report."""
        form = self._forms.get(decision.value)
        return () if form is None else self._copy(form, (decision.reason,))

    def list_on_request(self, kind: SubjectKind, steps: tuple[Step, ...]) -> tuple[PlannedDocument, ...]:
        """The forms of the steps a subject has: made where they are asked for by name."""
        return tuple(
            document
            for form in self._step_forms
            if kind in form.subjects
            for step in steps
            if step.id == form.step
            for document in self._copy(form, step.reasons)
        )

    def _copy(self, form: Form, reasons: tuple[Reason, ...]) -> tuple[PlannedDocument, ...]:
        copies = [copy for copy in form.copies if copy in self._copies]
        if len(copies) > 1:
            labels = "、".join(self._copies[copy].label for copy in copies)
            because = f"一式{len(copies)}份：{labels}"
            reasons = (*reasons, give_reason("copies", "R54", because, copies=str(len(copies))))
        return tuple(PlannedDocument(form.id, copy, reasons) for copy in copies)
