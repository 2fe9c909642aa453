"""The files of a folder of returned forms, at any depth and inside returned packs; none of them is ever changed."""

from __future__ import annotations

import functools
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pingyi.collect.cache import hash_content
from pingyi.disk.problems import describe
from pingyi.errors import Problem, Severity
from pingyi.forms.word.package import MAX_FILE
from pingyi.texts import translate as _

WORD = (".docx", ".docm", ".doc", ".wps", ".odt", ".rtf", ".wpt", ".dotx", ".dot")
SHEETS = (".xlsx", ".xls", ".xlsm", ".et")
_PICTURES = (".pdf", ".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".heic", ".ofd")
_ARCHIVES = (".rar", ".7z", ".gz", ".tar", ".tgz")
_IGNORED = ("~$", ".", "__MACOSX", "Thumbs.db", "desktop.ini")
_MAX_PACK = 2 * 2**30
_MAX_MEMBERS = 200_000
_MAX_DEPTH = 3


@dataclass(frozen=True)
class File:
    """One file.

    Attributes:
        path: relative to the folder, with `/`; inside a pack behind its name and `!`.
    """

    path: str
    content: bytes

    @functools.cached_property
    def digest(self) -> str:
        """What it is known by, whatever its name."""
        return hash_content(self.content)

    @property
    def suffix(self) -> str:
        """The end of its name, in lower case, with the dot."""
        return os.path.splitext(self.path)[1].lower()  # noqa: PTH122 - a path inside a pack is no path of this machine


class Walker:
    """Lists the files of a folder; what cannot be read becomes a problem.

    Args:
        folder: where to look.
        problems: takes what cannot be read.
    """

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        self._folder = folder
        self._problems = problems
        self._budget = _MAX_PACK

    def walk(self) -> Iterator[File]:
        """Every Word document and workbook, in the order of their paths."""
        for name in sorted(self._list_names()):
            if not self._is_wanted(name):
                continue
            path = os.path.join(self._folder, name)  # noqa: PTH118 - a path object takes as long as reading the file
            try:
                state = os.stat(path)  # noqa: PTH116
                if not stat.S_ISREG(state.st_mode):
                    continue
                is_pack = name.lower().endswith(".zip")
                if state.st_size > (_MAX_PACK if is_pack else MAX_FILE):
                    self._tell_large(name)
                    continue
                if is_pack:
                    with open(path, "rb") as stream:  # noqa: PTH123
                        yield from self._unpack(name, stream, 1)
                    continue
                yield File(name, _read(path, state.st_size))
            except OSError as error:
                self._tell(
                    Severity.ERROR,
                    "file-locked",
                    _("the file cannot be opened: {error}").format(error=describe(error)),
                    _("Close it in Word or WPS, check your rights to it, and run the command again."),
                    name,
                )

    def _list_names(self) -> Iterator[str]:
        """Every file, by its path in the folder, with `/`."""

        def refuse(error: OSError) -> None:
            name = Path(error.filename).relative_to(self._folder).as_posix()
            self._tell(
                Severity.ERROR,
                "folder-unreadable",
                _("the folder cannot be opened: {error}").format(error=describe(error)),
                _("Check your rights to it."),
                name,
            )

        for folder, names, files in os.walk(self._folder, onerror=refuse):
            names[:] = [name for name in names if not name.startswith(_IGNORED)]
            inside = Path(folder).relative_to(self._folder).as_posix()
            yield from files if inside == "." else (f"{inside}/{name}" for name in files)

    def _is_wanted(self, path: str) -> bool:
        name = path.rpartition("/")[2]
        suffix = "." + name.rpartition(".")[2].lower() if "." in name else ""
        if name.startswith(_IGNORED) or suffix in (".txt", ".md", ".ini", ".tmp", ".db", ".log", ".lnk"):
            return False
        if suffix in (*WORD, *SHEETS, ".zip"):
            return True
        if suffix in _PICTURES:
            self._tell(
                Severity.INFO,
                "picture-skipped",
                _("a picture or PDF cannot be read back"),
                _("Have the Word file sent as well, or enter what it says into the workbook."),
                path,
            )
        elif suffix in _ARCHIVES:
            self._tell(
                Severity.ERROR,
                "pack-unknown",
                _("packs of this kind cannot be opened here"),
                _("Unpack it into the folder, or have it sent as .zip."),
                path,
            )
        else:
            self._tell(Severity.INFO, "file-skipped", _("neither a Word document nor a workbook"), "", path)
        return False

    def _unpack(self, name: str, stream: io.BufferedIOBase | io.BytesIO, depth: int) -> Iterator[File]:
        try:
            with zipfile.ZipFile(stream) as archive:
                members = [info for info in archive.infolist() if not info.is_dir()]
                if len(members) > _MAX_MEMBERS or depth > _MAX_DEPTH:
                    self._tell_large(name)
                    return
                for info in members:
                    yield from self._read_member(name, archive, info, depth)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
            self._tell(
                Severity.ERROR,
                "pack-damaged",
                _("the pack cannot be opened: it is damaged, or did not arrive whole"),
                _("Have it sent again, or unpack it by hand into the folder."),
                name,
            )

    def _read_member(self, name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, depth: int) -> Iterator[File]:
        path = f"{name}!{_name_member(info)}"
        parts = path.rpartition("!")[2].split("/")
        if any(part.startswith(_IGNORED) for part in parts) or not self._is_wanted(path):
            return
        if info.flag_bits & 1:
            self._tell(
                Severity.ERROR, "pack-locked", _("the pack has a password"), _("Unpack it into the folder."), path
            )
            return
        if info.file_size > MAX_FILE or info.file_size > self._budget:
            self._tell_large(path)
            return
        self._budget -= info.file_size
        try:
            content = archive.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
            self._tell(
                Severity.ERROR,
                "pack-damaged",
                _("the pack cannot be opened: it is damaged, or did not arrive whole"),
                _("Have it sent again, or unpack it by hand into the folder."),
                path,
            )
            return
        if path.lower().endswith(".zip"):
            yield from self._unpack(path, io.BytesIO(content), depth + 1)
        else:
            yield File(path, content)

    def _tell_large(self, path: str) -> None:
        self._tell(
            Severity.ERROR,
            "file-large",
            _("far larger than a form can be; it was not read"),
            _("Ask its sender for the form itself, without pictures."),
            path,
        )

    def _tell(self, severity: Severity, code: str, message: str, cure: str, path: str) -> None:
        self._problems.append(Problem(severity, code, message, cure, file=path))


def _read(path: str, size: int) -> bytes:
    """All of a file, most often in one call of the system."""
    with open(path, "rb", buffering=0) as stream:  # noqa: PTH123
        content = stream.read(size + 1)
        return content if len(content) <= size else content + stream.readall()


def _name_member(info: zipfile.ZipInfo) -> str:
    """The name of a member; Windows packs Chinese names in GBK without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename
