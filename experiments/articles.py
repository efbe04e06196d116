"""The claims of the two articles, as ``claims.toml`` has them, and which of them an equation states."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

CLAIMS = Path(__file__).with_name("claims.toml")
BUILT_IN = "built in"


def claims() -> list[dict[str, Any]]:
    """The claims, in the order of the articles."""
    return list(tomllib.loads(CLAIMS.read_text(encoding="utf-8"))["claim"])


def assumed(claim: str) -> bool:
    """Whether an equation or a lever states what a claim (``F37``) says, so that its direction is no finding."""
    return _standings()[claim] == BUILT_IN


@cache
def _standings() -> dict[str, str]:
    return {claim["id"]: claim["standing"] for claim in claims()}
