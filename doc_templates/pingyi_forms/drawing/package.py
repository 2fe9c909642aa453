"""The .docx file around a form: the fewest parts Word needs, in fixed order and with fixed times."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pingyi_forms.drawing.blocks import Element, W, paragraph, run, tab, tag, twips
from pingyi_forms.drawing.styles import ORDINARY, Scale, Style, draw_fonts, draw_styles, list_styles

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = ("styles", "settings", "fontTable", "footer")
_PACKAGE_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
# python-docx makes up a core part with an author and the present time where there is none
_CORE = f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"/>'


@dataclass(frozen=True)
class Page:
    """Paper, and what stands at its foot.

    Attributes:
        size: width and height in twips; wider than high is landscape.
        margins: attributes of `w:pgMar` in millimetres.
        grid: attributes of `w:docGrid`.
        footer: at the foot of every page, or of odd pages where `even` is given.
        even: at the foot of even pages.
    """

    size: tuple[int, int] = (11906, 16838)
    margins: Mapping[str, float] = field(
        default_factory=lambda: {"top": 15, "right": 15, "bottom": 15, "left": 15, "header": 8, "footer": 8}
    )
    grid: Mapping[str, object] = field(default_factory=lambda: {"linePitch": 312})
    footer: Element | None = None
    even: Element | None = None


FORM_PAGE = Page()


def pack(
    body: Iterable[Element], *, scale: Scale = ORDINARY, page: Page = FORM_PAGE, styles: Iterable[Style] | None = None
) -> bytes:
    """Make a .docx file of paragraphs and tables; equal input gives equal bytes.

    Args:
        body: the paragraphs and tables.
        scale: type sizes of the styles of forms.
        page: paper and footers.
        styles: other styles than those of forms.
    """
    document = tag("document", tag("body", *body, _draw_section(page)))
    footers = {"footer": tag("ftr", page.footer if page.footer is not None else _draw_footer())}
    if page.even is not None:
        footers["footer2"] = tag("ftr", page.even)
    _number_bookmarks(document)
    written = (document, *footers.values())
    used = {style.get(f"{{{W}}}val", "") for part in written for style in part.iter(f"{{{W}}}pStyle")}
    known = list_styles(scale) if styles is None else tuple(styles)
    members = {
        "[Content_Types].xml": _list_types(footers),
        "_rels/.rels": _PACKAGE_RELATIONS,
        "docProps/core.xml": _CORE,
        "word/_rels/document.xml.rels": _list_relations(footers),
        "word/document.xml": _write(document),
        "word/fontTable.xml": _write(draw_fonts(style.font for style in known)),
        **{f"word/{name}.xml": _write(footer) for name, footer in footers.items()},
        "word/settings.xml": _write(_draw_settings(even=page.even is not None)),
        "word/styles.xml": _write(draw_styles(known, used)),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # zipfile would write which system it ran on
            archive.writestr(info, text.encode())
    return target.getvalue()


def _list_parts(footers: Iterable[str]) -> list[tuple[str, str]]:
    """Names and kinds of the parts beside the body."""
    return [*((name, name) for name in _PARTS[:-1]), *((name, "footer") for name in footers)]


def _list_types(footers: Iterable[str]) -> str:
    parts = _list_parts(footers)
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MIME}.document.main+xml"/>'
        + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_MIME}.{kind}+xml"/>' for name, kind in parts)
        + '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        "</Types>"
    )


def _list_relations(footers: Iterable[str]) -> str:
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{_R}/{kind}" Target="{name}.xml"/>'
            for number, (name, kind) in enumerate(_list_parts(footers), 1)
        )
        + "</Relationships>"
    )


def _write(element: Element) -> str:
    etree.cleanup_namespaces(element, top_nsmap={"w": W, "r": _R})
    return _HEAD + etree.tostring(element, encoding="unicode")


def _number_bookmarks(document: Element) -> None:
    for number, start in enumerate(document.iter(f"{{{W}}}bookmarkStart"), 1):
        start.set(f"{{{W}}}id", str(number))
    for number, end in enumerate(document.iter(f"{{{W}}}bookmarkEnd"), 1):
        end.set(f"{{{W}}}id", str(number))


def _draw_section(page: Page) -> Element:
    kinds = ("default",) if page.even is None else ("default", "even")
    footers = []
    for number, kind in enumerate(kinds, len(_PARTS)):
        footer = tag("footerReference", type=kind)
        footer.set(f"{{{_R}}}id", f"rId{number}")
        footers.append(footer)
    width, height = page.size
    size = tag("pgSz", w=width, h=height, **({"orient": "landscape"} if width > height else {}))
    margins = tag("pgMar", **{side: twips(length) for side, length in page.margins.items()}, gutter=0)
    return tag("sectPr", *footers, size, margins, tag("cols", space=425), tag("docGrid", **page.grid))


def _draw_footer() -> Element:
    page = tag("fldSimple", run("1"), instr=" PAGE ")
    return paragraph("FormFooter", "{{ doc_number }}", tab(), "第 ", page, " 页", tab(), "编号：{{ code }}")


def _draw_settings(*, even: bool) -> Element:
    compatibility = tag(
        "compat",
        # without it Word stretches a justified line that ends in a line break
        tag("doNotExpandShiftReturn"),
        tag("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15),
    )
    return tag(
        "settings",
        tag("zoom", percent=100),
        tag("defaultTabStop", val=420),
        *([tag("evenAndOddHeaders")] if even else []),
        tag("characterSpacingControl", val="compressPunctuation"),
        compatibility,
        tag("themeFontLang", val="en-US", eastAsia="zh-CN"),
        tag("decimalSymbol", val="."),
        tag("listSeparator", val=","),
    )
