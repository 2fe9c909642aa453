"""One workbook in memory."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_CREATED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
"""The time of writing would make two equal workbooks differ."""


@contextlib.contextmanager
def open_workbook(title: str) -> Iterator[tuple[Workbook, io.BytesIO]]:
    """Give a workbook and the buffer that holds it afterwards."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": _CREATED})
        yield book, content
