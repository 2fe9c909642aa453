"""Messages in the user's language: English ids, and a complete Chinese catalogue in `locale/`."""

from __future__ import annotations

import functools
import gettext
import locale
import os
import sys
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
