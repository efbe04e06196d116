"""An example, a file that can be read, for every key of a scenario file and every kind of event."""

from __future__ import annotations

AT_THE_TOP = {
    "name": 'name = "cut-of-2027"',
    "title": 'title = "A cut, and what is left after it"',
    "story": 'story = "The grant falls by a third. Does what residents and staff do together last?"',
    "sources": 'sources = ["Budget papers of the council, 2026"]',
    "start": 'start = "2010-05"',
    "years": "years = 15",
    "burn_in_years": "burn_in_years = 10",
    "general_elections_from": """\
start = "2010-05"
general_elections_from = 2024

[[events]]
name = "coalition"
kind = "government"
date = "2010-05"
party = "A"
under_study = false""",
    "on_record": 'on_record = ["recorded: seats from 2010 to 2025", "generated: leaders"]',
    "settings": """\
[settings]
councils = 4
governance = 0.5""",
    "allow_outside": """\
allow_outside = true

[settings]
leader_exit = 0.3""",
    "councils": """\
[[councils]]
name = "Redtown"

[[councils]]
name = "Blueham"
""",
    "events": """\
[[events]]
name = "cut"
kind = "grant_change"
size = -0.3
year = 5""",
    "extends": """\
extends = "leadership-change"
years = 12""",
    "council": 'council = "wigan"',
    "from": """\
council = "wigan"
from = 2012""",
    "to": """\
council = "wigan"
to = 2035""",
    "votes_from": """\
council = "wigan"
votes_from = 2022""",
    "begins": """\
extends = "leadership-change"
council = "wigan"
begins = 2024""",
}

COUNCILS = {
    "name": 'name = "Redtown"',
    "neighbourhoods": """\
name = "Redtown"
neighbourhoods = ["Docks", "Mill Hill", "Park"]""",
    "kind": """\
name = "Redtown"
kind = "metropolitan"
""",
    "cycle": """\
name = "Redtown"
cycle = "thirds"
""",
    "votes_in": """\
name = "Redtown"
cycle = "all_out_4"
votes_in = 2027""",
    "seats": """\
name = "Redtown"
seats = {A = 12, B = 30, C = 6, local = 3}""",
    "party": """\
name = "Redtown"
seats = 51
party = "none"
""",
    "tradition": """\
name = "Redtown"
tradition = 0.8""",
    "deprivation": """\
name = "Redtown"
deprivation = 0.7""",
    "deprivations": """\
name = "Redtown"
neighbourhoods = ["Docks", "Mill Hill", "Park"]
deprivations = [0.9, 0.5, 0.2]""",
    "population": """\
name = "Redtown"
population = 1.8""",
    "seats_in": """\
name = "Redtown"
seats_in = {2010 = {A = 20, B = 31}, 2014 = {A = 28, B = 23}}""",
    "organisations": """\
name = "Redtown"

[[councils.organisations]]
name = "Docks Together"
neighbourhood = 0""",
    "contracts": """\
name = "Redtown"

[[councils.contracts]]
service = "refuse_collection"
provider = "contractor"
start = "2008-04"
end = "2016-03"
""",
    "pfi": """\
name = "Redtown"

[[councils.pfi]]
service = "schools_estate"
signed = "2006-03"
years = 25""",
}

ORGANISATIONS = {
    "name": """\
name = "Docks Together"
neighbourhood = 0""",
    "kind": """\
name = "Mill Works"
kind = "social_enterprise"
neighbourhood = 1""",
    "neighbourhood": """\
name = "Docks Together"
neighbourhood = "Docks"
""",
    "services": """\
name = "Docks Together"
neighbourhood = "Docks"
services = ["libraries", "meals_at_home"]""",
    "since": """\
name = "Docks Together"
neighbourhood = "Docks"
since = "2014-09"
""",
}

_REFUSE = """\
service = "refuse_collection"
provider = "contractor"
start = "2008-04"
end = "2016-03"
"""
CONTRACTS = {
    "service": _REFUSE,
    "provider": """\
service = "youth_work"
provider = "Mill Works"
start = "2012-04"
end = "2017-03"

[[councils.organisations]]
name = "Mill Works"
kind = "social_enterprise"
neighbourhood = "Mill Hill"
""",
    "start": _REFUSE,
    "end": _REFUSE,
    "neighbourhoods": _REFUSE + 'neighbourhoods = ["Docks", "Park"]',
}

