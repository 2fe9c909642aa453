"""A closed year: the campaign folder as one zip with a manifest of hashes, the same bytes for the same files."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from pingyi.forms.word.container import pack_parts

MANIFEST = "封存清单.json"
_LEFT_OUT = (".pingyi", "__pycache__")
"""Caches: they can be made again at any time."""


def seal_folder(folder: Path) -> bytes:
    """Pack every file of a folder, sorted by path, and a manifest with the SHA-256 of each; links are left out.

    Raises:
        OSError: a file cannot be read.
    """
    files = _list_files(folder)
    contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    manifest = {
        "folder": folder.resolve().name,
        "files": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for name, data in contents.items()
        },
    }
    listing = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return pack_parts({MANIFEST: listing.encode(), **contents})


def _list_files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _LEFT_OUT)
        found += [Path(here, name) for name in names if not name.startswith("~$")]
    return sorted(path for path in found if path.is_file() and not path.is_symlink())
