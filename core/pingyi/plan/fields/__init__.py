"""From a planned document to what it prints, field by field, and how long its texts may be.

What is not known stays blank for the pen.
"""
