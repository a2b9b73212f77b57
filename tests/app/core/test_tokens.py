"""The upper bound of tokens, against what five makers' tokenizers counted."""

from __future__ import annotations

import pytest

from app.core.messages import CompletionRequest, Message
from app.core.output import OutputSpec
from app.core.tokens import prompt_tokens_at_most, tokens_at_most

# The highest count of cl100k_base, o200k_base, Qwen's, DeepSeek's and Claude's old tokenizer.
COUNTED = [
    (
        "Show the five customers who spent the most last year, with the sum of their orders and the date of the last one.",
        25,
    ),
    ("请列出去年消费最多的五位客户，包括他们的订单总额和最后一次下单的日期。如果没有订单，就不要显示该客户。", 46),
    ("把 2025 年 3 月的销售额按地区汇总，输出为 SQL，表名是 orders 和 customers。", 34),
    (
        "SELECT c.name, SUM(o.total_amount) AS revenue FROM customers AS c JOIN orders AS o ON o.customer_id = c.id "
        "WHERE o.ordered_at >= '2025-01-01' GROUP BY c.name ORDER BY revenue DESC LIMIT 5;",
        60,
    ),
    (
        "2025-03-01,printer paper,45.20,credit card\n2025-03-02,rent,1200.00,bank\n"
        "2025-03-04,taxi to the airport,38.75,cash\n",
        71,
    ),
    ("1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 4. Ba4 Nf6 5. O-O Be7 6. Re1 b5 7. Bb3 d6 8. c3 O-O 9. h3 Nb8", 67),
    ("3141592653589793238462643383279502884197", 40),
    (
        '{"type": "object", "properties": {"title": {"type": "string", "maxLength": 60}, "items": {"type": "array"}}, '
        '"required": ["title"]}',
        42,
    ),
    (
        '<div class="card" style="padding:12px;color:#1c1c1a"><h1>Bread &amp; salt</h1><p>Open daily 7–14</p></div>',
        47,
    ),
    ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 58),
    ("Der Jahresfehlbetrag wird in der Gewinn- und Verlustrechnung ausgewiesen; Rücklagen bleiben unberührt.", 35),
    ("この表は請求書の合計金額を示しています。お支払い期限は月末です。", 33),
    ("Done 🎉🚀 café naïve — русский текст", 18),
]


@pytest.mark.parametrize(("text", "counted"), COUNTED)
def test_no_tokenizer_counts_more_and_the_bound_is_not_far_off(text: str, counted: int) -> None:
    assert counted <= tokens_at_most(text) <= 3 * counted


@pytest.mark.parametrize("text", ["", "a", "\n", "é", "𠮷", "\ud800", "0 0 0", " " * 50, "a1b2+/=" * 9])
def test_the_bound_is_never_above_the_bytes_which_no_tokenizer_exceeds(text: str) -> None:
    assert 0 <= tokens_at_most(text) <= len(text.encode("utf-8", "surrogatepass"))


def test_a_request_counts_its_frame_its_messages_and_its_schema() -> None:
    plain = CompletionRequest((Message.system("Answer."), Message.user("How many?")))
    schema = OutputSpec.json({"type": "object", "properties": {"answer": {"type": "integer"}}})
    longer = CompletionRequest((*plain.messages, Message.user("How many more?")))
    with_schema = CompletionRequest(plain.messages, schema)
    assert prompt_tokens_at_most(plain) > tokens_at_most("Answer.") + tokens_at_most("How many?") + 100
    assert prompt_tokens_at_most(longer) > prompt_tokens_at_most(plain)
    assert prompt_tokens_at_most(with_schema) > prompt_tokens_at_most(plain) + 15
