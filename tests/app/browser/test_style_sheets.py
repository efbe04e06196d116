"""What our style sheets say of Solara's own parts is of parts that it has."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from simulation.app.browser.style_sheets import style_sheet

TEMPLATE = Path("server", "templates", "solara.html.j2")
OVERLAY = re.compile(r'<v-overlay[^>]*wasConnected[^>]*>\s*<v-progress-circular indeterminate size="(?P<size>\d+)"')


def test_what_covers_the_page_of_a_lost_server_says_what_happens_next():
    found = importlib.util.find_spec("solara")
    if found is None or found.origin is None:
        pytest.skip("Solara is not installed")
    circles = OVERLAY.findall((Path(found.origin).parent / TEMPLATE).read_text(encoding="utf-8"))
    assert len(circles) == 1, "Solara says in another way that its server has gone"
    _, _, rule = style_sheet().partition(
        f'.v-overlay__content:has(> .v-progress-circular[style*="{circles[0]}px"])::after'
    )
    assert rule and "comes back by itself" in rule.partition("}")[0]
