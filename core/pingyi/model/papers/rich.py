"""Values of a form that are more than text: formatted text, pictures, whole documents.

A hook returns them as data, in a field of its form's model. They know no file and cannot be changed, so the same values
make the same document. What each becomes in the file is docxtpl's own work.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from pingyi.model.fields.base import Model

Colour = Annotated[str, StringConstraints(pattern=r"^[0-9A-Fa-f]{6}$")]
Underline = Literal["single", "double", "thick", "dotted", "dash", "dotDash", "dotDotDash", "wave"]
Font = Annotated[str, StringConstraints(pattern=r"^(eastAsia:)?[^:]*$")]
Link = Annotated[str, StringConstraints(pattern=r"^(https?://|mailto:)\S+$")]


class RichValue(Model):
    """What all of them have in common."""

    def texts(self) -> Iterator[str]:
        """The texts it prints."""
        yield from ()


class Run(Model):
    r"""A stretch of text of one look.

    Attributes:
        text: may hold tabs and line breaks, `\a` for a new paragraph and `\f` for a new page.
        style: name of a character style of the template.
        colour: of the text, as `FF0000`.
        highlight: of what is behind it, as `FFFF00`.
        size: in half points, 1 to 3276.
        font: its name; `eastAsia:宋体` for Chinese characters alone.
        rtl: it runs from right to left.
        language: as `zh-CN`.
        link: where a click leads, an address of http, https or mail; in a document's body only.
    """

    text: str
    style: str = ""
    colour: Colour | Literal[""] = ""
    highlight: Colour | Literal[""] = ""
    size: int | None = Field(default=None, ge=1, le=3276)
    bold: bool = False
    italic: bool = False
    underline: Underline | None = None
    strike: bool = False
    subscript: bool = False
    superscript: bool = False
    font: Font = ""
    rtl: bool = False
    language: str = ""
    link: Link | Literal[""] = ""


class RichText(RichValue):
    """Text of several looks inside a paragraph: `{{r note }}`."""

    runs: tuple[Run, ...]

    def texts(self) -> Iterator[str]:
        """The texts it prints."""
        for run in self.runs:
            yield from (run.text, run.style, run.font, run.language)


class Paragraph(Model):
    """A paragraph of formatted text.

    Attributes:
        style: id of a paragraph style of the template, empty for the usual one.
    """

    runs: tuple[Run, ...]
    style: str = ""


class RichParagraphs(RichValue):
    """Whole paragraphs, each of its own style: `{{p notes }}`."""

    paragraphs: tuple[Paragraph, ...]

    def texts(self) -> Iterator[str]:
        """The texts it prints."""
        for paragraph in self.paragraphs:
            yield paragraph.style
            yield from RichText(runs=paragraph.runs).texts()


class Listing(RichValue):
    r"""Text that looks as its tag does: `{{ list }}`; `\a` in it begins a new paragraph, `\f` a new page."""

    text: str

    def texts(self) -> Iterator[str]:
        """The texts it prints."""
        yield self.text


class Picture(RichValue):
    """A picture in a line of text: `{{ photo }}`.

    Attributes:
        content: the whole file, PNG, JPEG, GIF, BMP or TIFF.
        width_mm: how wide it is printed; without it as its height or its own resolution says.
        height_mm: how high.
    """

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    content: bytes
    width_mm: float | None = Field(default=None, gt=0, le=1000)
    height_mm: float | None = Field(default=None, gt=0, le=1000)


class Subdocument(RichValue):
    """A whole Word document that takes the place of a paragraph: `{{p report }}`.

    Attributes:
        content: the whole .docx; its headers, footers and properties stay behind, and its tags are never filled.
    """

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    content: bytes
