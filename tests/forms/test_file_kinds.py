"""A zoo of files that are no .docx, or no good one: each is named for what it is, with what to do."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from formkit import edit, errors, make_docx, paragraphs, rezip, source, unzip

from pingyi.errors import FileKindError, TemplateError
from pingyi.forms import compile_template, read_package
from pingyi.model.config.settings import Settings

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def _ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + b"\x00" * 200


def _typed(kind: str) -> Callable[[], bytes]:
    return lambda: edit(paragraphs("x"), "[Content_Types].xml", (TYPE, kind))


def _zip(**members: bytes) -> bytes:
    return rezip({name.replace("__", "/"): content for name, content in members.items()})


def _strict() -> bytes:
    return edit(
        paragraphs("x"),
        "_rels/.rels",
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
            "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
        ),
    )


def _without(*names: str) -> Callable[[], bytes]:
    return lambda: rezip({name: content for name, content in unzip(paragraphs("x")).items() if name not in names})


def _with(name: str, content: bytes) -> Callable[[], bytes]:
    return lambda: rezip({**unzip(paragraphs("x")), name: content})


def _twice() -> bytes:
    buffer = io.BytesIO(paragraphs("x"))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<x/>")
    return buffer.getvalue()


def _encrypted_member() -> bytes:
    content = bytearray(paragraphs("x"))
    # the flags of the first member's entry in the directory
    start = content.index(b"PK\x01\x02") + 8
    content[start : start + 2] = struct.pack("<H", struct.unpack("<H", content[start : start + 2])[0] | 1)
    return bytes(content)


def _bad_checksum() -> bytes:
    content = bytearray(rezip({"a.xml": b"<a/>" * 50, **unzip(paragraphs("x"))}))
    content[60] ^= 0xFF
    return bytes(content)


def _lying_size() -> bytes:
    """A member that claims to be small."""
    parts = unzip(paragraphs("x"))
    content = bytearray(rezip({**parts, "word/media/a.bin": b"\x00" * 50_000_000}))
    place = content.rindex(b"word/media/a.bin") - 46 + 24
    content[place : place + 4] = struct.pack("<I", 100)
    return bytes(content)


def _many_members() -> bytes:
    return rezip({f"m{number}.xml": b"" for number in range(3000)})


def _entities(definition: str, use: str) -> Callable[[], bytes]:
    def build() -> bytes:
        parts = unzip(paragraphs("X{{ name }}"))
        text = parts["word/document.xml"].decode()
        head, _body, rest = text.partition("<w:document")
        text = f"{head}<!DOCTYPE w:document [{definition}]><w:document{rest}".replace("X", use)
        return rezip({**parts, "word/document.xml": text.encode()})

    return build


def _laughs() -> str:
    lines = ['<!ENTITY a0 "ha">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    return "".join(lines)


def _workbook() -> bytes:
    from openpyxl import Workbook

    buffer = io.BytesIO()
    Workbook().save(buffer)
    return buffer.getvalue()


def _deep() -> bytes:
    return edit(paragraphs("X"), "word/document.xml", ("<w:t>X</w:t>", "<w:x>" * 5000 + "</w:x>" * 5000))


GOOD = paragraphs("x")
ZOO: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("empty", lambda: b""),
    "zeros": ("empty", lambda: b"\x00" * 4096),
    "blanks": ("plain text|empty", lambda: b"   \n"),
    "doc": ("old Word or WPS", lambda: _ole("WordDocument")),
    "wps": ("old Word or WPS", lambda: _ole("WordDocument") + b"WPS Office"),
    "encrypted": ("password", lambda: _ole("EncryptedPackage")),
    "xls": ("Excel", lambda: _ole("Workbook")),
    "ppt": ("PowerPoint", lambda: _ole("PowerPoint Document")),
    "other ole": ("old Office file", lambda: _ole("Something")),
    "html": ("web page", lambda: b"<!DOCTYPE html><html><body>form</body></html>"),
    "html with bom": ("web page", lambda: b"\xef\xbb\xbf<html></html>"),
    "mht": ("web archive", lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related"),
    "rtf": ("rich text", lambda: rb"{\rtf1\ansi form}"),
    "pdf": ("PDF", lambda: b"%PDF-1.7\n..."),
    "word 2003 xml": ("XML file", lambda: b'<?xml version="1.0"?><w:wordDocument/>'),
    "text": ("plain text", "姓名：张三".encode),
    "gbk text": ("plain text", lambda: "姓名：张三".encode("gbk")),
    "picture": ("picture", lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 50),
    "binary": ("no Word document", lambda: bytes(range(1, 200)) + b"\x00" * 20),
    "truncated": ("damaged", lambda: GOOD[: len(GOOD) // 2]),
    "head only": ("damaged", lambda: GOOD[:30]),
    "bad checksum": ("damaged", _bad_checksum),
    "docm": ("macros", _typed("application/vnd.ms-word.document.macroEnabled.main+xml")),
    "dotm": ("macros", _typed("application/vnd.ms-word.template.macroEnabledTemplate.main+xml")),
    "dotx": ("template file", _typed(TYPE.replace("document.main", "template.main"))),
    "strict": ("Strict Open XML", _strict),
    "xlsx": ("Excel", _workbook),
    "pptx": (
        "PowerPoint",
        _typed("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
    ),
    "odt": ("OpenDocument", lambda: _zip(mimetype=b"application/vnd.oasis.opendocument.text", content=b"x")),
    "epub": ("another program", lambda: _zip(mimetype=b"application/epub+zip")),
    "plain zip": ("zip archive", lambda: _zip(a=b"x")),
    "no content types": ("damaged", _without("[Content_Types].xml")),
    "no main part": ("damaged", _without("word/document.xml")),
    "part twice": ("twice", _twice),
    "part twice in another case": ("twice", _with("WORD/Document.xml", b"<x/>")),
    "member outside": ("impossible name", _with("../x.xml", b"<x/>")),
    "absolute member": ("impossible name", _with("/etc/x.xml", b"<x/>")),
    "encrypted member": ("password", _encrypted_member),
    "zip bomb": ("zip bomb", _with("word/media/a.bin", b"\x00" * 100_000_000)),
    "xml bomb by size": ("zip bomb", _with("word/big.xml", b"<a>" + b"<b/>" * 2_000_000 + b"</a>")),
    "lying size": ("damaged", _lying_size),
    "many members": ("zip bomb", _many_members),
    "billion laughs": ("entities|well-formed", _entities(_laughs(), "&a11;")),
    "external entity": ("entities|well-formed", _entities('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;")),
    "entity in a value": ("entities|well-formed", _entities('<!ENTITY x "y">', "&x;")),
    "broken xml": ("well-formed", _with("word/document.xml", b"<w:document><w:body></w:document>")),
    "broken styles": ("well-formed", _with("word/styles.xml", b"<w:styles")),
    "deep xml": ("well-formed", _deep),
}


@pytest.mark.parametrize("animal", ZOO)
def test_file_is_named_for_what_it_is(animal: str) -> None:
    words, build = ZOO[animal]
    content = build()
    before = time.perf_counter()
    found = errors(content)
    assert time.perf_counter() - before < 20  # it ends; how fast is no matter here
    assert [problem.code for problem in found] == ["file-kind"]
    assert any(word in found[0].message for word in words.split("|")), found[0].message
    assert found[0].cure
    assert "sample.docx" in found[0].message
    with pytest.raises(TemplateError):
        compile_template(source(content), Settings())


def test_zoo_has_at_least_twenty_five_animals() -> None:
    assert len(ZOO) >= 25


def test_message_says_how_to_save_it() -> None:
    assert ".docx" in errors(_ole("WordDocument"))[0].cure


def test_good_file_is_read() -> None:
    package = read_package(paragraphs("一"), "a.docx")
    assert package.main == "word/document.xml"
    assert package.content_type("word/document.xml") == TYPE


def test_too_large_a_file_is_not_even_opened() -> None:
    with pytest.raises(FileKindError, match="larger"):
        read_package(b"PK\x03\x04" + b"\x00" * (31 << 20), "a.docx")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc")
def test_bombs_stay_under_the_memory_limit() -> None:
    """In a process of its own, so that the peak is theirs."""
    program = (
        "import re, sys; sys.path.insert(0, 'tests/forms');"
        "from pingyi.forms import check_template; from pingyi.model.config.settings import Settings;"
        "from formkit import SAMPLE_FORM; from pingyi.forms import TemplateSource;"
        "content = open(sys.argv[1], 'rb').read();"
        "problems = check_template(TemplateSource(SAMPLE_FORM, content, 'a.docx', 'campaign'), Settings());"
        "assert problems; print(int(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1]) // 1024)"
    )
    root = Path(__file__).parents[2]
    for animal in ("zip bomb", "billion laughs", "xml bomb by size", "lying size"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "a.docx")
            path.write_bytes(ZOO[animal][1]())
            done = subprocess.run(
                [sys.executable, "-c", program, str(path)], cwd=root, capture_output=True, text=True, check=True
            )
        assert int(done.stdout) < 300, animal


def test_a_part_just_under_the_limit_is_read() -> None:
    xml = b"<a>" + b"<b/>" * 1_300_000 + b"</a>"
    before = time.perf_counter()
    errors(rezip({**unzip(paragraphs("{{ name }}")), "word/big.xml": xml}))
    assert time.perf_counter() - before < 20  # it ends; how fast is no matter here


def test_compression_that_word_does_not_know_is_damage() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in unzip(paragraphs("{{ name }}")).items():
            archive.writestr(name, content)
    with pytest.raises(FileKindError):
        read_package(buffer.getvalue(), "a.docx")


def test_directory_entries_are_nothing() -> None:
    buffer = io.BytesIO(make_docx(lambda document: document.add_paragraph("{{ name }}")))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/", b"")
    assert errors(buffer.getvalue()) == []
