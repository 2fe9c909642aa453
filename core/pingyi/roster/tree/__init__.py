"""From rows to the tree of organisations: read from its sheet, or inferred from the members' own columns."""
