"""The figures of evidence §6 that the model is fitted to, each as a check."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulation.scenarios import load
from simulation.validation.check import Check, Part, Rows, ratio, the_mean
from simulation.validation.left_to_vote import ranks, skill
from simulation.validation.libraries import transfers
from simulation.validation.nation import (
    bunched,
    control_changes,
    government_loses,
    in_the_cycle,
    largest_changes,
    service_votes,
    swings_of,
)
from simulation.validation.patterns.levels import closures, foundings
from simulation.validation.runs import Runs, series
from simulation.world.codes import CouncilKind
from simulation.world.tables import World

_NATION = ("370 generated councils over 50 years",)
_FIT = "evidence §6"

S1 = Check(
    "S1",
    "control changes",
    "Control changes in 10 % of councils a year, the largest party in 7 %.",
    _NATION,
    (
        Part("councils whose control changes, a year", 0.09, 0.12, control_changes, unit="rate", why=_FIT),
        Part("councils whose largest party changes, a year", 0.06, 0.08, largest_changes, unit="rate", why=_FIT),
    ),
)
S2 = Check(
    "S2",
    "changes are bunched",
    "The yearly rate is bunched: at least three times the standard deviation of independent councils.",
    _NATION,
    (Part("standard deviation of the yearly rate over the binomial one", 3, 1e3, bunched, unit="ratio", why=_FIT),),
)
S7 = Check(
    "S7",
    "governing costs councils",
    "The national governing party net loses councils in 40 of 51 years.",
    _NATION,
    (Part("years in which it does", 0.70, 0.85, government_loses, why=_FIT),),
)
S8 = Check(
    "S8",
    "bad service is punished",
    "Vote loss for bad service 4 pp, gain for good service 0.",
    _NATION,
    (
        Part(
            "vote of the leader's party, the worst tenth of councils after cuts against the median before",
            -6,
            -2,
            service_votes,
            the_mean,
            "points",
            _FIT,
            "First the worst tenth was taken in quiet times, and gave 0.0 points: without cuts the generated councils "
            "are so alike (approval 0.60 to 0.65) that none serves its residents badly. Bad service is now what deep "
            "cuts make of it.",
        ),
        Part(
            "the same in quiet times, the best tenth of councils against the median",
            -1,
            1,
            service_votes,
            lambda means: float(means[1]),
            "points",
            _FIT,
        ),
    ),
)

COUNCILS = 371
SHARE = 0.575  # of all PFI deals are let by councils (evidence §2: 55-60 %)
FIRST_YEAR, FIRST_MONTH = 1997, 4  # the scenario starts in May 1997


def deals_by_year(runs: Runs, pairs: int, councils: int = COUNCILS) -> Rows:
    """PFI deals of all public bodies in 1997 to 2018: councils' own, scaled up; 1997 made a full year."""
    history = load("uk-1997-2024").without([]).with_settings({"councils": councils, "neighbourhoods": 2})
    history = history.model_copy(update={"years": 22})
    kept = [event for event in history.events if event.date is None or event.date < "2019-05"]
    history = history.model_copy(update={"events": tuple(kept)})
    deals = series(runs.futures(history, max(4, pairs // 10)), "pfi_deals")
    years = (np.arange(deals.shape[1]) + FIRST_MONTH) // 12
    totals = np.column_stack([deals[:, years == year].sum(axis=1) for year in range(22)])
    totals[:, 0] *= 12 / (12 - FIRST_MONTH)
    return totals * COUNCILS / councils / SHARE


def _years(first: int, last: int) -> slice:
    return slice(first - FIRST_YEAR, last - FIRST_YEAR + 1)


def _peak(means: Rows) -> float:
    return float(FIRST_YEAR + means.argmax())


S9 = Check(
    "S9",
    "the rise and fall of PFI",
    "New PFI contracts rise from 1996, peak 2006-08, at most 8 a year by 2015, none after 2016.",
    ("uk-1997-2024 with 371 councils",),
    (
        Part(
            "deals in 2002-04 over deals in 1997-98",
            1.5,
            5,
            deals_by_year,
            lambda means: float(means[_years(2002, 2004)].mean() / means[_years(1997, 1998)].mean()),
            "ratio",
            "evidence §2: 44 over 15 to 24",
        ),
        Part("year with most deals", 2006, 2008, deals_by_year, _peak, "year", _FIT),
        Part("deals in 2015", 0, 8, deals_by_year, lambda means: float(means[2015 - FIRST_YEAR]), "deals", _FIT),
        Part(
            "deals a year from 2016 on",
            0,
            0,
            deals_by_year,
            lambda means: float(means[_years(2016, 2018)].mean()),
            "deals",
            "evidence §2: 2016-18 none",
        ),
        Part(
            "deals in all from 1997 on",
            644,
            794,
            deals_by_year,
            lambda means: float(means.sum() - means[0] / 3),
            "deals",
            "evidence §2: 716 to 722, give or take 10 %",
        ),
    ),
)

WAVE = 60  # month of the emergency in `mutual-aid`


def mutual_aid_groups(world: World, month: int) -> int:
    """Groups that the wave brought about and that are still there."""
    organisations = world.organisations
    of_the_wave = (organisations.mutual_aid == 1) & (organisations.age == month - WAVE + 1)
    return int(((organisations.alive == 1) & of_the_wave).sum())


def _mutual_aid(runs: Runs, pairs: int) -> Rows:
    seen = runs.watch("mutual-aid", pairs, (WAVE, WAVE + 25), mutual_aid_groups)
    return np.array(seen, float)[:, ::-1]


S17 = Check(
    "S17",
    "mutual aid fades",
    "41 % of mutual-aid groups are alive after 25 months.",
    ("mutual-aid",),
    (Part("groups alive 25 months after the wave", 0.33, 0.49, _mutual_aid, ratio, why=_FIT),),
)


def _satisfaction(runs: Runs, pairs: int) -> Rows:
    """Satisfaction and discretionary funding in the year after the fall of the grant, with it and without."""
    futures = runs.futures("austerity", pairs)
    columns = [
        series(futures, measure, arm)[:, 144:156].mean(axis=1)
        for measure in ("satisfaction", "discretionary_funding")
        for arm in (0, 1)
    ]
    return np.column_stack(columns)


def _elasticity(means: Rows) -> float:
    return float(np.log(means[0] / means[1]) / np.log(means[2] / means[3]))


S20 = Check(
    "S20",
    "satisfaction follows spending",
    "The elasticity of satisfaction to spending on discretionary services is 0.15 to 0.4.",
    ("austerity",),
    (Part("elasticity over the seven years of cuts", 0.15, 0.40, _satisfaction, _elasticity, "ratio", _FIT),),
)

S21 = Check(
    "S21",
    "organisations come and go",
    "Charity exit 3.1 %, entry 3.3 % a year in quiet times.",
    ("baseline",),
    (
        Part("organisations that close, a year", 0.021, 0.041, closures, ratio, "rate", _FIT),
        Part("organisations that are founded, a year", 0.023, 0.043, foundings, ratio, "rate", _FIT),
    ),
)


def _mean(sums: Rows) -> float:
    return float(sums[1] / sums[0])


def _spread(sums: Rows) -> float:
    return float(np.sqrt(sums[2] / sums[0] - (sums[1] / sums[0]) ** 2))


_LONDON, _METROPOLITAN = swings_of(CouncilKind.LONDON), swings_of(CouncilKind.METROPOLITAN)

S22 = Check(
    "S22",
    "seats of the largest party",
    "Seats of the party that was largest before an election: London, all of them: mean -3.5 points, SD 15.1; "
    "metropolitan councils, a third: -0.6, SD 6.7.",
    _NATION,
    (
        Part("mean change, London", -6, -1, _LONDON, _mean, "points", _FIT),
        Part("standard deviation, London", 11, 17, _LONDON, _spread, "points", _FIT),
        Part("mean change, metropolitan", -2, 0.5, _METROPOLITAN, _mean, "points", _FIT),
        Part("standard deviation, metropolitan", 5, 9, _METROPOLITAN, _spread, "points", _FIT),
    ),
)
S23 = Check(
    "S23",
    "councils of a kind vote together",
    "Control changes 2.45 times as often in every fourth year as in the others.",
    _NATION,
    (Part("years that are 3 (mod 4), over the mean of the others", 1.7, 3.2, in_the_cycle, ratio, "ratio", _FIT),),
)
S24 = Check(
    "S24",
    "Britain left to vote from 1997",
    "Shares of councils under Conservatives, Labour, Liberal Democrats and nobody, 1998-2024, lie in the model's band "
    "as often as the model's own nations lie in that of the others.",
    ("uk-calendar with the councils that stood from 1997 to 2024",),
    (
        Part("rank of the record among nations: points in the band", 0.05, 1, ranks, why=_FIT),
        Part(
            "rank of the record among nations: ranges in the band",
            0.05,
            1,
            ranks,
            lambda means: float(means[1]),
            why=_FIT,
        ),
        Part("CRPS over that of persistence", 0, 1, skill, unit="ratio", why=_FIT),
    ),
)

TODAY, CHARGED = slice(2022, 2025), slice(2016, 2017)  # calendar years; the financial year of 2016/17 starts in April


def month_of(year: int, month: int = 0) -> int:
    """A month of the calendar (0: January), in months since the scenario began."""
    return 12 * (year - FIRST_YEAR) + month - FIRST_MONTH


def _recorded(measure: str, years: slice, first_month: int) -> Callable[[Runs, int], Rows]:
    """Sample of a measure's mean over some years, each from the month ``first_month`` (0: January) on."""
    start, end = month_of(years.start, first_month), month_of(years.stop, first_month)

    def sample(runs: Runs, pairs: int) -> Rows:
        history = load("uk-1997-2024").without([])
        return series(runs.futures(history, max(4, pairs // 8)), measure)[:, start:end].mean(axis=1)

    return sample


S25 = Check(
    "S25",
    "who is paid outside",
    "Charities, enterprises and community groups hold 10 to 11 % of what councils spend outside.",
    ("uk-1997-2024",),
    (
        Part(
            "share of outside spending, 2022-24",
            0.08,
            0.13,
            _recorded("outside_community", TODAY, 0),
            why="evidence §6: 10 to 11 % of procurement",
        ),
    ),
)
S26 = Check(
    "S26",
    "what PFI costs",
    "PFI charges take 3 to 10 % of councils' spending in 2016/17.",
    ("uk-1997-2024",),
    (Part("PFI charges over spending, 2016/17", 0.03, 0.10, _recorded("pfi_charges", CHARGED, 3), why=_FIT),),
)

_HALF = "evidence §6: bootstrap of the half table of 100 library authorities (BBC Data Unit 2016)"

S27 = Check(
    "S27",
    "pockets are deep and rare",
    "From 2010 to 2016 one library authority in five handed any library to its community, and few of them most of all.",
    ("200 generated councils, each a library authority, in six years of cuts",),
    (
        Part("councils that transferred any library", 0.14, 0.27, transfers, why=_HALF),
        Part("Gini coefficient of their numbers", 0.86, 0.94, transfers, lambda m: float(m[1]), "index", _HALF),
        Part("libraries transferred", 0.03, 0.09, transfers, lambda m: float(m[2]), why=_HALF),
    ),
)

TARGETS = (S1, S2, S7, S8, S9, S17, S20, S21, S22, S23, S24, S25, S26, S27)

__all__ = ["TARGETS"]
