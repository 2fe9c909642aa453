"""Parts of which a print file has one each: styles, settings, fonts, numbering, properties, the index's footer."""

from __future__ import annotations

from pingyi.deliver.printing.front import TITLE
from pingyi.deliver.printing.parts import Parts
from pingyi.deliver.printing.source import Sources
from pingyi.deliver.printing.wordml import MIME, W_NS, Element, W, make, write
from pingyi.forms.word.package import DECLARATION

_NOT_KEPT = frozenset(
    W + name
    for name in (
        "attachedTemplate", "documentProtection", "writeProtection", "mailMerge", "trackRevisions", "docVars", "rsids",
        "footnotePr", "endnotePr", "evenAndOddHeaders", "updateFields", "hdrShapeDefaults", "shapeDefaults", "captions",
        "documentType", "revisionView", "removePersonalInformation",
    )
)  # fmt: skip
"""Settings that belong to one document, or to parts that a print file does not have."""
_BEFORE_EVEN = frozenset(
    W + name
    for name in (
        "writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime",
        "doNotDisplayPageBoundaries", "displayBackgroundShape", "printPostScriptOverText",
        "printFractionalCharacterWidth", "printFormsData", "embedTrueTypeFonts", "embedSystemFonts",
        "saveSubsetFonts", "saveFormsData", "mirrorMargins", "alignBordersAndEdges",
        "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop", "hideSpellingErrors",
        "hideGrammaticalErrors", "activeWritingStyle", "proofState", "formsDesign", "attachedTemplate", "linkStyles",
        "stylePaneFormatFilter", "stylePaneSortMethod", "documentType", "mailMerge", "revisionView",
        "trackRevisions", "doNotTrackMoves", "doNotTrackFormatting", "documentProtection", "autoFormatOverride",
        "styleLockTheme", "styleLockQFSet", "defaultTabStop", "autoHyphenation", "consecutiveHyphenLimit",
        "hyphenationZone", "doNotHyphenateCaps", "showEnvelope", "summaryLength", "clickAndTypeStyle",
        "defaultTableStyle",
    )
)  # fmt: skip
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{TITLE}</dc:title>'
    '<dcterms:created xsi:type="dcterms:W3CDTF">2010-01-01T00:00:00Z</dcterms:created></cp:coreProperties>'
)
_PLAIN = (
    '<w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="exact"/>'
    '<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="center"/></w:pPr>'
)
_LETTERS = '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="18"/></w:rPr>'
_PAGE = (
    f'<w:r>{_LETTERS}<w:t xml:space="preserve">目录 </w:t></w:r>'
    f'<w:fldSimple w:instr=" PAGE "><w:r>{_LETTERS}<w:t>i</w:t></w:r></w:fldSimple>'
)


def add_common_parts(parts: Parts, sources: Sources, *, even: bool) -> None:
    """Add the parts that all documents of a print file share.

    Args:
        parts: of the print file.
        sources: what was learnt from the templates.
        even: whether any template tells even pages from odd ones.
    """
    if sources.sheet.root is not None:
        _link(parts, "styles", write(sources.sheet.root))
    _link(parts, "settings", write(_write_settings(sources.settings, even=even)))
    if sources.fonts:
        fonts = make("fonts")
        for font in sources.fonts.values():
            for embedded in [item for item in font if str(item.tag).startswith(W + "embed")]:
                font.remove(embedded)
            fonts.append(font)
        _link(parts, "fontTable", write(fonts))
    numbering = sources.numbering.write()
    if numbering is not None:
        _link(parts, "numbering", write(numbering))
    core = DECLARATION + _CORE
    parts.add("docProps/core.xml", core.encode(), "application/vnd.openxmlformats-package.core-properties+xml")


def make_blank(parts: Parts, kind: str) -> str:
    """Add an empty header or footer: what has none must not take over that of the document before it."""
    return parts.add(f"word/blank_{kind}.xml", _write_story(kind, ""), f"{MIME}{kind}+xml")


def make_index_footer(parts: Parts) -> str:
    """Add the footer of the index."""
    return parts.add("word/index_footer.xml", _write_story("footer", _PAGE), f"{MIME}footer+xml")


def _write_story(kind: str, runs: str) -> bytes:
    tag = {"header": "hdr", "footer": "ftr"}[kind]
    return f'{DECLARATION}<w:{tag} xmlns:w="{W_NS}"><w:p>{_PLAIN}{runs}</w:p></w:{tag}>'.encode()


def _write_settings(settings: Element | None, *, even: bool) -> Element:
    root = settings if settings is not None else make("settings")
    for item in [item for item in root if item.tag in _NOT_KEPT]:
        root.remove(item)
    if even:
        place = sum(1 for item in root if item.tag in _BEFORE_EVEN)
        root.insert(place, make("evenAndOddHeaders"))
    return root


def _link(parts: Parts, kind: str, content: bytes) -> None:
    parts.link(kind, parts.add(f"word/{kind}.xml", content, f"{MIME}{kind}+xml"))
