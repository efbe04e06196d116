"""Functions whose sensitivity indices are known, and futures of them: chance that points share, and some of its own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Floats = np.ndarray
Function = Callable[[Floats], Floats]


def ishigami(x: Floats) -> Floats:
    """Of three factors in the unit cube (Ishigami & Homma 1990): not monotonic, with an interaction."""
    a, b, c = (2 * np.pi * (x[:, column] - 0.5) for column in range(3))
    return np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a)


def g_function(x: Floats) -> Floats:
    """Of four factors (Sobol' 1998), from one that matters most to one that hardly does."""
    return np.prod([(np.abs(4 * column - 2) + a) / (1 + a) for column, a in zip(x.T, G, strict=True)], axis=0)


def linear(x: Floats) -> Floats:
    """Of four factors: weights 4, 2, 1 and 0."""
    return x @ np.array([4.0, 2.0, 1.0, 0.0])


G = (0.0, 1.0, 4.5, 9.0)
FUNCTIONS: dict[str, tuple[Function, int]] = {"ishigami": (ishigami, 3), "g": (g_function, 4), "linear": (linear, 4)}


def indices(name: str) -> Floats:
    """First-order and total index of each factor, ``[factor, 2]``, by formula."""
    if name == "ishigami":
        v1, v2, v13 = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 49 / 8, 0.01 * np.pi**8 * (1 / 18 - 1 / 50)
        whole = v1 + v2 + v13
        return np.array([[v1, v1 + v13], [v2, v2], [0.0, v13]]) / whole
    if name == "g":
        parts = np.array([1 / (3 * (1 + a) ** 2) for a in G])
        whole = np.prod(1 + parts) - 1
        total = parts * np.array([np.prod(np.delete(1 + parts, number)) for number in range(len(G))])
        return np.column_stack([parts, total]) / whole
    shares = np.array([16.0, 4.0, 1.0, 0.0]) / 21
    return np.column_stack([shares, shares])


def futures(rng: np.random.Generator, values: Floats, replicates: int) -> Floats:
    """``[point, replicate]``: a future moves all points alike by a third of their spread, and each one by a tenth."""
    spread = values.std()
    shared = rng.normal(0, spread / 3, replicates)
    return values[:, None] + shared + rng.normal(0, spread / 10, (len(values), replicates))
