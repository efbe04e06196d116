"""What is taken home names the worlds: the page, the table, and the command that gives the same again."""

from __future__ import annotations

import csv
import os
import re
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from simulation import ensemble
from simulation.app.futures.bought import more_left, nothing_bought
from simulation.app.futures.scheduler import Scheduler
from simulation.app.futures.to_say import to_say
from simulation.app.futures.view import View
from simulation.app.pages.trial import tally
from simulation.app.story import councils
from simulation.app.story.protection import NOTHING, protections
from simulation.app.story.sentences import left_in_words, more_and_less
from simulation.app.story.state import Trial, Workshop, first
from simulation.app.take_home import again, document, table
from simulation.cli import app
from simulation.cli.room_sentence import against_sentence, room_sentence
from simulation.scenarios import parse
from tests.app.take_home.truth import check_commands, printed

SHORT = {"years": 2, "burn_in_years": 1}
STATES = int(os.environ.get("RANDOM_STATES", "6"))  # tests/long/test_truth.py asks for more


@pytest.fixture(scope="module")
def scheduler():
    return Scheduler(total=4, first=4, threads=2)


def town(kind: str) -> Workshop:
    state = first().in_worlds(kind)
    return Workshop(state.scenario.model_copy(update=SHORT), worlds=kind).at(12).drop("leader").at(24)


def seen(scheduler: Scheduler, state: Workshop) -> View:
    futures = scheduler.get(state.played, state.seed, estimates=False, worlds=state.drawn_in)
    return View(futures.where(state.given), state)


@pytest.mark.parametrize(("kind", "named"), [("central", "central"), ("plausible", "four.parquet")])
def test_the_worlds_are_named_wherever_numbers_go(several_worlds, scheduler, kind, named):
    state = town(kind)
    view = seen(scheduler, state)
    command = again.command(state, 4)
    assert command == f"coproduction run scenario.toml --worlds {named} --replicates 4 --seed 1 --year 2"
    text = document.page(view, state, "")
    assert command in text and f"worlds=&quot;{named}&quot;" in text and state.drawn_in.digest in text
    assert {row["worlds"] for row in csv.DictReader(table.tidy(view).splitlines())} == {named}


def test_a_vote_about_another_time_has_a_command_of_its_own():
    state = first().in_worlds("central").at(60).drop("leader").at(240)
    view = SimpleNamespace(futures=SimpleNamespace(size=4, fork=60))
    of_the_page, of_the_vote = (again.command(state.at(month), 4) for month in (240, 96))
    assert again.commands(view, state, 4) == of_the_page
    voted = state.voted(96, (1, 0, 0, 0))
    assert again.commands(view, voted, 4) == f"{of_the_page}\n# What we expected, by year 8:\n{of_the_vote}"
    assert of_the_vote.endswith("--year 8") and again.commands(view, voted.at(96), 4) == of_the_vote


def test_the_page_calls_what_was_bought_as_the_levers_do(scheduler):
    state = town("central").set("governance", 1.0)
    bought = (
        "Published agreement – framework: governance and accountability (performance and terms published): 1 (usually"
    )
    assert bought in document.body(seen(scheduler, state), state, "")


def test_the_page_says_which_futures_it_counts_and_what_the_command_counts(several_worlds, scheduler):
    state = town("plausible").only("trust_needed", "high").contest("trust_needed").set("leader_spread", 0.3)
    view = seen(scheduler, state)
    assert view.futures.numbers.tolist() == [2, 3]
    text = document.body(view, state, "")
    assert "Only 2 of 200 futures, where this is in its upper half: trust at which" in text
    assert ": 0.5 to 0.9 (judgement)" in text
    assert ": 0.3, in all worlds (usually" in text
    assert (
        again.command(state, 200).endswith("--year 2 --only trust_needed=high")
        and "its sentences of those that are chosen" in text
    )
    assert "Future 3, world 2, year 2" in text


@pytest.mark.parametrize("council", ["wigan", "glasgow-city"])
def test_a_council_is_taken_home_with_its_record_and_the_command_says_what_the_screen_says(scheduler, council):
    state = first().in_worlds("central").open(councils.played(council)).drop("leader")
    state = state.at(state.cursor + 48)
    view = seen(scheduler, state)
    command = again.command(state, 4)
    assert command == "coproduction run scenario.toml --worlds central --replicates 4 --seed 1 --year 20"
    text = document.page(view, state, "")
    title = state.scenario.title
    assert f"We started from “{title}”." in text and f"On record of {title}: seats until 2026" in text
    assert "no forecast" in text and "(usually" not in text, "nothing of it was changed"
    run = ensemble.run(parse(state.played.to_toml()), 4, 1, keep_changes=True, worlds="central")
    assert view.sentence in room_sentence(run, state)


