"""English bookkeeping lines."""

from __future__ import annotations

import random
import re

from training.generators.book_chart import CARDS, Payment
from training.generators.book_dates import date_words
from training.generators.book_marks import Line, as_amount, as_date, as_memo, fill_pattern, finished, slipped
from training.generators.book_money import amount_words
from training.generators.book_vocabulary import (
    Concept,
    Split,
    company,
    concepts,
    filled,
    phrases,
    reference,
    someone,
)

_VERB_ITEM = re.compile(
    r"(filled|topped|donated|paid|took|repaid|withdrew|sold|rented|borrowed|owner put|paying|put in|saw|had|goods sold|won|found|"
    r"returned|scrapped|taken|passing|sponsored|overpaid|spaying|expenses|money i|insurer|insurance paid)\b"
    r"|.* (bought|paid back|put in|invested|took out)\b"
)
_RECEIVED = re.compile(
    r"got|received|earned|made|income|brought|came|deposit|collected|credited|money in| in from|took|taken on|raised|paid in\b|in for"
)
_GOODS_COME = re.compile(r"\{i\} (finally )?(came|arrived|landed|in\b|credited)")
_MAKES_MONEY = re.compile(r"\b(made|earned|took|taken|raised|counted|brought|total)\b")
_HAS_ADJUNCT = re.compile(r" (with|after|for|from|at|to|by)\b")
_TAKINGS = re.compile(
    r"sales?\b|takings|payouts?\b|sold\b|machine|income|earnings|received|refund|payment|money|deposit|balance|fees?\b"
)
# Work that one may pay for as well as be paid for: the line has to say which, unless the thing does.
_WORK = frozenset(
    "services freelance_income course_income repair_income catering_income room_income delivery_income ticket_income food_sales "
    "drink_sales commission_income".split()
)
_EARNED = _WORK | {"sales", "online_sales", "tips", "royalties", "donations_received", "membership_income"}
_SAYS_INCOME = re.compile(
    r"takings|sales\b|payouts?\b|sold\b|income|earnings|received|taught|given|guests?\b| for [A-Z{]| from [A-Z{]"
)
_CLIENT_WORK = frozenset(("services", "sales", "freelance_income", "repair_income", "catering_income"))
_ONLY_PLAIN = frozenset(("owner_draw", "loan_repayment", "owner_contribution", "loan_received", "wages", "taxes"))
_SEPARATORS = (" ", " ", " ", " ", ", ", ", ", " - ", "; ", " | ")
_SENTENCE_SEPARATORS = (*(" ",) * 16, ", ", ", ", ", ", " - ")
_NOISE = (
    "(order {n})", "inv {n}", "#{n}", "receipt {n}", "(receipt {n})", "ref {n}", "(invoice #{n})", "order no {n}",
    "(no receipt)", "invoice {n}", "bill no. {n}",
)  # fmt: skip
_EXTENDED = frozenset(
    "office_supplies equipment software cleaning repairs inventory postage publications clothing telephone utilities".split()
)
_EXTENSIONS = (
    " for the office", " for the shop", " for {person}", " for the team", " for the workshop", " for {company}", " for work",
    " for {month}",
    " for the studio", " for the new hire", " for the front desk", " for the job", " for our store", " for home office",
)  # fmt: skip
_GIBBERISH = "qwertyuiopasdfghjklzxcvbnm"
_PART = re.compile(r"\{(must|do|about|later|ask|promise|state)\}")


def _chosen(rng: random.Random, group: str, split: Split) -> str:
    side: Split = "test" if split == "test" and rng.random() < 0.5 else "train"
    pattern = phrases("english")[group].pick(rng, side)
    return slipped(rng, pattern) if rng.random() < 0.02 else pattern


def _item(rng: random.Random, concept: Concept, split: Split) -> str:
    item = filled(rng, concept.items["english"].pick(rng, split))
    if (
        rng.random() < 0.13
        and concept.name in _EXTENDED
        and not _HAS_ADJUNCT.search(item)
        and not _VERB_ITEM.match(item)
    ):
        item += filled(rng, rng.choice(_EXTENSIONS))
    return slipped(rng, item) if rng.random() < 0.015 else item


