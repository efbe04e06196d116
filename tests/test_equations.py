"""Equations of the ODD and the functions that state them name each other."""

from tests.odd import NUMBERS, citing, functions, passage


def test_equations_are_numbered_in_order():
    assert list(range(1, len(NUMBERS) + 1)) == NUMBERS


def test_every_equation_is_cited_by_code():
    alone = [number for number in NUMBERS if not citing(number)]
    assert not alone, f"no function cites Eq. {alone} in its docstring ('ODD eq. N')"


def test_every_citation_is_of_an_equation_that_names_the_function():
    wrong = [
        f"{function.name} cites Eq. {number}, which docs/odd.md does not have, or which does not name the function"
        for function in functions().values()
        for number in sorted(function.equations)
        if number not in NUMBERS or f"`{function.name}`" not in passage(number)
    ]
    assert not wrong, "\n".join(wrong)
