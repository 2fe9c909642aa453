"""A self-summary as forms print it: every aspect with its number, and what was written about it."""

from __future__ import annotations

from collections.abc import Iterable

from pingyi.model.config.settings import Aspect
from pingyi.model.papers.forms import AspectText
from pingyi.model.results.records import Record
from pingyi.plan.fields.numerals import number_item


def list_aspects(aspects: Iterable[Aspect], record: Record) -> tuple[AspectText, ...]:
    """Every aspect in the order of the settings (R13, R14), with the text of the record or none (R16)."""
    return tuple(
        AspectText(
            id=aspect.id, number=number_item(place), title=aspect.title, text=record.self_summary.get(aspect.id, "")
        )
        for place, aspect in enumerate(aspects, start=1)
    )
