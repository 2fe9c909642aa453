"""Reading the sheet of organisations, and tying each to the one above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pingyi.errors import Severity
from pingyi.model.config.settings import Settings
from pingyi.model.people.organisation import OrgKind
from pingyi.roster.cells import Trouble
from pingyi.roster.columns.header import Table
from pingyi.roster.findings import Findings
from pingyi.roster.reader import Draft, RowFindings, TableReader
from pingyi.roster.tree.units import Unit, UnitIndex, simplify
from pingyi.roster.values import split_names
from pingyi.texts import translate as _

_KINDS: Mapping[str, OrgKind] = {
    **{kind.value: kind for kind in OrgKind},
    **dict.fromkeys(("校党委", "党委会", "学校党委", "党的委员会", "委员会"), OrgKind.COMMITTEE),
    **dict.fromkeys(("总支", "党总支部", "分党委", "二级党委", "院系级党组织", "基层党委"), OrgKind.GENERAL_BRANCH),
    **dict.fromkeys(("直属支部",), OrgKind.DIRECT_BRANCH),
    **dict.fromkeys(("支部", "基层党支部"), OrgKind.BRANCH),
}
ROOT_NAME = "党委"
"""Name of a root that nobody has named: it leaves the institution's name empty on the forms."""


def guess_kind(name: str) -> OrgKind | None:
    """The kind that a name says: 直属, 总支, 支部, 委员会 or 党委."""
    if "直属" in name and "支部" in name:
        return OrgKind.DIRECT_BRANCH
    if "总支" in name:
        return OrgKind.GENERAL_BRANCH
    if "支部" in name:
        return OrgKind.BRANCH
    if name.endswith(("委员会", "党委")):
        return OrgKind.COMMITTEE
    return None


def read_organisations(table: Table, findings: Findings) -> list[Unit]:
    """Read every row of a sheet of organisations; rows without a name or a kind are left out with an error."""
    units: dict[str, Unit] = {}
    taken: dict[str, Unit] = {}
    rows = RowFindings(findings)
    for draft in TableReader(table, findings).read():
        unit = _make_unit(draft, rows)
        if unit is None:
            continue
        other = taken.get(simplify(unit.name)) or units.get(unit.id)
        if other is not None:
            message = _("Organisation “{name}” stands in row {row} already.").format(name=unit.name, row=other.row)
            cure = _("Give each organisation its full name and one row.")
            rows.tell(draft, "name", Trouble(Severity.ERROR, "organisation-duplicate", message, cure))
            continue
        units[unit.id] = unit
        taken[simplify(unit.name)] = unit
    return list(units.values())


def _make_unit(draft: Draft, rows: RowFindings) -> Unit | None:
    name = draft.name
    if not name:
        message, cure = _("This row has no name of an organisation."), _("Write the full name, or delete the row.")
        rows.tell(draft, "name", Trouble(Severity.ERROR, "organisation-nameless", message, cure))
        return None
    word = draft.get("kind")
    kind = _KINDS.get(word) or guess_kind(name)
    if kind is None or (word and word not in _KINDS):
        severity = Severity.ERROR if kind is None else Severity.WARNING
        message = _("“{value}” is no kind of organisation.").format(value=word or name)
        cure = _("Write one of: {kinds}.").format(kinds="、".join(OrgKind))
        rows.tell(draft, "kind", Trouble(severity, "kind-unknown", message, cure))
    if kind is None:
        return None
    secretaries = split_names(draft.get("secretary"))
    if len(secretaries) > 1:
        message = _("“{value}” are several secretaries; the first is taken.").format(value="、".join(secretaries))
        cure = _("Name one secretary; deputies belong in the column of the committee.")
        rows.tell(draft, "secretary", Trouble(Severity.WARNING, "secretary-twice", message, cure))
    code = draft.get("code")
    return Unit(
        id=code or name,
        name=name,
        kind=kind,
        parent=draft.get("parent_id"),
        type_word=draft.get("branch_type"),
        secretary=secretaries[:1],
        committee=list(draft.values.get("committee", ())),
        leaders=list(draft.values.get("leaders", ())),
        service_window=bool(draft.values.get("service_window", False)),
        sheet=draft.table.sheet.name,
        row=draft.row,
        code=code,
    )


