"""The guide's examples run as they stand, on small designs."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import sys
import tomllib

import matplotlib.pyplot as plt
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import simulation
from simulation.sweep import sweep
from simulation.sweep.design import parse, plan
from tests.analysis.many_worlds import made_up
from tests.documents import DOCS, blocks, give, smaller

EXAMPLES = blocks("guide.md")
CODE = [(language, text) for language, text in EXAMPLES if language in ("python", "sh") and "SLURMCluster" not in text]
DESIGN = next(text for language, text in EXAMPLES if language == "toml" and "sampler" in text)
SIZES = {
    "--replicates 200": "--replicates 4",
    "replicates = 20\n": "replicates = 4\n",
    '"replicates": 30': '"replicates": 6',
    "=50": "=2",
    "=20": "=2",
    "policies=5": "policies=2",
    " 16,": " 2,",
    " 200,": " 4,",
}
WITH_XARRAY = importlib.util.find_spec("xarray") is not None


@pytest.mark.filterwarnings("default")
def test_examples(tmp_path, monkeypatch, capsys):
    pytest.importorskip("ema_workbench")
    monkeypatch.chdir(tmp_path)
    small = parse(DESIGN, "protection").model_copy(update={"points": 8, "replicates": 6, "spells": True})
    assert sweep(plan(small), tmp_path / "results" / "protection")
    simulation.run("leadership-change", replicates=2).save(tmp_path / "results" / "leadership")
    (tmp_path / "results" / "worlds").mkdir()
    sets = pa.table({"fatigue_growth": [0.02, 0.1], "figure S1.1": [0.1, 0.11]})
    pq.write_table(sets, tmp_path / "results" / "worlds" / "accepted.parquet")
    one = DESIGN.partition("sampler")[0] + "replicates = 120\nmonths = 84"
    assert sweep(plan(parse(one, "many-worlds"), worlds=made_up()), tmp_path / "results" / "many-worlds")
    for text in (text for language, text in EXAMPLES if language == "toml"):
        if name := re.match(r"# (\S+\.toml)\n", text):
            (tmp_path / name[1]).write_text(smaller(text, SIZES), encoding="utf-8")
    names: dict[str, object] = {}
    said = ""
    for language, text in CODE if WITH_XARRAY else (each for each in CODE if "xarray" not in each[1]):
        if language == "sh":
            said += give("guide.md", smaller(text, SIZES))
        else:
            exec(compile(smaller(text, SIZES), "docs/guide.md", "exec"), names)
    plt.close("all")
    assert "is no factor's, but chance" in capsys.readouterr().out
    for words in ("trust (index; more is better): ", "Blueham, less what they do in Redtown: ", "│ resistance "):
        assert words in said
    assert "once, in a month" in said and r"\begin{longtable}" in (tmp_path / "ranges.tex").read_text(encoding="utf-8")
    assert "leader_exit" in json.loads((tmp_path / "results" / "outside" / "manifest.json").read_text())["outside"]
    assert names["exits"].replicates == 6
    assert (tmp_path / "results" / "two-towns" / "between_councils.png").exists()


def test_the_cluster_example_is_python():
    [text] = [text for language, text in EXAMPLES if "SLURMCluster" in text and language == "python"]
    compile(text, "docs/guide.md", "exec")


def test_whatever_examples_import_is_declared_or_said_how_to_install():
    project = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *(each for of in project["optional-dependencies"].values() for each in of)]
    known = {re.split(r"[^\w-]", each)[0].lower().replace("_", "-") for each in declared} | {"simulation"}
    said = set(re.findall(r"`pip install ([\w-]+)`", (DOCS / "guide.md").read_text(encoding="utf-8")))
    for _, text in (each for each in EXAMPLES if each[0] == "python"):
        for node in ast.walk(ast.parse(text)):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            for name in (each.partition(".")[0] for each in names):
                assert name in sys.stdlib_module_names or name.lower().replace("_", "-") in known | said, name
