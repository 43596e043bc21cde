import argparse
import errno
import signal
import sys

from sam.embedded.execute import execute
from sam.embedded.trouble import Trouble


def main():
    # Asked to stop, we stop what we started: the same way as with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    arguments = _arguments()
    try:
        return arguments.command(arguments)
    except Trouble as trouble:
        return _say(trouble)
    except PermissionError as error:
        return _say(
            f"No permission for {error.filename}. "
            "Start as the user who owns it, or take it over (chown)."
        )
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
            raise
        return _say(f"{error.strerror}: {error.filename}. Make room, or set SAM_VAR to a folder.")
    except KeyboardInterrupt:
        return 130


def _say(trouble):
    print(f"sam: {trouble}", file=sys.stderr)
    return 1


def _arguments():
    parser = argparse.ArgumentParser(prog="python -m sam.embedded", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    exec_ = commands.add_parser("exec", help="run a command with PostgreSQL and Redis at hand")
    exec_.add_argument("--fresh", action="store_true", help="empty servers, thrown away afterwards")
    exec_.add_argument("words", nargs="+", metavar="CMD")
    exec_.set_defaults(command=lambda given: execute(given.words, fresh=given.fresh))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
