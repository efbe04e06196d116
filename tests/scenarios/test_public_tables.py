"""Amounts, gaps, years and lines as tables of public bodies have them; what is read, and what is not guessed."""

import pytest

from simulation.scenarios.public_tables import amount, financial_years, is_nought, is_unknown
from simulation.scenarios.tables import read_table
from simulation.world.errors import ScenarioError


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234.5", 1234.5), ("1,234,567", 1_234_567), (" £1,234.50 ", 1234.5), ("-£3,000", -3000), ("(3,000)", -3000),
        ("1\u00a0234", 1234), ("12 [r]", 12), ("12*", 12), ("12 (2)", 12), ("(12)", -12), ("12 [note 3] *", 12),
    ],
)  # fmt: skip
def test_an_amount(cell, value):
    assert amount(cell) == value and not is_nought(cell) and not is_unknown(cell)


@pytest.mark.parametrize("cell", ["", "x", "1,5", "1,23,456", "1234,567", "1 2", "£", "#REF!", "12 m", "(", "()"])
def test_what_is_no_amount_is_not_guessed(cell):
    with pytest.raises(ValueError, match="is not a number"):
        amount(cell)


def test_nothing_is_not_the_same_as_no_figure():
    assert all(is_nought(each) and not is_unknown(each) for each in ("", " - ", "–", "Nil", "[z]", "[low]"))
    assert all(is_unknown(each) and not is_nought(each) for each in ("..", " [x] ", "N/A", "#N/A", ":"))


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("RSX_LA_Data_202425", [2024]), ("2016 to 2017", [2016]), ("2016/2017", [2016]), ("1999-00", [1999]),
        ("1999-2000", [1999]), ("from 2015-16, restated 2016–17", [2015, 2016]),
        ("2011-12-15", []), ("2016-18", []), ("in 2016", []), ("E08000010 20", []), ("2016-170", []),
    ],
)  # fmt: skip
def test_financial_years(text, years):
    assert list(financial_years(text)) == years


def lines(tmp_path, text, needed=("name", "seats")):
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    return list(read_table(path, needed, lower=True))


def test_titles_above_the_names_of_the_columns(tmp_path):
    (york,) = lines(tmp_path, 'Councils of the north,\n\n"as at\nMay",\nName,"Seats\n"\nYork,47\n')
    assert york == (7, {"name": "York", "seats": "47"}, "")
    with pytest.raises(ScenarioError, match=r"a\.csv has no column seats; line 2 is 'name,chairs'"):
        lines(tmp_path, "Councils,\nname,chairs\nYork,47\n")
    with pytest.raises(ScenarioError, match=r"a\.csv, line 2: the cells are separated by semicolons"):
        lines(tmp_path, "Councils\nname;seats\nYork;47\n")
    with pytest.raises(ScenarioError, match=r"a\.csv, line 2: the columns 2 and 3 are both named 'seats'"):
        lines(tmp_path, "Councils,,\nname,seats,Seats\nYork,47,47\n")


def test_a_cell_can_go_on_and_a_quote_left_open_takes_no_other_line_with_it(tmp_path):
    york, leeds = lines(tmp_path, 'name,seats\n"York,\ncity of",47\nLeeds,99\n')
    assert york == (2, {"name": "York, city of", "seats": "47"}, "") and leeds.number == 4
    york, leeds, _bath = lines(tmp_path, 'name,seats\n"York,47\nLeeds,99\n"Bath",60\n')
    assert (york.number, york.cells, leeds.cells) == (2, {}, {"name": "Leeds", "seats": "99"})
    assert york.wrong.endswith("is a quote left open?")
