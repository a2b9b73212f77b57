"""One question made ready: the database, what a model is shown of it, what code already knows; and the check of what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from app.api import Context, EngineInfo, Message, Problem, StorageError, Verification
from plugins.sql_assistant.abstain import not_found
from plugins.sql_assistant.answers import refusal
from plugins.sql_assistant.context_builder import Budget, Known, alike, choose, described, table_notes
from plugins.sql_assistant.disguise import WITHHELD, Disguise, disguise_of
from plugins.sql_assistant.fillers import without_fillers
from plugins.sql_assistant.keys import with_inferred_keys
from plugins.sql_assistant.linking import Links, find_links, named_tables
from plugins.sql_assistant.notes import Notes
from plugins.sql_assistant.prompt import Before, Shown, conversation, messages, schema_text
from plugins.sql_assistant.query_log import QUERY_LOG, QueryLog
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Limits, Session, Source, Stop
from plugins.sql_assistant.sources.opening import open_source
from plugins.sql_assistant.spelled_out import spelled_out
from plugins.sql_assistant.thread_words import follows
from plugins.sql_assistant.wording import Wording, wording_of

_MOST_OF_A_FRAGMENT = 6
Mend = Literal["nothing", "spelling", "column"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One prepared question.

    Attributes:
        question: as the model is asked it; where it follows another one that the model cannot see, both in one sentence.
        messages: the conversation to send.
        whole: the question so that it can be understood alone.
        change: the query that code made of the one before; empty if it made none.
        change_evidence: what was changed in it.
        taken: evidence of what was taken from the query before.
        unknown: words of a question that plainly is about something else; empty if it may be answered.
        composed: the query that code composed of a plain question; empty if it composed none.
        disguise: what keeps values of a private database from the model; None where it may see them.
    """

    question: str
    source: Source
    schema: Schema
    wording: Wording
    shown: Shown
    links: Links
    messages: tuple[Message, ...]
    whole: str = ""
    change: str = ""
    change_evidence: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    composed: str = ""
    disguise: Disguise | None = None


def was_taught(engine: EngineInfo) -> bool:
    """Whether the model was trained on this tool's own prompts: the starter, or one that declares that it was made for it."""
    return engine.is_starter or "sql_assistant" in (engine.serves or ())


def prepared(inputs: Mapping[str, Any], context: Context, stop: Stop) -> Asked:
    """Open the database and read what the question needs; blocks.

    Raises:
        InputError: the database cannot be used.
        StorageError: it cannot be reached, is locked or damaged.
    """
    source = _source(inputs, context)
    preparing = _Preparing(inputs, context, source, with_inferred_keys(source.read_schema(stop)))
    with source.session(preparing.schema, Limits(), stop) as session:
        return preparing.taught(session) if was_taught(context.engine) else preparing.untaught(session)


def of_ones_own(inputs: Mapping[str, Any], context: Context, stop: Stop) -> Asked:
    """Open the database for a query that no model writes; blocks.

    Raises:
        InputError: as ``prepared``.
        StorageError: as ``prepared``.
    """
    source = _source(inputs, context)
    schema = with_inferred_keys(source.read_schema(stop))
    question = str(inputs.get("question") or "").strip()
    disguise = disguise_of(context, source, schema, _said(inputs))
    return Asked(question, source, schema, wording_of(schema), Shown(schema.tables), Links(), (), disguise=disguise)


def _source(inputs: Mapping[str, Any], context: Context) -> Source:
    return open_source(str(inputs.get("database") or ""), context.data_dir, context.report, context.secret)


