"""The workshop: a browser app in which a room of people moves levers and sees what co-production becomes.

It shows and asks; whatever is counted or estimated comes from `simulation.results` and `simulation.results.resilience`.

From the ground up: `rates`, `limits`, `story` (states, events, levers, words), `futures` (computed and read), `charts`,
`session`, `browser` (parts of pages), `take_home`, `pages` and `server`. Imports run one way
(tests/app/test_folders.py).
"""
