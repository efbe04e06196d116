"""Five hundred single bits, over every file that a run and a sweep write."""

from tests.bit_flips import accepted, written


def test_no_flipped_bit_is_read_as_a_number(tmp_path):
    assert list(accepted(written(tmp_path), 500, 11)) == []
