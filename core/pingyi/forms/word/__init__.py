"""The .docx file itself: its container, its parts, what stands in them and what is wrong with them.

Of forms it knows what stands in the file: a template's tags in docxtpl's dialect, and a filled form's identity.
"""