_SCHOOLS = """\
service = "schools_estate"
signed = "2006-03"
years = 25
"""
PFI = {
    "service": _SCHOOLS,
    "signed": _SCHOOLS,
    "years": _SCHOOLS,
    "charges": _SCHOOLS + "charges = {2010 = 0.021, 2016 = 0.027}",
    "neighbourhoods": _SCHOOLS + 'neighbourhoods = ["Docks", "Park"]',
    "confidentiality": _SCHOOLS + "confidentiality = 0.7",
}

EVENTS = {
    "name": """\
name = "cut of the first year"
kind = "grant_change"
size = -0.1
year = 1""",
    "kind": """\
name = "new leader"
kind = "leadership_change"
year = 5""",
    "year": """\
name = "new leader"
kind = "leadership_change"
year = 5.5""",
    "month": """\
name = "new leader"
kind = "leadership_change"
month = 66""",
    "date": """\
name = "new leader"
kind = "leadership_change"
date = "2015-05"
""",
    "per_year": """\
name = "leaders go"
kind = "champion_leaves"
per_year = 0.2
year = 5""",
    "between": """\
name = "new leader"
kind = "leadership_change"
between = [5, 7]""",
    "every_years": """\
name = "cut after cut"
kind = "grant_change"
size = -0.05
year = 2
every_years = 1""",
    "until_year": """\
name = "cut after cut"
kind = "grant_change"
size = -0.05
year = 2
every_years = 1
until_year = 6""",
    "alternate": """\
name = "to and fro"
kind = "leadership_change"
year = 4
every_years = 4
alternate = {commitment = [0.1, 0.9]}""",
    "councils": """\
name = "cut for half of them"
kind = "grant_change"
size = -0.3
year = 5
councils = {share = 0.5}""",
    "service": """\
name = "schools in a contract"
kind = "pfi_deal"
service = "schools_estate"
year = 3""",
    "neighbourhoods": """\
name = "two poorest quarters"
kind = "programme"
size = 0.2
years = 5
year = 3
neighbourhoods = 2""",
    "party": """\
name = "hung council"
kind = "control"
party = "none"
year = 5""",
    "under_study": """\
name = "recorded cut, in both arms"
kind = "grant_change"
size = -0.1
year = 2
under_study = false""",
}

KINDS = {
    "leadership_change": "commitment = 0.1\nlasts = 4",
    "champion_leaves": "commitment = 0.3",
    "control": 'party = "B"\ncommitment = 0.6',
    "government": 'party = "A"',
    "national_swing": 'party = "C"\nsize = 0.5',
    "pfi_support": "value = 1.0",
    "pfi_deal": 'service = "schools_estate"\nyears = 25\nconfidentiality = 0.7',
    "grant_change": "size = -0.3\nover_months = 36",
    "programme": "size = 0.2\nyears = 5\nneighbourhoods = 2",
    "programme_ends": "",
    "contractor_fails": "",
    "framework_adopted": "governance = 0.6\ncapacity_building = 0.5\nlegal_form = 1\nheld = 10",
    "framework_abandoned": "",
    "procurement_reform": "value = 0.5",
    "capacity_programme": "value = 0.6\nyears = 3",
    "emergency": "need = 1.5\nover_months = 18\nvolunteers = 0.8",
    "local_assemblies": "value = 0.4\ncouncils = [0]",
    "complaints_procedure": "value = 0.9",
    "social_value": "value = 0.2",
    "localism_rights": "value = 0.5",
    "consultation": "value = 0.8\nheeded = 0.6",
    "volunteering": "value = 0.8",
}


STARTED = ("date", "seats_in", "[[councils.")  # what needs a scenario with a start
REDTOWN = '[[councils]]\nname = "Redtown"\nneighbourhoods = ["Docks", "Mill Hill", "Park"]\n\n'


def as_file(section: str, example: str) -> str:
    """The example of a section's key as it stands in a file: below the heading, with a start where it needs one."""
    if section == "at the top":
        return f"{example.strip()}\n"
    text = f"{section}\n{example.strip()}\n"
    council = REDTOWN if section.startswith("[[councils.") else ""
    start = 'start = "2010-05"\n\n' if any(each in text for each in STARTED) else ""
    return f"{start}{council}{text}"


def of_kind(kind: str) -> str:
    """The example of a kind of event as it stands in a file."""
    own = f"\n{KINDS[kind]}" if KINDS[kind] else ""
    return f'[[events]]\nname = "{kind.replace("_", " ")}"\nkind = "{kind}"\nyear = 5{own}\n'
