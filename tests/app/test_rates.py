"""So many at once, and one more whenever a while has passed; each by itself, and not more keys than may be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from simulation.app.rates import Pace, Rates


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_some_at_once_then_one_at_a_time():
    clock = Clock()
    rates = Rates(Pace(3, 10.0), clock=clock)
    assert [rates.take("one") for _ in range(5)] == [0, 0, 0, 10, 10]
    assert rates.wait("one") == 10 and rates.wait("two") == 0 == rates.take("two")
    clock.now = 10
    assert [rates.take("one") for _ in range(2)] == [0, 10]
    clock.now = 1000
    assert [rates.take("one") for _ in range(4)] == [0, 0, 0, 10]


@given(st.lists(st.floats(0, 5), max_size=80))
def test_no_stretch_of_time_has_more_than_the_pace(pauses):
    clock = Clock()
    rates = Rates(Pace(4, 1.0), clock=clock)
    taken = []
    for pause in pauses:
        clock.now += pause
        if not rates.take():
            taken.append(clock.now)
    for first, start in enumerate(taken):
        for number, end in enumerate(taken[first:], start=1):
            assert number <= 4 + (end - start) + 1e-6


def test_keys_are_bounded_and_those_that_wait_longest_begin_anew():
    rates = Rates(Pace(1, 1000.0), most=3)
    for key in "abcd":
        rates.take(key)
    assert rates.wait("a") == 0 and all(rates.wait(key) for key in "bcd")