def _payment_words(rng: random.Random, payment: Payment, forms: tuple[str, ...]) -> str:
    own = payment.own_name.lower() if rng.random() < 0.5 else payment.own_name
    form = rng.choice(forms)
    if payment.kind.name not in ("cash", "other") and rng.random() < 0.12 and own.isascii():
        form = form if "{n}" in form else "{n}"
    return filled(rng, form.replace("{n}", own).replace("{ref}", str(rng.randint(100, 2999))))


def _spent_words(rng: random.Random, payment: Payment, *, bare: bool) -> str:
    if payment.kind.name not in ("cash", "other") and payment.own_name.isascii() and rng.random() < 0.12:
        own = payment.own_name.lower() if rng.random() < 0.6 else payment.own_name
        return own if bare else f"{rng.choice(('from', 'with', 'on the', 'using', 'via'))} {own}"
    return _payment_words(rng, payment, payment.kind.bare["english"] if bare else payment.kind.sentence["english"])


def _received_words(rng: random.Random, payment: Payment) -> str:
    own = payment.own_name
    if payment.kind.name != "other" and own.isascii() and rng.random() < 0.2:
        return f"{rng.choice(('to', 'into', 'to', 'in', ''))} {own.lower() if rng.random() < 0.6 else own}".strip()
    return _payment_words(rng, payment, payment.kind.into["english"])


class _Words:
    """The parts of one line before they are put in order."""

    def __init__(self, rng: random.Random, payment: Payment | None, *, income: bool) -> None:
        self.rng = rng
        self.date = date_words(rng, "english") if rng.random() < 0.7 else None
        self.payment = payment
        self.income = income

    def date_text(self, *, sentence: bool) -> str:
        if not self.date:
            return ""
        return as_date(self.date.in_sentence if sentence else self.date.words, self.date.words)

    def payment_text(self, *, sentence: bool) -> str:
        if not self.payment:
            return ""
        if self.income:
            return _received_words(self.rng, self.payment)
        return _spent_words(self.rng, self.payment, bare=not sentence)


def _arranged(words: _Words, core: str) -> str:
    """`core` with date and payment put around it as a sentence or a terse note."""
    rng = words.rng
    sentence = rng.random() < 0.62
    separator = rng.choice(_SENTENCE_SEPARATORS if sentence else _SEPARATORS)
    day, payment = words.date_text(sentence=sentence), words.payment_text(sentence=sentence)
    front, tail = "", [part for part in (payment, day) if part]
    if day and rng.random() < (0.25 if sentence else 0.4):
        joint = rng.choice((" ", " ", ", ", ": " if not sentence else " ")) if separator == " " else separator
        front, tail = day + joint, [part for part in (payment,) if part]
    elif len(tail) == 2 and rng.random() < 0.45:
        tail.reverse()
    return front + separator.join([core, *tail])


def _shuffled(words: _Words, item: str, amount: str) -> str:
    """A note of bare fields in any order."""
    rng = words.rng
    separator = rng.choice(_SEPARATORS)
    fields = [
        part for part in (item, amount, words.date_text(sentence=False), words.payment_text(sentence=False)) if part
    ]
    if rng.random() < 0.5:
        rng.shuffle(fields)
    elif rng.random() < 0.5 and words.date:
        fields.insert(0, fields.pop(2))
    return separator.join(fields)


def _cased(rng: random.Random, text: str) -> str:
    roll = rng.random()
    if roll < 0.36:
        text = text.lower()
    elif roll < 0.62:
        text = _capitalised(text)
    elif roll < 0.63:
        text = text.upper()
    if text[-1] != "." and rng.random() < 0.07:
        text += "."
    return text


def _capitalised(text: str) -> str:
    at = next((index for index, sign in enumerate(text) if sign > "\x06"), 0)
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


def _with_noise(rng: random.Random, item: str) -> str:
    if rng.random() < 0.06:
        return f"{item} {rng.choice(_NOISE).format(n=rng.randint(2, rng.choice((20, 999, 9999))))}"
    return item


