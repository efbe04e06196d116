"""Worlds in words: sentences that are true when read alone, tables that say what stands in brackets."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from rich.console import Console

from simulation.figures.style import small_print
from simulation.report.run_page import run_page
from simulation.results import Row, Summary, summarise, tabulate
from simulation.results.over_worlds import HIDDEN
from simulation.results.sentence import headline
from simulation.results.summary import DrawnIn
from simulation.results.summary_table import arms_table, effects_table, over_worlds_rows, uncertainty, worlds_table
from simulation.results.worlds_in_words import directions, drawn_in, effect_over_worlds, sampling_error
from simulation.world.names_of_worlds import PLAUSIBLE
from simulation.world.worlds import Worlds
from tests.synthetic_ensemble import SyntheticEnsemble, ensemble

SETS = DrawnIn(PLAUSIBLE, "0123456789abcdef", 150)


def row(estimate: float, sign: float, no_matter: float, unit: str = "share") -> Row:
    return Row(
        "it", "it", unit, "", "difference", "after_event", estimate, -0.1, 0.1,
        sign_share=sign, no_matter_share=no_matter, chance_share=0.75, worlds_error=0.0073, simulation_error=0.0036,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (row(-0.1, 0.8, 0.1), "In 8 of 10 worlds the average effect of the events on trust is a loss; in 1 it makes no "
                              "difference; in 1 it is a gain. "),
        (row(-0.1, 0.85, 0.08), "In 8 of 10 worlds the average effect of the events on trust is a loss; in 1 it makes "
                                "no difference; in 1 it is a gain. "),
        (row(0.1, 0.7, 0.3), "In 7 of 10 worlds the average effect of the events on trust is a gain; in 3 it makes no "
                             "difference. "),
        (row(-0.1, 1.0, 0.0), "In all worlds the average effect of the events on trust is a loss. "),
        (row(-0.1, 0.98, 0.0), "In more than 9 of 10 worlds the average effect of the events on trust is a loss; in "
                               "fewer than 1 of 10 it is a gain. "),
        (row(0.1, 0.6, np.nan, "index"), "In 6 of 10 worlds the average effect of the events on trust is a gain; in 4 "
                                         "it is a loss. "),
    ],
)  # fmt: skip
def test_in_how_many_worlds(given: Row, text: str) -> None:
    assert effect_over_worlds(given, replace_name(SETS, "a file"), "trust") == text
    assert effect_over_worlds(given, SETS, "trust") == text.replace("worlds", "plausible worlds", 1)


def replace_name(worlds: DrawnIn, name: str) -> DrawnIn:
    return worlds._replace(name=name)


def test_directions_are_those_of_the_effect() -> None:
    assert directions(row(-0.1, 0.7, 0.2)) == pytest.approx((0.7, 0.2, 0.1))
    assert directions(row(0.1, 0.7, 0.2)) == pytest.approx((0.1, 0.2, 0.7))


def test_two_errors_are_told_apart() -> None:
    assert sampling_error(row(-0.1, 0.7, 0.2), SETS, 300) == (
        "± 1.2 points because 150 worlds are few, ± 0.6 because 300 futures are; 75 % of the variance of single "
        "futures is chance"
    )
    assert not sampling_error(replace(row(-0.1, 0.7, 0.2), worlds_error=np.nan), SETS, 300)


def test_where_futures_were_drawn() -> None:
    assert drawn_in(SETS) == "150 plausible worlds, 01234567"
    assert drawn_in(replace_name(SETS, "mine.parquet")) == "150 worlds of mine.parquet, 01234567"
    assert drawn_in(DrawnIn()) == "worlds: central"


@cache
def over(worlds: int, replicates: int = 80) -> SyntheticEnsemble:
    """Worlds in which the events do more or less, and in one of eight the other way round."""
    made = ensemble(replicates=replicates)
    rng = np.random.default_rng(3)
    much = rng.lognormal(0, 0.6, worlds) * np.where(np.arange(worlds) % 8, 1.0, -0.5)
    without, with_events = made.measures[:, 1], made.measures[:, 0]
    much_here = much[np.arange(replicates) // 2 % worlds][:, None, None]
    measures = made.measures.copy()
    measures[:, 0] = np.clip(without + much_here * (with_events - without), 0, 1)
    return replace(made, measures=measures, worlds=Worlds(PLAUSIBLE, (), np.zeros((worlds, 0))))


def printed(summary: Summary, width: int) -> str:
    console = Console(width=width, markup=False, highlight=False, record=True)
    with console.capture() as text:
        for table in filter(None, (worlds_table(summary), arms_table(summary), effects_table(summary))):
            console.print(table)
    return text.get()


def test_sentence_tables_and_report_tell_of_worlds() -> None:
    summary = summarise(over(40))
    assert headline(summary, 1).startswith("In 9 of 10 plausible worlds the average effect of the events on ")
    words = " ".join(printed(summary, 150).split())
    assert "What the events did over 40 plausible worlds, in brackets the average in nine worlds of ten" in words
    assert "because 40 worlds are few" in words and "nine single futures in ten" in words
    assert "90 % intervals" not in words
    narrow = printed(summary, 80)
    assert all(len(line) <= 80 for line in narrow.splitlines())
    made = run_page(tabulate(over(40), summary))
    assert "40 plausible worlds" in made and "because 40 worlds are few" in made
    assert "40 plausible worlds, " in small_print(tabulate(over(40), summary))


def test_of_one_world_nothing_is_said_of_worlds() -> None:
    made = ensemble(replicates=40)
    summary = summarise(made)
    assert worlds_table(summary) is None and not over_worlds_rows(summary)
    assert headline(summary, 1).startswith("In 40 of 40 futures")
    assert "worlds of ten" not in run_page(tabulate(made, summary))
    assert "central" in run_page(tabulate(made, summary))


def test_too_few_worlds_and_hidden_ones_are_told() -> None:
    few = summarise(over(10))
    assert headline(few, 1).startswith("In ") and "futures the events left" in headline(few, 1)
    assert worlds_table(few) is None and "Of 10 worlds no band: it takes 19 worlds." in printed(few, 150)
    assert "Of 10 worlds no band" in run_page(tabulate(over(10), few))
    made = replace(ensemble(replicates=40), worlds=Worlds("made up", (), np.zeros((20, 0))))  # worlds do not differ
    summary = summarise(made)
    assert HIDDEN in summary.row("resilience_loss", "effect").note
    assert headline(summary, 1).startswith(
        "As far as 40 futures can tell, in all worlds the average effect of the events"
    )
    assert "* Chance hides" in uncertainty(summary) and "resilience loss*" in printed(summary, 150)
