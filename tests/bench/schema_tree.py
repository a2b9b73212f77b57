"""A schema of a thousand tables in the window: ``python -m tests.bench.schema_tree [--json]``; a few seconds.

A thousand tables of twenty columns are shown in the tree, filtered, unfolded and shown anew while their keys are looked for in the
background; then the diagram shows the tables around one. A timer beats every millisecond on the GUI thread; the longest gap between two
beats in a phase is its stall, the longest time that the thread itself computed in one gap its work. The work is what keeps the budget, as
other programs may want the cores.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from app.ui.application import make_application
from plugins.sql_assistant.diagram_view import DiagramView
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from plugins.sql_assistant.tree_view import SchemaTree
from tests.bench.grid import STALL_BUDGET_MS, Heart, wait_until
from tests.helpers.background import BackgroundHost

TABLES, COLUMNS = 1_000, 20
TEXTS = ("customer", "c", "column 7", "note on", "nothing like it", "")


def make_schema(tables: int = TABLES, columns: int = COLUMNS) -> Schema:
    """Tables with comments, each tied to an earlier one."""
    made = tuple(
        Table(
            f"customer_table_{number}",
            (
                Column("id", "INTEGER", is_key=True),
                Column("parent_id", "INTEGER"),
                *(Column(f"column_{n}", "VARCHAR(40)", comment=f"note on {n}") for n in range(2, columns)),
            ),
            row_count=number * 1_000,
            comment=f"What is kept of customers, part {number}",
        )
        for number in range(tables)
    )
    keys = (
        ForeignKey(made[number].name, "parent_id", made[number // 7].name, "id", is_declared=True)
        for number in range(1, tables)
    )
    return Schema(made, tuple(keys))


class Bench:
    """One tree and one diagram."""

    def __init__(self, host: BackgroundHost) -> None:
        self._heart = Heart()
        self.tree = SchemaTree(host)
        self.diagram = DiagramView(host)
        self.found: dict[str, Any] = {}

    def run(self, schema: Schema) -> Mapping[str, Any]:
        """Every phase in turn."""
        self.tree.resize(280, 600)
        self.tree.show()
        self._phase("show", lambda: self.tree.show_schema(schema), lambda: self.tree.model.rowCount() > 0)
        for text in TEXTS:
            self._filter(text)
        names = [table.name for table in schema.tables[:200:10]]
        self._phase("unfold", lambda: [self.tree.tree.expand(self.tree.model.table_index(name)) for name in names])
        self._phase("show_again", lambda: self.tree.show_schema(schema))
        self.tree.hide()
        self.diagram.resize(700, 500)
        self._phase("diagram", lambda: self._draw(schema), lambda: len(self.diagram.cards) > 1)
        return self.found

    def _filter(self, text: str) -> None:
        tree = self.tree
        wanted = text.lower().split()
        self._phase(f"filter {text!r}", lambda: tree.filter.setText(text), lambda: list(tree.model.wanted) == wanted)

    def _draw(self, schema: Schema) -> None:
        self.diagram.show_schema(schema)
        self.diagram.show()

    def _phase(self, name: str, act: Callable[[], object], is_so: Callable[[], bool] = lambda: True) -> None:
        """Do something, and let the window come to rest and draw."""
        painted = [0]
        view = self.tree.tree if name != "diagram" else self.diagram.canvas

        def has_settled() -> bool:
            painted[0] += is_so()
            return painted[0] > 20

        with self._heart.listening(self.found, name):
            act()
            view.viewport().update()
            wait_until(has_settled)


def measure(schema: Schema) -> Mapping[str, Any]:
    """All figures, with whether no phase computes for longer than a stall may be."""
    application = QApplication.instance() or make_application()
    with tempfile.TemporaryDirectory(prefix="tree-bench-") as scratch:
        host = BackgroundHost(Path(scratch))
        bench = Bench(host)
        try:
            found = dict(bench.run(schema))
        finally:
            host.close()
            bench.tree.close()
            bench.diagram.close()
    del application
    found["ok"] = max(phase["longest_work_ms"] for phase in found.values()) <= STALL_BUDGET_MS
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; exit status 1 if the budget is exceeded."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.schema_tree", description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = measure(make_schema())
    if options.json:
        sys.stdout.write(json.dumps(found, indent=2) + "\n")
    else:
        for name, part in found.items():
            figures = part.items() if isinstance(part, dict) else [("", part)]
            sys.stdout.write(f"{name:<26}" + "".join(f"{key} {value}   " for key, value in figures) + "\n")
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
