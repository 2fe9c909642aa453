"""The columns of each kind of sheet: from the models' own notes, and a few that only a roster needs."""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Iterable, Mapping

from pydantic import BaseModel

from pingyi.model.config.settings import Settings
from pingyi.model.fields.base import Column, list_columns
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.organisation import Organisation, SchoolLeader
from pingyi.model.people.person import Person
from pingyi.plugins import Plugins
from pingyi.roster.columns.field import Field, SheetKind, ValueKind
from pingyi.roster.columns.record_fields import RECORD_KINDS, list_record_fields

_SERIAL = Field("serial", Column("序号", "顺序号", "行号", "No", "序"))
_PLACES = (
    Field(
        "parent",
        Column(
            "所在党总支", "所属党总支", "党总支", "党总支名称", "总支", "所在分党委", "所属分党委", "分党委",
            "所属党委", "所在党委", "二级党委名称", "二级党委", "二级党组织名称", "二级党组织", "院系级党组织名称",
            "院系党组织", "上级党组织", "所属二级党组织",
        ),
    ),
    Field(
        "branch",
        Column(
            "所在党支部", "所属党支部", "目前所在党支部", "党支部", "党支部名称", "支部名称", "所属党组织",
            "所属党组织名称", "所在组织", "党组织", "所在支部", "所属支部", "支部", "所在党组织", "党组织名称",
            "所在党支部名称", "所属党支部名称", "组织关系所在单位", "组织关系所在党支部",
        ),
        required=True,
    ),
    Field("parent_code", Column("所在分党委编码", "二级党委编码", "党总支编码", "二级党组织编码"), ValueKind.CODE),
    Field(
        "branch_code",
        Column("所在党支部编码", "党支部编码", "支部编码", "党组织编码", "所属党支部编码", "党支部代码"),
        ValueKind.CODE,
    ),
    Field("status", Column("党籍状态", "人员状态", "党员状态", "党员信息状态", "当前状态")),
    _SERIAL,
)  # fmt: skip
_ORGANISATION_CODE = Field(
    "code", Column("组织编码", "党组织编码", "党支部编码", "组织代码", "党组织代码", "编码"), ValueKind.CODE
)
_CODES = frozenset({"person_no", "id_number", "phone"})
_REQUIRED = frozenset({"name", "membership", "kind"})
_PLACES_FOLLOW = "post"


def list_fields(settings: Settings, plugins: Plugins) -> Mapping[SheetKind, tuple[Field, ...]]:
    """Every column that each kind of sheet can have, for one campaign and its plugins."""
    return {
        SheetKind.MEMBERS: _list_member_fields(plugins),
        SheetKind.ORGANISATIONS: _list_organisation_fields(plugins),
        SheetKind.LEADERS: (*(_make_field(SchoolLeader, name) for name in list_columns(SchoolLeader)), _SERIAL),
        **{kind: list_record_fields(kind, settings) for kind in (*RECORD_KINDS, SheetKind.MEETINGS)},
    }


def _list_member_fields(plugins: Plugins) -> tuple[Field, ...]:
    """`Person`, where the member belongs, then the branch types' own."""
    fields: list[Field] = []
    for name, models in plugins.person_columns().items():
        own = () if Person in models else models
        fields.append(_make_field(models[0], name, own))
        if name == _PLACES_FOLLOW:
            fields.extend(_PLACES)
    return tuple(fields)


def _list_organisation_fields(plugins: Plugins) -> tuple[Field, ...]:
    labels = tuple(kind.LABEL for kind in plugins.branch_types.values())
    fields = []
    for name, column in list_columns(Organisation).items():
        item = _make_field(Organisation, name)
        if name == "branch_type":
            item = Field(name, Column(column.title, *column.aliases, values=labels))
        fields.append(item)
    return (*fields, _ORGANISATION_CODE, _SERIAL)


def _make_field(model: type[BaseModel], name: str, models: Iterable[type[BaseModel]] = ()) -> Field:
    kind = ValueKind.CODE if name in _CODES else _find_value_kind(model, name)
    return Field(name, list_columns(model)[name], kind, tuple(models), name in _REQUIRED)


@functools.cache
def _find_value_kind(model: type[BaseModel], name: str) -> ValueKind:
    annotation = model.model_fields[name].annotation
    union = typing.get_origin(annotation) in (typing.Union, types.UnionType)
    for kind in typing.get_args(annotation) if union else (annotation,):
        if kind is PartialDate:
            return ValueKind.DATE
        if kind is bool:
            return ValueKind.FLAG
        if kind in (int, float):
            return ValueKind.NUMBER
        if typing.get_origin(kind) in (tuple, list, frozenset):
            return ValueKind.LIST
    return ValueKind.TEXT
