"""Reading entry sheets with one row per paper ballot; a column that tells who voted is refused unread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlsxwriter.utility import xl_col_to_name

from pingyi.evaluate.ballots import SPOILED, Ballot, Head, Part
from pingyi.evaluate.sheets import words
from pingyi.evaluate.sheets.page import Page, Table
from pingyi.evaluate.sheets.words import find_role, name_item, names_voter, normalise, read_mark, read_paper_state
from pingyi.texts import translate as _


def read_papers(page: Page, table: Table, head: Head) -> Part | None:
    """Read the papers of a sheet, `None` where it is refused."""
    names = page.subjects.read_names(table.subject)
    roles: dict[str, int] = {}
    columns: dict[str, int] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for index, cell in enumerate(page.rows[table.header]):
        plain = normalise(cell)
        if names_voter(plain) and name_item(cell) not in names:
            _refuse(page, table, cell)
            return None
        role = find_role(plain)
        if role:
            roles.setdefault(role, index)
        elif (key := names.get(name_item(cell))) is not None:
            if columns.setdefault(key, index) != index:
                twice.append(cell)
        elif plain:
            unknown.append(cell)
    ballots = tuple(_list_ballots(page, table, roles, columns))
    if ballots:
        for header in unknown:
            page.tell(
                "ballot-column-unknown",
                _("The ballot has no line “{header}”; the column is not read.").format(header=header),
                _("Write it as the ballot prints it, or delete the column."),
                row=page.sheet.number(table.header),
                column=header,
            )
        for header in twice:
            page.tell(
                "ballot-column-twice",
                _("Two columns are headed “{header}”; the second is not read.").format(header=header),
                _("Write each line as the ballot prints it, or delete one of the columns."),
                row=page.sheet.number(table.header),
                column=header,
            )
        page.tell_missing(table, [item.key for item in table.subject.items if item.key not in columns])
    letters = {key: xl_col_to_name(page.sheet.left + index) for key, index in columns.items()}
    source = page.locate([ballot.row for ballot in ballots])
    return Part(table.subject.organisation_id, table.subject.shape, head, source, ballots, columns=letters)


def _list_ballots(page: Page, table: Table, roles: Mapping[str, int], columns: Mapping[str, int]) -> Iterator[Ballot]:
    header = page.rows[table.header]
    scale = page.scale_of(table.subject)
    for index in range(table.header + 1, len(page.rows)):
        row, place = page.rows[index], page.sheet.number(index)
        texts = {role: row[column] for role, column in roles.items()}
        serial = texts.pop("number", "")
        raw = page.sheet.rows[index]  # marks for “nothing” are something here: somebody typed the paper in
        typed = any(str(raw[column]).strip() for column in (*columns.values(), *(roles[role] for role in texts)))
        if not typed or page.is_total(serial):
            continue
        marks: dict[str, str] = {}
        for key, column in columns.items():
            # where grades have points, a digit could be either
            mark = read_mark(row[column], scale.grades, by_number=not scale.scores)
            if mark is None:
                _tell_mark(page, row[column], place, header[column], "、".join(scale.grades))
            marks[key] = SPOILED if mark is None else mark
        state = read_paper_state(texts.get("paper", ""))
        if state is None:
            _tell_mark(page, texts["paper"], place, words.PAPER, "作废、弃权")
        spoiled, blank = state or (False, False)
        category = page.read_category(texts.get("category", ""), place)
        yield Ballot(_read_serial(serial), place, category, marks, spoiled, blank, texts.get("remark", ""))


def _read_serial(text: str) -> str:
    plain = normalise(text).removeprefix("No.").removesuffix("号")
    return plain.lstrip("0") or plain


def _refuse(page: Page, table: Table, header: str) -> None:
    page.problems.clear()
    page.tell(
        "ballot-names-voters",
        _(
            "The column “{header}” tells who cast the ballots: the sheet is refused, and no ballot of it is read."
        ).format(header=header),
        _("The evaluation is anonymous: delete the column, also from other copies of the sheet."),
        row=page.sheet.number(table.header),
        column=header,
    )


def _tell_mark(page: Page, text: str, row: int, column: str, allowed: str) -> None:
    page.tell(
        "ballot-mark-unknown",
        _("“{value}” is none of the grades; it counts as spoiled.").format(value=text),
        _("Write one of: {grades}; nothing for no tick, 无效 for two ticks.").format(grades=allowed),
        row=row,
        column=column,
    )
