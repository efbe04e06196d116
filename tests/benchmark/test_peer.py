"""The plain peer is the same model: with the same draws the same history, to the last bit."""

from __future__ import annotations

from benchmarks.peer.handle import Peer
from benchmarks.workload import SEED, prepare
from simulation.ensemble import run_replicate


def test_the_peer_has_the_ensembles_history():
    prepared = prepare()
    months = 4
    compiled = run_replicate(prepared.plan, prepared.one_arm._replace(months=months, fork=months), SEED, 0)
    with Peer() as peer:
        found = peer.ask(keyed=months)
        own = peer.ask(replicate=0)
    assert found["measures"] == compiled.measures[0].tolist()
    assert own["seconds"] > 0 and not own["changes_lost"] and own["spells"] > 0
