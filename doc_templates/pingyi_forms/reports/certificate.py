"""点评覆盖情况确认表 (R42, R48): everybody reviewed, exempt with reason and approver, or missing by name."""

from __future__ import annotations

from collections.abc import Sequence

from pingyi_forms.drawing.blocks import WIDTH, Box, Element, Row, label, paragraph, row, table
from pingyi_forms.drawing.package import Page, pack
from pingyi_forms.drawing.styles import FANG, SONG, Style
from pingyi_forms.reports.ledger import draw_footer

_STYLES = (
    Style("PaperSchool", "表头 学校", SONG, 16, 24, bold=True),
    Style("PaperTitle", "表头 表名", SONG, 18, 30, bold=True, after=4),
    Style("PaperHeading", "小标题", SONG, 12, 18, "left", bold=True, before=8, after=3),
    Style("PaperHead", "栏目", SONG, 10.5, 15, bold=True),
    Style("PaperCell", "内容", FANG, 10.5, 15),
    Style("PaperList", "名单", FANG, 10.5, 15, "left"),
    Style("PaperText", "正文", FANG, 12, 20, "both", indent=2),
    Style("PaperSign", "签名", SONG, 12, 22, "right", before=6, inset=2),
    Style("PaperFoot", "页脚", SONG, 9, 12, "left", tabs=(("center", WIDTH / 2), ("right", WIDTH))),
)
_COUNTS = (("total", "总数"), ("reviewed", "已点评"), ("exempt", "免予点评"), ("missing", "未点评"), ("rate", "覆盖率"))
_VERDICT = (
    "经将党员名册、登记表与点评记录逐一核对：应点评{{ due }}个（名），已点评{{ reviewed }}个（名），"
    "免予点评{{ exempt }}名，未点评{{ missing }}个（名），覆盖率{{ rate }}。"
    "{% if complete %}每个党组织、每名书记和每名党员都已点评或经批准免予点评，实现全面覆盖。"
    "{% else %}尚未实现全面覆盖，未点评名单见后。{% endif %}"
)


def list_rows(edges: Sequence[float], heads: Sequence[str], fields: Sequence[str], items: str) -> list[Row]:
    """Make the rows of a table that repeats over a list of the data."""
    cells = [
        Box(edge, (paragraph("PaperList" if name == "who" else "PaperCell", "{{ item." + name + " }}"),))
        for edge, name in zip(edges, fields, strict=True)
    ]
    end = edges[-1]
    return [
        row(8, *(label(edge, text, style="PaperHead") for edge, text in zip(edges, heads, strict=True)), header=True),
        row(5, Box(end, (paragraph("PaperCell", "{%tr for item in " + items + " %}"),))),
        row(7.5, *cells),
        row(5, Box(end, (paragraph("PaperCell", "{%tr endfor %}"),))),
    ]  # fmt: skip


def _counts(title: str, first: str, items: str) -> list[Element]:
    edges = (70.0, 92.0, 114.0, 136.0, 158.0, WIDTH)
    heads, fields = (first, *(text for _name, text in _COUNTS)), ("label", *(name for name, _text in _COUNTS))
    return [paragraph("PaperHeading", title, keep=True), table(list_rows(edges, heads, fields, items))]


def _people(
    title: str, items: str, edges: Sequence[float], heads: Sequence[str], fields: Sequence[str]
) -> list[Element]:
    return [
        paragraph("PaperHeading", "{%p if " + items + " %}"),
        paragraph("PaperHeading", title, keep=True),
        table(list_rows(edges, heads, fields, items)),
        paragraph("PaperHeading", "{%p endif %}"),
    ]  # fmt: skip


def draw_certificate() -> bytes:
    """Make the certificate of coverage."""
    methods = (
        "按点评方式：{% for item in by_method %}{{ item.label }}{{ item.count }}"
        "{% if not loop.last %}，{% endif %}{% endfor %}{% if not by_method %}—{% endif %}。"
    )
    body = [
        paragraph("PaperSchool", "{{ institution }}"),
        paragraph("PaperTitle", "{{ activity }}领导点评覆盖情况确认表"),
        paragraph("PaperText", _VERDICT),
        paragraph("PaperText", methods),
        *_counts("一、按点评对象", "对象", "by_kind"),
        *_counts("二、党员按支部类型", "支部类型", "by_type"),
        *_counts("三、按党总支、直属党支部（含所属支部、书记、党员）", "党组织", "by_unit"),
        paragraph("PaperSign", "{{ signed_by }}（盖章）", keep=True),
        paragraph("PaperSign", "确认人签名：　　　　　　　　　　　年　　月　　日", keep=True),
        paragraph("PaperSign", "（名册和记录截至{{ made_on|chinese }}）"),
        *_people(
            "附：免予点评名单（计入名册，单独统计）", "exempt_people", (12.0, 37.0, 92.0, 142.0, WIDTH),
            ("序号", "姓名", "所在党组织", "原因", "批准人"),
            ("number", "name", "organisation", "reason", "approved_by"),
        ),
        *_people(
            "附：未点评名单", "missing_subjects", (12.0, 60.0, 75.0, WIDTH),
            ("序号", "党组织", "数量", "未点评对象和未完成事项"), ("number", "organisation", "count", "who"),
        ),
    ]  # fmt: skip
    return pack(body, page=Page(footer=draw_footer("PaperFoot")), styles=_STYLES)
