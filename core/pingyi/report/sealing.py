"""A closed year: the campaign folder as one zip with a manifest of hashes, the same bytes for the same files."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from pathlib import Path

MANIFEST = "封存清单.json"
_TIME = (1980, 1, 1, 0, 0, 0)
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
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        listing = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        for name, data in {MANIFEST: listing.encode(), **contents}.items():
            info = zipfile.ZipInfo(name, _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # zipfile would write which system it ran on
            archive.writestr(info, data)
    return target.getvalue()


def _list_files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _LEFT_OUT)
        found += [Path(here, name) for name in names if not name.startswith("~$")]
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


def verify_seal(path: Path) -> list[str]:
    """Names of the files in a sealed zip that are missing, added or other than the manifest says.

    Raises:
        ValueError: it is no sealed zip.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            listed = json.loads(archive.read(MANIFEST))["files"]
            names = set(archive.namelist()) - {MANIFEST}
            wrong = names ^ set(listed)
            for name in names & set(listed):
                if hashlib.sha256(archive.read(name)).hexdigest() != listed[name]["sha256"]:
                    wrong.add(name)
    except (zipfile.BadZipFile, KeyError) as error:
        raise ValueError(str(error)) from error
    return sorted(wrong)
