"""One line's question, grammar and answer."""

from __future__ import annotations

import pytest

from plugins.bookkeeping.accounts import Chart, parse_chart
from plugins.bookkeeping.direction import cannot_be
from plugins.bookkeeping.lines import Line
from plugins.bookkeeping.reading import Question, grammar, messages_for, question_of, read_answer
from tests.helpers.gbnf_matcher import accepts
from tests.plugins.bookkeeping.conftest import CHART, TODAY

CANONICAL = [
    ("march 3 printer paper $45.20 on the credit card", "Office Supplies | Credit Card | $45.20 | march 3 | printer paper"),
    ("ACME invoice, 1,200", "Consulting Income | Checking | 1,200 | - | ACME invoice"),
    ("lunch for two 38.50 cash yesterday", "Meals | Cash | 38.50 | yesterday | lunch for two"),
    ("moved 300 from checking to cash", "Cash | Checking | 300 | - | moved"),
    ('tape "extra" wide | 5', 'Office Supplies | Checking | 5 | - | tape "extra" wide'),
    ("昨天打车86元", "Meals | Checking | 86元 | 昨天 | 打车"),
    ("how much is $5", "?"),
]  # fmt: skip


def asked(line: str, chart: Chart | None = None) -> Question:
    return question_of(Line(1, line), chart or parse_chart(CHART), TODAY)


@pytest.mark.parametrize(("line", "answer"), CANONICAL)
def test_the_grammar_admits_the_canonical_answer(line: str, answer: str) -> None:
    assert accepts(grammar(asked(line)), answer)


@pytest.mark.parametrize(
    "answer",
    [
        "Office Supplies | Credit Card | $45.21 | march 3 | printer paper",  # another amount
        "Office Supplies | Credit Card | $45.20 | march 4 | printer paper",  # another day
        "Office Supplies | Credit Card | $45.20 | - | printer paper",  # the line names a day
        "Office Supplies | Cash | $45.20 | march 3 | printer paper",  # the line names the card
        "Stationery | Credit Card | $45.20 | march 3 | printer paper",  # not in the chart
        "Sales | Credit Card | $45.20 | march 3 | printer paper",  # nothing speaks of income
        "Office Supplies | Credit Card | $45.20 | march 3 | toner",  # not in the line
        "Office Supplies | Credit Card | $45.20 | march 3 | $45.20",  # the amount is no memo
    ],
)
def test_the_grammar_keeps_to_chart_and_line(answer: str) -> None:
    assert not accepts(grammar(asked(CANONICAL[0][0])), answer)


@pytest.mark.parametrize("line", [line for line, _ in CANONICAL])
def test_llama_cpp_compiles_the_grammar(line: str) -> None:
    llama_cpp = pytest.importorskip("llama_cpp")
    assert llama_cpp.LlamaGrammar.from_string(grammar(asked(line)), verbose=False)


def test_the_starter_gets_the_bare_task_and_others_get_examples() -> None:
    question = asked("paper 5")
    bare = messages_for(question, is_specialist=True)
    assert [m.role for m in bare] == ["system", "user"]
    assert "journal" in bare[0].content
    assert bare[1].content == (
        "accounts : Office Supplies ; Rent ; Meals ; Equipment ; Bank Loan ; Owner's Equity ; Sales ; Consulting Income\n"
        "paid with : Checking ; Credit Card ; Cash\n\npaper 5"
    )
    assert len(messages_for(question, is_specialist=False)) > 6


@pytest.mark.parametrize(
    ("line", "answer", "debit", "credit"),
    [
        ("paper 5", "Office Supplies | Checking | 5 | - | paper", "Office Supplies", "Checking"),
        ("sold a lamp 50 cash", "Sales | Cash | 50 | - | a lamp", "Cash", "Sales"),
        ("bought a lathe 900", "Equipment | Checking | 900 | - | a lathe", "Equipment", "Checking"),
        ("sold the old lathe 400", "Equipment | Checking | 400 | - | the old lathe", "Checking", "Equipment"),
        ("took out a bank loan of 5,000", "Bank Loan | Checking | 5,000 | - | bank loan", "Checking", "Bank Loan"),
        ("loan repayment 250", "Bank Loan | Checking | 250 | - | loan repayment", "Bank Loan", "Checking"),
        ("I put 1.5k into the business", "Owner's Equity | Checking | 1.5k | - | put", "Checking", "Owner's Equity"),
        ("withdrew 200 for myself", "Owner's Equity | Checking | 200 | - | withdrew", "Owner's Equity", "Checking"),
        (
            "got a refund of 20 for the chair",
            "Office Supplies | Checking | 20 | - | refund",
            "Checking",
            "Office Supplies",
        ),
        ("refunded a customer 30", "Sales | Checking | 30 | - | customer", "Sales", "Checking"),
        ("moved 300 from checking to cash", "Cash | Checking | 300 | - | moved", "Cash", "Checking"),
    ],
)
def test_debit_and_credit_follow_the_account_and_the_words(line: str, answer: str, debit: str, credit: str) -> None:
    reading = read_answer(answer, asked(line), "USD")
    assert reading.entry is not None
    assert (reading.entry.debit, reading.entry.credit) == (debit, credit)


def test_the_account_that_the_line_names_wins_over_the_answer() -> None:
    reading = read_answer("Office Supplies | Checking | 5 | - | paper", asked("paper 5 in cash"), "USD")
    assert reading.entry is not None
    assert reading.entry.credit == "Cash"
    assert "the line names it" in reading.notes[0]


def test_the_only_day_of_a_line_wins_over_the_answer() -> None:
    reading = read_answer("Office Supplies | Checking | 5 | - | paper", asked("paper 5 yesterday"), "USD")
    assert reading.entry is not None
    assert reading.entry.day.isoformat() == "2026-03-19"


@pytest.mark.parametrize(
    ("answer", "words", "hint"),
    [
        ("Stationery | Checking | 5 | - | paper", "no account of the chart", "Office Supplies"),
        ("Rent | Wallet | 5 | - | paper", "paid with", "Checking ; Credit Card ; Cash"),
        ("Rent | Checking | 6 | - | paper", "no amount of this line", "5"),
        ("Rent | Checking | 5", "3 of 5 parts", "category |"),
        ("Checking | Checking | 5 | - | x", "cannot be what", "Rent"),
        ("", "1 of 5 parts", "category |"),
    ],
)
def test_what_is_wrong_with_an_answer_is_said_with_what_would_be_right(answer: str, words: str, hint: str) -> None:
    reading = read_answer(answer, asked("paper 5"), "USD")
    assert reading.entry is None
    assert words in reading.problems[0].message
    assert hint in reading.problems[0].hint


def test_a_refusal_is_no_problem() -> None:
    assert read_answer("?", asked("paper 5"), "USD").refused


@pytest.mark.parametrize(
    ("line", "ruled_out"),
    [
        ("client Smith paid invoice 1,500 to the bank", "expense"),
        ("our tenant Bob paid 900", "expense"),
        ("client lunch 40 paid by card", None),
        ("dinner with client paid 40 cash", None),
        ("paid the plumber 80", "income"),
    ],
)
def test_who_pays_rules_a_type_of_account_out(line: str, ruled_out: str | None) -> None:
    assert cannot_be(line) == ruled_out
