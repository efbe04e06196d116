"""The public record of British councils that the package carries: who sat when, how they vote, money, wards.

The tables, their sources, licences and columns are described in ``councils/README.md``.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from simulation.scenarios.council_files import CODE, key
from simulation.scenarios.record_tables import CouncilOnRecord, Election, Seats, Tables, Ward
from simulation.world.errors import LONGEST_NAME, ScenarioError, shown

__all__ = [
    "CouncilOnRecord",
    "Election",
    "Seats",
    "Ward",
    "council",
    "councils",
    "money",
    "nearest",
    "search",
    "seats",
    "wards",
]
LISTED = 8  # names in a message
ELSEWHERE = "; on record are those of England, Scotland and Wales"


def councils(abolished: bool = False) -> tuple[CouncilOnRecord, ...]:
    """The councils of the newest year in the order of their identifiers; with ``abolished`` all that ever were."""
    return tuple(each for each in _tables().councils.values() if abolished or not each.abolished)


def council(name: str, abolished: bool = False) -> CouncilOnRecord:
    """The council of that name, alias, identifier or code.

    Parameters
    ----------
    abolished : whether one that is gone will do; otherwise the error says who took its place.

    Raises
    ------
    ScenarioError : if there is none, if several can be meant, or if it is gone.
    """
    found = [_tables().councils[each] for each in sorted(_named(name))]
    if not found:
        raise ScenarioError(f"{shown(name)} is no council on record{nearest(name) or ELSEWHERE}")
    if len(found) > 1:
        names = _listed(f"{each.name} (until {each.last})" if each.abolished else each.name for each in found)
        raise ScenarioError(f"{shown(name)} can be any of {len(found)} councils: {names}; write the whole name")
    (one,) = found
    if one.abolished and not abolished:
        after = _listed(_tables().councils[each].name for each in one.successors)
        raise ScenarioError(f"{one.name} was abolished, its last year on record is {one.last}; after it came {after}")
    return one


def search(words: str) -> tuple[CouncilOnRecord, ...]:
    """Councils, also those that are gone, with all of these words in one of their names, or with that code."""
    code = words.strip().upper()
    if CODE.fullmatch(code):
        return tuple(each for each in councils(abolished=True) if code in (each.code, *each.former_codes))
    wanted = _letters(words[:LONGEST_NAME]).split()

    def has(each: CouncilOnRecord) -> bool:
        return any(all(word in name for word in wanted) for name in map(_letters, (each.id, each.name, *each.aliases)))

    return tuple(each for each in councils(abolished=True) if has(each)) if wanted else ()


def seats(name: str) -> dict[int, Seats]:
    """A council's seats by year, also of one that is gone."""
    return _tables().seats(council(name, abolished=True).id)


def money(name: str) -> dict[int, float]:
    """Real change of spending power by financial year (its first calendar year), as shares; empty outside England."""
    return dict(_tables().money.get(council(name, abolished=True).id, {}))


def wards(name: str) -> tuple[Ward, ...]:
    """Wards of 2020 from the most deprived to the least; none for counties, later councils, and outside England."""
    return _tables().wards.get(council(name, abolished=True).id, ())


@cache
def _tables() -> Tables:
    return Tables()


# Names ----------------------------------------------------------------------------------------------------------------


def _named(name: str) -> set[str]:
    """Identifiers of all councils that can be meant: those of that code or name, of those one that is not gone; else
    those whose name begins so, if there are several; else those of it without 'borough of' and the like."""
    if len(name) > LONGEST_NAME:
        return set()
    code = name.strip().upper()
    if CODE.fullmatch(code):
        return {each.id for each in councils(abolished=True) if code in (each.code, *each.former_codes)}
    text = _letters(name)
    if text in _names():
        there = {each for each in _names()[text] if not _tables().councils[each].abolished}
        return there if len(there) == 1 else _names()[text]
    begins = {each for known, ids in _names().items() if len(text) > 2 and known.startswith(text) for each in ids}
    if len(begins) > 1:
        return begins
    bare = key(name)
    stripped = {each.id for each in councils(abolished=True) if key(each.name) == bare}
    there = {each for each in stripped if not _tables().councils[each].abolished}
    return there or stripped or begins


@cache
def _names() -> dict[str, set[str]]:
    """Identifiers by every name in plain letters."""
    names: dict[str, set[str]] = defaultdict(set)
    for each in councils(abolished=True):
        for name in (each.id, each.name, *each.aliases):
            names[_letters(name)].add(each.id)
    return dict(names)


def _letters(name: str) -> str:
    """A name in small plain letters, words apart by one space."""
    plain = unicodedata.normalize("NFKD", re.sub("['’.]", "", name.casefold().replace("&", " and ")))
    return " ".join(re.sub("[^a-z0-9 ]", " ", re.sub("[\u0300-\u036f]", "", plain)).split())


def nearest(name: str) -> str:
    """The councils whose names are nearest to this one, as the rest of a sentence; empty if none is."""
    if len(name) > LONGEST_NAME:
        return ""
    near = difflib.get_close_matches(_letters(name), _names(), n=5, cutoff=0.6)
    names = dict.fromkeys(_tables().councils[each].name for known in near for each in sorted(_names()[known]))
    return f"; the nearest names: {', '.join(list(names)[:3])}" if names else ""


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    more = f" and {len(every) - LISTED} more" if len(every) > LISTED else ""
    return f"{', '.join(every[:LISTED])}{more}"
