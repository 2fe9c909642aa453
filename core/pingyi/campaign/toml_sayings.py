"""What the TOML reader says of a line, in the user's language."""

from __future__ import annotations

import re

from pingyi.texts import translate as _


def say(reason: str) -> str:
    """The reader's sentence in the user's language; its own where it is a rare one."""
    sayings = (
        (r"Expected newline or end of document after a statement", _("something stands behind the value")),
        (r"Expected '=' after a key in a key/value pair", _("the equals sign is missing")),
        (
            r"Expected '\]{1,2}' at the end of an? (table|array) declaration",
            _("the bracket after a heading is missing"),
        ),
        (r"Cannot declare \((?P<names>.*?),?\) twice", _("the heading {names} is there twice")),
        (r"Cannot overwrite a value", _("the same name is there twice")),
        (r"Cannot (?:mutate immutable|redefine) namespace .*", _("the same heading is there in two ways")),
        (r"Duplicate inline table key (?P<names>.+)", _("the name {names} is there twice")),
        (r"Invalid statement", _("it does not begin with a name")),
        (r"Invalid initial character for a key part", _("a name begins with a character it may not have")),
        (r"Invalid value", _("the value cannot be read")),
        (r"Invalid date or datetime", _("there is no such day")),
        (r"Unclosed (array|inline table)", _("a bracket is not closed")),
        (r"Unterminated string|Expected \"['\\\"]+\"|Expected '[\"\\']+'", _("the closing quote is missing")),
        (r"Illegal character '\\n'", _("the closing quote is missing")),
        (r"(?:Illegal|Found invalid) character (?P<names>.+)", _("the character {names} may not stand here")),
        (r"Unescaped '\\+' in a string", _("a \\ stands alone in a text")),
    )
    for pattern, saying in sayings:
        if found := re.fullmatch(pattern, reason):
            names = found.groupdict().get("names") or ""
            return saying.format(names=".".join(re.findall(r"'([^']*)'", names)) or names)
    return reason
