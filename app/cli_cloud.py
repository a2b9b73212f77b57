"""The command line's part of the cloud: what was spent, which providers there are, and the question before something is sent."""

from __future__ import annotations

import argparse
import dataclasses
import queue
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli_output import print_json, print_rows, print_table
from app.core.settings import Settings
from app.errors import AppError, InputError

if TYPE_CHECKING:
    import asyncio

    from app.bootstrap import Services
    from app.core.accounts import Outgoing
    from app.core.gate import Consent

_ANSWERS: dict[str, Consent] = {"y": "send", "yes": "send", "a": "send_all", "all": "send_all"}
_DAYS = 30


def add_cloud_commands(commands: Any, start: Callable[[], Services]) -> None:
    """Add ``usage`` and ``providers``; ``start`` builds the program."""
    usage = commands.add_parser("usage", help="what requests to providers cost, per day, tool and provider")
    usage.add_argument("--days", type=int, default=_DAYS, metavar="N", help=f"of the last N days (default {_DAYS})")
    usage.add_argument("--json", action="store_true")
    usage.set_defaults(command=lambda options: _with(start, lambda services: _usage(services, options)))
    providers = commands.add_parser("providers", help="the servers of the cloud route")
    providers.add_argument("--test", metavar="NAME", help="ask one of them for a word")
    providers.add_argument("--json", action="store_true")
    providers.set_defaults(command=lambda options: _with(start, lambda services: _providers(services, options)))


def _with(start: Callable[[], Services], act: Callable[[Services], int]) -> int:
    services = start()
    try:
        return act(services)
    finally:
        services.close()


def _usage(services: Services, options: argparse.Namespace) -> int:
    ledger, limits = services.accounts.ledger, services.settings.current.spending
    if options.days < 1:
        raise InputError("--days must be at least 1.", field="days")
    if ledger is None:
        raise AppError("The accounts cannot be opened.", hint="See the warning above.")
    rows = ledger.usage(options.days)
    today, month = ledger.spent(ledger.today()), ledger.spent(ledger.today().replace(day=1))
    if options.json:
        limits_json = {"per_day": dict(limits.per_day), "per_month": dict(limits.per_month)}
        costs = {"today": dataclasses.asdict(today), "month": dataclasses.asdict(month)}
        print_json({"rows": [dataclasses.asdict(row) for row in rows], **costs, "limits": limits_json})
        return 0
    columns = ("day", "tool", "provider", "model", "requests", "prompt", "cached", "answer", "cost")
    cells = [
        (
            *(row.day, row.tool or "(test)", row.provider, row.model, row.requests),
            *(row.prompt_tokens, row.cached_tokens, row.completion_tokens, row.cost.words),
        )
        for row in rows
    ]
    if cells:
        print_table(columns, cells)
    else:
        print(f"No request went to a provider in the last {options.days} days.")
    print(f"\nToday: {today.words}{_of(limits.per_day)}. This month: {month.words}{_of(limits.per_month)}.")
    return 0


def _of(limits: Any) -> str:
    from app.core.money import money

    said = ", ".join(money(amount, currency) for currency, amount in limits.items())
    return f" (limit {said})" if said else ""


def _providers(services: Services, options: argparse.Namespace) -> int:
    settings = services.settings.current
    if options.test is not None:
        return _test(services, options.test, as_json=options.json)
    rows = []
    for name, provider in settings.providers.items():
        place = services.keys.where(_host(provider.base_url))
        rows.append(
            {
                "name": name,
                "base_url": provider.base_url,
                "model": provider.model or "(the first that the server lists)",
                "in_force": "in force" if name == settings.cloud.provider else "",
                "source": "" if name in services.settings.stored.providers else "this start alone",
                "key": place.text,
                "key_kind": place.kind,
            }
        )
    if not options.json:
        for row in rows:
            del row["key_kind"]
    print_rows(rows, as_json=options.json)
    return 0


def _test(services: Services, name: str, *, as_json: bool) -> int:
    server = services.engines.server(name)
    if server is None:
        known = ", ".join(services.settings.current.providers)
        raise InputError(f"There is no provider “{name}”.", field="test", hint=f"Known: {known}.")
    said = services.loop.submit(server.check(services.engines.cloud(name))).result()
    if as_json:
        print_json({"name": name, "answer": said})
    else:
        print(said)
    return 0


def _host(base_url: str) -> str:
    from app.core.keys import provider_of

    return provider_of(base_url)


class Questioner:
    """Asks on the terminal before something is sent. The run waits on its thread; the question is put on the main one.

    Args:
        yes: whether everything may be sent without a question (``--yes``).
    """

    def __init__(self, *, yes: bool) -> None:
        self._yes = yes
        self._open: queue.SimpleQueue[tuple[Outgoing, asyncio.Future[Consent]]] = queue.SimpleQueue()
        self.declined = False

    @property
    def can_ask(self) -> bool:
        """Whether there is anybody to answer."""
        return self._yes or bool(sys.stdin and sys.stdin.isatty())

    async def confirm(self, outgoing: Outgoing) -> Consent:
        """See ``app.core.gate.Confirm``."""
        import asyncio

        if self._yes:
            return "send_all"
        answer: asyncio.Future[Consent] = asyncio.get_running_loop().create_future()
        self._open.put((outgoing, answer))
        return await answer

    def serve(self) -> None:
        """Put the questions that wait, on the main thread."""
        while not self._open.empty():
            outgoing, answer = self._open.get()
            print(described(outgoing), file=sys.stderr)
            print("Send it? y: yes, a: all of this run, anything else: no › ", end="", file=sys.stderr, flush=True)
            consent = _ANSWERS.get(sys.stdin.readline().strip().lower(), "decline")
            self.declined = self.declined or consent == "decline"
            answer.get_loop().call_soon_threadsafe(_give, answer, consent)


def _give(answer: asyncio.Future[Consent], consent: Consent) -> None:
    if not answer.done():
        answer.set_result(consent)


def described(outgoing: Outgoing) -> str:
    """A request in words, with its exact messages."""
    engine = outgoing.engine
    cost = outgoing.cost.words if outgoing.cost else "nothing"
    facts = (
        f"This would be sent to {engine.location or engine.device}, model {engine.model}: {outgoing.size_bytes:,} bytes, "
        f"at most {outgoing.prompt_tokens:,} tokens and {outgoing.answer_tokens:,} of the answer. Cost: {cost}."
    )
    parts = [f"[{message.role}]\n{message.content}" for message in outgoing.messages]
    return "\n\n".join(["", facts, *parts, ""])


def private_source(settings: Settings, sources: Iterable[Path]) -> str:
    """Why what was read from files must stay on this machine; empty if it need not."""
    if not settings.private_paths:
        return ""
    from app.core.privacy import private_file_reason  # most people mark nothing

    return next((reason for path in sources if (reason := private_file_reason(settings, path))), "")


def standard_input_file() -> list[Path]:
    """The file that standard input was taken from (``< FILE``), where the system tells."""
    try:
        path = Path("/proc/self/fd/0").readlink()
    except OSError:
        return []
    return [path] if path.is_absolute() and path.is_file() else []
