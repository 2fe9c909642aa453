"""Who reviews whom, in which steps, by which days, with which forms, and the reasons of every decision.

The planner (`pingyi.plan`) fills these; branch types and hooks change them.
"""
