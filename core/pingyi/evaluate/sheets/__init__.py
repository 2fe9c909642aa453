"""Entry sheets: workbooks in which secretaries typed paper ballots, read into ballots with their sources.

A sheet that tells who voted is refused as a whole.
"""
