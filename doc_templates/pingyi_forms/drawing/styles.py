"""The paragraph styles of the forms: what an officer changes in Word to change a form's look everywhere at once.

Fonts are named, never bundled: 宋体, 仿宋 and Times New Roman are on every Windows machine, and the font table names
what to take where they are missing. Every line has an exact height, so that lines and pages break at the same places
whatever font stands in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pingyi_forms.drawing.blocks import WIDTH, Element, tag, twips

SONG, FANG, LATIN = "宋体", "仿宋", "Times New Roman"
HEI, KAI, BIAO = "黑体", "楷体", "方正小标宋简体"
_FALLBACKS = {SONG: "SimSun", FANG: "FangSong", HEI: "SimHei", KAI: "KaiTi", BIAO: "SimSun"}


@dataclass(frozen=True)
class Scale:
    """Type sizes in points: of labels and short values, of the labels in the second column, of long text, of notes."""

    label: float = 12
    aspect: float = 10.5
    text: float = 10.5
    info: float = 10.5
    small: float = 9


ORDINARY = Scale()
LARGE = Scale(label=14, aspect=13, text=14, info=12, small=10.5)
"""For the retired (R43)."""


@dataclass(frozen=True)
class Style:
    """One paragraph style.

    Attributes:
        size, line, before, after: points.
        indent: how many characters the first line goes in.
        inset, left: how many characters the text keeps from the right, from the left.
        tabs: places of tab stops in millimetres, by kind.
        squeeze: twentieths of a point that characters move closer together.
    """

    id: str
    name: str
    font: str
    size: float
    line: float
    justify: str = "center"
    bold: bool = False
    before: float = 0
    after: float = 0
    indent: int = 0
    inset: int = 0
    left: int = 0
    tabs: tuple[tuple[str, float], ...] = ()
    squeeze: int = 0

    def draw(self) -> Element:
        """Make its element."""
        spacing = {"before": round(self.before * 20), "after": round(self.after * 20)}
        properties = tag("pPr")
        if self.tabs:
            properties.append(tag("tabs", *(tag("tab", val=kind, pos=twips(place)) for kind, place in self.tabs)))
        properties.append(tag("spacing", **spacing, line=round(self.line * 20), lineRule="exact"))
        if self.indent:
            properties.append(
                tag("ind", firstLineChars=self.indent * 100, firstLine=round(self.indent * self.size * 20))
            )
        if self.inset:
            properties.append(tag("ind", rightChars=self.inset * 100, right=round(self.inset * self.size * 20)))
        if self.left:
            properties.append(tag("ind", leftChars=self.left * 100, left=round(self.left * self.size * 20)))
        properties.append(tag("jc", val=self.justify))
        letters = tag("rPr")
        if self.font != SONG:
            letters.append(tag("rFonts", eastAsia=self.font))
        if self.bold:
            letters.append(tag("b"))
        if self.squeeze:
            letters.append(tag("spacing", val=-self.squeeze))
        half_points = round(self.size * 2)
        letters.extend([tag("sz", val=half_points), tag("szCs", val=half_points)])
        return tag(
            "style",
            tag("name", val=self.name),
            tag("basedOn", val="Normal"),
            tag("qFormat"),
            properties,
            letters,
            type="paragraph",
            customStyle=1,
            styleId=self.id,
        )


def list_styles(scale: Scale) -> tuple[Style, ...]:
    """The styles of a form in one type size."""
    label, aspect, text, info, small = scale.label, scale.aspect, scale.text, scale.info, scale.small
    ends = (("center", WIDTH / 2), ("right", WIDTH))
    return (
        Style("FormSchool", "表头 学校", SONG, 16, 24, bold=True),
        Style("FormTitle", "表头 表名", SONG, 18, 28, bold=True),
        Style("FormInfo", "表头 说明", SONG, info, info * 1.4, "left", before=3, after=3, tabs=ends[1:]),
        Style("FormLabel", "栏目", SONG, label, label * 1.15),
        Style("FormAspect", "分栏目", SONG, aspect, aspect * 1.35),
        Style("FormValue", "填写 短", FANG, label, label * 1.15),
        Style("FormChoice", "填写 选项", FANG, aspect, aspect * 1.5, "left"),
        Style("FormText", "填写 长", FANG, text, text * 1.4, "both", before=1, after=1, indent=2),
        Style("FormList", "填写 逐条", FANG, text, text * 1.4, "left", before=1, after=1),
        Style("FormSignature", "签名", SONG, label, label * 1.5, "right", inset=1),
        Style("FormItem", "评议内容", SONG, label, label * 1.3, "left"),
        Style("FormBlock", "整行文字", SONG, label, label * 1.5, "left", before=4, after=4),
        Style("FormNote", "附注", SONG, small, small * 1.4, "left", before=3),
        Style("FormFooter", "页脚 编号", SONG, small, small * 1.4, "left", tabs=ends),
    )


def draw_styles(known: Iterable[Style], used: Collection[str]) -> Element:
    """Make the styles part: the document's defaults and the styles that are used, no others."""
    defaults = tag(
        "docDefaults",
        tag(
            "rPrDefault",
            tag(
                "rPr",
                tag("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=SONG, cs=LATIN),
                tag("sz", val=21),
                tag("szCs", val=21),
                tag("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"),
            ),
        ),
        tag("pPrDefault"),
    )
    normal = tag("style", tag("name", val="Normal"), tag("qFormat"), type="paragraph", default=1, styleId="Normal")
    chosen = [style.draw() for style in known if style.id in used]
    return tag("styles", defaults, normal, *chosen)


def draw_fonts(used: Iterable[str]) -> Element:
    """Make the font table: for each Chinese font its Latin name, by which other systems know it."""
    names = set(used) | {SONG}
    fonts = [
        tag(
            "font",
            tag("altName", val=other),
            tag("charset", val="86"),
            tag("family", val="auto"),
            tag("pitch", val="default"),
            name=name,
        )
        for name, other in _FALLBACKS.items()
        if name in names
    ]
    latin = tag("font", tag("charset", val="00"), tag("family", val="roman"), tag("pitch", val="variable"), name=LATIN)
    return tag("fonts", *fonts, latin)
