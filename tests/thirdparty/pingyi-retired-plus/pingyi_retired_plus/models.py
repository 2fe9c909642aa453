"""What the roster says about its members, and what their form prints."""

from __future__ import annotations

from typing import Annotated

from pingyi import Cell, Column, MemberForm, PartialDate, Person

METHODS = ("走访", "慰问", "座谈", "电话", "书面", "送学上门", "委托")


class RetiredPlusMember(Person):
    """A retired member; the columns are those that every roster of the retired has."""

    health: Annotated[str, Column("身体状况", "健康状况", "身体情况", "健康情况")] = ""
    address: Annotated[str, Column("住址", "家庭住址", "现居住地", private=True)] = ""


class RetiredPlusMemberForm(MemberForm):
    """The large-type form of the retired, with two more rows."""

    post_line_label: Annotated[str, Cell("单位职务栏名称", public=True)] = "原单位及职务"
    retired_line: Annotated[str, Cell("退休时间", public=True, marked=True)] = ""
    visit_choices: Annotated[tuple[str, ...], Cell("可选点评方式", public=True)] = METHODS
    visit_method: Annotated[str, Cell("点评方式", fill=True, public=True)] = ""
    visit_held_on: Annotated[PartialDate | str, Cell("点评时间", fill=True, public=True)] = ""
    visit_place: Annotated[str, Cell("点评地点", fill=True)] = ""
    visitors: Annotated[str, Cell("走访人", fill=True, public=True)] = ""
    signature_mode: Annotated[str, Cell("签名方式", fill=True)] = ""
    proxy: Annotated[str, Cell("代签人", fill=True)] = ""
    oral_commitment: Annotated[bool, Cell("口头承诺确认", public=True)] = False
    visit_plan: Annotated[str, Cell("走访安排", public=True, marked=True)] = ""
    oral_note: Annotated[str, Cell("口头承诺", public=True, marked=True)] = ""
