"""What a copy that others may read must not show: the last look at each finished file before it is written.

`protected` says which values those are, `members` reads the file, `leaks` looks for the one in the other.
"""
