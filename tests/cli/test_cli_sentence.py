"""The sentence above the table is true when read alone."""

import pytest

from simulation.results.sentence import amounts, counts, headline


@pytest.mark.parametrize(
    ("less", "same", "more", "text"),
    [
        (181, 7, 12, "In 181 of 200 futures the events left less co-production of any kind than there would have been; "
                     "in 12 more and in 7 about the same."),
        (200, 0, 0, "In 200 of 200 futures the events left less co-production of any kind than there would have been."),
        (0, 0, 200, "In 200 of 200 futures the events left more co-production of any kind than there would have been."),
        (3, 150, 47, "In 47 of 200 futures the events left more co-production of any kind than there would have been; "
                     "in 3 less and in 150 about the same."),
        (0, 1, 1, "In 1 of 2 futures the events left more co-production of any kind than there would have been; "
                  "in 1 about the same."),
        (100, 0, 100, "In 100 of 200 futures the events left less co-production of any kind than there would "
                      "have been; in 100 more."),
        (1, 0, 0, "In 1 of 1 future the events left less co-production of any kind than there would have been."),
        (0, 200, 0, "In all 200 futures the events made next to no difference to any co-production."),
        (0, 1, 0, "In the only future the events made next to no difference to any co-production."),
    ],
)  # fmt: skip
def test_counts(less, same, more, text):
    assert counts(less, same, more).strip() == text


@pytest.mark.parametrize(
    ("with_events", "without", "text"),
    [
        (0.121, 0.183, "On average 12% of services were planned or delivered together after them, instead of 18%."),
        (0.121, 0.124, "On average 12.1% of services were planned or delivered together after them, instead of 12.4%."),
        (
            0.1213,
            0.1214,
            "On average 12.13% of services were planned or delivered together after them, instead of 12.14%.",
        ),
        (
            0.12,
            0.12,
            "On average 12% of services were planned or delivered together after them, as there would have been.",
        ),
        (
            0.0,
            0.0,
            "On average 0% of services were planned or delivered together after them, as there would have been.",
        ),
    ],
)
def test_amounts(with_events, without, text):
    assert amounts(with_events, without) == text


class Nothing:
    """A summary in which the arms cannot differ."""

    fork = months = 36


def test_nothing_to_compare():
    assert headline(Nothing(), 0).startswith("No event is under study")
    assert headline(Nothing(), 2).startswith("No event under study happens within 36 months")
