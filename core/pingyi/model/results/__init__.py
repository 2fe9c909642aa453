"""What came of it: what people wrote about each subject, and the meetings that were held.

`pingyi.collect` and the roster workbook fill them.
"""
