"""Random draws: the generator against published answers, their distribution, and that nothing is drawn twice."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import simulation
from simulation.engine import draws
from simulation.engine.compilation import rule
from simulation.engine.draws import Purpose, four, normal, philox, uniform

SOURCES = sorted(Path(simulation.__file__).parent.rglob("*.py"))
COUNT = 100_000

# Each statistical test rejects a faultless generator with this chance; the key is fixed, so none of them ever flickers.
ERROR_RATE = 1e-3
KEY = np.array([20_240_501, 3], np.uint64)


# The generator --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
    ],
    ids=["zeros", "ones", "digits of pi"],
)
def test_philox_gives_the_known_answers(counter, key, answer):
    """The vectors for philox4x32 with 10 rounds that Random123 publishes (Salmon et al. 2011)."""
    words = [np.uint64(int(word, 16)) for word in (counter + " " + key).split()]
    assert [f"{int(word):08x}" for word in philox(*words)] == answer.split()


def philox_with_python_integers(counter: tuple[int, ...], key: tuple[int, ...]) -> list[int]:
    """The same algorithm, written a second time from the paper."""
    a, b, c, d = counter
    for round_ in range(10):
        high_a, low_a = divmod(0xD2511F53 * a, 2**32)
        high_c, low_c = divmod(0xCD9E8D57 * c, 2**32)
        bump = [(k + round_ * w) % 2**32 for k, w in zip(key, (0x9E3779B9, 0xBB67AE85), strict=True)]
        a, b, c, d = high_c ^ b ^ bump[0], low_c, high_a ^ d ^ bump[1], low_a
    return [a, b, c, d]


def test_what_is_drawn_is_the_word_of_its_key_and_counter():
    """Counter: entity, second entity, month, block; key: seed and replicate. Negative numbers as 32-bit words."""
    for entity, second, month, purpose in [(0, 0, 0, 0), (3, 41, 250, 31), (7, 2, draws.BEFORE, 66), (1, 5, -60, 37)]:
        words = philox_with_python_integers((entity, second, month % 2**32, purpose // 4), (int(KEY[0]), int(KEY[1])))
        expected = [(word + 0.5) / 2**32 for word in words]
        assert list(four(KEY, purpose - purpose % 4, month, entity, second)) == expected
        assert uniform(KEY, purpose, month, entity, second) == expected[purpose % 4]


def test_draws_lie_strictly_between_0_and_1():
    bits = np.array([0, 2**32 - 1], np.uint64)
    low, high = (draws._unit(word) for word in bits)
    assert 0.0 < low < 1e-9
    assert 1.0 - 1e-9 < high < 1.0


def test_columns_of_any_whole_type_name_the_same_entity():
    """Ids and numbers in the tables are of 32 or 64 bits."""
    expected = uniform(KEY, 31, -5, 6, 7)
    for kind in (np.int32, np.int64):
        assert uniform(KEY, 31, kind(-5), kind(6), kind(7)) == expected


# Distribution ---------------------------------------------------------------------------------------------------------


@rule
def _fill(key, purpose, along, uniforms, normals):
    """Draws along one coordinate of the key: 0 entity, 1 second entity, 2 month."""
    for i in range(len(uniforms)):
        entity = i if along == 0 else 3
        second = i if along == 1 else 5
        month = i - 300 if along == 2 else 17
        uniforms[i] = uniform(key, purpose, month, entity, second)
        normals[i] = normal(key, purpose, month, entity, second)


def drawn(purpose: int, along: int, key: np.ndarray = KEY) -> tuple[np.ndarray, np.ndarray]:
    uniforms, normals = np.zeros(COUNT), np.zeros(COUNT)
    _fill(key, purpose, along, uniforms, normals)
    return uniforms, normals


@pytest.fixture(scope="module")
def streams() -> dict[tuple[str, str], tuple[np.ndarray, np.ndarray]]:
    """Uniform and normal draws of some purposes along every coordinate."""
    return {
        (purpose.name, along): drawn(purpose, number)
        for purpose in (Purpose.LOCAL_MOOD, Purpose.WITHDRAWAL, Purpose.REVIEW, Purpose.COMMISSIONING)
        for number, along in enumerate(("entity", "second entity", "month"))
    }


def test_draws_are_uniform_along_every_coordinate(streams):
    each = ERROR_RATE / len(streams)
    for name, (uniforms, _) in streams.items():
        assert stats.kstest(uniforms, "uniform").pvalue > each, name


def test_normal_draws_are_normal(streams):
    each = ERROR_RATE / len(streams) / 3
    for name, (_, normals) in streams.items():
        assert stats.kstest(normals, "norm").pvalue > each, name
        limit = stats.norm.isf(each / 2) / np.sqrt(COUNT)
        assert abs(normals.mean()) < limit, name
        assert abs(np.mean(normals**2) - 1.0) < np.sqrt(2.0) * limit, name


def correlation_limit(pairs: int) -> float:
    """What the largest of so many correlations of independent streams exceeds with the chance `ERROR_RATE`."""
    return stats.norm.isf(ERROR_RATE / pairs / 2) / np.sqrt(COUNT)


def test_streams_of_purposes_entities_and_months_are_independent(streams):
    uniforms = [uniforms for uniforms, _ in streams.values()]
    pairs = list(combinations(uniforms, 2))
    limit = correlation_limit(2 * len(pairs))
    for x, y in pairs:
        assert abs(np.corrcoef(x, y)[0, 1]) < limit
        assert abs(np.corrcoef(np.abs(x - 0.5), np.abs(y - 0.5))[0, 1]) < limit


def test_neighbours_in_a_stream_are_independent(streams):
    limit = correlation_limit(len(streams) * 3)
    for name, (uniforms, _) in streams.items():
        for lag in (1, 2, 12):
            assert abs(np.corrcoef(uniforms[:-lag], uniforms[lag:])[0, 1]) < limit, (name, lag)


def test_seeds_and_replicates_are_independent():
    seed, replicate = KEY
    keys = [np.array(key, np.uint64) for key in ((seed, replicate), (seed + 1, replicate), (seed, replicate + 1))]
    draws_of = [drawn(Purpose.WITHDRAWAL, 0, key)[0] for key in keys]
    limit = correlation_limit(3)
    for one, other in combinations(draws_of, 2):
        assert abs(np.corrcoef(one, other)[0, 1]) < limit


def test_pairs_of_neighbours_fill_the_square(streams):
    """Chi-square over 32 × 32 fields: catches what correlations cannot."""
    each = ERROR_RATE / len(streams)
    for name, (uniforms, _) in streams.items():
        fields, _, _ = np.histogram2d(uniforms[0::2], uniforms[1::2], bins=32, range=[[0, 1], [0, 1]])
        assert stats.chisquare(fields.ravel()).pvalue > each, name


# Purposes -------------------------------------------------------------------------------------------------------------


def test_no_number_is_used_twice_and_each_purpose_has_a_meaning():
    assert len(Purpose.__members__) == len(set(Purpose)), "two names of one number"
    assert all(purpose.meaning for purpose in Purpose)


def used(function: str) -> Iterator[str]:
    """Names of the purposes that the rules hand to a function of `simulation.engine.draws`."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == function and len(node.args) > 1:
                purpose = ast.unparse(node.args[1]).split(".")[-1]
                if purpose.isupper():
                    yield purpose.lower()


def test_normal_deviates_own_their_block():
    for name in set(used("normal")):
        number = Purpose[name.upper()]
        assert number % 4 == 0, f"{name} is not the first of its block"
        others = [other.name for other in Purpose if other // 4 == number // 4 and other != number]
        assert not others, f"{name} is a normal deviate, but {others} draw from its block"


def test_every_purpose_is_drawn_somewhere():
    named = {
        node.attr
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Purpose"
    }
    assert not Purpose.__members__.keys() - named
