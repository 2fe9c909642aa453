"""From names in the columns 书记, 委员 and 分管（联系）校领导 to people."""

from __future__ import annotations

from collections.abc import Mapping

from pingyi.errors import Severity
from pingyi.model.people.organisation import Officer, Organisation, OrgKind, SchoolLeader
from pingyi.roster.findings import Findings
from pingyi.roster.people.namebook import Known, NameBook, Written
from pingyi.roster.tree.units import Unit, UnitIndex
from pingyi.texts import translate as _

SECRETARY_POST: Mapping[OrgKind, str] = {
    OrgKind.COMMITTEE: "党委书记",
    OrgKind.GENERAL_BRANCH: "党总支书记",
    OrgKind.DIRECT_BRANCH: "党支部书记",
    OrgKind.BRANCH: "党支部书记",
}
COMMITTEE_POST: Mapping[OrgKind, str] = {
    OrgKind.COMMITTEE: "党委委员",
    OrgKind.GENERAL_BRANCH: "党总支委员",
    OrgKind.DIRECT_BRANCH: "党支部委员",
    OrgKind.BRANCH: "党支部委员",
}
_HOLDS_GENERAL_POST = ("总支", "分党委")
_HOLDS_SECRETARY_POST = ("书记",)
_HOLDS_COMMITTEE_POST = ("委员", "书记")


class OfficerFinder:
    """Turns the names in organisations into officers.

    Args:
        book: everybody.
        index: the organisations.
        titles: printed header by field of an organisation.
        findings: takes unknown and ambiguous names.
    """

    def __init__(self, book: NameBook, index: UnitIndex, titles: Mapping[str, str], findings: Findings) -> None:
        self._book = book
        self._index = index
        self._titles = titles
        self._findings = findings

    def finish(self, unit: Unit, leaders: Mapping[str, SchoolLeader]) -> Organisation:
        """Return the organisation with its people.

        Args:
            unit: the organisation so far.
            leaders: school leaders by name.
        """
        secretary_post, committee_post = SECRETARY_POST[unit.kind], COMMITTEE_POST[unit.kind]
        general = unit.kind is OrgKind.GENERAL_BRANCH
        for_secretary = _HOLDS_GENERAL_POST if general else _HOLDS_SECRETARY_POST
        for_committee = _HOLDS_GENERAL_POST if general else _HOLDS_COMMITTEE_POST
        secretaries = [self._find(text, unit, "secretary", secretary_post, for_secretary) for text in unit.secretary]
        return Organisation(
            id=unit.id,
            name=unit.name,
            kind=unit.kind,
            parent_id=unit.parent_id,
            branch_type=unit.branch_type,
            branch_type_because=unit.because,
            secretary=secretaries[0] if secretaries else None,
            committee=tuple(
                self._find(text, unit, "committee", committee_post, for_committee) for text in unit.committee
            ),
            leaders=tuple(self._find_leader(text, unit, leaders) for text in unit.leaders),
            service_window=unit.service_window,
            sheet=unit.sheet,
            row=unit.row,
        )

    def _find_leader(self, text: str, unit: Unit, leaders: Mapping[str, SchoolLeader]) -> Officer:
        written = Written.parse(text)
        leader = leaders.get(written.name)
        if leader is not None:
            return leader.as_officer()
        # a leader may be anywhere: the organisation in charge of which somebody is says nothing about the branch
        found = self._book.find(written, None)
        self._tell(found, written, unit, "leaders", elsewhere=_("the sheet 校领导"))
        known = found[0] if len(found) == 1 else None
        return Officer(name=written.name, person_id=known.person_id if known else "", post=written.post or "校领导")

    def _find(self, text: str, unit: Unit, field: str, post: str, words: tuple[str, ...]) -> Officer:
        written = Written.parse(text)
        found = self._book.find(written, unit, words)
        self._tell(found, written, unit, field, elsewhere="")
        known = found[0] if len(found) == 1 else None
        return Officer(name=written.name, person_id=known.person_id if known else "", post=written.post or post)

    def _tell(self, found: list[Known], written: Written, unit: Unit, field: str, *, elsewhere: str) -> None:
        if len(found) == 1:
            return
        if found:
            severity, code = Severity.ERROR, "name-ambiguous"
            message = _("“{name}” can mean several people: {people}.").format(
                name=written.name, people="、".join(known.describe(self._index) for known in found)
            )
            cure = _("Write the person number behind the name: {example}.").format(
                example=f"{written.name}（{found[0].number or '…'}）"
            )
        else:
            severity, code = Severity.WARNING, "name-unknown"
            message = _("“{name}” is not in the roster.").format(name=written.name)
            if elsewhere:
                message = _("“{name}” is neither in {sheet} nor among the members.").format(
                    name=written.name, sheet=elsewhere
                )
            cure = _("Correct the name, or add this person's row.")
        self._findings.add(
            severity,
            code,
            message,
            cure,
            sheet=unit.sheet,
            row=unit.row or None,
            column=self._titles.get(field, ""),
            person=written.name,
            value=written.name,
        )
