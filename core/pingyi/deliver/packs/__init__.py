"""Packs: one zip per branch for its secretary, with forms, the branch's roster, entry sheets for ballots, instructions.

A pack is streamed: documents go in as they are finished and are not kept.
"""

from pingyi.deliver.packs.pack import PackDocument, write_pack

__all__ = ["PackDocument", "write_pack"]
