"""The model written again in plain Python after the equations of `docs/odd.md`, to be compared with the compiled rules.

Every function names its equation or section. No rule is imported: only the declarations of scenarios, parameters,
services and kinds of events are shared. `compiled.py` alone runs the compiled model, to have something to compare with.
"""
