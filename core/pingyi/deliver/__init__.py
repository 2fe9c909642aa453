"""Finished documents to their places: their names, and a manifest that tells ours from edited files.

What brings documents to their places gets bytes and a path, and does not know what they say; packs and print files,
which are made of many of them, know the roster and its ballots.
"""

from pingyi.deliver.entry import Entry
from pingyi.deliver.folder import OutputFolder
from pingyi.deliver.names import Namer
from pingyi.deliver.verdict import Verdict
from pingyi.deliver.verify import verify

__all__ = ["Entry", "Namer", "OutputFolder", "Verdict", "verify"]
