"""The .docx file around a form: the fewest parts Word needs, in fixed order and with fixed times."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from lxml import etree

from pingyi_forms.drawing.blocks import Element, W, paragraph, run, tab, tag, twips
from pingyi_forms.drawing.styles import ORDINARY, Scale, draw_fonts, draw_styles

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = ("styles", "settings", "fontTable", "footer")
_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MIME}.document.main+xml"/>'
    + "".join(f'<Override PartName="/word/{part}.xml" ContentType="{_MIME}.{part}+xml"/>' for part in _PARTS)
    + '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
_PACKAGE_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_DOCUMENT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="rId{number}" Type="{_R}/{part}" Target="{part}.xml"/>'
        for number, part in enumerate(_PARTS, 1)
    )
    + "</Relationships>"
)
# python-docx makes up a core part with an author and the present time where there is none
_CORE = f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"/>'


def pack(body: Iterable[Element], *, scale: Scale = ORDINARY) -> bytes:
    """Make a .docx file of paragraphs and tables; equal input gives equal bytes."""
    document, footer = tag("document", tag("body", *body, _draw_section())), tag("ftr", _draw_footer())
    _number_bookmarks(document)
    used = {style.get(f"{{{W}}}val", "") for part in (document, footer) for style in part.iter(f"{{{W}}}pStyle")}
    members = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _PACKAGE_RELATIONS,
        "docProps/core.xml": _CORE,
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/document.xml": _write(document),
        "word/fontTable.xml": _write(draw_fonts()),
        "word/footer.xml": _write(footer),
        "word/settings.xml": _write(_draw_settings()),
        "word/styles.xml": _write(draw_styles(scale, used)),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # zipfile would write which system it ran on
            archive.writestr(info, text.encode())
    return target.getvalue()


def _write(element: Element) -> str:
    etree.cleanup_namespaces(element, top_nsmap={"w": W, "r": _R})
    return _HEAD + etree.tostring(element, encoding="unicode")


def _number_bookmarks(document: Element) -> None:
    for number, start in enumerate(document.iter(f"{{{W}}}bookmarkStart"), 1):
        start.set(f"{{{W}}}id", str(number))
    for number, end in enumerate(document.iter(f"{{{W}}}bookmarkEnd"), 1):
        end.set(f"{{{W}}}id", str(number))


def _draw_section() -> Element:
    footer = tag("footerReference", type="default")
    footer.set(f"{{{_R}}}id", f"rId{_PARTS.index('footer') + 1}")
    side, foot = twips(15), twips(8)
    return tag(
        "sectPr",
        footer,
        tag("pgSz", w=11906, h=16838),
        tag("pgMar", top=twips(15), right=side, bottom=twips(15), left=side, header=foot, footer=foot, gutter=0),
        tag("cols", space=425),
        tag("docGrid", linePitch=312),
    )


def _draw_footer() -> Element:
    page = tag("fldSimple", run("1"), instr=" PAGE ")
    return paragraph("FormFooter", "{{ doc_number }}", tab(), "第 ", page, " 页", tab(), "编号：{{ code }}")


def _draw_settings() -> Element:
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
        tag("characterSpacingControl", val="compressPunctuation"),
        compatibility,
        tag("themeFontLang", val="en-US", eastAsia="zh-CN"),
        tag("decimalSymbol", val="."),
        tag("listSeparator", val=","),
    )
