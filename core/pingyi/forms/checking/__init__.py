"""What is wrong with the tags of a template, told before the first document is made.

Each check adds findings with a place, a value and a cure; none of them raises.
"""
