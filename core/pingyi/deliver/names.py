"""File names from data: inside the output folder, portable to every system, and unique."""

from __future__ import annotations

import functools
import hashlib
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath

from pathvalidate import sanitize_filename

_MAX_BYTES = 160
"""Longest name in UTF-8 bytes: two folders and a file stay under 260 characters on Windows and 255 bytes on Linux."""
_FULL_WIDTH = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")


@functools.lru_cache(maxsize=4096)
def clean_name(text: str) -> str:
    """Return `text` as one portable path component; never empty.

    Characters that systems refuse become their full-width twins, invisible and direction-changing ones are dropped,
    reserved device names get an underscore, and a name that is too long is cut and told apart by a hash.
    """
    composed = unicodedata.normalize("NFC", text).translate(_FULL_WIDTH)
    visible = "".join(
        char for char in composed if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    )
    name = visible.strip(" .~$_") or "_"
    if len(name.encode()) > _MAX_BYTES:
        digest = hashlib.sha256(name.encode()).hexdigest()[:8]
        name = name.encode()[: _MAX_BYTES - 9].decode(errors="ignore") + "~" + digest
    return sanitize_filename(name, platform="universal") or "_"


class Namer:
    """Gives every document of a batch a path of its own, in the order of the plan.

    Paths depend on the whole plan and not on what is selected from it, so a later run for one person finds the same
    file.

    Args:
        pattern: `forms.name_pattern` of the settings.
    """

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._taken: dict[PurePosixPath, set[str]] = {}

    def place(self, folders: tuple[str, ...], fields: Mapping[str, str]) -> PurePosixPath:
        """Return the path, relative to the output folder, of one document.

        Args:
            folders: names of the folders above it, outermost first; cleaned here.
            fields: a text for each field a pattern can name; an empty one takes its separator with it.
        """
        folder = PurePosixPath(*map(clean_name, folders)) if folders else PurePosixPath()
        name = self._pattern.format_map(fields)
        while "__" in name:
            name = name.replace("__", "_")
        stem = clean_name(name)
        taken = self._taken.setdefault(folder, set())
        unique, count = stem, 1
        while _fold(unique) in taken:
            count += 1
            unique = f"{stem}（{count}）"
        taken.add(_fold(unique))
        return folder / f"{unique}.docx"

    def forget(self, folders: tuple[str, ...]) -> None:
        """Free the names of a folder that is complete: memory stays flat in a long batch."""
        self._taken.pop(PurePosixPath(*map(clean_name, folders)), None)


def _fold(name: str) -> str:
    """Two names that one of the common file systems takes for the same are equal after this."""
    return unicodedata.normalize("NFKC", name).casefold()
