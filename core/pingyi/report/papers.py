"""The data of ledger, certificate, notice and report upward: counts out of the coverage, words out of the settings."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pingyi.errors import Problem, Severity
from pingyi.evaluate import Tallies
from pingyi.model.config.faults import SETTINGS_FILE
from pingyi.model.fields.base import list_cells
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.identity import make_code
from pingyi.model.papers.report_forms import (
    CoverageCertificate,
    Ledger,
    NamedCount,
    OfficialPaper,
    ResultsNotice,
    UpwardReport,
)
from pingyi.model.people.organisation import Organisation, OrgKind
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan
from pingyi.plan.wording import write_day
from pingyi.report.ballots import count_ballots
from pingyi.report.coverage import Coverage, Covered, State, count_methods, count_states
from pingyi.report.lines import (
    list_below,
    list_exempt,
    list_kinds,
    list_ledger,
    list_missing,
    list_types,
    list_unit_counts,
)
from pingyi.texts import translate as _

_ATTACHMENTS = ("未点评名单和免予点评名单", "领导点评登记表", "领导点评工作台账", "评议结果汇总表")
_BY_HAND = ("experiences", "common_problems", "demands")
"""What no program can know: the papers have a blank for it where nobody wrote it."""
_RECIPIENTS = "各党总支、直属党支部"
"""To whom the governing notice itself went (R3)."""


class PaperWriter:
    """Makes the data of every paper.

    Args:
        plan: the plan, with records.
        coverage: measured from it.
        on: the day the papers are dated.
        tallies: of the ballots, for their sums.
    """

    def __init__(self, plan: Plan, coverage: Coverage, on: dt.date, tallies: Tallies | None = None) -> None:
        self._tallies = tallies
        self._plan = plan
        self._coverage = coverage
        self._on = on
        self._settings = plan.campaign.settings
        self._words = self._settings.report
        self.order = plan.order

    def check_names(self) -> list[Problem]:
        """Name the characters for which the order by strokes has no strokes, of names that a list prints."""
        listed = [item.name for item in self._coverage.subjects if item.state is not State.REVIEWED]
        people = [name for name in (*self._words.exemplars, *listed) if name not in self._organisation_names]
        return self.order.check(people)

    def check_words(self) -> Iterator[Problem]:
        """Name what notice and report leave for the pen, and say where it is too early for a notice (R33, R52)."""
        missing = len(self._coverage.missing)
        if missing:
            yield Problem(
                Severity.WARNING,
                "notice-early",
                _("The notice of results is for afterwards (R33): {count} of {due} are not reviewed yet.").format(
                    count=missing, due=count_states(self._coverage.subjects).due
                ),
                _("Do not post it yet; “pingyi status” names them."),
            )
        cells = list_cells(OfficialPaper)
        blank = [name for name in _BY_HAND if not getattr(self._words, name)]
        if blank:
            yield Problem(
                Severity.WARNING,
                "report-words-missing",
                _("Notice and report have a blank for: {labels}.").format(
                    labels="、".join(cells[name].label for name in blank)
                ),
                _("Write it there and run again, or fill it in by hand before you print."),
                file=SETTINGS_FILE,
                column=f"report.{blank[0]}",
            )

    @property
    def _organisation_names(self) -> frozenset[str]:
        return frozenset(item.name for item in self._plan.campaign.organisations.values())

    def write_ledger(self, unit: Organisation) -> Ledger:
        """The ledger of one general branch or directly affiliated branch, with everything below it (R31)."""
        organisations = list_below(self._plan, unit)
        subjects = [item for each in organisations for item in self._coverage.by_organisation.get(each.id, ())]
        lines = tuple(list_ledger(self._plan, self._coverage, organisations))
        reviewed = [item for item in subjects if item.state is State.REVIEWED]
        values = {**self._common("ledger", unit.id), **self._count(subjects), **self._count_kinds(reviewed)}
        return Ledger(**values, unit=unit.name, lines=lines, made_on=self._today)

    def write_certificate(self) -> CoverageCertificate:
        """The certificate of coverage (R42, R48)."""
        coverage, plan = self._coverage, self._plan
        return CoverageCertificate(
            **self._common("coverage_certificate"),
            **self._count(coverage.subjects),
            **self._count_kinds(coverage.subjects),
            complete=coverage.is_complete,
            by_kind=tuple(list_kinds(coverage, plan)),
            by_type=tuple(list_types(coverage, plan)),
            by_unit=tuple(list_unit_counts(coverage, plan)),
            by_method=self._count_methods(),
            exempt_people=tuple(list_exempt(coverage, plan, self.order)),
            missing_subjects=tuple(list_missing(coverage, plan, self.order)),
            signed_by=self._signer,
            made_on=self._today,
        )

    def write_notice(self) -> ResultsNotice:
        """The notice of results (R33): counts and exemplars, nobody else by name."""
        return ResultsNotice(
            **self._official("results_notice"),
            number=self._words.notice_number,
            recipients=_RECIPIENTS,
            methods="、".join(self._words.notice_methods) or "—",
            scope=self._words.notice_scope or "—",
        )

    def write_upward_report(self, unit: Organisation | None = None) -> UpwardReport:
        """The report to the superior (R45).

        Args:
            unit: the general branch or directly affiliated branch that reports on itself and everything below it, to
                the committee at the root; the whole institution when left out.
        """
        coverage = self._coverage
        own: dict[str, Any] = {"number": self._words.report_number, "recipients": self._words.superior or "　" * 8}
        if unit is not None:
            coverage = coverage.below(item.id for item in list_below(self._plan, unit))
            own = self._describe_unit(unit)
        return UpwardReport(
            **{**self._official("upward_report", unit), **own},
            report_day=write_day(self._settings.deadlines.last_day("report", reporting=True)),
            missing_subjects=tuple(list_missing(coverage, self._plan, self.order)),
            exempt_people=tuple(list_exempt(coverage, self._plan, self.order)),
            attachments=_ATTACHMENTS,
        )

    def _describe_unit(self, unit: Organisation) -> dict[str, Any]:
        """What a unit's own report says otherwise: the words of the settings are those of the whole institution."""
        here = {item.id for item in list_below(self._plan, unit)}
        campaign = self._plan.campaign
        names = {campaign.organisations[id_].name for id_ in here}
        names |= {person.name for person in campaign.people.values() if person.branch_id in here}
        return {
            "unit": unit.name,
            "recipients": self._root or "　" * 8,
            "exemplars": tuple(name for name in self._list_exemplars() if name in names),
            **dict.fromkeys(_BY_HAND, ()),
            "signed_by": unit.name,
            "issued_by": unit.name,
            "copies_to": "",
        }

    @property
    def _today(self) -> PartialDate:
        return PartialDate(self._on.year, self._on.month, self._on.day)

    @property
    def _signer(self) -> str:
        return self._words.signed_by or self._root or self._plan.institution

    @property
    def _root(self) -> str:
        """The committee at the root of the roster."""
        organisations = self._plan.campaign.organisations.values()
        return next((item.name for item in organisations if item.kind is OrgKind.COMMITTEE), "")

    def _common(self, form: str, subject: str = "") -> dict[str, Any]:
        info = self._settings.campaign
        return {
            "institution": self._plan.institution,
            "activity": info.activity,
            "year": info.year,
            "doc_number": info.doc_number,
            "code": make_code(info.id, form, subject, "report"),
        }

    def _count(self, subjects: Sequence[Covered]) -> dict[str, Any]:
        count = count_states(subjects)
        return {
            "due": count.due,
            "reviewed": count.reviewed,
            "exempt": count.exempt,
            "missing": count.missing,
            "rate": count.rate,
        }

    def _count_kinds(self, subjects: Sequence[Covered]) -> dict[str, int]:
        """How many general and directly affiliated branches, branches, secretaries and members are among them."""
        known = self._plan.campaign.organisations
        tops = (OrgKind.GENERAL_BRANCH, OrgKind.DIRECT_BRANCH)
        kinds = Counter(item.kind for item in subjects)
        general = sum(item.kind is SubjectKind.ORGANISATION and known[item.id].kind in tops for item in subjects)
        return {
            "general_branches": general,
            "branches": kinds[SubjectKind.ORGANISATION] - general,
            "secretaries": kinds[SubjectKind.SECRETARY],
            "members": kinds[SubjectKind.MEMBER],
        }

    def _count_methods(self, coverage: Coverage | None = None) -> tuple[NamedCount, ...]:
        methods = count_methods((coverage or self._coverage).pick(SubjectKind.MEMBER))
        return tuple(NamedCount(label=label, count=count) for label, count in methods.items())

    def _count_verdicts(self, coverage: Coverage) -> tuple[NamedCount, ...]:
        """The branches' verdicts on members, best first; ballots are another matter."""
        grades = Counter(
            self._plan.campaign.record_of(SubjectKind.MEMBER, item.id).grade
            for item in coverage.pick(SubjectKind.MEMBER)
            if item.state is not State.EXEMPT
        )
        return tuple(
            NamedCount(label=grade, count=grades[grade]) for grade in self._settings.grades.verdict if grades[grade]
        )

    def _list_exemplars(self) -> tuple[str, ...]:
        """Organisations as they are named, then people by surname strokes (R52)."""
        names = self._organisation_names
        people = self.order.sort(name for name in self._words.exemplars if name not in names)
        return (*(name for name in self._words.exemplars if name in names), *people)

    def _official(self, form: str, unit: Organisation | None = None) -> dict[str, Any]:
        words, info = self._words, self._settings.campaign
        here = None if unit is None else [item.id for item in list_below(self._plan, unit)]
        coverage = self._coverage if here is None else self._coverage.below(here)
        return {
            **self._common(form, unit.id if unit is not None else ""),
            **self._count(coverage.subjects),
            **self._count_kinds(coverage.subjects),
            "notice_title": info.title,
            "basis": info.basis,
            "theme": info.theme,
            "goals": info.goals,
            "emphasis": info.emphasis,
            "last_day": write_day(self._settings.deadlines.last_day("review")),
            "ballots": count_ballots(self._tallies, here),
            "verdicts": self._count_verdicts(coverage),
            "by_method": self._count_methods(coverage),
            "exemplars": self._list_exemplars(),
            "experiences": words.experiences,
            "common_problems": words.common_problems,
            "demands": words.demands,
            "signed_by": self._signer,
            "signed_on": write_day(self._on),
            "copies_to": "、".join(words.copies_to),
            "issued_by": words.issued_by or self._signer,
        }
