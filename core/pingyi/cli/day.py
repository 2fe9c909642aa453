"""The day a command speaks about."""

from __future__ import annotations

import datetime as dt

from pingyi.errors import UsageError
from pingyi.texts import translate as _


def read_day(text: str) -> dt.date:
    """The day an option names in any spelling rosters use; today when it is left out.

    Raises:
        UsageError: it is no day.
    """
    from pingyi.model.fields.dates import DateError, PartialDate

    if not text:
        return dt.datetime.now().astimezone().date()
    try:
        date = PartialDate.parse(text)
    except DateError as error:
        raise UsageError(f"--on: {error}", cure=_("Write it as 2011-01-13.")) from error
    if date.day is None:
        raise UsageError(_("--on needs a full day."), cure=_("Write it as 2011-01-13."))
    return date.first
