"""Writing workbooks whose bytes depend on their content alone, and whose texts no program takes for formulas.

`book` opens one, `tables` has what the tables of all workbooks share, `sheet` one sheet of text cells.
"""
