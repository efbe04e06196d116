"""What is written from the declarations: the tables of ``docs/odd.md``, the compiled month and the timed one.

``python -m simulation.generation`` rewrites them; ``--check`` only tells whether they are up to date.
"""
