"""Which Python files the user has agreed to run: a list of content hashes in the user's own configuration.

A campaign folder travels by mail, and its Python can do whatever the user can do. So a file runs only after somebody
agreed, on this machine, to exactly these bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path

VARIABLE = "PINGYI_TRUST_FILE"
"""Environment variable that names another list."""


def find_trust_file() -> Path:
    """Where consent is remembered."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "pingyi" / "trusted.txt"


def hash_content(content: bytes) -> str:
    """The hash that stands for a file."""
    return hashlib.sha256(content).hexdigest()


def read_trusted() -> frozenset[str]:
    """The hashes the user agreed to; none where the list cannot be read."""
    try:
        lines = find_trust_file().read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return frozenset()
    return frozenset(line.split()[0] for line in lines if line.strip())


def remember(files: Iterable[tuple[str, Path]]) -> None:
    """Add files to the list: hash, and the path for people who read it.

    Raises:
        OSError: the list cannot be written; the consent holds for this run only.
    """
    path = find_trust_file()
    known = read_trusted()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{digest}  {str(source)!r}\n" for digest, source in files if digest not in known)
    with contextlib.suppress(OSError):  # some shares know no rights
        path.chmod(0o600)
