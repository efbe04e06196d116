"""Plausible worlds: which settings of all that nobody knows does the record not rule out?

History matching (Vernon, Goldstein and Bower 2010) in waves: `laboratory` measures the recorded figures at some
settings, `emulators` learn from these how the figures depend on the settings, `population` draws new settings that
the emulators do not rule out, and `acceptance` keeps those that meet every figure in the simulation itself.
`calibrate` runs all of it and goes on where it was stopped.
"""