def test_the_command_of_the_round_about_points_says_what_they_buy(scheduler):
    small = parse('name = "small"\nyears = 16\n[settings]\nneighbourhoods = 3\n')
    empty = first().in_worlds("central").open(small).begin("3")
    bought = empty.set("capacity_building", 1.0)
    left = more_left(seen(scheduler, bought), nothing_bought(seen(scheduler, empty)))
    command = again.command(bought, 4)
    assert command.endswith(
        "--year 12 --against governance=0 --against capacity_building=0 --against open_procurement=0"
    )
    runs = [ensemble.run(each.played, 4, 1, keep_changes=True, worlds="central") for each in (bought, empty)]
    said = against_sentence(*runs, bought, "nothing bought")
    assert left.more.futures == 4 and said == left_in_words(left)


def test_the_command_prints_what_more_is_left_than_against(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = "run leadership-change --worlds central -n 3 --year 9 --workers 1 --against governance=1"
    done = CliRunner().invoke(app, words.split())
    assert done.exit_code == 0
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("More is left than with governance=1 in ")]
    told = r"in (\d) of 3 futures, less in (\d): at the worst moment with governance=1, year \S.*\.$"
    more, less = map(int, re.search(told, line).groups())
    assert 0 <= more + less <= 3
    same = CliRunner().invoke(app, [*words.split()[:-1], "governance=0"])
    assert "More is left than with governance=0 in 0 of 3 futures, less in 0: at the worst moment " in same.stdout


def test_what_the_workshop_says_is_what_the_command_prints(several_worlds, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    check_commands(STATES, 3, tmp_path)


SMALL = 'name = "small"\nyears = 16\n[settings]\nneighbourhoods = 6\n'


@pytest.fixture
def in_a_folder(tmp_path, monkeypatch):
    """Where commands are typed, with the file of worlds in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands_in(told: str) -> list[str]:
    return [line for line in told.splitlines() if not line.startswith("#")]


def more_than(said: list[str]) -> str:
    """In how many futures more is left, and in how many less, as a command printed it."""
    (line,) = [line for line in said if line.startswith("More is left than with ")]
    return re.fullmatch(r".* in (\d+ of \d+ futures, less in \d+): .*", line)[1]


def test_every_row_of_what_protects_it_is_what_its_command_prints(several_worlds, scheduler, in_a_folder):
    state = first().in_worlds("plausible").open(parse(SMALL)).begin("3").set("governance", 1 / 3).at(0)
    own, *_, given = (way for way in protections(state) if way != NOTHING)
    assert own.settings["governance"] == 1 / 3 and not given.sold
    (in_a_folder / again.FILE).write_text(state.played.to_toml(), encoding="utf-8")
    nothing = nothing_bought(seen(scheduler, NOTHING.of(state)))
    differing = set()
    ways = (own, protections(state)[2], given)
    for way, line in zip(ways, commands_in(again.protecting(state, ways, 4)), strict=True):
        view = seen(scheduler, way.of(state))
        assert way is not own or f" --set governance={1 / 3!r} " in line
        said, left = printed(line, in_a_folder / "out"), more_left(view, nothing)
        assert view.survives in said and more_than(said) == more_and_less(left)
        differing.add((left, view.survives))
    assert len(differing) > 1, "rows that are all the same show nothing"


@pytest.mark.parametrize("at", ["high", 0.37], ids=["chosen", "fixed"])
def test_every_row_of_a_doubt_is_what_its_commands_print(several_worlds, scheduler, in_a_folder, at):
    state = first().in_worlds("plausible").open(parse(SMALL)).begin("3").keep_in("A")
    state = state.set("governance", 0.7).keep_in("B").doubt("trust_needed")
    trial = Trial("trust_needed", at)
    lines = iter(commands_in(again.doubting(state, trial, 4)))
    found = []
    for slot, kept in state.slots:
        (in_a_folder / f"{slot}.toml").write_text(kept.to_toml(), encoding="utf-8")
        for tried in (False, True):
            row = rows_of(state.row(kept), trial) if tried else state.row(kept)
            left = tally(seen(scheduler, row), seen(scheduler, NOTHING.of(row)))
            found.append(left)
            line = next(lines)
            if slot == "A" and at == "high":  # a command takes a second
                continue
            assert more_than(printed(line, in_a_folder / "out")).startswith(f"{left.number} of {left.futures} "), line
    assert next(lines, None) is None and len(set(found)) > 1


def rows_of(row: Workshop, trial: Trial) -> Workshop:
    """A row with what is tried in it."""
    return row.only(trial.name, trial.at) if isinstance(trial.at, str) else row.set(trial.name, trial.at)


@pytest.mark.parametrize("key", ["1", "2"])
def test_the_line_of_a_round_is_what_its_command_prints(scheduler, in_a_folder, key):
    state = first().in_worlds("central").open(parse(SMALL.replace("16", "20"))).begin(key)
    (in_a_folder / again.FILE).write_text(state.played.to_toml(), encoding="utf-8")
    view = seen(scheduler, state)
    said = printed(again.of_the_round(view, 4), in_a_folder / "out")
    counts = [each for each in said if re.search(r"\d of 4 futures", each) and each in to_say(view)]
    assert len(counts) == 1, (said, to_say(view))
    assert again.of_the_round(seen(scheduler, state.at(90).drop("cut")), 4) == "", "its line has no counts then"
