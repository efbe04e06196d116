"""``coproduction fingerprint``: whether the model does here, to the bit, what is recorded."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from simulation.cli.status import FAILED, refuse, say


def fingerprint(
    write: Annotated[
        bool, typer.Option("--write", help="Record what this code does, after a change that is meant to alter results.")
    ] = False,
) -> None:
    """Compare what eight small worlds do here, to the bit, with what is recorded: seconds, once the model is compiled.

    Status 0 if all is the same, 1 with the list of what differs.
    """
    from simulation.engine.versions import FINGERPRINT, ROOT, recorded_fingerprint
    from simulation.results import fingerprint as record
    from simulation.results.atomic import write_text
    from simulation.results.provenance import git_state

    if write and git_state(ROOT)[0] is None:
        refuse(
            f"--write: {ROOT} is no checkout of git, and the recorded fingerprint changes only together with sources"
        )
    found = record.text()
    wrong = record.differences(found, record.recorded())
    if write:
        write_text(FINGERPRINT, found)
        told = "say in CHANGELOG.md why it changed" if wrong else "nothing has changed"
        say(f"Fingerprint {recorded_fingerprint()} is written to {FINGERPRINT}; {told}.")
        return
    if not wrong:
        say(f"This installation gives the recorded results to the bit (fingerprint {recorded_fingerprint()}).")
        return
    for (world, arm), parts in wrong.items():
        say(f"{world}, {arm}: {', '.join(parts)}")
    print(
        f"coproduction: {len(wrong)} of the small worlds' arms differ from the recorded fingerprint "
        f"{recorded_fingerprint()}; if the change is meant, 'coproduction fingerprint --write' records it",
        file=sys.stderr,
    )
    raise typer.Exit(FAILED)
