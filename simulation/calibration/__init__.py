"""Plausible worlds: which settings of all that nobody knows does the record not rule out?

History matching (Vernon, Goldstein and Bower 2010): `pool` tries settings and keeps what the recorded figures come to
there, `emulators` learn from it how figures depend on settings, `population` draws new settings that the emulators do
not rule out, `search` and `nearing` move candidates to where all figures are met, and `calibrate` accepts those that
meet them in the simulation itself, and goes on where it was stopped. `describing` says what accepted sets are, `shares`
in how many of them every check holds.
"""
