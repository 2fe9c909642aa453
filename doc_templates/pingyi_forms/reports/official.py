"""The page of GB/T 9704-2012: margins, 22 lines of 28 characters, styles, page numbers, last lines (版记).

Fonts are named, never bundled; the font table names what stands in for 方正小标宋, which Windows does not have.
"""

from __future__ import annotations

from collections.abc import Iterable

from pingyi_forms.drawing.blocks import Element, paragraph, run, tab, tag
from pingyi_forms.drawing.package import Page, pack
from pingyi_forms.drawing.styles import BIAO, FANG, HEI, KAI, SONG, Style

WIDTH = 156.0
"""Width of the type area in millimetres (5.2.1)."""
LINE = 28.95
"""Points from line to line: 29 would overflow 225 mm by a hair and leave 21 lines to the page."""
SQUEEZE = 5
"""16-point characters a quarter of a point closer: 28 of them fill a line of 156 mm, whatever grid a program keeps."""
STYLES = (
    Style("OfficialTitle", "公文 标题", BIAO, 22, 36),
    Style("OfficialNumber", "公文 发文字号", FANG, 16, LINE, squeeze=SQUEEZE),
    Style("OfficialTo", "公文 主送机关", FANG, 16, LINE, "left", squeeze=SQUEEZE),
    Style("OfficialText", "公文 正文", FANG, 16, LINE, "both", indent=2, squeeze=SQUEEZE),
    Style("OfficialLevel1", "公文 一级标题", HEI, 16, LINE, "left", indent=2, squeeze=SQUEEZE),
    Style("OfficialLevel2", "公文 二级标题", KAI, 16, LINE, "left", indent=2, squeeze=SQUEEZE),
    Style("OfficialAttached", "公文 附件说明", FANG, 16, LINE, "left", left=2, squeeze=SQUEEZE),
    Style("OfficialSign", "公文 署名和日期", FANG, 16, LINE, "center", left=12, squeeze=SQUEEZE),
    Style("OfficialAnnex", "公文 附件序号", HEI, 16, LINE, "left", squeeze=SQUEEZE),
    Style("OfficialHead", "公文 表头", HEI, 12, 18),
    Style("OfficialCell", "公文 表格", FANG, 12, 18),
    Style("OfficialList", "公文 名单", FANG, 12, 18, "left"),
    Style("OfficialEnd", "公文 版记", FANG, 14, 24, "left", tabs=(("right", WIDTH - 5),), indent=1),
    Style("OfficialOdd", "公文 单页码", SONG, 14, 20, "right", inset=1),
    Style("OfficialEven", "公文 双页码", SONG, 14, 20, "left", left=1),
)
_THICK, _THIN = 8, 6


def text(*content: str) -> Element:
    """Make a paragraph of the body."""
    return paragraph("OfficialText", *content)


def blank() -> Element:
    """Make an empty line."""
    return paragraph("OfficialText")


def heading(words: str) -> Element:
    """Make a heading of the first level: `一、……`, in 黑体."""
    return paragraph("OfficialLevel1", words, keep=True)


def each(items: str, words: str, otherwise: str) -> list[Element]:
    """Make a paragraph for each item of a list of the data, or one that says there is none."""
    return [
        text("{%p for item in " + items + " %}"),
        text(words),
        text("{%p endfor %}"),
        text("{%p if not " + items + " %}"),
        text(otherwise),
        text("{%p endif %}"),
    ]


def head(*title: str) -> list[Element]:
    """Make the title, in lines that break no word, the number and the recipients (7.3)."""
    return [
        paragraph("OfficialTitle", "{{ signed_by }}"),
        *(paragraph("OfficialTitle", line) for line in title),
        paragraph("OfficialNumber", "{%p if number %}"),
        paragraph("OfficialNumber", "{{ number }}"),
        paragraph("OfficialNumber", "{%p endif %}"),
        blank(),
        paragraph("OfficialTo", "{{ recipients }}："),
    ]


def sign() -> list[Element]:
    """Make signature and date, centred over one another for the seal (7.3.5)."""
    return [
        blank(),
        blank(),
        paragraph("OfficialSign", "{{ signed_by }}", keep=True),
        paragraph("OfficialSign", "{{ signed_on }}", keep=True),
    ]


def end() -> list[Element]:
    """Make the last lines: recipients of copies, issuing office and day of issue (R56, 7.4)."""
    copies = _rule(paragraph("OfficialEnd", "抄送：{{ copies_to }}。", keep=True), top=_THICK, bottom=_THIN)
    return [
        blank(),
        paragraph("OfficialEnd", "{%p if copies_to %}"),
        copies,
        _issue(bottom=_THICK),
        paragraph("OfficialEnd", "{%p else %}"),
        _issue(top=_THICK, bottom=_THICK),
        paragraph("OfficialEnd", "{%p endif %}"),
    ]


def _issue(**sides: int) -> Element:
    return _rule(paragraph("OfficialEnd", "{{ issued_by }}", tab(), "{{ signed_on }}印发"), **sides)


def _rule(element: Element, **sides: int) -> Element:
    """Give a paragraph lines above or below; `w:pBdr` stands behind the style and `w:keepNext`."""
    properties = element[0]
    borders = tag("pBdr", *(tag(side, val="single", sz=size, space=1, color="auto") for side, size in sides.items()))
    properties.append(borders)
    return element


def break_before(element: Element) -> Element:
    """Let a paragraph begin a new page (7.3.7)."""
    element[0].append(tag("pageBreakBefore"))
    return element


def _number(style: str) -> Element:
    return paragraph(style, "— ", tag("fldSimple", run("1"), instr=" PAGE "), " —")


def pack_official(body: Iterable[Element]) -> bytes:
    """Make the .docx of an official paper."""
    page = Page(
        margins={"top": 37, "right": 26, "bottom": 35, "left": 28, "header": 15, "footer": 24},
        grid={"linePitch": 579},
        footer=_number("OfficialOdd"),
        even=_number("OfficialEven"),
    )
    return pack(body, page=page, styles=STYLES)
