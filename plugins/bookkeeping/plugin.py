"""Bookkeeping: a model points at the words of a line; code converts, checks, posts and adds up."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from app.api import Attempt, Context, InputError, Inputs, Message, Outcome, OutputSpec, Plugin, Problem, Verification
from plugins.bookkeeping.accounts import Chart, parse_chart
from plugins.bookkeeping.books import Book, Unread, result_of
from plugins.bookkeeping.export import SUFFIXES, write
from plugins.bookkeeping.habits import puts_day_first
from plugins.bookkeeping.journal import Entry, duplicates, entry_from, journal_text
from plugins.bookkeeping.lines import MAX_CHARS, MAX_LINES, Line, lines_of
from plugins.bookkeeping.reading import Question, grammar, messages_for, question_of, read_answer
from plugins.bookkeeping.statements import Statements, all_hold, statements_of

Status = Literal["verified", "repaired", "unverified", "failed"]
_CURRENCY = re.compile("[A-Z]{3}")


@dataclass(slots=True)
class _Day:
    """What a run has gathered so far."""

    entries: list[Entry] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    repaired: bool = False


class Bookkeeping(Plugin):
    """Turns lines into a journal and its statements. Inputs after ``prepare``: ``lines``, ``chart``, ``today``, ``currency``."""

    @property
    def export_suffixes(self) -> tuple[str, ...]:
        return SUFFIXES

    def export(self, outcome: Outcome, path: Path) -> None:
        write(book_from(outcome.result), path)

    async def prepare(self, inputs: Inputs, context: Context) -> Inputs:
        lines = lines_of(str(inputs["transactions"]))
        if not lines:
            raise InputError(
                "There is no line to read.", field="transactions", hint="Write one expense or income a line."
            )
        if len(lines) > MAX_LINES:
            raise InputError(
                f"There are {len(lines)} lines; at most {MAX_LINES} are read at once.",
                field="transactions",
                hint="Run them in parts; the journal keeps them together.",
            )
        chart = parse_chart(str(inputs["accounts"]))
        today = _today(str(inputs.get("today") or ""))
        set_currency = str(context.settings.get("currency", ""))
        day_first = puts_day_first([line.text for line in lines], chart, set_currency)
        questions = tuple(question_of(line, chart, today, day_first=day_first) for line in lines)
        return {
            "questions": questions, "chart": chart, "today": today,
            "currency": _currency(questions, chart, context.settings),
        }  # fmt: skip

    def build(self, inputs: Inputs, context: Context) -> Sequence[Message]:
        return messages_for(inputs["question"], is_specialist=context.engine.is_specialist)

    def answer(self, inputs: Inputs, context: Context) -> OutputSpec:
        return OutputSpec.text(gbnf=grammar(inputs["question"], narrow=context.engine.is_specialist))

    async def verify(self, answer: Any, inputs: Inputs, context: Context) -> Verification:
        reading = read_answer(str(answer), inputs["question"], inputs["currency"])
        result = {"entry": reading.entry.as_json()} if reading.entry else {}
        return Verification(reading.problems, result, reading.notes)

    async def run(self, inputs: Inputs, context: Context) -> Outcome:
        prepared = await self.prepare(inputs, context)
        questions: tuple[Question, ...] = prepared["questions"]
        day = _Day()
        for number, question in enumerate(questions, 1):
            context.report(f"Line {number} of {len(questions)}", (number - 1) / len(questions))
            await asyncio.sleep(0)  # a run can be cancelled between lines that need no model
            await self._read(question, {**prepared, "question": question}, context, day)
        return _outcome(day, prepared["chart"], prepared["currency"], len(questions))

    async def _read(self, question: Question, inputs: Inputs, context: Context, day: _Day) -> None:
        line = question.line
        if reason := _unreadable(question):
            day.unread.append(Unread(line.number, line.text, reason))
            return

        async def verify(answer: Any) -> Verification:
            return await self.verify(answer, inputs, context)

        outcome = await context.solve(self.build(inputs, context), self.answer(inputs, context), verify)
        day.attempts += outcome.attempts
        if outcome.status == "failed":
            reason = next((p.message for p in outcome.problems if p.severity == "error"), "No answer could be used.")
            day.unread.append(Unread(line.number, line.text, reason))
        elif "entry" not in outcome.result:
            day.unread.append(Unread(line.number, line.text, "The model sees no expense, income or transfer in it."))
        else:
            day.entries.append(entry_from(outcome.result["entry"]))
            day.repaired = day.repaired or outcome.status == "repaired"
            pointed = _pointed(question) if context.engine.is_specialist else ()
            day.notes += [f"Line {line.number}: {note}" for note in (*outcome.evidence, *pointed)]


def book_from(result: Mapping[str, Any]) -> Book:
    """The book that a run's result holds.

    Raises:
        InputError: it holds no journal.
    """
    try:
        return Book.from_json(result)
    except ValueError as error:
        raise InputError(f"The result holds no journal: {error}.", field="transactions") from error


def _unreadable(question: Question) -> str:
    """Why a line need not be asked about; empty if it can be read."""
    if len(question.line.text) > MAX_CHARS:
        return f"The line is longer than {MAX_CHARS} characters."
    if not question.pointers.amounts:
        return "The line names no amount."
    if question.is_none:
        return "The line tells of no payment: it asks, plans or waits."
    return question.pointers.unclear


def _pointed(question: Question) -> tuple[str, ...]:
    pointed = question.pointed
    return (f"its words point to {', '.join(account.name for account in pointed)}.",) if pointed else ()


def _today(text: str) -> date:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else date.today()
    except ValueError:
        raise InputError(
            f"“{text}” is no date.", field="today", hint="Write it as YYYY-MM-DD, or leave it empty."
        ) from None


def _currency(questions: Sequence[Question], chart: Chart, settings: Mapping[str, Any]) -> str:
    """Of amounts that name none: the one set, else the one that the lines name most, else by the chart's language."""
    if _CURRENCY.fullmatch(str(settings.get("currency", ""))):
        return str(settings["currency"])
    said = Counter(span.currency for question in questions for span in question.pointers.amounts[:1] if span.currency)
    if said:
        return said.most_common(1)[0][0]
    is_chinese = any(re.search("[\u3400-\u9fff]", account.name) for account in chart.accounts)
    return "CNY" if is_chinese else "USD"