def _vendor(rng: random.Random, concept: Concept, split: Split) -> str:
    known = concept.vendors["english"].pick(rng, split)
    if not known:
        return ""
    name = known if concept.name == "charity" or rng.random() < 0.7 else company(rng)
    return name.lower() if rng.random() < 0.25 else name


def _is_unclear(concept: Concept, item: str) -> bool:
    """Whether `item` alone does not tell if it was sold or bought."""
    return concept.name in _WORK and not _SAYS_INCOME.search(item)


def _allowed(pattern: str, item: str, concept: Concept) -> bool:
    if _is_unclear(concept, item) and (not _RECEIVED.search(pattern) or _GOODS_COME.match(pattern)):
        return False  # "workshop 45" may be bought or sold
    if concept.kind == "income" and concept.name not in _EARNED and _MAKES_MONEY.search(pattern):
        return False
    if "from {i}" in pattern and " from " in item:
        return False
    if _VERB_ITEM.match(item):
        return pattern.startswith("{i}") and not re.search(
            r"cost|came|come|set me|was|paid|bill|received|brought|arrived|made|earned|raised|landed|total|credited|quoted|due|went"
            r"|worked|done|spent|covered|gone|this|today|again|only|bought|deliver|order|purchase|picked",
            pattern,
        )
    if concept.name in _ONLY_PLAIN:
        return pattern.startswith(
            ("{i}", "{a}", "paid {i}", "paid {a} for", "payment", "received", "got")
        ) and not re.search(r"spent|cost|bill|set me|total|invoice", pattern)
    return not (pattern.startswith("bought some") and item.startswith(("a ", "an ", "the ")))


def _pattern_for(rng: random.Random, group: str, item: str, concept: Concept, split: Split) -> str:
    for _ in range(12):
        pattern = _chosen(rng, group, split)
        if _allowed(pattern, item, concept):
            return pattern
    return "received {a} for {i}" if _is_unclear(concept, item) else "{i} {a}"


def _expense_core(rng: random.Random, concept: Concept, split: Split, amount: str) -> str:
    item = _item(rng, concept, split)
    roll = rng.random()
    vendor = _vendor(rng, concept, split) if roll < 0.26 else ""
    if vendor and roll < 0.11 and concept.vendors["english"].train:
        known = concept.vendors["english"].pick(rng, split)
        known = known.lower() if rng.random() < 0.3 else known
        return fill_pattern(_chosen(rng, "vendor_alone", split), {"v": known, "a": amount})
    if vendor and not _VERB_ITEM.match(item) and not re.search(r" (at|from|by) ", item):
        values = {"i": as_memo(item), "a": amount, "v": vendor}
        return fill_pattern(_chosen(rng, "vendor", split), values)
    can_buy = concept.kind == "goods" and not _HAS_ADJUNCT.search(item)
    group = "goods" if can_buy and rng.random() < 0.4 else "service"
    pattern = _pattern_for(rng, group, item, concept, split)
    return fill_pattern(pattern, {"i": _with_noise(rng, as_memo(item)), "a": amount})


def _income_core(rng: random.Random, concept: Concept, split: Split, amount: str) -> str:
    item = _item(rng, concept, split)
    who = someone(rng, "english")
    roll = rng.random()
    if concept.name in _CLIENT_WORK and not _VERB_ITEM.match(item):
        if roll < 0.28 and concept.name == "services":
            pattern = _chosen(rng, "income_sender", split)
            return fill_pattern(pattern, {"who": who, "a": amount, "ref": reference(rng)})
        if roll < 0.6 and not _HAS_ADJUNCT.search(item) and not _TAKINGS.search(item):
            pattern = _chosen(rng, "income_from", split)
            return fill_pattern(pattern.replace("the {i}", "{i}") if item[:2] == "a " else pattern, {
                "who": who, "a": amount, "i": as_memo(item),
            })  # fmt: skip
    pattern = _pattern_for(rng, "income", item, concept, split)
    return fill_pattern(pattern, {"i": _with_noise(rng, as_memo(item)), "a": amount})


