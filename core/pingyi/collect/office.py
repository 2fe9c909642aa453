"""Turning .doc, .wps, .odt and .rtf into .docx with LibreOffice, where it is installed."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pingyi.forms.word.kinds import OLE

_TIMEOUT = 120
"""Seconds for one call; starting takes a few, a form a fraction of one."""
_TOGETHER = 40
"""How many files one call converts."""


def find_office() -> str:
    """Path of LibreOffice, empty where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def name_kind(content: bytes) -> str:
    """The suffix of a document that LibreOffice can convert, by its content; empty for others."""
    if content.startswith(OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        return ".doc" if "WordDocument".encode("utf-16-le") in content and not encrypted else ""
    if content[:16].lstrip().startswith(b"{\\rtf"):
        return ".rtf"
    if content.startswith(b"PK") and b"application/vnd.oasis.opendocument.text" in content[:200]:
        return ".odt"
    return ""


def convert_documents(contents: Mapping[str, bytes], office: str) -> dict[str, bytes]:
    """Convert documents; each call has a profile of its own, so that an open LibreOffice does not matter.

    Args:
        contents: by any key.
        office: the program.

    Returns:
        The .docx by key; those that could not be converted are missing.
    """
    keys = list(contents)
    made: dict[str, bytes] = {}
    for start in range(0, len(keys), _TOGETHER):
        chunk = {key: contents[key] for key in keys[start : start + _TOGETHER]}
        made |= _convert(chunk, office)
        for key in chunk.keys() - made.keys():  # one bad document may have ended the call
            made |= _convert({key: chunk[key]}, office) if len(chunk) > 1 else {}
    return made


def _convert(contents: Mapping[str, bytes], office: str) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory(prefix="pingyi-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        sources: dict[str, Path] = {}
        for number, (key, content) in enumerate(contents.items()):
            sources[key] = folder / f"{number}{name_kind(content) or '.doc'}"
            sources[key].write_bytes(content)
        command = [
            office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", "docx", "--outdir", str(folder / "made"), *map(str, sources.values()),
        ]  # fmt: skip
        with contextlib.suppress(subprocess.TimeoutExpired, OSError):  # what was made before counts
            subprocess.run(command, capture_output=True, check=False, timeout=_TIMEOUT)
        made = {key: folder / "made" / f"{source.stem}.docx" for key, source in sources.items()}
        return {key: path.read_bytes() for key, path in made.items() if path.is_file()}
