"""What providers charge per million tokens: a table that ships, and the person's own, which wins.

A price that stands in neither is unknown, and is said so: it is never taken for nothing. A server on this machine costs nothing, unless
the person's own table names its host.
"""

from __future__ import annotations

import math
import os
import threading
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from app.core.keys import is_loopback, provider_of
from app.core.messages import Usage
from app.core.money import CURRENCIES, Cost
from app.errors import SettingsError, StorageError

_MILLION = 1_000_000
_NUMBERS = ("input", "output", "cached")


@dataclass(frozen=True, slots=True)
class Price:
    """One row of a table.

    Attributes:
        models: patterns of model names, as ``gpt-5-mini*``.
        input: per million tokens of the prompt.
        output: per million tokens of the answer, thoughts included.
        cached: per million tokens of the prompt that the provider had in its cache; None for the price of ``input``.
        currency: never converted.
        host: pattern of the server's host.
        max_prompt_tokens: the row holds for prompts up to this length; 0 for all. A longer one has another price, or none that is known.
        source: where the price was read.
        date: when, ``YYYY-MM-DD``.
        note: what else is to be known of it.
    """

    models: tuple[str, ...]
    input: float
    output: float
    cached: float | None = None
    currency: str = "USD"
    host: str = "*"
    max_prompt_tokens: int = 0
    source: str = ""
    date: str = ""
    note: str = ""

    def matches(self, host: str, model: str, prompt_tokens: int = 0) -> bool:
        """Whether this row is about a model of a server, and holds for a prompt of this length."""
        fits = not self.max_prompt_tokens or prompt_tokens <= self.max_prompt_tokens
        known = any(fnmatchcase(model.lower(), pattern.lower()) for pattern in self.models)
        return fits and known and fnmatchcase(host.lower(), self.host.lower())

    def cost(self, prompt_tokens: int, completion_tokens: int, cached_tokens: int = 0) -> float:
        """What tokens cost, in this row's currency; cached ones are part of the prompt."""
        cached_tokens = min(cached_tokens, prompt_tokens)
        cached = self.input if self.cached is None else self.cached
        sums = (prompt_tokens - cached_tokens) * self.input + cached_tokens * cached + completion_tokens * self.output
        return sums / _MILLION

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What a table holds once."""
        return self.host, self.models


FREE = Price(("*",), 0.0, 0.0, currency="")
"""Of a server on this machine."""


def cost_of(price: Price | None, usage: Usage) -> Cost:
    """What a request cost whose tokens are counted; unknown without a price."""
    if price is None:
        return Cost(unknown=1, estimated=usage.estimated)
    if price is FREE:
        return Cost()
    amount = price.cost(usage.prompt_tokens, usage.completion_tokens, usage.reused_tokens)
    return Cost({price.currency: amount}, estimated=usage.estimated)


class PriceBook:
    """Both tables; the person's own is read anew when its file has changed. Safe to call from any thread.

    Args:
        shipped: the table that ships.
        own: the person's; need not exist.
    """

    def __init__(self, shipped: Path, own: Path) -> None:
        self._shipped = shipped
        self._own = own
        self._lock = threading.Lock()
        self._read: dict[Path, tuple[float, tuple[Price, ...], SettingsError | None]] = {}

    @property
    def path(self) -> Path:
        """The person's own table."""
        return self._own

    @property
    def trouble(self) -> SettingsError | None:
        """Why the person's own table cannot be used. While it cannot, every price is unknown: which rows it would change is not known."""
        return self._table(self._own)[1]

    def own(self) -> tuple[Price, ...]:
        """The person's rows."""
        return self._table(self._own)[0]

    def shipped(self) -> tuple[Price, ...]:
        """The rows that ship."""
        return self._table(self._shipped)[0]

    def find(self, base_url: str, model: str, prompt_tokens: int = 0) -> Price | None:
        """The price of a model of a server for a prompt of this length; None if it is unknown."""
        host = provider_of(base_url)
        rows, trouble = self._table(self._own)
        if trouble is not None:
            return FREE if is_loopback(base_url) else None
        for row in rows:
            if row.matches(host, model, prompt_tokens) and (row.host != "*" or not is_loopback(base_url)):
                return row
        if is_loopback(base_url):
            return FREE
        return next((row for row in self.shipped() if row.matches(host, model, prompt_tokens)), None)

    def put(self, price: Price) -> None:
        """Keep a row in the person's own table; it takes the place of the one for the same host and models.

        Raises:
            SettingsError: the table cannot be read, or the row makes no sense.
            StorageError: it cannot be written.
        """
        _check(price, self._own)
        self._write([row for row in self._readable() if row.key != price.key] + [price])

    def remove(self, price: Price) -> None:
        """Take a row out of the person's own table.

        Raises:
            SettingsError: the table cannot be read.
            StorageError: it cannot be written.
        """
        self._write([row for row in self._readable() if row.key != price.key])

    def _readable(self) -> tuple[Price, ...]:
        rows, trouble = self._table(self._own)
        if trouble is not None:
            raise trouble
        return rows

    def _table(self, path: Path) -> tuple[tuple[Price, ...], SettingsError | None]:
        try:
            changed = path.stat().st_mtime_ns
        except OSError:
            return (), None
        with self._lock:
            known = self._read.get(path)
            if known is None or known[0] != changed:
                known = (changed, *_table_of(path))
                self._read[path] = known
            return known[1], known[2]

    def _write(self, rows: Sequence[Price]) -> None:
        """Rows that stay keep their place and their comments."""
        import tomlkit  # only needed to write

        draft = self._own.with_suffix(f".toml.new-{os.getpid()}")
        try:
            text = self._own.read_text(encoding="utf-8") if self._own.exists() else ""
            document = tomlkit.parse(text)
            table = tomlkit.aot()
            old = {_price(row, self._own).key: row for row in document.get("prices", [])}
            before = {price.key: price for price in self._readable()}
            for price in rows:
                kept = old.get(price.key) if before.get(price.key) == price else None
                table.append(kept if kept is not None else tomlkit.item(_plain(price)))
            document["prices"] = table
            self._own.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(tomlkit.dumps(document), encoding="utf-8")
            os.replace(draft, self._own)
        except OSError as error:
            raise StorageError(
                f"The prices cannot be saved to {self._own}: {error.strerror}.",
                hint="Free some space or make the folder writable.",
            ) from error
        with self._lock:
            self._read.pop(self._own, None)


