"""One line's question to the model, the grammar of its answer, and what becomes of the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.api import Example, FewShotPrompt, Message, Problem
from plugins.bookkeeping.accounts import Account, Chart
from plugins.bookkeeping.dates import DateSpan
from plugins.bookkeeping.direction import cannot_be, left_open, money_comes_in, says_way
from plugins.bookkeeping.intent import is_none, may_be_none
from plugins.bookkeeping.journal import Entry
from plugins.bookkeeping.lexicon import is_catch_all, lexicon
from plugins.bookkeeping.lines import Line, Pointers, pointers
from plugins.bookkeeping.money import AmountSpan
from plugins.bookkeeping.payments import CARDS, kind_of, mentions
from plugins.bookkeeping.transfers import moves_money, one_sided, sides

SYSTEM = "You turn one line of plain words into one journal entry."
RULES = (
    " Answer with one line: category account | payment account | amount | date | memo."
    " Copy both accounts exactly as they are listed."
    " Copy the words of the amount and of the date exactly as they stand in the line; the date is - when the line names none."
    " The memo is a few words of the line that say what it was for."
    " A line that names no way of paying takes the first account of “paid with”."
    " Answer ? when the line is no income, expense or transfer."
)
NO_ENTRY = "?"
NO_DATE = "-"
MEMO_CHARS = 60
_TELLS = 0.45
"""The score of an amount that is written as money: with cents, with a currency, after a word that leads to one."""
_TELLS_OF_A_THING = 0.3
"""The same in a line whose words point to an account."""
_EXAMPLES = (
    ("Office Supplies ; Rent ; Consulting Income ; Equipment", "Checking ; Credit Card ; Cash",
     "march 3 printer paper $45.20 on the credit card", "Office Supplies | Credit Card | $45.20 | march 3 | printer paper"),
    ("Office Supplies ; Rent ; Consulting Income ; Equipment", "Checking ; Credit Card ; Cash",
     "ACME paid their invoice, 1,200", "Consulting Income | Checking | 1,200 | - | ACME paid their invoice"),
    ("6110 Travel ; 6200 Meals ; 4000 Sales", "1000 Bank ; 1010 Petty Cash",
     "moved 300 from the bank into petty cash yesterday", "1010 Petty Cash | 1000 Bank | 300 | yesterday | moved"),
    ("办公费 ; 差旅费 ; 主营业务收入", "银行存款 ; 微信", "昨天打车去机场86元，微信付", "差旅费 | 微信 | 86元 | 昨天 | 打车去机场"),
    ("Office Supplies ; Rent", "Cash", "should I buy a 300 dollar chair?", "?"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """One line with all that code found out about it before the model is asked.

    Attributes:
        line: as typed.
        chart: the accounts.
        today: what a line without a date is dated.
        pointers: amounts and days that the answer may copy.
        named: payment accounts that the line's words can mean.
        is_transfer: whether the line speaks of moving money between payment accounts.
        about: the line without the words that say how and when it was paid.
    """

    line: Line
    chart: Chart
    today: date
    pointers: Pointers
    named: tuple[Account, ...]
    is_transfer: bool
    about: str

    @property
    def sides(self) -> tuple[Account, Account] | None:
        """Giver and receiver, where the line moves money and says which is which."""
        if not self.is_transfer:
            return None
        return sides(self.line.text, self.chart) or one_sided(self.line.text, self.chart)

    @property
    def is_none(self) -> bool:
        """Whether the line plainly tells of no payment."""
        return not self.is_transfer and is_none(self.line.text)

    @property
    def may_be_none(self) -> bool:
        """Whether the line may tell of no payment: it says so, or nothing but a bare number speaks for one."""
        is_ahead = any(day.value > self.today for day in self.pointers.days)
        if may_be_none(self.line.text) or is_ahead or not self.pointers.amounts:
            return True
        says = self.named or any(day.is_sure for day in self.pointers.days) or says_way(self.line.text)
        return not says and self.pointers.amounts[0].score < (_TELLS_OF_A_THING if self.pointed else _TELLS)

    @property
    def pointed(self) -> tuple[Account, ...]:
        """The accounts that the line's words point to by themselves; empty where they leave it open."""
        if self.is_transfer:
            return ()
        return lexicon().likely(self.about, [account for account in self.categories if not account.is_payment])

    @property
    def fallback(self) -> tuple[Account, ...]:
        """What serves where the words point to no account: the main income, the account for all that fits no other, or what is nearest."""
        candidates = () if self.is_transfer else self.categories
        types = {account.type for account in candidates}
        general = tuple(account for account in candidates if is_catch_all(account))
        if types == {"income"}:
            return candidates[:1]
        if types == {"expense"} and general:
            return general[:1]
        return lexicon().likely(self.about, candidates, least_evidence=0.0) if candidates else ()

    @property
    def payments(self) -> tuple[Account, ...]:
        """The payment accounts that the answer may take."""
        if self.sides:
            return self.sides[:1]
        if self.is_transfer:
            return self.named if len(self.named) > 1 else self.chart.payments
        return self.named or self.chart.payments[:1]

    @property
    def categories(self) -> tuple[Account, ...]:
        """The accounts that the answer may take first: those that the words leave open, for a transfer also the one that receives."""
        if self.sides:
            return self.sides[1:]
        on_card = bool(self.named) and all(kind_of(account) in CARDS for account in self.named)
        ruled_out = cannot_be(self.line.text, self.chart.categories, is_on_card=on_card)
        categories = left_open(self.line.text, self.chart.categories, ruled_out)
        return (*(categories or self.chart.categories), *(self.chart.payments if self.is_transfer else ()))


