"""Reading a sheet of members: who counts as one, and what every row must have."""

from __future__ import annotations

from collections.abc import Iterator

from pingyi.errors import Severity
from pingyi.model.people.person import Membership
from pingyi.roster.cells import Trouble
from pingyi.roster.columns.header import Table
from pingyi.roster.columns.words import STATUS_LEFT
from pingyi.roster.findings import Findings
from pingyi.roster.reader import Draft, RowFindings, TableReader
from pingyi.roster.values import NOT_A_MEMBER
from pingyi.texts import translate as _


class MemberReader:
    """Reads one sheet of members.

    Args:
        table: the sheet.
        findings: takes the troubles.
    """

    def __init__(self, table: Table, findings: Findings) -> None:
        self._table = table
        self._findings = findings
        self._rows = RowFindings(findings)
        self._has_branch = bool({"branch", "branch_code"} & set(table.columns))
        self._sheet_is_branch = "支部" in table.sheet.name and not self._has_branch
        self.rows_read = 0

    def read(self) -> Iterator[Draft]:
        """Yield the members; rows with errors too, marked as faulty, because others may be compared with them."""
        if not self._has_branch:
            self._tell_no_branch()
        for draft in TableReader(self._table, self._findings).read():
            self.rows_read += 1
            values = draft.values
            if ("status" in values or values.get("membership") == NOT_A_MEMBER) and self._has_left(draft):
                continue
            if not draft.name:
                self._check_name(draft)
            if "membership" not in values:
                self._complete_membership(draft)
            if self._sheet_is_branch:
                draft.values["branch"] = self._table.sheet.name.strip()
            elif not self._has_branch:
                draft.faulty, draft.unread = True, (*draft.unread, "branch")
            yield draft

    def _has_left(self, draft: Draft) -> bool:
        status = draft.get("status")
        if status in STATUS_LEFT:
            self._rows.tell(
                draft,
                "status",
                Trouble(
                    Severity.WARNING,
                    "member-left",
                    _("Left out: the status is “{value}”.").format(value=status),
                    _("If this person still belongs here, correct the status."),
                ),
            )
            return True
        if draft.values.get("membership") == NOT_A_MEMBER:
            self._rows.tell(
                draft,
                "membership",
                Trouble(
                    Severity.WARNING,
                    NOT_A_MEMBER,
                    _("Left out: not a Party member."),
                    _("If this person has joined, write 正式党员 or 预备党员."),
                ),
            )
            return True
        return False

    def _check_name(self, draft: Draft) -> None:
        if "name" in draft.unread:
            return
        self._rows.tell(
            draft,
            "name",
            Trouble(Severity.ERROR, "name-missing", _("The name is missing."), _("Write the name, or delete the row.")),
        )

    def _complete_membership(self, draft: Draft) -> None:
        """Never guess in silence: an empty cell is an error unless the date of becoming a full member decides."""
        values = draft.values
        if "membership" in draft.unread:
            return
        regular = "regular_on" in values
        if "membership" in self._table.columns:
            if regular:
                values["membership"] = Membership.FULL
            self._rows.tell(
                draft,
                "membership",
                Trouble(
                    Severity.WARNING if regular else Severity.ERROR,
                    "membership-missing",
                    _("It is not said whether this is a full or a probationary member.")
                    if not regular
                    else _("Taken as a full member, because a date of becoming one is given."),
                    _("Write 正式党员 or 预备党员."),
                ),
            )
            return
        full = regular or "regular_on" not in self._table.columns
        values["membership"] = Membership.FULL if full else Membership.PROBATIONARY
        message = (
            _("There is no column on membership: taken as full members")
            if full
            else _("There is no column on membership, and no date of becoming a full member: taken as probationary")
        )
        severity = Severity.INFO if full else Severity.WARNING
        cure = _("Add a column 党员类别 with 正式党员 or 预备党员.")
        self._rows.repeat(draft, "", Trouble(severity, "membership-assumed", message, cure))

    def _tell_no_branch(self) -> None:
        if self._sheet_is_branch:
            self._findings.add(
                Severity.INFO,
                "branch-from-sheet",
                _("There is no column for the branch; the name of the sheet is taken for it."),
                sheet=self._table.sheet.name,
            )
        else:
            self._findings.add(
                Severity.ERROR,
                "no-branch-column",
                _("There is no column for the branch of each member; no row of this sheet can be used."),
                _("Add a column 所在党支部, or name its field under [roster.columns] in campaign.toml."),
                sheet=self._table.sheet.name,
                row=self._table.sheet.number(self._table.header),
            )
