"""Wrong use: status 2, one clear line on the standard error stream, no traceback, nothing run and nothing written."""

import pytest
from typer.testing import CliRunner

import simulation.ensemble
from simulation.cli import app

RUN = ("run", "leadership-change")
WRONG = [
    ((), "missing command"),
    (("rn",), "no such command 'rn'"),
    (("run",), "missing argument"),
    (("export", "."), "missing option '--out'; 'coproduction export --help' lists what there is"),
    ((*RUN, "--moths", "3"), "no such option: --moths"),
    (("run", "leadership-chang"), "unknown scenario 'leadership-chang'; did you mean 'leadership-change'?"),
    (("run", "missing.toml"), "there is no scenario file 'missing.toml'"),
    (("run", "broken.toml"), "broken.toml: not valid TOML at line 1, column 9: Invalid value, in: years = = 20"),
    (("run", "wrong.toml"), "wrong.toml: unknown key 'yeers'; did you mean 'years'?"),
    (("show", "sheffeld"), "unknown scenario 'sheffeld'; did you mean 'sheffield'?"),
    ((*RUN, "--replicates", "-1"), "--replicates -1: it must be a whole number from 1 to"),
    ((*RUN, "--replicates", "0"), "--replicates 0: it must be a whole number from 1 to"),
    ((*RUN, "--replicates", "many"), "invalid value for '--replicates'"),
    ((*RUN, "--seed", "x"), "it must be a whole number of at most 18 digits, not 'x'"),
    ((*RUN, "--vote"), "--vote: it needs --councils FILE"),
    ((*RUN, "--seed", "-1"), "--seed -1: it must be a whole number from 0 to 4294967295"),
    ((*RUN, "--seed", str(2**32)), "--seed 4294967296: it must be a whole number from 0 to 4294967295"),
    ((*RUN, "--months", "0"), "--months 0: it must be a whole number from 1 to 720"),
    ((*RUN, "--months", "721"), "--months 721: it must be a whole number from 1 to 720"),
    ((*RUN, "--workers", "0"), "--workers 0: it must be a whole number from 1 to"),
    ((*RUN, "--set", "neighbourhoods"), "--set neighbourhoods: write it as --set key=value"),
    ((*RUN, "--set", "=3"), "--set =3: write it as --set key=value"),
    ((*RUN, "--set", "neighbourhoods=few"), "--set neighbourhoods=few: 'few' is not a number"),
    ((*RUN, "--set", "neighborhoods=3"), "unknown setting 'neighborhoods'; did you mean 'neighbourhoods'?"),
    (
        (*RUN, "--set", "cut.size=-0.3"),
        "'cut.size': leadership-change has no event or council 'cut'; it has: hostile-leadership",
    ),
    ((*RUN, "--set", "neighbourhoods=0"), "neighbourhoods = 0 is out of range: it must be a whole number from"),
    ((*RUN, "--set", "neighbourhoods=inf"), "'inf' is not a number"),
    ((*RUN, "--set", "neighbourhoods=3.5"), "neighbourhoods = 3.5 is out of range"),
    ((*RUN, "--without", "hostile-leader"), "no event 'hostile-leader'; did you mean 'hostile-leadership'?"),
    (("run", "baseline", "--without", "anything"), "baseline has no event 'anything'; it has none"),
    ((*RUN, "--out", "wrong.toml"), "wrong.toml is not a folder"),
    ((*RUN, "--out", "wrong.toml/results"), "wrong.toml is a file, not a folder"),
    ((*RUN, "--out", "."), "holds other files than results"),
    ((*RUN, "--out", ""), "holds other files than results"),
    (("app", "--public-address", "a"), "--public-address 'a': write it as https://council.example/workshop"),
    (("app", "--allow-origin", "*"), "--allow-origin '*': write it as https://council.example"),
    (("app", "--allow-embed", "*"), "--allow-embed '*': write it as https://council.example"),
    (("app", "--allow-embed", "https://a.example/page"), "--allow-embed 'https://a.example/page': write it as https"),
    (("app", "--proxy", "10.0.0.7"), "--proxy: it needs --public-address URL"),
    (
        ("app", "--public-address", "http://a", "--proxy", "b"),
        "--proxy 'b': it must be an address or a network, such as",
    ),
    (("calibrate", "new", "--turns", "0"), "--turns 0: it must be a whole number from 1 to 12"),
    (("calibrate", "new", "--set", "planning_tedium=0"), "--set is for --again"),
    (("calibrate", "new", "--again", "plausible", "--set", "tedium=0"), "unknown setting 'tedium'"),
    (("app", "--check", "--prepare"), "--check, --prepare and --rehearse: give one of them"),
    (("app", "--rehearse", "--check"), "--check, --prepare and --rehearse: give one of them"),
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working folder with two scenario files that cannot be used, in which nothing may be simulated."""

    def never(*args, **options):
        raise AssertionError("this must not be run")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(simulation.ensemble, "run", never)
    (tmp_path / "broken.toml").write_text("years = = 20")
    (tmp_path / "wrong.toml").write_text("yeers = 20")
    return tmp_path


@pytest.mark.parametrize(("arguments", "message"), WRONG, ids=[" ".join(arguments) for arguments, _ in WRONG])
def test_wrong_use(folder, arguments, message):
    result = CliRunner().invoke(app, list(arguments))
    assert message in result.stderr
    assert result.exit_code == 2
    assert result.stdout == "" and result.stderr.count("\n") == 1 and "Traceback" not in result.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["broken.toml", "wrong.toml"]


@pytest.mark.parametrize("command", [RUN, ("validate", "--quick")])
def test_a_place_in_which_nothing_can_be_written(folder, monkeypatch, command):
    """Permissions do not tell (an administrator has them all, a full disk grants them), so writing is tried."""

    def fails(*args, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", fails)
    result = CliRunner().invoke(app, [*command, "--out", "results"])
    assert result.exit_code == 2 and result.stderr.count("\n") == 1
    assert "--out results: nothing can be written in" in result.stderr and "No space left" in result.stderr
