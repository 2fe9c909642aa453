"""The Party organisations of a university and the people who lead them."""

from __future__ import annotations

import enum
from typing import Annotated

from pingyi.model.fields.base import Column, Model


class OrgKind(enum.StrEnum):
    """The levels of the tree (R3)."""

    COMMITTEE = "党委"
    GENERAL_BRANCH = "党总支"
    DIRECT_BRANCH = "直属党支部"
    BRANCH = "党支部"

    @property
    def has_members(self) -> bool:
        """Whether members belong to it directly."""
        return self in (OrgKind.DIRECT_BRANCH, OrgKind.BRANCH)


class Officer(Model):
    """Somebody named in a post: a secretary, a committee member, a school leader.

    Attributes:
        person_id: the member of that name in the roster, or empty where the roster has none.
        post: as printed, such as 党总支书记 or 校长、党委副书记.
    """

    name: str
    person_id: str = ""
    post: str = ""


class Organisation(Model):
    """One node of the tree.

    Attributes:
        id: its code, else its full name; unique.
        branch_type: NAME of the branch type whose procedure it follows; for a general branch that of its branches.
        branch_type_because: how that was decided.
        leaders: the school leaders in charge of it or in liaison with it (R7).
        sheet: name of its sheet in the roster.
        row: row in that sheet, 0 where it was inferred.
    """

    id: str
    name: Annotated[str, Column("组织名称", "党组织名称", "支部名称", "党支部名称", "名称")]
    kind: Annotated[OrgKind, Column("组织类别", "党组织类别", "类别", values=tuple(OrgKind))]
    parent_id: Annotated[str, Column("上级组织", "上级党组织", "所属党总支", "隶属组织")] = ""
    branch_type: Annotated[str, Column("支部类型", "党支部类型", "类型")] = ""
    branch_type_because: str = ""
    secretary: Annotated[Officer | None, Column("书记", "党组织书记", "支部书记", "书记姓名")] = None
    committee: Annotated[tuple[Officer, ...], Column("委员", "支部委员", "总支委员", "委员名单")] = ()
    leaders: Annotated[
        tuple[Officer, ...],
        Column("分管（联系）校领导", "分管校领导", "联系校领导", "分管联系校领导", "校领导"),
    ] = ()
    service_window: Annotated[bool, Column("窗口单位", "是否窗口单位", "窗口", values=("是", "否"))] = False
    sheet: str = ""
    row: int = 0


class SchoolLeader(Model):
    """A Party member among the leaders of the institution.

    Attributes:
        own_branch_id: the branch he or she belongs to as a member (R6).
        in_charge_of: ids of the organisations in his or her portfolio (R7).
    """

    name: Annotated[str, Column("姓名", "领导姓名", "校领导")]
    post: Annotated[str, Column("职务", "行政职务", "党政职务")] = ""
    own_branch_id: Annotated[str, Column("所在党支部", "所属党支部", "所在支部")] = ""
    in_charge_of: Annotated[
        tuple[str, ...], Column("分管（联系）组织", "分管联系组织", "分管组织", "联系组织", "分管（联系）部门")
    ] = ()
    person_id: str = ""
    row: int = 0

    def as_officer(self) -> Officer:
        """The leader as one names him or her for an organisation."""
        return Officer(name=self.name, person_id=self.person_id, post=self.post)
