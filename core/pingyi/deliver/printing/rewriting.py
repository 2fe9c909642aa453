"""Rewriting what must be unique, or is named differently, when many documents become one.

All of it works on text: a tree for each of thousands of documents would take most of the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pingyi.deliver.printing.source import Source
from pingyi.deliver.printing.themes import name_fonts
from pingyi.deliver.printing.wordml import Element

_BOOKMARK = re.compile(r"<w:bookmark(?:Start|End)\b[^>]*>")
_ID = re.compile(r'\bw:id="([^"]*)"')
_NAME = re.compile(r'\bw:name="([^"]*)"')
_LONGEST_NAME = 40
_PICTURE = re.compile(r'(<wp:docPr\b[^>]*?\bid=")[^"]*"')
_LINK = re.compile(r'(\br:(?:id|embed|link|pict|dm|lo|qs|cs|href)=")([^"]*)"')
_PARAGRAPH_ID = re.compile(r' w14:(?:paraId|textId)="[^"]*"')
_CONTROL_ID = re.compile(r'<w:id w:val="[^"]*"/>')
_COMMENT = re.compile(r"<w:comment(?:RangeStart|RangeEnd|Reference)\b[^>]*/>")
_LIST = re.compile(r'<w:numId w:val="(\d+)"/>')
_INSTRUCTION = re.compile(r'<w:instrText\b[^>]*>[^<]*|\bw:(?:instr|anchor)="[^"]*"')
_UNSTYLED = re.compile(r"<w:pPr>(?!<w:pStyle )")
_BARE = re.compile(r"<w:p((?: [^>]*[^>/])?)>(?!<w:pPr[ />])")
_EMPTY = re.compile(r"<w:p((?: [^>]*)?)/>")
_PLAIN_TABLE = re.compile(r"<w:tblPr>(?!<w:tblStyle )")
_STYLE_USES = ("pStyle", "rStyle", "tblStyle")
_BEFORE_LIST = r"(?:<w:(?:keepNext|keepLines|pageBreakBefore|framePr|widowControl)\b[^>]*/>)*"


class Rewriter:
    """Counts what must be unique in the whole print file."""

    def __init__(self, start_list: Callable[[Element], str]) -> None:
        self._start_list = start_list
        self._bookmarks = 0
        self._pictures = 0
        self._documents = 0

    def rewrite_body(self, xml: str, source: Source) -> str:
        """The body of one more document."""
        self._documents += 1
        xml = self.rewrite_story(xml, source)
        if source.links and " r:" in xml:
            xml = _LINK.sub(lambda match: f'{match[1]}{source.links.get(match[2], match[2])}"', xml)
        return self._restart_lists(xml, source) if source.lists else xml

    def rewrite_story(self, xml: str, source: Source) -> str:
        """What body, headers and footers need alike."""
        xml = _restyle(xml, source)
        if source.fonts:
            xml = name_fonts(xml, source.fonts)
        if "w14:" in xml:
            xml = _PARAGRAPH_ID.sub("", xml)
        if "<w:sdt>" in xml:
            xml = _CONTROL_ID.sub("", xml)
        if "<w:comment" in xml:
            xml = _COMMENT.sub("", xml)
        if "<wp:docPr" in xml:
            xml = _PICTURE.sub(self._number_picture, xml)
        return self._rename_bookmarks(xml) if "<w:bookmarkStart" in xml else xml

    def make_bookmark(self, name: str) -> str:
        """An empty bookmark."""
        self._bookmarks += 1
        return f'<w:bookmarkStart w:id="{self._bookmarks}" w:name="{name}"/><w:bookmarkEnd w:id="{self._bookmarks}"/>'

    def _number_picture(self, match: re.Match[str]) -> str:
        self._pictures += 1
        return f'{match[1]}{self._pictures}"'

    def _rename_bookmarks(self, xml: str) -> str:
        numbers: dict[str, int] = {}
        names: dict[str, str] = {}

        def rename(match: re.Match[str]) -> str:
            text = match[0]
            old = _ID.search(text)
            if old is None:
                return text
            if text.startswith("<w:bookmarkStart"):
                self._bookmarks += 1
                numbers[old[1]] = self._bookmarks
                text = _NAME.sub(lambda name: f'w:name="{self._rename(name[1], names)}"', text)
            return _ID.sub(f'w:id="{numbers.get(old[1], 0)}"', text)

        xml = _BOOKMARK.sub(rename, xml)
        if "<w:instrText" in xml or "w:instr=" in xml or "w:anchor=" in xml:
            words = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)")
            xml = _INSTRUCTION.sub(lambda match: words.sub(lambda word: names[word[1]], match[0]), xml)
        return xml

    def _rename(self, name: str, names: dict[str, str]) -> str:
        fresh = f"d{self._documents}_{name}"
        names[name] = fresh if len(fresh) <= _LONGEST_NAME else f"d{self._documents}_b{self._bookmarks}"
        return names[name]

    def _restart_lists(self, xml: str, source: Source) -> str:
        """Number each document's lists from their first number again."""
        started: dict[str, str] = {}

        def start(number: str) -> str:
            if number not in started:
                instance = source.lists.get(number)
                started[number] = number if instance is None else self._start_list(instance)
            return started[number]

        xml = _LIST.sub(lambda match: f'<w:numId w:val="{start(match[1])}"/>', xml)
        for style, (number, level) in source.styles.numbered.items():
            mark = f'<w:pStyle w:val="{style}"/>'
            if mark in xml:
                listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{start(number)}"/></w:numPr>'
                place = re.compile(f"({re.escape(mark)}{_BEFORE_LIST})(?!<w:numPr>|<w:(?:keep|page|frame|widow))")
                xml = place.sub(rf"\g<1>{listed}", xml)
        return xml


def _restyle(xml: str, source: Source) -> str:
    styles = source.styles
    for old, new in styles.renamed.items():
        for use in _STYLE_USES:
            xml = xml.replace(f'<w:{use} w:val="{old}"/>', f'<w:{use} w:val="{new}"/>')
    if styles.paragraph:
        named = f'<w:pStyle w:val="{styles.paragraph}"/>'
        xml = xml.replace("<w:pPr/>", "")
        xml = _UNSTYLED.sub(f"<w:pPr>{named}", xml)
        xml = _EMPTY.sub(rf"<w:p\1><w:pPr>{named}</w:pPr></w:p>", xml)
        xml = _BARE.sub(rf"<w:p\1><w:pPr>{named}</w:pPr>", xml)
    if styles.table:
        xml = _PLAIN_TABLE.sub(f'<w:tblPr><w:tblStyle w:val="{styles.table}"/>', xml)
    return xml