def _plain(price: Price) -> dict[str, Any]:
    row = {name: value for name, value in asdict(price).items() if value not in (None, "", 0)}
    return {**row, "models": list(price.models), "input": price.input, "output": price.output}


def _table_of(path: Path) -> tuple[tuple[Price, ...], SettingsError | None]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        rows = data.get("prices", [])
        if not isinstance(rows, list):
            raise _nonsense(path, "[[prices]] is no list of rows")
        return tuple(_price(row, path) for row in rows), None
    except SettingsError as error:
        return (), error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return (), _nonsense(path, str(error))


def _price(row: Any, path: Path) -> Price:
    if not isinstance(row, Mapping):
        raise _nonsense(path, "a row is no table")
    models = row.get("models")
    if isinstance(models, str):
        models = [models]
    if unknown := set(row) - set(Price.__dataclass_fields__):
        raise _nonsense(path, f"a row has no “{min(unknown)}”")
    if not isinstance(models, list) or "input" not in row or "output" not in row:
        raise _nonsense(path, "a row needs models, input and output")
    values = {name: value for name, value in row.items() if name != "models"}
    price = Price(tuple(str(model) for model in models), **values)
    _check(price, path)
    return price


def _check(price: Price, path: Path) -> None:
    if not price.models or not all(price.models):
        raise _nonsense(path, "a row names no model")
    for name in _NUMBERS:
        value = getattr(price, name)
        if value is None and name == "cached":
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
            raise _nonsense(path, f"{name} is {value!r}, which is no price")
    if price.currency not in CURRENCIES:
        raise _nonsense(path, f"the currency is {price.currency!r}; it must be one of {', '.join(CURRENCIES)}")


def _nonsense(path: Path, why: str) -> SettingsError:
    return SettingsError(
        f"The price table {path} cannot be used: {why}.",
        hint="Mend it; until then the price of every model is unknown.",
    )
