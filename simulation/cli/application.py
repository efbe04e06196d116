"""The commands and how they end: status 0 done, 1 failed while running, 2 wrong use, 130 stopped by the user.

Wrong use is answered with one clear line on the standard error stream, never with a traceback.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from simulation.cli.app_command import workshop
from simulation.cli.bench_command import bench
from simulation.cli.calibrate_command import calibrate
from simulation.cli.check_command import check
from simulation.cli.council_command import council
from simulation.cli.councils_command import councils
from simulation.cli.export_command import export
from simulation.cli.fingerprint_command import fingerprint
from simulation.cli.list_command import scenarios
from simulation.cli.measures_command import measures
from simulation.cli.parameters_command import parameters
from simulation.cli.report_command import report
from simulation.cli.run_command import run
from simulation.cli.show_command import show
from simulation.cli.status import STOPPED, WRONG_USE, complain
from simulation.cli.streams import lenient
from simulation.cli.sweep_command import sweep
from simulation.cli.validate_command import validate
from simulation.cli.worlds_command import worlds
from simulation.world.errors import shown


class OneLineErrors(TyperGroup):
    """A group of commands that answers wrong use with one line instead of a usage text and a box."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line; exit with its status when ``standalone_mode`` is on."""
        with lenient():
            status = self._status(args, prog_name, complete_var, standalone_mode, windows_expand_args, **extra)
        if standalone_mode:
            sys.exit(status if isinstance(status, int) else 0)
        return status

    def _status(
        self,
        args: Sequence[str] | None,
        prog_name: str | None,
        complete_var: str | None,
        standalone_mode: bool,
        windows_expand_args: bool,
        **extra: Any,
    ) -> Any:
        for word in sys.argv[1:] if args is None else args:
            if "\0" in word and standalone_mode:  # libraries differ in where they trip over it
                complain(f"coproduction: {shown(word)} holds a null character, which nothing here can have", "")
                return WRONG_USE
        try:
            status = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except (KeyboardInterrupt, typer.Abort):
            status = STOPPED
        except Exception as error:
            # The parser's own errors live in different modules in different versions of typer; all can describe
            # themselves. What cannot is a fault of the program and keeps its traceback.
            describe = getattr(error, "format_message", None)
            if describe is None or not standalone_mode:
                raise
            complain(_one_line(describe(), _given(error), _asked(error)), "")
            status = WRONG_USE
        if status == STOPPED:
            print("stopped", file=sys.stderr)
        return status


def _given(error: BaseException) -> str:
    """``", not 'x'"``: what stood in the place of a number, where the parser's own message leaves it out."""
    problems = getattr(error.__context__, "errors", None)  # of pydantic, which newer versions of typer ask
    return f", not {shown(problems()[0]['input'])}" if problems is not None else ""


def _asked(error: BaseException) -> str:
    """The command that was used wrongly, where there is one: its own help says more than that of all."""
    context = getattr(error, "ctx", None)
    return f" {context.info_name}" if context is not None and context.parent is not None else ""


def _one_line(message: str, given: str, command: str) -> str:
    line = (
        " ".join(message.split()).replace("Input should be", "it must be").partition(", unable to parse")[0].rstrip(".")
    )
    return f"coproduction: {line[:1].lower()}{line[1:]}{given}; 'coproduction{command} --help' lists what there is"


def _version(wanted: bool) -> None:
    if wanted:
        from simulation import __version__
        from simulation.engine.versions import code_version, recorded_fingerprint

        print(f"coproduction {__version__}, code {code_version()}, fingerprint {recorded_fingerprint()}")
        raise typer.Exit


app = typer.Typer(
    cls=OneLineErrors,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Can full co-production of public services survive political change? Simulate it with and without.",
    epilog="A scenario is a name of the library ('coproduction scenarios') or a file of your own ending in .toml.",
)


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Print the versions of package, code and behaviour, and exit.",
            callback=_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """What can be asked without a command."""


app.command()(scenarios)
app.command()(show)
app.command()(parameters)
app.command()(measures)
app.command()(councils)
app.command()(council)
app.command()(run)
app.command()(validate)
app.command()(sweep)
app.command()(calibrate)
app.command()(worlds)
app.command()(report)
app.command()(export)
app.command()(check)
app.command()(bench)
app.command()(fingerprint)
app.command(name="app")(workshop)


def main() -> None:
    """Entry point of the command ``coproduction``."""
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:  # whoever asks it to end loses no more than by Ctrl-C
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    app(prog_name="coproduction")
