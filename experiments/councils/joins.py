"""One list of councils from all files: names, codes, kinds, successors; both sides of every join are told by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from experiments.councils import succession
from experiments.councils.raw import KINDS, Council, by_range
from simulation.scenarios.council_files import ALSO, key

KIND_OF_CODE = {
    "E06": "unitary", "E07": "district", "E08": "metropolitan", "E09": "London borough", "E10": "county",
    "S12": "Scotland", "W06": "Wales",
}  # fmt: skip
# Two that are no councils of their kind, whatever their code.
OF_THEIR_OWN_KIND = frozenset(("city-of-london", "isles-of-scilly"))


@dataclass
class Entry:
    """A council with all that the files say of it, apart from seats by year."""

    council: Council
    slug: str
    country: str = ""
    kind: str = ""
    kind_from: str = ""
    codes: list[str] = field(default_factory=list)  # the newest first
    aliases: set[str] = field(default_factory=set)
    successors: list[str] = field(default_factory=list)
    predecessors: list[str] = field(default_factory=list)


def entries(councils: Iterable[Council]) -> dict[str, Entry]:
    """Councils by identifier, with their other names and who came after them."""
    found = {each.slug: Entry(each, each.slug) for each in sorted(councils, key=lambda each: each.slug)}
    also = {}
    for written, meant in ALSO.items():
        also.setdefault(meant, []).append(written)
    for entry in found.values():
        own = entry.council
        entry.aliases |= {name for name in (*own.names, *own.slips) if name != own.name}
        # Of two councils that a short name could mean, neither has it as an alias.
        entry.aliases |= {each.title() for each in also.get(own.key, ()) if each != "newcastle"}
        if own.code:
            entry.codes.append(own.code)
    return found


def join(
    found: dict[str, Entry], rows: Sequence[dict[str, str]], name: str, code: str, file: str
) -> tuple[list[str], list[str]]:
    """The council of each row, empty for none, and what found no partner on either side.

    Parameters
    ----------
    name, code : the columns of the rows; ``code`` may be empty.
    """
    by_key = {entry.council.key: slug for slug, entry in found.items()}
    by_code = {each: slug for slug, entry in found.items() for each in entry.codes}
    joined, said = [], []
    for row in rows:
        slug = by_code.get(row.get(code, ""), by_key.get(key(row[name]), ""))
        joined.append(slug)
        if not slug:
            continue
        entry = found[slug]
        if row[name] != entry.council.name:
            entry.aliases.add(" ".join(row[name].split()))
        if row.get(code) and row[code] not in entry.codes:
            entry.codes.append(row[code])
    without = sorted({row[name] for row, slug in zip(rows, joined, strict=True) if not slug})
    said.append(
        f"{file}: {len(set(filter(None, joined)))} councils joined; {len(without)} names are no council on record"
    )
    said += [f"{file}: {each} is no council on record" for each in without]
    return joined, said


def classify(found: dict[str, Entry]) -> list[str]:
    """Kinds, countries and successors; told is what the list of successors and the record do not have in common."""
    newest = max(max(entry.council.rows) for entry in found.values())
    for entry in found.values():
        kinds = [KIND_OF_CODE[code[:3]] for code in entry.codes]
        entry.kind = (kinds or [by_range(entry.council.ids, KINDS)])[0]
        entry.kind_from = "code" if kinds else "council id" if entry.kind else ""
        if entry.slug in OF_THEIR_OWN_KIND:
            entry.kind = "of its own"
    after = succession.successors([slug for slug, entry in found.items() if entry.kind == "London borough"])
    listed = {*after, *(each for those in after.values() for each in those)}
    said = [f"successors: {each} is not on record" for each in sorted(listed - set(found))]
    for slug, those in after.items():
        if slug not in found:
            continue
        last = max(found[slug].council.rows)
        for each in filter(found.__contains__, those):
            if max(found[each].council.rows) <= last < newest:
                said.append(f"successors: {each} is gone no later than {slug}, whose successor it is said to be")
                continue
            found[slug].successors.append(each)
            found[each].predecessors.append(slug)
    for slug, entry in found.items():
        if max(entry.council.rows) < newest and not entry.successors:
            said.append(f"successors: {slug} is gone, and none is known")
        if not entry.kind:
            entry.kind, entry.kind_from = _kind_of_the_gone(slug, found), "successor"
        entry.country = entry.kind if entry.kind in ("Scotland", "Wales") else "England"
    return said


def _kind_of_the_gone(slug: str, found: dict[str, Entry]) -> str:
    after = {found[each].kind for each in found[slug].successors} & {"Scotland", "Wales"}
    if after:
        return after.pop()
    if slug == succession.LONDON:
        return "Greater London"
    if slug in succession.METROPOLITAN_COUNTIES:
        return "metropolitan county"
    return "county" if slug in succession.COUNTIES else "district"
