"""The usual mistakes in a TOML file, recognised by the line on which the reader stumbled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pingyi.texts import translate as _

_KEY = r"^\s*(?P<key>[^=＝：:#]+?)\s*"
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_COMMENT = re.compile(r"""("(?:\\.|[^"\\])*"|'[^']*')|#.*""")


def find_cause(reason: str, line: str) -> str:
    """Say what to do about a line that is not TOML.

    Args:
        reason: what the TOML reader said, without the place.
        line: the line on which it stopped.
    """
    bare = _COMMENT.sub(lambda match: match[1] or "", line).strip()
    outside = re.sub(r""""(?:\\.|[^"\\])*"|'[^']*'""", "", bare)
    return next(
        _list_causes(reason, bare, outside), _("Compare the line with a new campaign.toml, as “pingyi init” writes it.")
    )


def _list_causes(reason: str, line: str, outside: str) -> Iterator[str]:
    """Yield every cure that fits, the surest first; `outside` is the line without its quoted texts."""
    key, _equals, value = line.partition("=")
    if "twice" in reason or "overwrite" in reason or "already" in reason or "mutate" in reason:
        yield _("The same name or heading stands here a second time: keep one of the two.")
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", line):
        yield _("The line has an invisible character: delete it and type it again.")
    if re.search("[“”‘’＂「」]", outside):
        yield _('Use straight English quotes " instead of “ and ”.')
    if re.match(_KEY + "[＝：:]", line):
        yield _("Write an English equals sign = between name and value.")
    if re.search("[，、；【】［］｛｝]", outside):
        yield _("Use English commas and brackets: , and [ ].")
    if line.startswith("["):
        yield _("Write a heading as [name] or [name.name]; Chinese names inside it in quotes.")
    if "=" in line and not _is_bare(key.strip()):
        yield _('Put the name before the equals sign in quotes: "{name}" = …').format(name=key.strip().strip("\"'"))
    if "=" not in line:
        yield _("A line must read name = value; put a # before a remark.")
    yield from _list_value_causes(value.strip())


def _list_value_causes(value: str) -> Iterator[str]:
    if not value:
        yield _('A value is missing after the equals sign; for an empty text write "".')
    if "\\" in value:
        yield _("Write paths with / or between single quotes: 'D:\\名单\\花名册.xlsx'.")
    if re.fullmatch(r"\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?", value):
        yield _("Write dates as 2011-01-13, or put them in quotes.")
    if value.lower() in ("true", "false", "yes", "no", "是", "否"):
        yield _("Write true or false, in small letters, without quotes.")
    if re.fullmatch(r"""("{3}|'{3}).*|"[^"]*|'[^']*""", value):
        yield _("The closing quote is missing.")
    if re.fullmatch(r"0\d+", value):
        yield _("Put numbers with leading zeros in quotes.")
    if value[:1] in ("[", "{"):
        yield _("A closing bracket or a comma between two entries is missing.")
    if value[:1] in "\"'":
        yield _('Write one setting a line, and nothing behind the closing quote; inside a text write “ and ” for ".')
    if value[:1] not in ("[", "{", '"', "'"):
        yield _('Put the text in straight English quotes: "{value}".').format(value=value[:30])


def _is_bare(key: str) -> bool:
    return bool(key) and all(_BARE_KEY.fullmatch(part.strip()) or part.strip()[:1] in "\"'" for part in key.split("."))
