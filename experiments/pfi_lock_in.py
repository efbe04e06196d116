"""What a signed PFI contract does to a council that changes its mind: the irreversible part."""

from __future__ import annotations

import numpy as np
import pyarrow.dataset as ds
from estimates import BANDS, Estimate, chosen, ends, estimate, mean_over_time, share_lost
from headlines import Headline
from shared import Experiment

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
            label_of(months),
            scenarios=(SCENARIO,),
            sampler="full_factorial",
            replicates=experiment.futures(400, 6),
            months=months,
            services=True,
            monthly=("coproduction", "lock_in"),
        )
        for words, months in HORIZONS.items()
    }
    early, late = stored.values()
    signed = {words: {name: by_service(each, name) for name in SERVICES} for words, each in stored.items()}
    together = {
        words: estimate(np.mean([gap(each, name) for name in SERVICES], axis=0), each.world)
        for words, each in stored.items()
    }
    locked = {
        arm: estimate(early.values("lock_in_final_year", arm), early.world, effect=False)
        for arm in ("scenario", "counterfactual")
    }
    all_services = {
        words: estimate(each.values("coproduction_final_year", "difference"), each.world)
        for words, each in stored.items()
    }
    left = {
        words: estimate(each.values("coproduction_final_year"), each.world, effect=False)
        for words, each in stored.items()
    }
    lost = {words: share_lost(each, 0, "final_year") for words, each in stored.items()}
    charges = {words: money(each) for words, each in stored.items()}

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
        "services", ("when", "service", "difference"),
        [(words, name, value) for words, of in signed.items() for name, value in of.items()],
        "co-produced share of each signed service in the last year, with minus without the contracts",
    )  # fmt: skip
    experiment.table(
        "money",
        ("when", "what", "with the contracts", "difference"),
        [(words, what, *found.values()) for words, of in charges.items() for what, found in of.items()],
        "where the money goes in the last year: with the contracts, and what they change",
    )
    first, last = HORIZONS
    experiment.finish(
        "PFI and the council that changes its mind",
        "A leadership that trusts the market brings PFI contracts of about 26 years for libraries, schools and "
        "roads to financial close after five years; four years later it is replaced by one that wants to "
        "co-produce. Under study are the contracts: both worlds have the same two leaderships.",
        (
            f"Fifteen years after financial close, {locked['scenario'].share()} of spending is out of reach of any "
            "election within a year, "
            f"against {locked['counterfactual'].share()} without the contracts.",
            f"In the three signed services the co-produced share differs by {together[first].points()} from what the "
            "same leadership "
            "has where nothing was signed, "
            + chosen(together[first], "a gain", "a loss", "a difference too small to be told from none")
            + f", and over all services by {all_services[first].points()}: {left[first].share()} of services are "
            f"co-produced, and {lost[first].share()} of what there would have been is lost.",
            f"Forty years after signing, when the contracts have ended, the difference in these services is "
            f"{together[last].points()}: "
            + chosen(
                together[last],
                "more than where nothing was signed",
                "still less than where nothing was signed",
                "a difference that cannot be told from none",
            )
            + f"; {left[last].share()} of services are co-produced, and {lost[last].share()} is lost.",
        ),
        [
            *(Headline(f"left, {words}", "level", left[words]) for words in HORIZONS),
            *(Headline(f"out of reach of elections, {arm}", "level", found) for arm, found in locked.items()),
            *(
                Headline(f"{MONEY['pfi_charges']}, {words}", "level", of[MONEY["pfi_charges"]]["with the contracts"])
                for words, of in charges.items()
            ),
            *(Headline(f"lost, {words}", "lost", lost[words]) for words in HORIZONS),
            *(Headline(f"signed services, {words}", "difference", together[words], "F33") for words in HORIZONS),
            *(Headline(f"all services, {words}", "difference", all_services[words]) for words in HORIZONS),
        ],
        swept=label_of(HORIZONS[first]),
    )


def label_of(months: int) -> str:
    """Of the sweep of so many months."""
    return f"{months}-months"


def gap(stored: Stored, service: str) -> np.ndarray:
    """Co-produced share of a service in the last year, with minus without the contracts, ``[replicate]``."""
    return stored.values(f"{service}_coproduction_final_year", "difference")[0]


def by_service(stored: Stored, service: str) -> Estimate:
    """The same as an estimate."""
    return estimate(gap(stored, service), stored.world)


MONEY = {
    "pfi_charges": "paid under PFI contracts, of spending",
    "outside_pfi": "PFI consortia, of outside spending",
    "outside_contractors": "contractors, of outside spending",
    "outside_community": "communities, of outside spending",
    "unit_cost": "cost of the same volume",
}


def money(stored: Stored) -> dict[str, dict[str, Estimate]]:
    """Where the money goes in the last year: with the contracts, and what they change."""
    found = {}
    for measure, words in MONEY.items():
        column, unit = f"{measure}_final_year", "ratio" if measure == "unit_cost" else "share"
        found[words] = {
            "with the contracts": estimate(stored.values(column), stored.world, unit, effect=False),
            "difference": estimate(stored.values(column, "difference"), stored.world, unit),
        }
    return found


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
            panel[name] = Line(*mean_over_time(series, stored.world))
        panels[words] = panel
    return lines(
        origin(stored),
        "PFI contracts and a change of mind",
        f"Means over the runs with {BANDS[stored.in_worlds]}. Contracts are signed at the dotted line; four years "
        "later the leadership "
        "changes in both worlds.",
        panels,
        "years since the start",
        "share",
        events=dict.fromkeys(panels, stored.manifest["forks"][SCENARIO] / 12),
    )


def services(stored: Stored, signed: dict[str, dict[str, Estimate]]):
    """Differences by service at both horizons."""
    series = {words: ends(of[name] for name in SERVICES) for words, of in signed.items()}
    return dots(
        origin(stored),
        "Co-production where the contracts were signed",
        "Co-produced share of the service in the last year, with minus without the contracts, in percentage points; "
        f"means with {BANDS[stored.in_worlds]}.",
        [name.replace("_", " ") for name in SERVICES],
        series,
        "percentage points",
    )


if __name__ == "__main__":
    main()
