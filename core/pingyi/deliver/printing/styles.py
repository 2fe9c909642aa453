"""The style sheet of a print file: styles that several templates share are kept once, others get names of their own."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from pingyi.deliver.printing.style_defaults import fold_defaults
from pingyi.deliver.printing.wordml import Element, W, children, is_default, make, value_of

_LINKS = ("basedOn", "next", "link")
_IGNORED = frozenset(W + name for name in ("rsid", "uiPriority", "semiHidden", "unhideWhenUsed", "locked", "aliases"))


@dataclass(frozen=True)
class StyleNames:
    """How the documents of one template must name their styles.

    Attributes:
        renamed: new id by old id.
        paragraph: id that paragraphs without a style must name, empty where the print file's own default is theirs.
        table: the same for tables.
        numbered: list number and level by (new) id of the paragraph styles that number their paragraphs.
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    paragraph: str = ""
    table: str = ""
    numbered: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class StyleSheet:
    """The styles of all templates in one part; those of the first one keep their names."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._known: dict[str, bytes] = {}
        self._names: set[str] = set()
        self._defaults: dict[str, str] = {}
        self._base: Element | None = None

    def adopt(self, root: Element, mark: str) -> StyleNames:
        """Take in the styles of one more template.

        Args:
            root: its style part; changed here.
            mark: what tells its styles from others of the same id, such as `t2`.
        """
        styles = root.findall(W + "style")
        base = root.find(W + "docDefaults")
        numbered = _take_numbers(styles)
        if self.root is None:
            self.root, self._base = root, base
            for style in styles:
                self._keep(style)
            return StyleNames(numbered=numbered)
        foreign = _canonize(base) != _canonize(self._base)
        renamed = self._rename(styles, mark, foreign=foreign)
        if foreign:
            fold_defaults(styles, base, self._base)
        defaults = {style.get(W + "type", ""): style.get(W + "styleId", "") for style in styles if is_default(style)}
        needed = {kind: self._find_default(kind, defaults, renamed, mark) for kind in ("paragraph", "table")}
        for style in styles:
            self._place(style, renamed, mark)
        numbered = {renamed.get(name, name): item for name, item in numbered.items()}
        return StyleNames(renamed, needed["paragraph"], needed["table"], numbered)

    def _rename(self, styles: list[Element], mark: str, *, foreign: bool) -> dict[str, str]:
        """New ids for the styles that differ from those the print file has under their ids, and for what they carry."""
        by_id = {style.get(W + "styleId", ""): style for style in styles}
        away = {
            name
            for name, style in by_id.items()
            if foreign or (name in self._known and _canonize(style) != self._known[name])
        }
        while True:
            more = {
                name
                for name, style in by_id.items()
                if name not in away and name in self._known and value_of(style.find(W + "basedOn")) in away
            }
            if not more:
                return {name: f"{mark}_{name}" for name in sorted(away)}
            away |= more

    def _find_default(self, kind: str, own: Mapping[str, str], renamed: Mapping[str, str], mark: str) -> str:
        """The style that what names none must name, so that it keeps its look."""
        ours = self._defaults.get(kind, "")
        if kind not in own:
            if not ours:
                return ""
            plain = make("style", type=kind, customStyle=1, styleId=f"{mark}_plain_{kind}")
            plain.append(make("name", val=f"{mark} plain {kind}"))
            self._append(plain)
            return f"{mark}_plain_{kind}"
        name = renamed.get(own[kind], own[kind])
        return "" if name == ours else name

    def _place(self, style: Element, renamed: Mapping[str, str], mark: str) -> None:
        name = style.get(W + "styleId", "")
        if name in self._known and name not in renamed:
            return
        style.set(W + "styleId", renamed.get(name, name))
        style.attrib.pop(W + "default", "")
        for link in _LINKS:
            element = style.find(W + link)
            if element is not None:
                element.set(W + "val", renamed.get(value_of(element), value_of(element)))
        title = style.find(W + "name")
        if title is not None and value_of(title) in self._names:
            # two styles of one name are one style to Word, and it knows its own by name
            title.set(W + "val", f"{value_of(title)} {mark}")
            style.set(W + "customStyle", "1")
        for alias in style.findall(W + "aliases"):
            style.remove(alias)
        self._append(style)

    def _append(self, style: Element) -> None:
        assert self.root is not None  # noqa: S101 - adopt has set it
        self.root.append(style)
        self._keep(style)

    def _keep(self, style: Element) -> None:
        name = style.get(W + "styleId", "")
        self._known[name] = _canonize(style)
        self._names.add(value_of(style.find(W + "name")))
        if is_default(style):
            self._defaults[style.get(W + "type", "")] = name


def _take_numbers(styles: list[Element]) -> dict[str, tuple[str, str]]:
    """Take the automatic numbers out of the styles: the paragraphs of each document ask for their own list."""
    own: dict[str, tuple[str, str]] = {}
    for style in styles:
        properties = style.find(W + "pPr")
        listed = properties.find(W + "numPr") if properties is not None else None
        if properties is None or listed is None or style.get(W + "type") == "numbering":
            continue
        number = value_of(listed.find(W + "numId"))
        own[style.get(W + "styleId", "")] = (number, value_of(listed.find(W + "ilvl")) or "0")
        properties.remove(listed)
    based = {style.get(W + "styleId", ""): value_of(style.find(W + "basedOn")) for style in styles}
    found = {}
    for name in based:
        number, level, here, seen = "", "", name, set()
        while here and here not in seen:
            seen.add(here)
            if here in own:
                number, level = number or own[here][0], level or own[here][1]
            here = based.get(here, "")
        if number not in ("", "0"):
            found[name] = (number, level)
    return found


def _canonize(element: Element | None) -> bytes:
    """The element in one spelling, without what does not change a look."""
    if element is None:
        return b""
    twin = copy.deepcopy(element)
    for item in list(children(twin)):
        if item.tag in _IGNORED:
            twin.remove(item)
    for item in twin.iter():
        item.tail = None
        if item.text is not None and not item.text.strip():
            item.text = None
    return etree.tostring(twin, method="c14n", exclusive=True)
