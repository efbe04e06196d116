"""Colours with a meaning, declared once: the figures of results and the workshop's screen use the same."""

WITH = "#12436D"  # the world with the events: navy
WITHOUT = "#3D3D3D"  # the world without them
EVENT = "#C4410B"
TINT = "#EEF3F7"  # of a background
