"""From the text of a cell to the value of its field."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pingyi.model.fields.dates import DateError, PartialDate
from pingyi.model.fields.items import EDGES

_EMPTY_DATE = re.compile(r"[\s年月日_/.-]*")
_BLANKS = re.compile(r"(?<!\d)\s+|\s+(?!\d)")
"""All blanks but those that keep two numbers apart, such as a day and an hour."""


def join_lines(lines: Sequence[str]) -> str:
    """The text of a cell: paragraphs on lines of their own, empty ones and blanks at the edges left out."""
    return "\n".join(text for text in (line.strip(EDGES) for line in lines) if text)


def parse_date(text: str) -> PartialDate | str:
    """A date where it is one; the text as it was written otherwise; nothing for `年　月　日` left blank."""
    if _EMPTY_DATE.fullmatch(text):
        return ""
    try:
        return PartialDate.parse(_BLANKS.sub("", text))
    except DateError:
        return text
