"""Data for the papers that sum a campaign up: no line, one, many, and extreme texts in every place."""

from __future__ import annotations

import types
from typing import Any, Union, get_args, get_origin

from outputkit import LONG, TEXTS
from pydantic import BaseModel

from pingyi import FormData, PartialDate
from pingyi.plugins import load_plugins

REPORTS = ("ledger", "coverage_certificate", "results_notice", "upward_report", "tally_organisation", "tally_members")
ROWS = {"nothing": 0, "one": 1, "many": 60, "wide": 2, "narrow": 2}
COLUMNS = {"wide": 12, "narrow": 1}
REPORT_CASES = (*ROWS, *TEXTS, "long_names")


def make_report(form_id: str, case: str) -> FormData:
    """One paper's data for one of `REPORT_CASES`."""
    model: type[FormData] = load_plugins().forms[form_id].data
    if case == "nothing":
        return model()
    return model(**_Invention(case).make_fields(model))


class _Invention:
    def __init__(self, case: str) -> None:
        self._rows = ROWS.get(case, 3)
        self._columns = COLUMNS.get(case, 5)
        self._text = LONG * 3 if case == "long_names" else TEXTS.get(case, "")

    def make_fields(self, model: type[BaseModel], mark: str = "") -> dict[str, Any]:
        fields = {
            name: self._make(field.annotation, name, mark)
            for name, field in model.model_fields.items()
            if name not in ("year", "code")
        }
        if {"comment", "merits"} <= set(fields):  # a ledger prints a comment whole, or divided into two
            fields |= dict.fromkeys(("comment",) if mark.endswith("0") else ("merits", "problems"), "")
        return fields

    def _make(self, kind: Any, name: str, mark: str) -> Any:
        if get_origin(kind) in (Union, types.UnionType):  # a date, or the words somebody wrote in its place
            return (
                PartialDate(2011, 1, 15) if PartialDate in get_args(kind) else self._make(get_args(kind)[0], name, mark)
            )
        if get_origin(kind) is tuple:
            count = self._columns if name in ("columns", "cells") else min(self._rows, 20) if mark else self._rows
            return tuple(self._make(get_args(kind)[0], name, f"{mark}_{number}") for number in range(count))
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind(**self.make_fields(kind, mark))
        if kind is bool:
            return bool(self._rows % 2)
        if kind is int:
            return 4321
        return f"{name}{mark}{self._text}"
