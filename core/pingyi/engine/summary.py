"""What became of a batch, or of one part of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pingyi.deliver import Verdict
from pingyi.errors import Problem, UsageError


@dataclass
class Summary:
    """Counts of documents (of files, where several go into one), and what there is to say about them.

    Attributes:
        rendered: written anew.
        unchanged: already there, made from the same inputs.
        edited: kept, because somebody changed the file since we made it.
        overwritten: of those rendered, the ones that replaced what somebody had changed.
        failed: not made; `problems` says why.
        withheld: rows of rosters that have an error and so no document.
        unmade: documents, or files of several, that the batch had not come to when it was stopped.
        incomplete: errors in rows of what people wrote and did, whose documents lack what could not be read.
        problems: findings, in the order of the plan.
        stopped: what ended the batch before its end.
        new: of a run that writes nothing, the files it would write, relative to the output folder.
        changed: of such a run, the files it would replace.
    """

    rendered: int = 0
    unchanged: int = 0
    edited: int = 0
    overwritten: int = 0
    failed: int = 0
    withheld: int = 0
    unmade: int = 0
    incomplete: int = 0
    problems: list[Problem] = field(default_factory=list)
    stopped: Problem | None = None
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    @property
    def skipped(self) -> int:
        """Documents that did not have to be, or must not be, written."""
        return self.unchanged + self.edited

    def count(self, verdict: Verdict) -> None:
        """Count one document or file."""
        if verdict is Verdict.UNCHANGED:
            self.unchanged += 1
        elif verdict is Verdict.EDITED:
            self.edited += 1
        else:
            self.rendered += 1
            self.overwritten += verdict is Verdict.OVERWRITTEN

    def add(self, other: Summary) -> None:
        """Add the counts and problems of a part."""
        for name in ("rendered", "unchanged", "edited", "overwritten", "failed", "withheld", "unmade", "incomplete"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.problems.extend(other.problems)
        self.new.extend(other.new)
        self.changed.extend(other.changed)
        self.stopped = self.stopped or other.stopped


@dataclass
class Result:
    """What comes back from wherever a part was made.

    Attributes:
        summary: its counts.
        lines: the manifest's lines of what is in its place now, each behind its path.
        leftovers: paths of lines of the manifest that no document was wanted for.
        documents: how many documents were looked at, for the progress bar.
        title: what it was, such as the name of a roster, where that is worth telling.
        refusal: a word selects nothing in this source; it may select something in another.
        unopened: the source could not be opened, so that nobody knows what words select in it.
    """

    summary: Summary = field(default_factory=Summary)
    lines: list[tuple[str, bytes]] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    documents: int = 0
    title: str = ""
    refusal: UsageError | None = None
    unopened: bool = False
