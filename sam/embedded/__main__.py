import argparse
import errno
import signal
import sys
from pathlib import Path

from sam.embedded.execute import execute
from sam.embedded.supervise import produce_reports, run
from sam.embedded.trouble import Trouble

DESCRIPTION = "Run SAM with PostgreSQL and Redis from wheels, or with those the environment names."


def main():
    # Asked to stop, or left by the terminal, we stop what we started, as with Ctrl-C.
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
    arguments = _arguments()
    try:
        return arguments.command(arguments) or 0
    except Trouble as trouble:
        return _say(trouble)
    except PermissionError as error:
        return _say(
            f"No permission for {error.filename}. "
            "Start as the user who owns it, or take it over (chown)."
        )
    except (FileExistsError, NotADirectoryError) as error:
        return _say(f"{error.filename} is in the way. Move it away and start again.")
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
            raise
        return _say(
            f"{error.strerror}: {error.filename}. Make room, or set SAM_VAR to a folder."
        )
    except KeyboardInterrupt:
        return 130


def _say(trouble):
    print(f"sam: {trouble}", file=sys.stderr)
    return 1


def _arguments():
    parser = argparse.ArgumentParser(
        prog="python -m sam.embedded", description=DESCRIPTION
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run_ = commands.add_parser("run", help="run everything until Ctrl-C")
    run_.add_argument(
        "--demo", metavar="YEAR", help="with the demo and its reports of YEAR"
    )
    run_.set_defaults(command=lambda given: run(demo=given.demo))

    reports = commands.add_parser(
        "reports", help="produce a year's reports as PDF and xlsx"
    )
    reports.add_argument("--year", required=True)
    reports.add_argument("--output", required=True, type=Path, metavar="DIR")
    reports.set_defaults(
        command=lambda given: produce_reports(year=given.year, output=given.output)
    )

    exec_ = commands.add_parser(
        "exec", help="run a command with PostgreSQL and Redis at hand"
    )
    exec_.add_argument(
        "--fresh", action="store_true", help="empty servers, thrown away afterwards"
    )
    exec_.add_argument("words", nargs="+", metavar="CMD")
    exec_.set_defaults(command=lambda given: execute(given.words, fresh=given.fresh))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
