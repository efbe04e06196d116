"""The peer: the same rules, not compiled, on plain Python objects that Mesa schedules."""