def question_of(line: Line, chart: Chart, today: date, *, day_first: bool = False) -> Question:
    """Look at a line before the model does."""
    places = mentions(line.text, chart)
    ends = [place.start for place in places]
    found = pointers(line.text, today, ends, day_first=day_first)
    named = tuple(dict.fromkeys(account for place in places for account in place.accounts))
    told = [(place.start, place.end) for place in places if place.accounts]
    about = _without(line.text, [*told, *((day.start, day.end) for day in found.days if day.is_sure)])
    return Question(line, chart, today, found, named, moves_money(line.text, chart), about)


def _without(text: str, places: Iterable[tuple[int, int]]) -> str:
    for start, end in places:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def messages_for(question: Question, *, is_specialist: bool) -> Sequence[Message]:
    """The conversation: for a model made for this tool the bare task that it was trained on, for others rules and examples."""
    chart = question.chart
    asked = _asked(_names(chart.categories), _names(chart.payments), question.line.text)
    if is_specialist:
        return FewShotPrompt(SYSTEM).messages(asked)
    examples = tuple(Example(_asked(*row[:3]), row[3]) for row in _EXAMPLES)
    return FewShotPrompt(SYSTEM + RULES, examples).messages(asked)


def _names(accounts: Iterable[Account]) -> str:
    return " ; ".join(account.name for account in accounts)


def _asked(accounts: str, paid_with: str, line: str) -> str:
    return f"accounts : {accounts}\npaid with : {paid_with}\n\n{line}"


def grammar(question: Question, *, narrow: bool = False) -> str:
    """A GBNF of the answers to this line: its accounts, its amounts with the days that can go with them, its words as the memo.

    Args:
        narrow: let the line's own words choose among the accounts first, for a model that knows few words.
    """
    narrowed = (question.pointed or question.fallback) if narrow else ()
    refusal = f"{literal(NO_ENTRY)} | " if question.may_be_none or not narrow else ""
    choices = " | ".join(_amount_and_day(question, amount) for amount in question.pointers.amounts)
    rules = [
        f"root ::= {refusal}category {literal(' | ')} payment {literal(' | ')} which {literal(' | ')} memo",
        f"category ::= {_one_of(account.name for account in narrowed or question.categories)}",
        f"payment ::= {_one_of(account.name for account in question.payments)}",
        f"which ::= {choices}",
        *_memo_rules(question),
    ]
    return "\n".join(rules) + "\n"


