"""The workshop: a browser app in which a room of people moves levers and sees what co-production becomes.

It shows and asks; whatever is counted or estimated comes from `simulation.results` and `simulation.results.resilience`.
"""
