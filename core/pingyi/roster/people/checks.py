"""What one member's values must fulfil together."""

from __future__ import annotations

from collections.abc import Mapping

from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent, ValidationError

from pingyi.errors import Severity
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.person import Membership
from pingyi.roster.cells import Trouble
from pingyi.roster.findings import Findings
from pingyi.roster.reader import Draft, RowFindings
from pingyi.texts import translate as _

_PROBATION_YEARS = 1
_WITHOUT_PROBATION = (
    (PartialDate(1900, 1), PartialDate(1956, 9)),  # candidates before the eighth Congress had other terms
    (PartialDate(1969, 4), PartialDate(1977, 8)),  # the ninth and tenth constitutions had no probation
)
_OLD_NUMBER = 15
_WANTED = frozenset({"sex", "ethnicity", "birth", "joined_on"})


class MemberChecker:
    """Checks drafts of members.

    Args:
        minimum_age: at joining, in years.
        findings: takes the troubles.
    """

    def __init__(self, minimum_age: int, findings: Findings) -> None:
        self._minimum_age = minimum_age
        self._rows = RowFindings(findings)

    def check(self, draft: Draft) -> None:
        """Report what does not fit; errors make the draft faulty."""
        values = draft.values
        birth, joined, regular = values.get("birth"), values.get("joined_on"), values.get("regular_on")
        # dates whose years alone are far enough apart are the usual case, and need no closer look
        if joined is not None:
            if birth is not None and joined.year - birth.year <= self._minimum_age:
                self._check_birth(draft, birth, joined)
            if regular is not None and regular.year - joined.year <= _PROBATION_YEARS:
                self._check_order(draft, joined, regular)
        self._check_membership(draft, values.get("membership"), regular)
        number = values.get("id_number")
        if number:
            self._check_id_number(draft, str(number), values)
        if not draft.faulty and not values.keys() >= _WANTED:
            self._check_wanted(draft)

    def _check_wanted(self, draft: Draft) -> None:
        for name in sorted(_WANTED - draft.values.keys()):
            if name in draft.table.columns:
                message = _("“{column}” is empty; the form stays empty there").format(column=draft.title(name))
                cure = _("Fill it in before the forms are made.")
                self._rows.repeat(draft, name, Trouble(Severity.WARNING, "value-missing", message, cure))

    def _check_birth(self, draft: Draft, birth: PartialDate, joined: PartialDate) -> None:
        if joined.is_before(birth):
            self._rows.tell(
                draft,
                "birth",
                Trouble(
                    Severity.ERROR,
                    "birth-after-joining",
                    _("The birth is later than the joining."),
                    _("Correct one of the two dates."),
                ),
            )
        elif joined.last < birth.plus_years(self._minimum_age).first:
            self._rows.tell(
                draft,
                "joined_on",
                Trouble(
                    Severity.WARNING,
                    "joined-young",
                    _("Younger than {age} at joining.").format(age=self._minimum_age),
                    _("Check both dates."),
                ),
            )

    def _check_order(self, draft: Draft, joined: PartialDate, regular: PartialDate) -> None:
        if regular.year <= joined.year and regular.is_before(joined):
            self._rows.tell(
                draft,
                "regular_on",
                Trouble(
                    Severity.ERROR,
                    "regular-before-joining",
                    _("Became a full member before joining."),
                    _("Correct one of the two dates; they may have been exchanged."),
                ),
            )
        elif draft.values.get("membership") is Membership.FULL and _is_short(joined, regular):
            self._rows.tell(
                draft,
                "regular_on",
                Trouble(
                    Severity.WARNING,
                    "probation-short",
                    _("Became a full member less than one year after joining."),
                    _("Check both dates; the probation is one year."),
                ),
            )

    def _check_membership(self, draft: Draft, membership: Membership | None, regular: PartialDate | None) -> None:
        if membership is Membership.PROBATIONARY and regular is not None:
            self._rows.tell(
                draft,
                "regular_on",
                Trouble(
                    Severity.ERROR,
                    "probationary-with-regular-date",
                    _("A probationary member has a date of becoming a full one."),
                    _("Write 正式党员, or clear the date."),
                ),
            )
        elif (
            membership is Membership.FULL
            and regular is None
            and "regular_on" in draft.table.columns
            and not draft.faulty
        ):
            self._rows.tell(
                draft,
                "regular_on",
                Trouble(
                    Severity.WARNING,
                    "regular-date-missing",
                    _("A full member has no date of becoming one."),
                    _("Fill in the date."),
                ),
            )

    def _check_id_number(self, draft: Draft, number: str, values: Mapping[str, object]) -> None:
        """The number itself is never shown."""
        compact = ric.compact(number)
        if len(compact) == _OLD_NUMBER and compact.isdecimal():
            return
        try:
            ric.validate(compact)
        except InvalidComponent:
            pass  # the list of places is not complete
        except ValidationError:
            self._tell_number(draft, _("The number is mistyped: its check character does not fit."))
            return
        birth = values.get("birth")
        if isinstance(birth, PartialDate) and compact[6:12] != f"{birth.year}{birth.month:02d}":
            self._tell_number(draft, _("The number and the date of birth do not agree."))
        elif isinstance(birth, PartialDate) and birth.day and int(compact[12:14]) != birth.day:
            self._tell_number(draft, _("The number and the day of birth do not agree."))
        sex = values.get("sex")
        if sex and sex != ("男" if int(compact[16]) % 2 else "女"):
            self._tell_number(draft, _("The number and the sex do not agree."))

    def _tell_number(self, draft: Draft, message: str) -> None:
        cure = _("Compare it with the identity card; no form prints it.")
        self._rows.tell(draft, "id_number", Trouble(Severity.WARNING, "id-number-doubtful", message, cure))


def _is_short(joined: PartialDate, regular: PartialDate) -> bool:
    """Whether the probation was certainly too short, at a time when there was one of a year."""
    years = regular.year - joined.year
    if years > _PROBATION_YEARS or (years == _PROBATION_YEARS and regular.month > joined.month):
        return False
    if years == _PROBATION_YEARS and regular.month == joined.month:
        if regular.day is None or joined.day is None or regular.day >= joined.day:
            return False  # the usual case: to the day
        short = regular.day < joined.plus_years(years).last.day
    else:
        short = True
    return short and not any(start <= joined <= end for start, end in _WITHOUT_PROBATION)
