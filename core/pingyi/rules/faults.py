"""One thing that is wrong with an expression."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A mistake in an expression.

    Attributes:
        at: the character it begins with, from 1.
        message: what is wrong, in the user's language.
        cure: what to write instead.
        doubtful: it can be meant as it stands.
    """

    at: int
    message: str
    cure: str
    doubtful: bool = False
