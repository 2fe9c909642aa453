"""The commands, one module each, under the names they are called by.

A command reads its words, lets a station do the work, and prints; what several commands share stands above.
"""
