"""What a file is that should have been a .docx: read from its content, never from its name."""

from __future__ import annotations

from pingyi.errors import FileKindError
from pingyi.texts import translate as _

WORD_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of the older Office programs begin, and encrypted ones of the newer."""


def refuse_kind(name: str, what: str, cure: str = "") -> FileKindError:
    """Build the error for a file that is something else; the usual cure is to save it as .docx."""
    return FileKindError(
        _("“{file}” is {what}.").format(file=name, what=what),
        cure=cure or _("Open it in Word or WPS and save it as a Word document (.docx)."),
    )


def refuse_damaged(name: str, because: str) -> FileKindError:
    """Build the error for a .docx that is broken."""
    return FileKindError(
        _("“{file}” is damaged: {because}.").format(file=name, because=because),
        cure=_("Copy or download it again; or open it in Word, let Word repair it, and save it as .docx."),
    )


def refuse_bytes(name: str, content: bytes) -> FileKindError:
    """Say what a file is that is no zip container."""
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    lower = head.lower()
    if not content.strip(b"\x00"):
        return refuse_kind(name, _("empty"), _("Copy or download it again, or choose another file."))
    if content.startswith(b"PK"):
        return refuse_damaged(name, _("its end is missing"))
    if content.startswith(OLE):
        return refuse_kind(name, *_describe_ole(content))
    for signs, what, cure in _signatures():
        if lower.startswith(signs):
            return refuse_kind(name, what, cure)
    text = b"\x00" not in head
    return refuse_kind(name, _("a plain text file") if text else _("no Word document"))


def _signatures() -> tuple[tuple[tuple[bytes, ...], str, str], ...]:
    """How files of other kinds begin, in lower case; what they are, and what to do with them."""
    original = _("Use the Word file it was made from.")
    return (
        ((b"<!doctype html", b"<html"), _("a web page that only bears a Word file's name"), ""),
        ((b"mime-version:", b"content-type:"), _("a web archive (.mht)"), ""),
        ((b"{\\rtf",), _("a rich text file (.rtf)"), ""),
        ((b"%pdf",), _("a PDF"), original),
        ((b"<",), _("an XML file (perhaps Word 2003 XML)"), ""),
        ((b"\x89png", b"\xff\xd8\xff", b"gif8", b"bm"), _("a picture"), original),
    )


def _describe_ole(content: bytes) -> tuple[str, str]:
    other = _("Choose the Word file instead.")
    streams = (
        (
            "EncryptedPackage",
            _("protected by a password"),
            _("Open it in Word, remove the password (File > Info > Protect Document), and save it as .docx."),
        ),
        ("WordDocument", _("an old Word or WPS document (.doc or .wps)"), ""),
        ("Workbook", _("an Excel workbook (.xls)"), other),
        ("PowerPoint Document", _("a PowerPoint presentation"), other),
    )
    for stream, what, cure in streams:
        if stream.encode("utf-16-le") in content:
            return what, cure
    return _("an old Office file"), ""


def refuse_container(name: str, main_type: str, members: frozenset[str], mimetype: bytes) -> FileKindError:
    """Say what a zip container is that holds no Word document.

    Args:
        name: what messages call it.
        main_type: content type of its main part, empty where it has none.
        members: names of its members.
        mimetype: content of its `mimetype` member, which OpenDocument and EPUB files have.
    """
    other = _("Choose the Word file instead.")
    kinds = (
        (
            "ms-word",
            _("a Word document with macros (.docm)"),
            _("Save it as .docx in Word: that leaves the macros out."),
        ),
        (
            "wordprocessingml.template",
            _("a Word template file (.dotx)"),
            _("Open it in Word and save it as a Word document (.docx)."),
        ),
        ("spreadsheetml", _("an Excel workbook"), other),
        ("ms-excel", _("an Excel workbook"), other),
        ("presentationml", _("a PowerPoint presentation"), other),
        ("ms-powerpoint", _("a PowerPoint presentation"), other),
    )
    for part, what, cure in kinds:
        if part in main_type:
            return refuse_kind(name, what, cure)
    if mimetype:
        text = mimetype.startswith(b"application/vnd.oasis.opendocument.text")
        program = _("a file of another program ({kind})").format(kind=mimetype[:60].decode("ascii", "replace"))
        return refuse_kind(name, _("an OpenDocument text (.odt)") if text else program)
    if "word/document.xml" in members:
        return refuse_damaged(name, _("its table of contents is missing"))
    return refuse_kind(name, _("a zip archive without a Word document"), _("Unpack it and choose the .docx inside."))