def link_units(index: UnitIndex, settings: Settings, title: str, findings: Findings) -> None:
    """Find each unit's parent by its name or code, and add a root where there is none.

    Args:
        index: the units; a root may be added.
        settings: may name the institution.
        title: header of the column that names the parent.
        findings: takes the troubles.
    """
    root = _find_root(index, settings, findings)
    for unit in index.units.values():
        if unit is root:
            continue
        above = index.find(unit.parent) or index.find("", code=unit.parent) if unit.parent else None
        if above is unit:
            above = None
        if above is not None:
            unit.parent_id = above.id
        elif unit.parent:
            _tell_unknown_parent(unit, index, title, findings)
        elif unit.kind is OrgKind.BRANCH:
            findings.add(
                Severity.ERROR,
                "parent-missing",
                _("Branch “{name}” has no organisation above it.").format(name=unit.name),
                _(
                    "Write its general branch; for a branch directly below the committee write {kind} as its kind."
                ).format(kind=OrgKind.DIRECT_BRANCH.value),
                sheet=unit.sheet,
                row=unit.row,
                column=title,
            )
        else:
            unit.parent_id = root.id
        if unit.kind is OrgKind.BRANCH and unit.parent_id == root.id:
            unit.kind = OrgKind.DIRECT_BRANCH
            unit.guesses.append(
                _("kind {kind}, because it is directly below the committee").format(kind=unit.kind.value)
            )
    _cut_circles(index, title, findings)
    index.link()


def _find_root(index: UnitIndex, settings: Settings, findings: Findings) -> Unit:
    for unit in index.units.values():
        if unit.kind is OrgKind.COMMITTEE and not unit.parent:
            return unit
    root = make_root(settings)
    index.add(root)
    findings.add(
        Severity.INFO,
        "root-assumed",
        _("No row names the committee at the top; “{name}” is assumed.").format(name=root.name),
        _("Add a row with the kind {kind}, or write campaign.institution in campaign.toml.").format(
            kind=OrgKind.COMMITTEE.value
        ),
    )
    return root


def make_root(settings: Settings) -> Unit:
    """The committee that stands above everything, named after the institution if that is known."""
    institution = settings.campaign.institution
    name = f"中共{institution}委员会" if institution else ROOT_NAME
    return Unit(id=name, name=name, kind=OrgKind.COMMITTEE)


def _tell_unknown_parent(unit: Unit, index: UnitIndex, title: str, findings: Findings) -> None:
    near = index.suggest(unit.parent)
    findings.add(
        Severity.ERROR,
        "parent-unknown",
        _("Organisation “{name}” is not in the list.").format(name=unit.parent),
        _("Did you mean {names}?").format(names="、".join(near))
        if near
        else _("Write the full name of a listed organisation, or add a row for it."),
        sheet=unit.sheet,
        row=unit.row,
        column=title,
        value=unit.parent,
    )


def _cut_circles(index: UnitIndex, title: str, findings: Findings) -> None:
    for unit in index.units.values():
        if unit.id in _list_above(unit, index.units):
            unit.parent_id = ""
            findings.add(
                Severity.ERROR,
                "parent-circle",
                _("Organisation “{name}” is below itself.").format(name=unit.name),
                _("Correct the organisation above it."),
                sheet=unit.sheet,
                row=unit.row,
                column=title,
                value=unit.parent,
            )


def _list_above(unit: Unit, units: Mapping[str, Unit]) -> Iterable[str]:
    above: list[str] = []
    while unit.parent_id and unit.parent_id not in above:
        above.append(unit.parent_id)
        unit = units[unit.parent_id]
    return above
