"""A small riding stable, whose columns of yes and no hold both, and what is doubted or may be written there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from plugins.sql_assistant.doubts import doubts
from plugins.sql_assistant.grammar import grammar
from plugins.sql_assistant.keys import with_inferred_keys
from plugins.sql_assistant.linking import Links, find_links
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.sqlite_source import SqliteSource
from plugins.sql_assistant.wording import wording_of
from tests.helpers.gbnf_matcher import accepts

SCRIPT = """
CREATE TABLE rider (id INTEGER PRIMARY KEY, name TEXT, town TEXT, level TEXT, insured INTEGER, joined_on DATE,
  nation TEXT, tongue TEXT);
CREATE TABLE horse (id INTEGER PRIMARY KEY, name TEXT, breed TEXT, colour TEXT, birth_year INTEGER, weight REAL, shod INTEGER,
  owner_id INTEGER REFERENCES rider(id));
CREATE TABLE lesson (id INTEGER PRIMARY KEY, rider_id INTEGER REFERENCES rider(id), horse_id INTEGER REFERENCES horse(id),
  fee REAL, held_on DATE, place TEXT, pd_dt TEXT);
INSERT INTO rider VALUES (1, 'Mina Holt', 'Brill', 'novice', 1, '2021-04-01', 'Germany', 'Dutch'),
  (2, 'Per Lund', 'Thame', 'expert', 0, '2023-05-02', 'Norway', 'German');
INSERT INTO horse VALUES (1, 'Pepper', 'Fjord', 'dun', 2012, 480.5, 1, 1), (2, 'Juno', 'Arab', 'grey', 2016, 410, 0, 2),
  (3, 'Bramble', 'Fjord', 'grey', 2018, 500, 0, 2);
INSERT INTO lesson VALUES (1, 1, 2, 30, '2024-01-05', '3 Mill Field', NULL), (2, 2, 1, 35, '2024-02-06', '8 Mill Field', '2024-02-09');
"""


class Stable:
    """The database in a folder."""

    def __init__(self, folder: Path) -> None:
        path = folder / "stable.sqlite"
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(SCRIPT)
        self._source = SqliteSource(path)
        self.schema: Schema = with_inferred_keys(self._source.read_schema())

    def links(self, question: str) -> Links:
        """What a question names."""
        with self._source.session(self.schema, Limits(), Stop()) as session:
            return find_links(question, self.schema.tables, session)

    def doubts(self, question: str, sql: str, rows: list[list[object]] | None = None) -> list[str]:
        """What speaks against a query."""
        links = self.links(question)
        return [doubt.message for doubt in doubts(sql, question, links, self.schema.tables, rows=rows or ())]

    def may_write(self, question: str, sql: str) -> bool:
        """Whether the grammar for the question leaves a query open."""
        wording = wording_of(self.schema)
        gbnf = grammar(self.schema, self.schema.tables, wording, question, self.links(question), narrow=True)
        return accepts(gbnf, sql)
