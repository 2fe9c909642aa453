"""Workbooks we write: the one a campaign starts with, and marked copies of people's own."""
