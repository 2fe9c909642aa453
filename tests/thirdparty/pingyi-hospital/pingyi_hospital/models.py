"""What a hospital's roster says about its members, and what their form prints."""

from __future__ import annotations

from typing import Annotated

from pingyi import Cell, Column, MemberForm, Person

SHIFTS = ("白班", "夜班", "轮班")


class ClinicalMember(Person):
    """A member who works in shifts."""

    shift: Annotated[str, Column("班次", "班次安排", "值班班次", values=SHIFTS)] = ""
    ward: Annotated[str, Column("科室", "病区", example="心内科")] = ""


class ClinicalMemberForm(MemberForm):
    """The member's form with one more row."""

    shift: Annotated[str, Cell("班次", public=True, marked=True)] = ""
