"""Defaults of a whole document, written into the styles of one template: a print file has one set of defaults only."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from pingyi.deliver.printing.wordml import Element, W, children, make

# order of the children, as the schema wants it
_PARAGRAPH = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE",
    "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents",
    "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_LETTERS = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow",
    "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position",
    "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang",
    "eastAsianLayout", "specVanish", "oMath",
)  # fmt: skip
# what a property is where nobody sets it: the standard's own values, which a print file's defaults would hide
_UNSET: dict[str, dict[str, dict[str, object]]] = {
    "pPr": {
        "spacing": {"before": 0, "after": 0, "line": 240, "lineRule": "auto"},
        "ind": {"left": 0, "right": 0, "firstLine": 0},
        "jc": {"val": "left"},
        "widowControl": {"val": 1},
        "snapToGrid": {"val": 1},
    },
    "rPr": {
        "rFonts": {
            "ascii": "Times New Roman", "hAnsi": "Times New Roman", "eastAsia": "Times New Roman",
            "cs": "Times New Roman",
        },
        "sz": {"val": 20},
        "szCs": {"val": 20},
        "kern": {"val": 0},
        "b": {"val": 0},
        "i": {"val": 0},
        "color": {"val": "auto"},
        "spacing": {"val": 0},
    },
}  # fmt: skip
_PLACES = {"pPr": ("pPrDefault", _PARAGRAPH), "rPr": ("rPrDefault", _LETTERS)}


def fold_defaults(styles: Sequence[Element], own: Element | None, other: Element | None) -> None:
    """Give the paragraph styles that build on no other the defaults of their own document.

    Args:
        styles: all styles of one template; changed here.
        own: the defaults (`w:docDefaults`) they were made for.
        other: the defaults they will stand under.
    """
    roots = [style for style in styles if style.get(W + "type") == "paragraph" and style.find(W + "basedOn") is None]
    for name, (holder, order) in _PLACES.items():
        wanted, hidden = (
            {} if base is None else {str(item.tag): item for item in children(base.find(f"{W}{holder}/{W}{name}"))}
            for base in (own, other)
        )
        unset = {
            W + key: make(key, **values)
            for key, values in _UNSET[name].items()
            if W + key in hidden or (W + key in wanted and len(values) > 1)
        }
        for style in roots:
            _merge(style, name, (unset, wanted), order)


def _merge(style: Element, name: str, layers: Sequence[dict[str, Element]], order: Sequence[str]) -> None:
    present = style.find(W + name)
    result: dict[str, Element] = {}
    for layer in (*layers, {str(item.tag): item for item in children(present)}):
        for tag, item in layer.items():
            twin = copy.deepcopy(item)
            if tag in result:  # an attribute that a later layer leaves out keeps its earlier value
                for key, value in result[tag].attrib.items():
                    if key not in twin.attrib and not _is_overruled(str(key), twin):
                        twin.set(key, value)
            result[tag] = twin
    if present is not None:
        style.remove(present)
    holder = make(name)
    places = {W + key: place for place, key in enumerate(order)}
    holder.extend(sorted(result.values(), key=lambda item: places.get(str(item.tag), len(places))))
    if len(holder):
        before = {W + "tblPr", W + "trPr", W + "tcPr", W + "tblStylePr"} | ({W + "rPr"} if name == "pPr" else set())
        place = next((number for number, item in enumerate(style) if item.tag in before), len(style))
        style.insert(place, holder)


def _is_overruled(key: str, element: Element) -> bool:
    """A theme's font overrules a named one, so a named font of an earlier layer must go, and the other way round."""
    twin = key.removesuffix("Theme") if key.endswith("Theme") else f"{key}Theme"
    return element.tag == W + "rFonts" and twin in element.attrib
