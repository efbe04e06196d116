"""``python docs/site/causes.py`` draws ``docs/images/causes.svg`` again: what acts on what, as the rules have it."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from matplotlib.figure import Figure  # noqa: E402

from simulation.figures.acts_on import acts_on as drawn  # noqa: E402
from simulation.figures.style import house_style  # noqa: E402
from simulation.generation.causes import EVENTS, acts_on, changed_in  # noqa: E402
from simulation.generation.quantities import QUANTITIES  # noqa: E402

PICTURE = ROOT / "docs" / "images" / "causes.svg"
GROUPS = {EVENTS: "scenario"} | {quantity.name: quantity.whose for quantity in QUANTITIES}


def origin() -> str:
    """The small print, with a digest of all that is drawn."""
    enters, decides = map(sorted, acts_on())
    digest = sha256(repr((GROUPS, enters, decides, changed_in())).encode()).hexdigest()[:8]
    return f"derived from the rules of the model by `python docs/site/causes.py` · digest {digest}"


def picture() -> Figure:
    """The picture of the rules as they are."""
    return drawn(GROUPS, *acts_on(), changed_in(), origin())


def main() -> None:
    """Draw it into its file, the same bytes for the same rules."""
    with house_style():
        picture().savefig(PICTURE, metadata={"Description": origin(), "Date": None, "Creator": None})
    print(PICTURE)


if __name__ == "__main__":
    main()
