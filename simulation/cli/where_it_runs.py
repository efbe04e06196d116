"""What several commands ask of where they compute: threads of this machine, or a dask scheduler."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.status import check_range, refuse, whole
from simulation.world.limits import MOST_WORKERS

if TYPE_CHECKING:
    from concurrent.futures import Executor

Workers = Annotated[
    int | None,
    typer.Option(parser=whole, metavar="INTEGER", help="Threads; by default one per core.", show_default=False),
]
Dask = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Run on this dask scheduler, tcp://HOST:PORT.", show_default=False),
]


def check_workers(workers: int | None, dask: str | None = None) -> None:
    """Refuse a number of threads that cannot be, or that a scheduler would make idle words."""
    check_range("--workers", workers, 1, MOST_WORKERS)
    if dask is not None and workers is not None:
        refuse("--workers and --dask: give one of the two; with --dask the workers are those of the scheduler")


@contextmanager
def dask_executor(address: str | None) -> Iterator[Executor | None]:
    """The executor of a dask scheduler, or none."""
    if address is None:
        yield None
        return
    try:
        from distributed import Client
    except ImportError:
        refuse("--dask needs dask: pip install 'coproduction[cluster]'")
    try:
        client = Client(address, timeout=20)
    except (OSError, ValueError, TimeoutError) as error:
        refuse(f"--dask {address}: there is no dask scheduler to be reached ({type(error).__name__})")
    with client:
        yield client.get_executor()
