"""File names from data: portable to every system, and unique in their folder."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from collections.abc import Sequence

from pathvalidate import sanitize_filename

_MAX_BYTES = 160
"""Longest name in UTF-8 bytes: two folders and a file stay under 260 characters on Windows and 255 bytes on Linux."""
_FULL_WIDTH = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_find_refused = re.compile(r'[<>:"/\\|?*]').search
_LONGEST_DEVICE = 8
"""Longest of the device names that Windows reserves, such as CONOUT$: only names that may be one are looked up."""


def clean_name(text: str) -> str:
    """Return `text` as one portable path component; never empty.

    Characters that systems refuse become their full-width twins, invisible and direction-changing ones are dropped,
    reserved device names get an underscore, and a name that is too long is cut and told apart by a hash.
    """
    name = text.strip("_")
    if are_plain([name]):
        return name
    name = unicodedata.normalize("NFC", text)
    if _find_refused(name):
        name = name.translate(_FULL_WIDTH)
    if not name.isprintable():
        name = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    name = name.strip(" .~$_") or "_"
    if len(name.encode()) > _MAX_BYTES:
        digest = hashlib.sha256(name.encode()).hexdigest()[:8]
        name = name.encode()[: _MAX_BYTES - 9].decode(errors="ignore") + "~" + digest
    if len(name.partition(".")[0].strip()) > _LONGEST_DEVICE:
        return name
    return _rename_device(name)


def are_plain(names: Sequence[str]) -> bool:
    """Whether they have nothing but letters, digits and single underscores, and are too long for a device: as most."""
    line = f"_{'_'.join(names)}_"
    return (
        "__" not in line
        and line.isidentifier()
        and line.isprintable()
        and unicodedata.is_normalized("NFC", line)
        and min(map(len, names)) > _LONGEST_DEVICE
        and max(map(len, names)) <= _MAX_BYTES // 4
    )


@functools.lru_cache(maxsize=1024)
def _rename_device(name: str) -> str:
    return sanitize_filename(name, platform="universal") or "_"


def make_unique(name: str, taken: set[str]) -> str:
    """Number a name that is taken already, and take it."""
    return take(name, fold(name), taken)


def take(name: str, folded: str, taken: set[str]) -> str:
    """As `make_unique`, for a name that is folded already."""
    unique, count = name, 1
    while folded in taken:
        count += 1
        unique = f"{name}（{count}）"
        folded = fold(unique)
    taken.add(folded)
    return unique


def fold(name: str) -> str:
    """Two names that one of the common file systems takes for the same are equal after this."""
    return unicodedata.normalize("NFKC", name).casefold()
