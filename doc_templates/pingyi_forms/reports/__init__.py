"""The papers that sum a campaign up as .docx templates: ledger, certificate of coverage, notice, report upward.

`build.py` drew them; Word is where they are changed.
"""
