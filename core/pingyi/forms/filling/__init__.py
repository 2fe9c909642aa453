"""Templates compiled once and filled many times: in a sandbox, escaped, and with the same bytes for the same values.

What is more than text goes through docxtpl itself.
"""
