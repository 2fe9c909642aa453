"""The filters and tests a template may use: each is safe, and its result is never much longer than its input."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Undefined

from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.rich import RichValue
from pingyi.texts import translate as _


class Mark(str):
    """What stands in a cell whose value is known to be empty: printed as text, but false in a condition."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


def default(value: Any, other: Any = "", empty_too: bool = False) -> Any:
    """`value`, or `other` where there is none; with `true` as second word also where it is empty."""
    return other if isinstance(value, Undefined) or value is None or (empty_too and not value) else value


def join(value: Any, separator: str = "") -> str:
    """The items of a list as one text."""
    if isinstance(value, str) or not isinstance(value, tuple | list):
        raise TypeError(_("“join” needs a list"))
    return show(separator).join(show(item) for item in value)


def length(value: Any) -> int:
    """How many items a list, or characters a text has."""
    return 0 if value is None else len(value)


def first(value: Any) -> Any:
    """The first item of a list or character of a text; nothing where it is empty."""
    return value[0] if value else ""


def last(value: Any) -> Any:
    """The last item of a list or character of a text; nothing where it is empty."""
    return value[-1] if value else ""


def keep(value: Any) -> Any:
    """The value as it is: `e` and `escape` are allowed because every value is escaped once anyway."""
    return value


def year(value: Any) -> Any:
    """`2011`. Texts, such as the empty mark or a date shortened for a public copy, stay as they are."""
    return value.year if isinstance(value, PartialDate) else value


def month(value: Any) -> Any:
    """`1990.01`."""
    return value.by_month if isinstance(value, PartialDate) else value


def day(value: Any) -> Any:
    """`2010.07.01`, or `2010.07` where the day is not known."""
    return str(value) if isinstance(value, PartialDate) else value


def chinese(value: Any) -> Any:
    """`2011年1月5日` (GB/T 9704, 7.3.5.4)."""
    return value.chinese if isinstance(value, PartialDate) else value


def show(value: Any) -> str:
    """How a value is printed.

    Raises:
        TypeError: it is a list or a group of values; printing those would show Python, not Chinese.
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if value is True or value is False:
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, tuple | list):
        raise TypeError(_("a list cannot be printed as it is; repeat over it with “for”, or use “join”"))
    if isinstance(value, dict | RichValue):
        raise TypeError(_("a group of values cannot be printed; name one of them after a dot"))
    return str(value)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "default": default,
    "d": default,
    "join": join,
    "length": length,
    "count": length,
    "first": first,
    "last": last,
    "e": keep,
    "escape": keep,
    "year": year,
    "month": month,
    "day": day,
    "chinese": chinese,
}

TESTS: Mapping[str, Callable[..., bool]] = {
    "defined": lambda value: not isinstance(value, Undefined),
    "undefined": lambda value: isinstance(value, Undefined),
    "none": lambda value: value is None,
    "true": lambda value: value is True,
    "false": lambda value: value is False,
    "odd": lambda value: value % 2 == 1,
    "even": lambda value: value % 2 == 0,
}
