"""Who there is: people and organisations as the roster tells of them.

What they do in a campaign stands in `review`.
"""
