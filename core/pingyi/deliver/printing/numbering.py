"""Automatic numbers: each document's lists start anew, although all documents share one numbering part."""

from __future__ import annotations

import copy

from pingyi.deliver.printing.wordml import Element, W, make, value_of


class Numbering:
    """The lists of all templates, and one instance of each list per document that uses it."""

    def __init__(self) -> None:
        self._abstract: list[Element] = []
        self._instances: list[Element] = []
        self._next = 1

    def adopt(self, root: Element | None) -> dict[str, Element]:
        """Take in the lists of a template; return its list instances by their old number."""
        if root is None:
            return {}
        moved: dict[str, str] = {}
        for item in root.findall(W + "abstractNum"):
            number = str(len(self._abstract))
            moved[item.get(W + "abstractNumId", "")] = number
            item.set(W + "abstractNumId", number)
            for name in ("nsid", "tmpl"):  # Word takes lists of one such number for one list
                for element in item.findall(W + name):
                    item.remove(element)
            for level in item.findall(W + "lvl"):
                # a list is asked for by the paragraphs themselves; pictures as bullets are not taken over
                for name in ("pStyle", "lvlPicBulletId"):
                    for element in level.findall(W + name):
                        level.remove(element)
            self._abstract.append(item)
        found = {}
        for item in root.findall(W + "num"):
            link = item.find(W + "abstractNumId")
            if link is not None and value_of(link) in moved:
                link.set(W + "val", moved[value_of(link)])
                found[item.get(W + "numId", "")] = item
        return found

    def start(self, instance: Element) -> str:
        """Make an instance of a list that starts anew, and return its number."""
        number, self._next = self._next, self._next + 1
        link = value_of(instance.find(W + "abstractNumId"))
        fresh = make("num", numId=number)
        fresh.append(make("abstractNumId", val=link))
        own = {item.get(W + "ilvl"): item for item in instance.findall(W + "lvlOverride")}
        levels = {
            level.get(W + "ilvl", "0"): value_of(level.find(W + "start")) or "1"
            for item in self._abstract
            if item.get(W + "abstractNumId") == link
            for level in item.findall(W + "lvl")
        }
        for level, first in levels.items():
            override = make("lvlOverride", ilvl=level)
            given = own.get(level)
            began = value_of(given.find(W + "startOverride")) if given is not None else ""
            override.append(make("startOverride", val=began or first))
            redrawn = given.find(W + "lvl") if given is not None else None
            if redrawn is not None:
                override.append(copy.deepcopy(redrawn))
            fresh.append(override)
        self._instances.append(fresh)
        return str(number)

    def write(self) -> Element | None:
        """The numbering part, `None` where nothing is numbered."""
        if not self._instances:
            return None
        root = make("numbering")
        root.extend([*self._abstract, *self._instances])
        return root
