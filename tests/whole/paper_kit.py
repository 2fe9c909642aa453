"""The papers of a campaign as files: whose they are, and what stands on them."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from university_kit import Subject
from votes_kit import Count

REGISTRATION = ("organisation", "member", "student_member", "retired_member", "retired_visit")


@dataclass
class Paper:
    """A form that was sent out in a pack."""

    pack: str
    name: str
    content: bytes
    form: str
    subject: Subject
    copy: str


@dataclass
class Truth:
    """What was really written and voted, known without asking the program."""

    written: dict[Subject, dict[str, Any]] = field(default_factory=dict)
    votes: dict[tuple[str, str], Count] = field(default_factory=dict)


def open_packs(packs: Path) -> Iterator[Paper]:
    """Every paper of every pack, with the mark that says whose it is; a public copy says nobody's."""
    for pack in sorted(packs.rglob("*.zip")):
        with zipfile.ZipFile(pack) as archive:
            for name in archive.namelist():
                if name.endswith(".docx"):
                    content = archive.read(name)
                    mark = read_properties(content)
                    kind, _colon, id_ = mark.get("pingyi_subject", "").partition(":")
                    yield Paper(pack.stem, name, content, mark["pingyi_form"], (kind, id_), mark["pingyi_copy"])


def read_properties(content: bytes) -> dict[str, str]:
    text = zipfile.ZipFile(io.BytesIO(content)).read("docProps/custom.xml").decode()
    found = re.findall(r'name="([^"]+)"[^>]*><vt:\w+>([^<]*)', text)
    return {name: html.unescape(value) for name, value in found}


def read_text(content: bytes) -> str:
    """The text of the body; breaks and paragraphs are new lines."""
    body = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    return html.unescape(re.sub("<[^>]+>", "", re.sub("<w:br/>|</w:p>", "\n", body)))


def read_everything(content: bytes) -> str:
    """All text of all parts."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    return "\n".join(html.unescape(re.sub("<[^>]+>", "", archive.read(name).decode())) for name in archive.namelist())
