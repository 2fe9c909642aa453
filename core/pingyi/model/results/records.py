"""What people wrote or did for one subject: the same records whether typed into a workbook or read back from a form."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from pingyi.model.fields.base import Model
from pingyi.model.fields.dates import PartialDate

SENT_BACK = "修改后再报"
"""The answer that is no approval."""


class Visit(Model):
    """How a member was met outside a meeting (R43)."""

    method: str = ""
    held_on: PartialDate | None = None
    place: str = ""
    visitors: tuple[str, ...] = ()
    signature: str = ""
    """本人签名, 代签 or 口头; empty where nobody noted it."""
    proxy: str = ""
    relation: str = ""
    """What the one who signed for the member is to him or her."""
    notes: str = ""


class Pledge(Model):
    """One thing pledged for the coming year (R34, R35)."""

    text: str
    measure: str = ""
    finish_by: str = ""
    """By when, as it was written."""


class Endorsement(Model):
    """What was said on a plan of pledges: the approval of an organisation's (R36), the guidance of a member's (R37)."""

    answer: str = ""
    opinion: str = ""
    signed_by: str = ""
    signed_on: PartialDate | None = None

    @property
    def is_given(self) -> bool:
        """Whether somebody signed it on a known day and did not send the plan back."""
        return bool(self.signed_by and self.signed_on) and self.answer != SENT_BACK


class Mending(Model):
    """One thing to be mended, and where the pledges take it up (R51)."""

    text: str
    pledge: str = ""
    """The number of the pledge, as it was written."""


class PledgePlan(Model):
    """A 公开承诺书 as it came back (R34-R39, R51)."""

    pledges: tuple[Pledge, ...] = ()
    written_on: PartialDate | None = None
    points: Mapping[str, str] = Field(default_factory=dict)
    """是, 否 or nothing, by the point that was to be looked at (R38, R39)."""
    mending: tuple[Mending, ...] = ()
    endorsement: Endorsement | None = None

    @property
    def untaken(self) -> tuple[str, ...]:
        """What is to be mended and has no pledge."""
        return tuple(item.text for item in self.mending if not item.pledge)


class Remark(Model):
    """A comment that was typed for a member, and of which only a plan can tell in which cell of the form it belongs.

    Attributes:
        role: the capacity of whoever made it, a word of `Role`.
        reviewers: who made it, as far as that was written.
        sheet, row: where it is typed.
    """

    role: str
    text: str
    reviewers: tuple[str, ...] = ()
    sheet: str = ""
    row: int | None = None


class Record(Model):
    """Everything known about the review of one subject; nothing in it is ever invented by the program.

    Attributes:
        self_summary: text by aspect id (R16, R17).
        comments: text by the reviewer who commented: `secretary` for the first reviewer of a member and `committee` for
            the second, a lone committee member too; `organisation` and `secretary_as_subject` for the two comments of
            form 1 (R30, Q5).
        reviewers: names of those who made the comments, by the same keys, where they were written.
        remarks: comments that wait for a plan, which puts them among the others.
        grade: the branch's verdict, never computed from ballots.
        next_commitments: pledges of the coming year (R34, R35).
        last_commitments: pledges of the year under review, carried over from the campaign before (R20, R35).
        pledge_plan: the 公开承诺书 of the coming year, where one came back.
        fields: what else people wrote on their form, by its field's name, such as 备注.
    """

    self_summary: Mapping[str, str] = Field(default_factory=dict)
    comments: Mapping[str, str] = Field(default_factory=dict)
    reviewers: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
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
    pledge_plan: PledgePlan | None = None
    fields: Mapping[str, str] = Field(default_factory=dict)

    @property
    def pledges(self) -> tuple[str, ...]:
        """The pledges of the coming year: those of the 公开承诺书, else those in the review form or the workbook."""
        planned = self.pledge_plan.pledges if self.pledge_plan is not None else ()
        return tuple(pledge.text for pledge in planned if pledge.text) or self.next_commitments

    @property
    def is_endorsed(self) -> bool:
        """Whether the pledges were approved (R36) or guided (R37)."""
        plan = self.pledge_plan
        return plan is not None and plan.endorsement is not None and plan.endorsement.is_given


EMPTY_RECORD = Record()
