"""Reading one returned paper: its paragraphs and cells, its ticks, and what was changed since it was sent.

Cells are found by bookmark, label or place; where two readings are possible, a finding says so and nothing is guessed.
"""
