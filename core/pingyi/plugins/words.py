"""What branch types are called: two that are called alike would take each other's branches without a word."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator

from pingyi.errors import Problem, Severity
from pingyi.model.branch_type import BranchType
from pingyi.texts import translate as _

WORD_LISTS = ("ALIASES", "NAME_HINTS", "PERSON_KINDS")
"""What a branch type may say beside its NAME and LABEL."""


def has_words(kind: type[BranchType]) -> bool:
    """Whether the lists of words are such: a text alone would count as its single characters."""
    lists = [getattr(kind, name) for name in WORD_LISTS]
    return all(
        isinstance(words, Collection) and not isinstance(words, str) and all(isinstance(word, str) for word in words)
        for words in lists
    )


def list_shared(kinds: Iterable[BranchType]) -> Iterator[tuple[BranchType, BranchType, Problem]]:
    """Every two branch types that share a word by which a roster names them, or a hint in the names of branches.

    Categories of members are no matter of this: a roster tells row by row where two types claim somebody.
    """
    for one, other in itertools.combinations(kinds, 2):
        shared = {word for word in one.words if word in other.words}
        shared |= {hint for hint in one.NAME_HINTS if hint in other.NAME_HINTS}
        if shared:
            words = "、".join(sorted(shared))
            message = _("branch types “{first}” ({one}) and “{second}” ({other}) are both called {words}").format(
                first=one.NAME, one=one.plugin, second=other.NAME, other=other.plugin, words=words
            )
            cure = _("Only one of them gets such branches: change LABEL, ALIASES or NAME_HINTS, or uninstall a plugin.")
            yield one, other, Problem(Severity.WARNING, "plugin-words-taken", message, cure, value=words)
