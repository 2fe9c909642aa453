"""Whether a file has to be made, may be replaced, or belongs to somebody else by now."""

from __future__ import annotations

import enum

from pingyi.deliver.entry import Entry


class Verdict(enum.StrEnum):
    """What became of one document."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    EDITED = "edited"
    """Somebody changed the file since we made it: it is kept."""
    OVERWRITTEN = "overwritten"
    """Somebody had changed the file, and it was replaced as asked for."""


def judge(old: Entry | None, present: str | None, inputs: tuple[str, str, str], *, overwrite: bool) -> Verdict | None:
    """Judge a file before it is made.

    Args:
        old: what the manifest says of it.
        present: hash of what stands in its place, `None` where nothing does.
        inputs: what it would be made from now.
        overwrite: replace what people changed.

    Returns:
        `WRITTEN` where it has to be made, `UNCHANGED` or `EDITED` where it need or must not be, and `None` where only
        its new content can tell: see `compare`.
    """
    if present is None:
        return Verdict.WRITTEN
    if old is not None and old.sha256 == present:
        return Verdict.UNCHANGED if old.inputs == inputs else Verdict.WRITTEN
    if old is not None and old.inputs == inputs and not overwrite:
        return Verdict.EDITED
    return None


def compare(present: str | None, made: str, *, overwrite: bool) -> Verdict:
    """Judge a file of doubtful origin by what would be written: the same is ours, anything else is somebody's."""
    if present == made:
        return Verdict.UNCHANGED
    return Verdict.OVERWRITTEN if overwrite else Verdict.EDITED
