"""Values that several settings have: texts that a form can print, and full days."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from pingyi.model.fields.dates import PartialDate
from pingyi.texts import translate as _

_UNPRINTABLE = ("\ufffe", "\uffff")


def _check_text(value: str) -> str:
    """Refuse what no Word document can hold, before it spoils every form."""
    for char in value:
        if (unicodedata.category(char) == "Cc" and char not in "\n\t") or char in _UNPRINTABLE:
            raise ValueError(_("has the character U+{code}, which cannot be printed").format(code=f"{ord(char):04X}"))
    return value


def _parse_day(value: object) -> dt.date:
    date = PartialDate.parse(value)
    if date.day is None:
        raise ValueError(_("“{value}” lacks the day").format(value=value))
    return date.first


Text = Annotated[str, AfterValidator(_check_text)]
"""Text that a form can print."""
FilledText = Annotated[str, Field(min_length=1), AfterValidator(_check_text)]
Day = Annotated[dt.date, BeforeValidator(_parse_day)]
"""A full day, as a TOML date or as text in any spelling that rosters use."""
