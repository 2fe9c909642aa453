"""Sorting out what the sheets of a workbook are: members, organisations, leaders, records, or nothing of ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pingyi.errors import Severity
from pingyi.model.config.settings import Settings
from pingyi.plugins import Plugins
from pingyi.roster.columns.field import SheetKind
from pingyi.roster.columns.fields import list_fields
from pingyi.roster.columns.header import HeaderFinder, Table
from pingyi.roster.columns.meanings import MeaningFinder, report_columns
from pingyi.roster.columns.words import NOT_MEMBER_SHEETS
from pingyi.roster.files.sheets import Sheet
from pingyi.roster.findings import Findings
from pingyi.texts import suggest
from pingyi.texts import translate as _

_KEYS = {False: frozenset({"name", "subject"}), True: frozenset({"kind"})}
"""Without one of these columns no sheet says what its rows are about: usually, and in the sheet of meetings."""
_OF_MEMBERS = frozenset({"membership", "joined_on", "regular_on", "status"})


class TableFinder:
    """Finds the tables of a workbook.

    Args:
        settings: own headers.
        plugins: branch types and their columns.
        findings: takes what cannot be read, and what was decided.
    """

    def __init__(self, settings: Settings, plugins: Plugins, findings: Findings) -> None:
        self._settings = settings
        self._plugins = plugins
        self._findings = findings

    def find(self, sheets: Sequence[Sheet]) -> Mapping[SheetKind, list[Table]]:
        """Return the sheets that can be read, by kind, with their columns decided."""
        fields = list_fields(self._settings, self._plugins)
        self._check_own_columns({item.name for items in fields.values() for item in items})
        finder = HeaderFinder(fields, self._settings.roster.columns)
        tables: defaultdict[SheetKind, list[Table]] = defaultdict(list)
        for sheet in sheets:
            table = finder.find(sheet) if sheet.name != SheetKind.GUIDE else None
            if table is not None and _KEYS[table.kind is SheetKind.MEETINGS] & set(table.columns):
                tables[table.kind].append(table)
            elif sheet.rows and sheet.name != SheetKind.GUIDE:
                self._tell_unread(sheet, table)
        for table in tables[SheetKind.MEMBERS]:
            MeaningFinder(table, self._plugins, self._findings).decide()
        tables[SheetKind.MEMBERS] = self._leave_out_other_people(tables[SheetKind.MEMBERS])
        if not tables[SheetKind.MEMBERS]:
            self._findings.add(
                Severity.ERROR,
                "no-members",
                _("No sheet with the columns 姓名 and 所在党支部 was found."),
                _("See that the headers stand in one row within the first 30, or name them under [roster.columns]."),
            )
        for found in tables.values():
            for table in found:
                report_columns(table, self._findings)
        return tables

    def _leave_out_other_people(self, members: Sequence[Table]) -> list[Table]:
        """Leave out lists of people who are no members: by the sheet's name, or because it knows nothing of joining."""
        some_know = any(_OF_MEMBERS & set(table.columns) for table in members)
        kept = []
        for table in members:
            named = any(word in table.sheet.name for word in NOT_MEMBER_SHEETS)
            knows = table.sheet.name == SheetKind.MEMBERS or bool(_OF_MEMBERS & set(table.columns))
            if named or (some_know and not knows):
                self._findings.add(
                    Severity.WARNING,
                    "sheet-of-others",
                    _("This sheet was not read: it seems to list people who are not members here."),
                    _("If they are members, rename the sheet to “{name}”, or add their membership.").format(
                        name=SheetKind.MEMBERS.value
                    ),
                    sheet=table.sheet.name,
                )
            else:
                kept.append(table)
        return kept

    def _tell_unread(self, sheet: Sheet, table: Table | None) -> None:
        meant = table is not None or sheet.name in list(SheetKind)
        self._findings.add(
            Severity.WARNING if meant else Severity.INFO,
            "sheet-unread",
            _("This sheet was not read: it has no header row that is known."),
            _("If it is needed, give it the name and headers of the sheets that “pingyi init” writes."),
            sheet=sheet.name,
        )

    def _check_own_columns(self, known: Iterable[str]) -> None:
        names = sorted(known)
        for header, name in self._settings.roster.columns.items():
            if name and name not in names:
                near = suggest(name, names)
                self._findings.add(
                    Severity.WARNING,
                    "column-setting-unknown",
                    _("roster.columns: “{header}” is given the field “{name}”, which does not exist.").format(
                        header=header, name=name
                    ),
                    _("Did you mean {names}?").format(names="、".join(near))
                    if near
                    else _("Known: {names}.").format(names="、".join(names)),
                    column=header,
                    value=name,
                )
