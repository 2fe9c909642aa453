"""The .docx file itself: its container, its parts, what stands in them and what is wrong with them.

Nothing here knows of forms; docxtpl's dialect is known as far as it changes XML.
"""