class _Preparing:
    def __init__(self, inputs: Mapping[str, Any], context: Context, source: Source, schema: Schema) -> None:
        self.schema = schema
        self._source = source
        self._context = context
        self._question = str(inputs.get("question") or "").strip()
        self._wording = spelled_out(schema, self._question) if was_taught(context.engine) else wording_of(schema)
        self._before = _before(inputs)
        self._writes = bool(inputs.get("write"))
        self._budget = Budget.of(context.engine, is_taught=was_taught(context.engine))
        self._disguise = disguise_of(context, source, schema, _said(inputs))
        self._known = _known(context, source.address, self._disguise)

    def taught(self, session: Session) -> Asked:
        """For a model that knows one form and no dialogue: what belongs to a dialogue is done by code."""
        from plugins.sql_assistant.thread import changed, one_question  # the parser is slow to load

        question, found = without_fillers(self._question, self.schema.tables), None
        if self._follows or self._is_fragment:
            found = changed(self._question, self._before, self.schema, self._source.dialect, session)
        does_follow = self._follows or found is not None
        if does_follow:
            question = one_question(self._question, self._before)
        shown = self._shown(question, session, self._before.query if does_follow else "")
        links = find_links(question, shown.tables, session)
        unknown = () if does_follow else not_found(question, self.schema, links, self._table_notes)
        text = schema_text(self.schema, shown, self._wording)
        sent = messages(text, question, is_starter=True)
        taken = _both_read(question) if does_follow else ()
        asked = self._asked(question, shown, Links() if self._disguise else links, sent)
        composed = "" if self._disguise or does_follow else self._composed(question, shown, links)
        asked = replace(asked, taken=(*asked.taken, *taken), unknown=unknown, composed=composed)
        return replace(asked, change=found.sql, change_evidence=found.evidence) if found else asked

    def _composed(self, question: str, shown: Shown, links: Links) -> str:
        from plugins.sql_assistant.composing.questions import compose  # as above

        names = {table.name for table in shown.tables}
        keys = [key for key in self.schema.keys if {key.table, key.parent} <= names]
        return compose(question, shown.tables, keys, links, self._wording)

    def untaught(self, session: Session) -> Asked:
        """For a model that can follow a dialogue: all that is known, and the query before as a turn."""
        shown = self._shown(self._whole, session, self._before.query)
        text, shown = described(self.schema, shown, self._wording, self._budget, self._known, session)
        before = self._before if self._before.query else None
        if before and self._disguise:
            before = replace(before, query=self._disguise.of(before.query))
        if self._disguise and self._disguise.note:
            text = f"{text}\n{self._disguise.note}"
        sent = conversation(
            text,
            self._question,
            product=self._source.product,
            dialect=self._source.dialect,
            examples=() if self._writes else alike(self._whole, self._known.pairs),
            before=before,
            writes=self._writes,
        )
        taken = ("The query before was shown to the model.",) if before else ()
        asked = self._asked(self._question, shown, Links(), sent)
        return replace(asked, taken=(*asked.taken, *taken))

    @property
    def _follows(self) -> bool:
        return bool(self._before.query) and follows(self._question)

    @property
    def _is_fragment(self) -> bool:
        """Whether a question is no whole one: few words behind another question, and no table among them (unpaid; over 100)."""
        is_short = bool(self._before.query) and len(self._question.split()) <= _MOST_OF_A_FRAGMENT
        return is_short and not named_tables(self._question, self.schema.tables)

    @property
    def _whole(self) -> str:
        from plugins.sql_assistant.thread import one_question  # as above

        return one_question(self._question, self._before) if self._follows else self._question

    @property
    def _table_notes(self) -> Mapping[str, str]:
        return table_notes(self._known.notes, self.schema)

    def _shown(self, question: str, session: Session, before: str) -> Shown:
        notes = self._table_notes
        return choose(self.schema, question, self._wording, self._budget, notes=notes, session=session, before=before)

    def _asked(self, question: str, shown: Shown, links: Links, sent: list[Message]) -> Asked:
        held_back = (WITHHELD,) if self._disguise else ()
        asked = Asked(question, self._source, self.schema, self._wording, shown, links, tuple(sent), whole=self._whole)
        return replace(asked, disguise=self._disguise, taken=held_back)


def checked(sql: str, asked: Asked, stop: Stop, mend: Mend) -> Verification:
    """Check and run a query; blocks. The parser is imported here because it is slow to load and often not needed.

    Raises:
        InputError: the source is no readable database any more.
        StorageError: it cannot be reached, is locked or damaged.
        QueryStopped: ``stop`` was asked for.
    """
    from plugins.sql_assistant.check import Subject, check
    from plugins.sql_assistant.restate import restate

    disguise = asked.disguise
    found = check(
        disguise.undone(sql) if disguise else sql, Subject(asked.source, asked.schema, asked.wording), stop, mend=mend
    )
    evidence = (*asked.shown.notes, *asked.taken, *found.evidence)
    result: dict[str, Any] = {}
    if found.result:
        words = restate(str(found.result["sql"]), asked.source.dialect)
        result = {**found.result, **_told(asked), "restatement": words}
    return replace(found, evidence=evidence, result=result)