def entry_line(rng: random.Random, concept: Concept, payment: Payment | None, split: Split) -> Line:
    """A line about `concept`; `payment` is named in it unless it is None."""
    amount = as_amount(amount_words(rng, concept.price, "english"))
    income = concept.kind == "income"
    if income and payment and payment.kind.name in CARDS:
        payment = None
    words = _Words(rng, payment, income=income)
    item = _item(rng, concept, split)
    if rng.random() < 0.16 and not _is_unclear(concept, item):
        return finished(_cased(rng, _shuffled(words, as_memo(item), amount)))
    core = (_income_core if income else _expense_core)(rng, concept, split, amount)
    return finished(_cased(rng, _arranged(words, core)))


def _noun(rng: random.Random, payment: Payment) -> str:
    return _payment_words(rng, payment, payment.kind.noun["english"])


def _transfer_group(giving: Payment, receiving: Payment, rng: random.Random) -> str:
    if rng.random() < 0.4:
        return "transfer"
    if receiving.kind.name == "cash":
        return "withdraw"
    if receiving.kind.name in CARDS:
        return "card_payment"
    return "deposit" if giving.kind.name == "cash" else "transfer"


def transfer_line(rng: random.Random, giving: Payment, receiving: Payment, split: Split) -> Line:
    """A line that moves money from one payment account to another; both are named."""
    group = _transfer_group(giving, receiving, rng)
    values = {"from": _noun(rng, giving), "to": _noun(rng, receiving)}
    if group == "withdraw":
        values["to"] = "cash"
    elif group == "deposit":
        values["from"] = "cash"
    amount = amount_words(rng, (20, 4000), "english")
    core = fill_pattern(_chosen(rng, group, split), {**values, "a": as_amount(amount)})
    return finished(_cased(rng, _arranged(_Words(rng, None, income=False), core)))


def _grown(rng: random.Random, pattern: str, split: Split) -> str:
    """`pattern` with its {parts} of a note replaced by phrases, which may hold parts themselves."""
    while found := _PART.search(pattern):
        pattern = f"{pattern[: found.start()]}{_chosen(rng, found.group(1), split)}{pattern[found.end() :]}"
    return " ".join(pattern.replace(" ,", ",").split())


def _nothing_pattern(rng: random.Random, split: Split) -> str:
    group = rng.choices(("no_amount", "not_entry", "note"), (33, 27, 40))[0]
    return _grown(rng, _chosen(rng, group, split), split)


def no_entry_line(rng: random.Random, split: Split) -> Line:
    """A line that books nothing: a question, a greeting, a plan, letters by chance, or an entry without its amount."""
    if rng.random() < 0.04:
        letters = "".join(rng.choice(_GIBBERISH) for _ in range(rng.randint(3, 9)))
        return Line(letters if rng.random() < 0.7 else f"{letters} {letters[::-1]}", "", "", "")
    concept = rng.choice([each for each in concepts().values() if each.kind != "income"])
    pattern = _nothing_pattern(rng, split)
    day = date_words(rng, "english")
    payment_words = ("in cash", "with card", "by bank transfer", "with paypal", "cash", "credit card", "from checking")
    item = _item(rng, concept, split)
    while _VERB_ITEM.match(item):
        item = _item(rng, rng.choice(list(concepts().values())), split)
    values = {
        "i": re.sub("^(the|a|an) ", "", item) if re.search(r"(the|more|new|cheaper|any) {i}", pattern) else item,
        "a": amount_words(rng, concept.price, "english"),
        "d": day.in_sentence,
        "who": someone(rng, "english"),
        "v": concept.vendors["english"].pick(rng, split) or company(rng),
        "ref": f"#{rng.randint(10, 20251)}",
        "p": rng.choice(payment_words),
        "hour": rng.choice(
            ("3", "10", "half past 4", "9.30", "2 pm", "11:15", "noon", "5:30 pm", "8", "14:00", "16:45")
        ),
    }
    return finished(_cased(rng, fill_pattern(filled(rng, _keep_references(pattern, values)), values)))


def _keep_references(pattern: str, values: dict[str, str]) -> str:
    return pattern.replace("{ref}", values["ref"])
