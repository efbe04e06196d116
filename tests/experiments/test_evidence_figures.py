"""What docs/evidence.md says of the published files is what a command prints from them."""

import runpy
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
COUNCILS = [DATA / "council-composition-1973-2015.csv", DATA / "council-composition-2016-2026.csv"]
SPENDING = DATA / "core-spending-power-change.csv"


@pytest.mark.skipif(not SPENDING.is_file(), reason="the real files are not there: ../shared/data")
def test_figures_of_the_evidence_are_printed(monkeypatch, capsys):
    words = [word for path in COUNCILS for word in ("--councils", str(path))]
    monkeypatch.setattr(sys, "argv", ["evidence_figures.py", *words, "--spending", str(SPENDING)])
    runpy.run_path(str(ROOT / "experiments" / "evidence_figures.py"), run_name="__main__")
    printed = capsys.readouterr().out
    evidence = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8").replace("−", "-")
    for in_print, in_document in (
        ("1975-2024: control changes 9.8%, largest party 6.6%", "9.8 % in 1975–2024"),
        ("2000-2024: control changes 10.5%, largest party 7.2%", "6.6 % in 1975–2024; 7.2 % in 2000–2024"),
        ("SD of the yearly rate 6.9 points, by chance alone 1.4", "SD 6.9 pp in 1975–2024, 6.1 in 2000–2024"),
        ("SD of the yearly rate 6.1 points, by chance alone 1.5", "chance alone would give 1.4 and 1.5"),
        ("2024: 39% of 371 councils", "33 % in 2000, 19 % in 2015, 39 % in 2024"),
        ("lost councils on balance in 40 of 51 years", "40 of 51"),
        ("2011/12: -5.9 %", "2011/12 -5.9 %, 12/13 -4.8, 13/14 -1.0, 14/15 -2.7, 15/16 -2.5, 16/17 -0.8, 17/18 -2.4"),
        ("2019/20: +6.5 %, SD 4.7, 332 councils", "18/19 -1.2, 19/20 +6.5"),
    ):
        assert in_print in printed and in_document in evidence
