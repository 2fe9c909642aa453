"""Messages in the user's language: English ids, a complete Chinese catalogue in `locale/`, and the lists they name."""

from __future__ import annotations

import difflib
import functools
import gettext
import locale
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

LOCALE_DIR = Path(__file__).parent / "locale"


def choose_language() -> str:
    """Return `zh_CN` or `en`: `PINGYI_LANG` decides, then the locale variables, then Windows' own setting."""
    for variable in ("PINGYI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "zh_CN" if value.lower().startswith(("zh", "chinese")) else "en"
    if sys.platform == "win32":
        name = locale.getlocale()[0] or ""
        return "zh_CN" if name.lower().startswith(("zh", "chinese")) else "en"
    return "en"


@functools.lru_cache(maxsize=4)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("pingyi", LOCALE_DIR, languages=[language], fallback=True)


def translate(message: str) -> str:
    """Return `message` in the user's language. Modules import it as `_`, which is what the catalogue tool looks for."""
    return _catalogue(choose_language()).gettext(message) if message else ""


def shorten(names: Sequence[str], most: int, *, counted: bool = False) -> str:
    """List a few names, with a mark where there are more.

    Args:
        names: all of them.
        most: how many are shown.
        counted: whether the mark says how many there are; superfluous where the message says it.
    """
    listed = "、".join(names[:most])
    if len(names) <= most:
        return listed
    return f"{listed} … ({len(names)})" if counted else f"{listed}……"


def suggest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """At most so many of the known words that look like a mistyped one, the likeliest first."""
    return difflib.get_close_matches(word, list(known), n=most, cutoff=0.6)