def literal(text: str) -> str:
    """Text as a GBNF literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _one_of(texts: Iterable[str]) -> str:
    return " | ".join(literal(text) for text in dict.fromkeys(texts))


def _amount_and_day(question: Question, amount: AmountSpan) -> str:
    return f"{literal(amount.text + ' | ')} ( {_one_of(_day_words(question, amount))} )"


def _day_words(question: Question, amount: AmountSpan) -> list[str]:
    """The words of days that go with an amount; ``-`` only where the line surely names none."""
    days = question.pointers.days_for(amount)
    is_sure = any(day.is_sure for day in days)
    return [day.text for day in days] + ([] if is_sure else [NO_DATE])


_TOKEN = re.compile("[\u3040-\u9fff]|[^\\W\u3040-\u9fff_]+|[^\\w\\s]|_")


def _memo_rules(question: Question) -> list[str]:
    """The memo is a run of the line's words, as they stand there, without the words of the amount and of the day."""
    line, spans = question.line.text, question.pointers
    taken = [(day.start, day.end) for day in spans.days if day.is_sure]
    taken += [(amount.start, amount.end) for amount in spans.amounts[:1] if len(spans.amounts) == 1]
    tokens = list(_TOKEN.finditer(line))
    is_open = [t[0] != "|" and all(t.end() <= start or t.start() >= end for start, end in taken) for t in tokens]
    runs, starts = [], []
    for number, token in enumerate(tokens):
        if not is_open[number]:
            continue
        rest = ""
        if number + 1 < len(tokens) and is_open[number + 1]:
            gap = line[token.end() : tokens[number + 1].start()]
            rest = f" ( {literal(gap) + ' ' if gap else ''}m{number + 1} )?"
        runs.append(f"m{number} ::= {literal(token[0])}{rest}")
        if re.search(r"\w", token[0]):
            starts.append(f"m{number}")
    return [f"memo ::= {' | '.join(starts)}", *runs] if starts else ['memo ::= "-"']


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of an answer: an entry, a refusal, or problems. ``notes`` say what code settled."""

    entry: Entry | None = None
    refused: bool = False
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def read_answer(answer: str, question: Question, currency: str) -> Reading:
    """Check an answer against the chart and the line and turn it into an entry; what the line says plainly wins over the answer.

    Args:
        answer: what the model wrote.
        question: the line that it was asked about.
        currency: of an amount that names none.
    """
    text = answer.strip().strip("`").strip().splitlines()[0].strip() if answer.strip() else ""
    if text in (NO_ENTRY, "？"):
        return Reading(refused=True)
    parts = [part.strip() for part in text.split("|", 4)]
    if len(parts) < 5:
        return _wrong(f"“{text[:80]}” has {len(parts)} of 5 parts", "category | payment account | amount | date | memo")
    category, payment = question.chart.find(parts[0]), question.chart.find(parts[1])
    if category is None:
        return _wrong(f"“{parts[0]}” is no account of the chart", _names(question.categories))
    if payment is None or not payment.is_payment:
        return _wrong(f"“{parts[1]}” is no account that money is paid with", _names(question.chart.payments))
    amount = _pointed_amount(parts[2], question)
    if amount is None:
        return _wrong(
            f"“{parts[2]}” is no amount of this line", " or ".join(span.text for span in question.pointers.amounts)
        )
    return _entry(question, category, payment, amount, parts[3], parts[4], currency)


def _wrong(message: str, hint: str) -> Reading:
    return Reading(problems=(Problem(f"{message}.", hint=hint),))


def _pointed_amount(words: str, question: Question) -> AmountSpan | None:
    spans = question.pointers.amounts
    exact = next((span for span in spans if span.text == words), None)
    if exact is None and re.search(r"\w", words):
        inside = [
            span
            for span in spans
            if words.casefold() in span.text.casefold() or span.text.casefold() in words.casefold()
        ]
        exact = inside[0] if len(inside) == 1 else None
    return exact


def _entry(
    question: Question,
    category: Account,
    payment: Account,
    amount: AmountSpan,
    day_words: str,
    memo: str,
    currency: str,
) -> Reading:
    notes = [f"{amount.working}."] if amount.working else []
    allowed = question.payments
    if question.sides and (payment, category) != question.sides:
        payment, category = question.sides
        notes.append(f"The line says that {payment.name} gives and {category.name} receives.")
    if not question.is_transfer and payment not in allowed and len(allowed) == 1:
        why = "the line names it" if question.named else "the line names none, so the first is meant"
        notes.append(f"{payment.name} became {allowed[0].name}: {why}.")
        payment = allowed[0]
    if category == payment or (category.is_payment and not question.is_transfer):
        hint = _names(account for account in question.categories if account != payment)
        return _wrong(f"“{category.name}” cannot be what {payment.name} pays for", hint)
    day = _pointed_day(day_words, question, amount)
    if day is None:
        return _wrong(f"“{day_words}” is no date of this line", " or ".join(_day_words(question, amount)))
    comes_in = not category.is_payment and money_comes_in(question.line.text, category)
    debit, credit = (payment, category) if comes_in else (category, payment)
    entry = Entry(
        day, debit.name, credit.name, amount.value, amount.currency or currency, memo.strip(" ,;，；")[:MEMO_CHARS],
        question.line.number, question.line.text,
    )  # fmt: skip
    return Reading(entry=entry, notes=tuple(notes))


def _pointed_day(words: str, question: Question, amount: AmountSpan) -> date | None:
    """The day that the words point at; where the line names one day only, that one."""
    days: Sequence[DateSpan] = question.pointers.days_for(amount)
    sure = [day for day in days if day.is_sure]
    exact = next((day for day in days if day.text.casefold() == words.casefold()), None)
    if exact is None and len(sure) == 1:
        exact = sure[0]
    if exact is not None:
        return exact.value
    return question.today if words in (NO_DATE, "", "—", "none") and not sure else None
