"""Finished documents to their places: portable names, atomic writing, and a manifest that tells ours from edited files.

Nothing here knows what a document says; it gets bytes and a path.
"""

from pingyi.deliver.atomic import write_whole
from pingyi.deliver.folder import OutputFolder, Verdict
from pingyi.deliver.names import Namer

__all__ = ["Namer", "OutputFolder", "Verdict", "write_whole"]
