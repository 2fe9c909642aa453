"""From clean text to the values of fields: dates, sexes, categories, yes and no, lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from pingyi.errors import Severity
from pingyi.model.fields.dates import DateError, PartialDate
from pingyi.model.people.person import Membership
from pingyi.roster.cells import Trouble, clean_code, clean_text, unify_dots
from pingyi.roster.columns.field import Field, ValueKind
from pingyi.roster.columns.words import EDUCATIONS, ETHNICITIES, MEMBERSHIPS, NO, NOT_MEMBERS, SEXES, YES
from pingyi.roster.files.sheets import CellValue
from pingyi.texts import translate as _

Converted = tuple[Any, tuple[Trouble, ...]]
Converter = Callable[[CellValue], Converted]
NOT_A_MEMBER = "not-a-member"
"""Stands for the value of a membership cell that says somebody is no member (yet)."""
_CHECKED_LATER = frozenset({"kind", "branch_type", "role", "on", "grade"})
_SEPARATORS = re.compile(r"[、，,;；/\n\t|]+|(?<=[\u4e00-\u9fff]{2})\s+(?=[\u4e00-\u9fff]{2,})")
_CHINESE_BLANKS = re.compile(r"(?<=[\u2e80-\u9fff\U00020000-\U0003ffff])\s+(?=[\u2e80-\u9fff\U00020000-\U0003ffff])")


def make_converter(field: Field, codes: Mapping[str, str]) -> Converter:
    """Return the function that reads the cells of one column.

    Args:
        field: what the column holds.
        codes: the meaning of digits in it, where its header explains them.
    """
    by_name = {
        "name": _read_name,
        "sex": _read_sex,
        "ethnicity": _read_ethnicity,
        "membership": _read_membership,
        "education": _read_education,
        "phone": _read_phone,
    }
    by_kind = {
        ValueKind.TEXT: clean_text,
        ValueKind.CODE: clean_code,
        ValueKind.DATE: _read_date,
        ValueKind.FLAG: _read_flag,
        ValueKind.LIST: _read_list,
        ValueKind.NUMBER: _read_number,
    }
    convert: Converter = by_name.get(field.name) or by_kind[field.kind]
    if field.column.values and convert is clean_text and field.name not in _CHECKED_LATER:
        convert = _ListedReader(field.column.values)
    if field.kind is ValueKind.DATE and field.column.private:
        convert = _read_private_date
    return _CodeReader(codes, convert) if codes else convert


def split_names(text: str) -> list[str]:
    """The parts of a cell that lists names or posts."""
    return [part for part in (item.strip() for item in _SEPARATORS.split(text)) if part]


class _CodeReader:
    def __init__(self, codes: Mapping[str, str], convert: Converter) -> None:
        self._codes = codes
        self._convert = convert

    def __call__(self, value: CellValue) -> Converted:
        text, _troubles = clean_text(value)
        return self._convert(self._codes.get(text, value))


class _ListedReader:
    """Reads a field with a closed list; what is not on it is kept as typed, and said."""

    def __init__(self, values: tuple[str, ...]) -> None:
        self._values = frozenset(values)

    def __call__(self, value: CellValue) -> Converted:
        text, troubles = clean_text(value)
        if text and text not in self._values:
            troubles = (*troubles, _unlisted())
        return text, troubles


def _unlisted() -> Trouble:
    return Trouble(
        Severity.INFO, "value-unlisted", _("values that are not on the usual list were kept as they are"), ""
    )


def _read_name(value: CellValue) -> Converted:
    text, troubles = clean_text(value)
    if text.isalpha():  # the usual case: no blank, and no stand-in for a character
        return text, troubles
    text = unify_dots(_CHINESE_BLANKS.sub("", text))
    if "\ufffd" in text:
        trouble = Trouble(
            Severity.ERROR,
            "name-damaged",
            _("a character of the name was lost when the file was saved"),
            _("Type the name again."),
        )
        return "", (*troubles, trouble)
    if any(unicodedata.category(char) == "Co" for char in text) or "?" in text or "？" in text or "*" in text:
        troubles = (
            *troubles,
            Trouble(
                Severity.WARNING,
                "name-doubtful",
                _("the name contains a stand-in for a character that could not be written"),
                _("Compare it with the person's papers and type the real character."),
            ),
        )
    return text, troubles


def _read_sex(value: CellValue) -> Converted:
    text, troubles = clean_text(value)
    if not text or text in SEXES:
        return SEXES.get(text, ""), troubles
    trouble = Trouble(
        Severity.ERROR, "sex-unknown", _("“{value}” is not a sex").format(value=text), _("Write 男 or 女.")
    )
    return "", (*troubles, trouble)


def _read_ethnicity(value: CellValue) -> Converted:
    text, troubles = clean_text(value)
    if not text or text in ETHNICITIES:
        return text, troubles
    if text + "族" in ETHNICITIES:
        return text + "族", troubles
    trouble = Trouble(
        Severity.WARNING,
        "ethnicity-unknown",
        _("“{value}” is not the name of an ethnic group").format(value=text),
        _("Write it in full, such as 汉族."),
    )
    return text, (*troubles, trouble)


def _read_membership(value: CellValue) -> Converted:
    text, troubles = clean_text(value)
    if not text:
        return None, troubles
    if text in MEMBERSHIPS:
        return MEMBERSHIPS[text], troubles
    if text in NOT_MEMBERS:
        return NOT_A_MEMBER, troubles
    trouble = Trouble(
        Severity.ERROR,
        "membership-unknown",
        _("“{value}” says neither full nor probationary member").format(value=text),
        _("Write {full} or {probationary}.").format(
            full=Membership.FULL.value, probationary=Membership.PROBATIONARY.value
        ),
    )
    return None, (*troubles, trouble)


def _read_education(value: CellValue) -> Converted:
    text, troubles = clean_text(value)
    return EDUCATIONS.get(text, text), troubles


def _read_phone(value: CellValue) -> Converted:
    text, troubles = clean_code(value)
    if troubles:  # nobody's form depends on a telephone number
        troubles = tuple(trouble._replace(severity=Severity.WARNING) for trouble in troubles)
    return text, troubles


def _read_date(value: CellValue, *, private: bool = False) -> Converted:
    if isinstance(value, str):
        text, troubles = clean_text(value)
        if not text:
            return None, troubles
        value = unicodedata.normalize("NFKC", text)
    else:
        troubles = ()
    try:
        return PartialDate.parse(value), troubles
    except DateError as error:
        shown = str(error)
        if private and (str(value) in shown or (isinstance(value, float) and f"{value:g}" in shown)):
            shown = _("this is not a date")
        trouble = Trouble(
            Severity.ERROR,
            "date-impossible",
            shown,
            _("Write it as year, month and day, such as 2010-07-01 or 2010.07."),
        )
        return None, (*troubles, trouble)


def _read_private_date(value: CellValue) -> Converted:
    return _read_date(value, private=True)


def _read_flag(value: CellValue) -> Converted:
    text, troubles = clean_text(value)
    if not text or text in NO:
        return False, troubles
    if text in YES:
        return True, troubles
    trouble = Trouble(
        Severity.WARNING, "flag-unknown", _("“{value}” is neither yes nor no").format(value=text), _("Write 是 or 否.")
    )
    return False, (*troubles, trouble)


def _read_list(value: CellValue) -> Converted:
    text, troubles = clean_text(value)
    return tuple(split_names(text)), troubles


def _read_number(value: CellValue) -> Converted:
    if isinstance(value, str):
        text, troubles = clean_text(value)
        return text or None, troubles
    return value, ()