def _outcome(day: _Day, chart: Chart, currency: str, n_lines: int) -> Outcome:
    statements = statements_of(day.entries, chart)
    problems = [
        Problem(f"Line {u.line_no} is not in the journal: “{u.text}”.", hint=u.reason, severity="warning", where=f"line {u.line_no}")
        for u in day.unread
    ]  # fmt: skip
    problems += [
        Problem(
            f"Line {later.line_no} looks like line {earlier.line_no} again: {later.memo or later.source}.",
            hint="Delete one of the two if it was typed twice.", severity="warning", where=f"line {later.line_no}",
        )
        for earlier, later in duplicates(day.entries)
    ]  # fmt: skip
    if len(statements) > 1:
        names = ", ".join(one.currency for one in statements)
        problems.append(
            Problem(f"The lines name {len(statements)} currencies ({names}); each has statements of its own.", severity="warning")
        )  # fmt: skip
    book = Book(chart, tuple(day.entries), tuple(day.unread))
    return Outcome(
        _status(day, statements), _text(day), result_of(book, statements), tuple(problems), tuple(day.attempts),
        _evidence(day, chart, currency, statements, n_lines),
    )  # fmt: skip


def _status(day: _Day, statements: Sequence[Statements]) -> Status:
    if not day.entries or not all_hold(statements):
        return "failed"
    if day.unread:
        return "unverified"
    return "repaired" if day.repaired else "verified"


def _text(day: _Day) -> str:
    unread = [f"? line {u.line_no}: {u.text}  ({u.reason})" for u in day.unread]
    return "\n".join([*([journal_text(day.entries)] if day.entries else []), *unread])


def _evidence(
    day: _Day, chart: Chart, currency: str, statements: Sequence[Statements], n_lines: int
) -> tuple[str, ...]:
    head = f"{len(day.entries)} of {n_lines} lines became entries; each amount and date was found in its line and converted by code."
    judged = "Which account a line belongs to is the model's judgement: code holds it to the chart and to what the line's words leave open."
    unsaid = (
        f"Amounts without a currency are in {currency}." if any(e.currency == currency for e in day.entries) else ""
    )
    proofs = [
        f"{identity.name} ({one.currency}): {identity.left_label} {_money(identity.left)} {'=' if identity.holds else '≠'} "
        f"{identity.right_label} {_money(identity.right)}."
        for one in statements
        for identity in one.identities()
    ]
    return tuple(line for line in (head, judged, unsaid, *chart.notes, *day.notes, *proofs) if line)


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"


__all__ = ["Bookkeeping", "Line", "book_from"]
