"""Entry: ``polymath``, or ``python -m app``. The worker is dispatched before anything else is imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence

_WINDOW_OPTIONS = frozenset({"--screenshot"})


def main(argv: Sequence[str] | None = None) -> int:
    """Run the worker, a command, or the window; returns the exit status."""
    args = list(sys.argv[1:] if argv is None else argv)
    if args[:1] == ["--worker"]:
        from app.worker.__main__ import main as worker_main  # the worker must not pay for the command line

        return worker_main(args[1:])
    if args and args[0] not in _WINDOW_OPTIONS:
        try:
            from app.cli import main as cli_main  # the window must not pay for it

            return cli_main(args)
        except KeyboardInterrupt:  # while modules are read, or a second time while the first is obeyed
            return 130
    from app.ui.application import main as window_main  # Qt comes in here, and only here

    return window_main(args)


if __name__ == "__main__":
    sys.exit(main())
