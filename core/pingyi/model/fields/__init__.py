"""What a field is made of: the base of all models, dates that keep their precision, constrained values, lists.

Nothing here knows what a field is for.
"""
