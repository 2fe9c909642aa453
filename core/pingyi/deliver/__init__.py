"""Finished documents to their places: portable names, atomic writing, and a manifest that tells ours from edited files.

Nothing here knows what a document says; it gets bytes and a path.
"""

from pingyi.deliver.entry import Entry
from pingyi.deliver.folder import OutputFolder
from pingyi.deliver.names import Namer, clean_name, make_unique
from pingyi.deliver.verdict import Verdict
from pingyi.deliver.verify import verify
from pingyi.disk.atomic import write_whole

__all__ = ["Entry", "Namer", "OutputFolder", "Verdict", "clean_name", "make_unique", "verify", "write_whole"]
