"""What a signed PFI contract does to a council that changes its mind: the irreversible part."""

from __future__ import annotations

import numpy as np
import pyarrow.dataset as ds
from shared import Estimate, Experiment, chosen, estimate

from simulation.figures import Line, dots, lines
from simulation.report.sweep_origin import origin
from simulation.sweep.store import Stored

SCENARIO = "pfi-then-reversal"
SERVICES = ("libraries", "schools_estate", "roads")
HORIZONS = {"15 years after signing": 240, "40 years after signing": 540}


def main() -> None:
    """Run the sweeps and write the answer."""
    experiment = Experiment(
        "pfi_lock_in",
        "A council signs PFI contracts and its voters then choose a leadership that wants to co-produce: what can it "
        "still change?",
    )
    stored = {
        words: experiment.sweep(
            f"{months}-months",
            scenarios=(SCENARIO,),
            sampler="full_factorial",
            replicates=experiment.size(400, 6),
            months=months,
            services=True,
            monthly=("coproduction", "lock_in"),
        )
        for words, months in HORIZONS.items()
    }
    early, late = stored.values()
    signed = {words: {name: by_service(each, name) for name in SERVICES} for words, each in stored.items()}
    together = {
        words: estimate(np.mean([gap(each, name) for name in SERVICES], axis=0)) for words, each in stored.items()
    }
    locked = {arm: estimate(early.values("lock_in_final_year", arm)) for arm in ("scenario", "counterfactual")}
    all_services = {
        words: estimate(each.values("coproduction_final_year", "difference")) for words, each in stored.items()
    }

    experiment.figure(
        "over_time", over_time(late), late, "Lock-in and co-production over time, with and without the contracts"
    )
    experiment.figure(
        "services",
        services(early, signed),
        early,
        "Co-production in the signed services, with minus without the contracts",
    )
    experiment.table(
        "services", ("when", "service", "difference", "low", "high"),
        [(words, name, *value) for words, of in signed.items() for name, value in of.items()],
        "co-produced share of each signed service in the last year, with minus without the contracts",
    )  # fmt: skip
    first, last = HORIZONS
    experiment.finish(
        "PFI and the council that changes its mind",
        "A leadership that trusts the market brings PFI contracts of about 26 years for libraries, schools and "
        "roads to financial close in the fifth year; four years later it is replaced by one that wants to "
        "co-produce. Under study are the contracts: both worlds have the same two leaderships.",
        (
            f"Fifteen years after financial close, {locked['scenario'].share()} of spending is out of reach of any "
            "election within a year, "
            f"against {locked['counterfactual'].share()} without the contracts.",
            f"In the three signed services the co-produced share differs by {together[first].points()} from what the "
            "same leadership "
            "has where nothing was signed, "
            + chosen(together[first].sign, "a gain", "a loss", "a difference too small to be told from none")
            + f", and over all services by {all_services[first].points()}.",
            f"Forty years after signing, when the contracts have ended, the difference in these services is "
            f"{together[last].points()}: "
            + chosen(
                together[last].sign,
                "it has turned.",
                "part of what was lost has not come back.",
                "the loss lasts as long as the contracts and can then be made good.",
            ),
        ),
    )


def gap(stored: Stored, service: str) -> np.ndarray:
    """Co-produced share of a service in the last year, with minus without the contracts, ``[replicate]``."""
    return stored.values(f"{service}_coproduction_final_year", "difference")[0]


def by_service(stored: Stored, service: str) -> Estimate:
    """The same as an estimate."""
    return estimate(gap(stored, service))


def over_time(stored: Stored):
    """Means of lock-in and co-production in both worlds."""
    panels = {}
    for measure, words in (
        ("lock_in", "spending out of reach of elections"),
        ("coproduction", "co-production, all services"),
    ):
        panel = {}
        for arm, name in (("scenario", "with the contracts"), ("counterfactual", "without")):
            rows = stored.table([measure], ds.field("arm") == arm, "monthly")
            series = np.stack(rows[measure].to_numpy())
            reach = 1.645 * series.std(axis=0, ddof=1) / np.sqrt(len(series))
            panel[name] = Line(series.mean(axis=0), series.mean(axis=0) - reach, series.mean(axis=0) + reach)
        panels[words] = panel
    return lines(
        origin(stored),
        "PFI contracts and a change of mind",
        "Means over the runs with 90 % intervals. Contracts are signed at the dotted line; four years later the "
        "leadership "
        "changes in both worlds.",
        panels,
        "years since the start",
        "share",
        events=dict.fromkeys(panels, stored.manifest["forks"][SCENARIO] / 12),
    )


def services(stored: Stored, signed: dict[str, dict[str, Estimate]]):
    """Differences by service at both horizons."""
    series = {words: tuple(100 * np.array([of[name] for name in SERVICES]).T) for words, of in signed.items()}
    return dots(
        origin(stored),
        "Co-production where the contracts were signed",
        "Co-produced share of the service in the last year, with minus without the contracts, in percentage points; "
        "means with 90 % "
        "intervals.",
        [name.replace("_", " ") for name in SERVICES],
        series,
        "percentage points",
    )


if __name__ == "__main__":
    main()
