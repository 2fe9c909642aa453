"""Roster files into plain sheets, within bounds: no file can end, hang or exhaust the process."""
