"""Numbers in documents are those of published results, made anew where they are quoted."""

from __future__ import annotations

import pytest

from tests.experiments.test_runner import FOLDER, script

ROWS = [
    {"headline": "lost", "what": "lost", "estimate": "0.2912", "low": "0.08", "high": "0.523", "sign_share": "0.97"},
    {
        "headline": "kept",
        "what": "difference",
        "estimate": "-0.031",
        "low": "-0.05",
        "high": "0.01",
        "sign_share": "0.8",
        "kind": "contested",
        "side": "fatigue is on",
        "side_share": "0.84",
    },
    {"headline": "kept", "what": "level", "estimate": "0.2", "low": "0.1", "high": "0.3", "kind": "no direction"},
]


@pytest.fixture
def quoted(monkeypatch):
    monkeypatch.syspath_prepend(str(FOLDER))
    return script("quoted")


CLAIMS = [
    {"claim": "M8", "said": ""},
    {
        "claim": "M9",
        "kind": "contested",
        "said": "full co-production 4 % (1 to 10): level in the last year of `baseline`",
    },
]
PUBLISHED = {"change": ROWS, "claims": CLAIMS}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("change: lost: number", "29.1 %"),
        ("change: lost: band", "29.1 % (8.0 to 52.3)"),
        ("change: lost: worlds", "97 %"),
        ("change: kept (difference): band", "−3.1 percentage points (−5.0 to +1.0)"),
        ("change: kept (level): band", "20.0 % (10.0 to 30.0)"),
        ("change: kept (difference): kind", "*contested*, 84 % where fatigue is on"),
        ("change: kept (level): kind", "*no direction*"),
        ("claims: M9: kind", "*contested*"),
        ("claims: M9: said", "full co-production 4 % (1 to 10)"),
    ],
)
def test_a_number_is_made_anew_where_it_is_quoted(quoted, asked, said):
    text = f"It takes <!-- {asked} -->a made-up number<!-- end --> of it, and <!-- validation: x -->\nis left alone."
    found = quoted.rewritten(text, PUBLISHED.__getitem__)
    assert found == text.replace("a made-up number", said)
    assert quoted.rewritten(found, PUBLISHED.__getitem__) == found


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("change: kept: number", "2 headlines are 'kept'"),
        ("change: lots: number", "0 headlines are 'lots'; .*lost"),
        ("change: lost: share", "it must be one of number, band, worlds"),
        ("change: lost: kind", "before headlines had a kind"),
        ("change: one world: worlds", "asked in one world only"),
    ],
)
def test_what_was_not_published_cannot_be_quoted(quoted, asked, why):
    rows = [*ROWS, {"headline": "one world", "what": "lost", "estimate": "0.2", "low": "0.1", "high": "0.3"}]
    with pytest.raises(quoted.Misquoted, match=why):
        quoted.rewritten(f"<!-- {asked} -->1<!-- end -->", lambda _: rows)


def test_documents_quote_what_is_published(quoted):
    for name in quoted.DOCUMENTS:
        text = (FOLDER.parent / name).read_text(encoding="utf-8")
        assert quoted.rewritten(text, quoted.published) == text, f"{name}: run python experiments/quoted.py"