def doubted(found: Verification, asked: Asked) -> list[Problem]:
    """What speaks against a checked query of a model that was taught; blocks."""
    from plugins.sql_assistant.doubts import doubts  # as in ``checked``

    rows = found.result.get("rows") or ()
    return doubts(str(found.result["sql"]), asked.question, asked.links, asked.shown.tables, asked.source.dialect, rows)


def put_right(
    found: Verification, doubtful: Sequence[Problem], asked: Asked, stop: Stop
) -> tuple[Verification, list[Problem]] | None:
    """The check of the query with what code can put right of it, and what still speaks against that; None where nothing is better."""
    from plugins.sql_assistant.corrections import corrected, once_each  # as in ``checked``
    from plugins.sql_assistant.doubts import doubts
    from plugins.sql_assistant.heads import shows_again

    dialect, tables, links = asked.source.dialect, asked.shown.tables, asked.links

    def against(sql: str) -> Sequence[Problem]:
        return doubts(sql, asked.question, links, tables, dialect)

    sql = str(found.result["sql"])
    once = once_each(sql, dialect) if any(shows_again(doubt) for doubt in doubtful) else None
    better = corrected(once.sql if once else sql, asked.question, asked.schema, tables, links, dialect, against)
    if once:
        better = replace(once, sql=better.sql, told=(*once.told, *better.told)) if better else once
    if better is None:
        return None
    checked_anew = checked(better.sql, asked, stop, "nothing")
    if checked_anew.has_errors:
        return None
    left = doubted(checked_anew, asked)
    if len(left) >= len(doubtful):
        return None
    return replace(checked_anew, evidence=(*better.told, *checked_anew.evidence)), left


def for_model(found: Verification, sent: str, asked: Asked) -> Verification:
    """A check of a model's answer ``sent``, short of what the model may not be told."""
    disguise = asked.disguise
    if disguise is None or not found.has_errors:
        return found
    return replace(found, problems=tuple(disguise.problem(one, sent) for one in found.problems))


def in_dialect(sql: str, asked: Asked) -> tuple[str, tuple[str, ...]]:
    """The query of a model that writes SQLite alone, in the database's own dialect, with what is to be said about it."""
    source = asked.source
    if source.dialect == "sqlite":
        return sql, ()
    from plugins.sql_assistant.translate import to_dialect  # as in ``checked``

    written = to_dialect(sql, source.dialect, asked.schema)
    return written.sql, (f"Translated from SQLite to {source.product}.", *written.notes)


def saved_pairs(data_dir: Path, address: str) -> tuple[tuple[str, str], ...]:
    """Questions with the queries that the person saved for a connection, newest first; none where nothing was saved yet.

    Raises:
        StorageError: the file cannot be read.
    """
    path = data_dir / QUERY_LOG
    if not path.is_file():
        return ()
    log = QueryLog(path)
    try:
        return tuple(log.pairs(address))
    finally:
        log.close()


def _told(asked: Asked) -> Mapping[str, Any]:
    """What the tool's result says beside the rows."""
    return {
        "question": asked.whole or asked.question,
        "dialect": asked.source.dialect,
        "left_out": list(asked.shown.left_out),
        "answerable": True,
    }


def _both_read(question: str) -> tuple[str, ...]:
    return (f"Read together with the question before: “{' '.join(question.split())}”",)


def _before(inputs: Mapping[str, Any]) -> Before:
    query = str(inputs.get("previous_query") or "").strip()
    if not query or refusal(query) is not None:
        return Before()
    return Before(str(inputs.get("previous_question") or "").strip(), query)


def _said(inputs: Mapping[str, Any]) -> str:
    return "\n".join(str(inputs.get(name) or "") for name in ("question", "previous_question"))


def _known(context: Context, address: str, disguise: Disguise | None) -> Known:
    """What the person wrote and saved; a run does not fail where that cannot be read."""
    notes = Notes(address)
    pairs: tuple[tuple[str, str], ...] = ()
    try:
        notes = Notes.load(context.data_dir, address)
        pairs = saved_pairs(context.data_dir, address)
    except StorageError as error:
        context.report(error.message)
    if disguise:
        pairs = tuple((question, disguise.of(query, question)) for question, query in pairs)
    return Known(notes, pairs, is_private=disguise is not None)
