"""What is out of order with meetings, their attendance and visits (R15-R29, R43).

The same checks run on what the workbook says and on returned records.
"""
