"""What people wrote or did for one subject: the same records whether typed into a workbook or read back from a form."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from pingyi.model.base import Model
from pingyi.model.dates import PartialDate


class Visit(Model):
    """How a member was met outside a meeting (R43)."""

    method: str = ""
    held_on: PartialDate | None = None
    place: str = ""
    visitors: tuple[str, ...] = ()
    signature: str = ""
    """本人签名, 代签 or 口头; empty where nobody noted it."""
    proxy: str = ""
    notes: str = ""


class Record(Model):
    """Everything known about the review of one subject; nothing in it is ever invented by the program.

    Attributes:
        self_summary: text by aspect id (R16, R17).
        comments: text by the role that commented: `secretary`, `committee` for members; `organisation` and
            `secretary_as_subject` for the two comments of form 1 (R30, Q5).
        grade: the branch's verdict, never computed from ballots.
        next_commitments: pledges of the coming year (R34, R35).
        last_commitments: pledges of the year under review, carried over from the campaign before (R20, R35).
        fields: what else people wrote on their form, by its field's name, such as 备注.
    """

    self_summary: Mapping[str, str] = Field(default_factory=dict)
    comments: Mapping[str, str] = Field(default_factory=dict)
    grade: str = ""
    method: str = ""
    held_on: PartialDate | None = None
    place: str = ""
    rectification: str = ""
    follow_up: str = ""
    next_commitments: tuple[str, ...] = ()
    last_commitments: tuple[str, ...] = ()
    visit: Visit | None = None
    oral_commitment: bool = False
    fields: Mapping[str, str] = Field(default_factory=dict)


EMPTY_RECORD = Record()
