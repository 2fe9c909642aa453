"""Tallies as people get them: the workbook with its charts, and the tally forms.

Nothing is counted here.
"""
