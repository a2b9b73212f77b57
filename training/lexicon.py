"""Make ``plugins/bookkeeping/lexicon.json`` and ``fields.json``: which words speak of which kind of expense or income.

Counted from the word lists of the bookkeeping generator: what people buy, the vendors, the names of accounts; with them the things that
belong to nouns of accounts' names. Run it after a change there: ``python -m training.lexicon``.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from plugins.bookkeeping import fields
from plugins.bookkeeping.lexicon import FILE, count

_LISTS = Path(__file__).parent / "generators"
_IS_RUN = re.compile("[ ]|^[\u3400-\u9fff]{3}$")
_FIELD = re.compile(r"\{\w+\}")


def main() -> None:
    accounts = tomllib.loads((_LISTS / "book_accounts.toml").read_text(encoding="utf-8"))
    names_zh = tomllib.loads((_LISTS / "book_names_zh.toml").read_text(encoding="utf-8"))
    kinds = [kind for kind, row in accounts.items() if "names" in row]
    known = set(kinds)
    data = {
        "kinds": kinds,
        "fallbacks": {
            kind: [other for other in _split(str(accounts[kind].get("fallback", ""))) if other in known]
            for kind in kinds
        },
        "items": _telling(count(kinds, [pair for pair in _things() if pair[0] in known])),
        "names": count(kinds, list(_names(accounts, kinds, names_zh))),
    }
    FILE.write_text(_json(data), encoding="utf-8")
    fields.FILE.write_text(_json(_fields()), encoding="utf-8")
    print(f"{FILE.name}: {len(kinds)} kinds, {len(data['items'])} features of things, {len(data['names'])} of names")


def _telling(table: dict[str, dict[int, int]]) -> dict[str, dict[int, int]]:
    """Without pairs of words and runs of three Chinese characters that were seen once: their parts say as much."""
    return {key: seen for key, seen in table.items() if sum(seen.values()) > 1 or not _IS_RUN.search(key)}


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _fields() -> dict[str, str]:
    rows: dict[str, str] = {}
    for name in ("book_fields_en.toml", "book_fields_zh.toml"):
        rows |= tomllib.loads((_LISTS / name).read_text(encoding="utf-8"))
    return rows


def _things() -> Iterator[tuple[str, str]]:
    for name in ("book_items_en.toml", "book_items_zh.toml"):
        for kind, row in tomllib.loads((_LISTS / name).read_text(encoding="utf-8")).items():
            for listed in ("items", "vendors"):
                yield from ((kind, text) for text in _split(row.get(listed, "")))


def _names(
    accounts: dict[str, dict[str, object]], kinds: list[str], names_zh: dict[str, str]
) -> Iterator[tuple[str, str]]:
    for kind in kinds:
        row = accounts[kind]
        for names in (row.get("names", ""), names_zh.get(kind, ""), row.get("short", "")):
            yield from ((kind, text) for text in _split(str(names)))


def _split(texts: str) -> list[str]:
    return [text for text in (_FIELD.sub(" ", part).strip() for part in texts.replace("\n", " ").split(",")) if text]


if __name__ == "__main__":
    main()
