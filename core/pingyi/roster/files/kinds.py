"""What a file is, by its content; its name is only a promise."""

from __future__ import annotations

import enum
import zipfile
from pathlib import Path

from pingyi.errors import FileKindError
from pingyi.roster.files.refusals import damaged, encrypted, refuse
from pingyi.texts import translate as _

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_FILE = 400 << 20
_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x09\x08", "Excel 5.0"),
    (b"\x09\x04", "Excel 4.0"),
    (b"\x09\x00", "Excel 2.0"),
)


class FileKind(enum.Enum):
    """The kinds that can be read."""

    XLSX = ".xlsx"
    XLS = ".xls"
    TEXT = ".csv"


def identify_file(path: Path) -> FileKind:
    """Say which reader a file needs.

    Raises:
        FileKindError: it is missing, empty, too large, or of another kind; the message says which.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise _unreadable(path, error) from error
    if size == 0:
        raise refuse(
            path,
            "file-empty",
            _("“{file}” is empty: it has no content at all."),
            _("Save the workbook again and retry."),
        )
    if size > _MAX_FILE:
        raise refuse(
            path,
            "file-large",
            _("“{file}” is larger than any roster."),
            _("Copy the rows that count into a new workbook and save it as .xlsx."),
        )
    if path.name.startswith("~$"):
        raise _other(path, _("the note that Excel leaves while a workbook is open"))
    if head.startswith(_ZIP):
        return _identify_zip(path)
    if head.startswith(_OLE):
        return _identify_ole(path)
    return _identify_plain(path, head)


def _identify_zip(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            locked = any(info.flag_bits & 1 for info in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged(path) from error
    if locked:
        raise encrypted(path)
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "xl/workbook.bin" in names:
        raise _other(path, _("a binary workbook (.xlsb)"))
    if "word/document.xml" in names:
        raise _other(path, _("a Word document"))
    if "ppt/presentation.xml" in names:
        raise _other(path, _("a presentation"))
    if "content.xml" in names:
        raise _other(path, _("an OpenDocument file (.ods, .odt)"))
    raise _other(path, _("a zip archive"))


def _identify_ole(path: Path) -> FileKind:
    content = path.read_bytes()

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if has("EncryptedPackage"):
        raise encrypted(path)
    if has("WordDocument"):
        raise _other(path, _("an old Word document (.doc)"))
    if has("PowerPoint Document"):
        raise _other(path, _("an old presentation (.ppt)"))
    if has("Workbook") or has("Book"):
        return FileKind.XLS
    raise damaged(path)


def _identify_plain(path: Path, head: bytes) -> FileKind:
    for start, name in _OTHERS:
        if head.startswith(start):
            raise _other(path, _("a file of the kind {name}").format(name=name))
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<head", b"<style", b"<div")):
        raise _other(path, _("a web page (HTML) that only bears the name of a workbook"))
    if text.startswith(b"<"):
        raise _other(path, _("an XML or HTML text that only bears the name of a workbook"))
    if text.startswith(b"mime-version:"):
        raise _other(path, _("a saved web page (MHTML)"))
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refuse(
            path,
            "file-encoding",
            _("“{file}” is text in UTF-16."),
            _("In Excel or WPS choose “Save as”, type “CSV UTF-8”, and use the new file."),
        )
    if b"\x00" in head:
        raise _other(path, _("a file of an unknown kind"))
    if path.suffix.lower() not in _TEXT_SUFFIXES:
        raise refuse(
            path,
            "file-kind",
            _("“{file}” is plain text, not a workbook."),
            _("If it is a CSV table, rename it to end in .csv; else save it from Excel or WPS as .xlsx."),
        )
    return FileKind.TEXT


def _other(path: Path, what: str) -> FileKindError:
    return refuse(
        path,
        "file-kind",
        _("“{file}” is {what}, not a workbook that can be read."),
        _("Open it in Excel or WPS, choose “Save as”, type .xlsx, and use the new file."),
        what=what,
    )


def _unreadable(path: Path, error: OSError) -> FileKindError:
    if isinstance(error, FileNotFoundError):
        return refuse(path, "file-missing", _("“{file}” does not exist."), _("Check its name and folder."))
    if path.is_dir():
        return refuse(path, "file-missing", _("“{file}” is a folder."), _("Name the workbook inside it."))
    return refuse(
        path,
        "file-unreadable",
        _("“{file}” cannot be opened."),
        _("Close it in Excel or WPS, check that you may read it, and try again."),
    )
