"""The plan as people read it: listings, explanations, differences, and a workbook for the leaders to confirm.

Nothing is decided here.
"""
