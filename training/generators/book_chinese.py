"""Chinese bookkeeping lines."""

from __future__ import annotations

import random
import re

from training.generators.book_chart import CARDS, Payment
from training.generators.book_dates import date_words
from training.generators.book_marks import Line, as_amount, as_date, as_memo, fill_pattern, finished
from training.generators.book_money import amount_words
from training.generators.book_vocabulary import Concept, Split, concepts, filled, phrases, reference, someone

_VERB_ITEM = re.compile(
    "(打|付|发|加|换|请|买|寄|修|招待|宴请|和|交|还|给|办|看|订|捐|偿还|归还|缴|支付|卖|出租|向|转租|借|追加|注资|擦|洗|滴滴|做|老板|个人|喝|话费充|手机充|点外卖|补|除虫|唱|出差|配|提|拖|收|吃)"
)
_INCOME_WORD = re.compile("收入|到账|入账|结息|营业")
_RECEIVED = re.compile("收|到账|入账|进账")
_CLIENT_WORK = frozenset(("services", "sales"))
_SEPARATORS = ("", "", " ", " ", "，", "，", ", ")


def _chosen(rng: random.Random, group: str, split: Split) -> str:
    side: Split = "test" if split == "test" and rng.random() < 0.5 else "train"
    return phrases("chinese")[group].pick(rng, side)


def _item(rng: random.Random, concept: Concept, split: Split) -> str:
    return filled(rng, concept.items["chinese"].pick(rng, split), "chinese")


def _own_name(payment: Payment, form: str) -> str:
    return form.replace("{n}", payment.own_name)


def _payment_words(rng: random.Random, payment: Payment, *, income: bool) -> str:
    forms = payment.kind.into["chinese"] if income else payment.kind.sentence["chinese"]
    if not payment.own_name.isascii() and rng.random() < 0.15:
        own = payment.own_name
        return rng.choice(
            (f"存入{own}", f"{own}收款", f"进{own}") if income else (f"{own}付", f"用{own}", own, f"从{own}付")
        )
    return _own_name(payment, rng.choice(forms))


def _arranged(rng: random.Random, core: str, payment: str) -> str:
    separator = rng.choice(_SEPARATORS)
    day = date_words(rng, "chinese").words if rng.random() < 0.72 else ""
    marked = as_date(day, day)
    front: list[str] = []
    tail = [payment] if payment else []
    if marked:
        (front if rng.random() < 0.85 else tail).append(marked)
    if payment and rng.random() < 0.25 and separator in ("", " "):
        tail.remove(payment)
        front.append(payment)
    joint = rng.choice(("", "", " ", "，")) if separator else ""
    return joint.join([*front, ""]) + (separator or rng.choice(("", " ", "，"))).join([core, *tail])


def _cleaned(rng: random.Random, text: str) -> Line:
    return finished(text + "。" if rng.random() < 0.1 else text)


def _expense_core(rng: random.Random, concept: Concept, split: Split, amount: str) -> str:
    item = _item(rng, concept, split)
    roll = rng.random()
    vendor = concept.vendors["chinese"].pick(rng, split) if roll < 0.25 else ""
    if vendor and roll < 0.09:
        return fill_pattern(_chosen(rng, "vendor_alone", split), {"v": vendor, "a": amount})
    values = {"i": as_memo(item), "a": amount, "v": vendor}
    if vendor and vendor not in item:
        return fill_pattern(_chosen(rng, "vendor", split), values)
    group = "service"
    if not _VERB_ITEM.match(item):
        if concept.kind == "goods":
            group = rng.choice(("goods", "service"))
        elif item.endswith(("费", "金", "租", "工资", "款", "税", "息")):
            group = rng.choice(("pay", "service"))
    return fill_pattern(_chosen(rng, group, split), values)


def _income_core(rng: random.Random, concept: Concept, split: Split, amount: str) -> str:
    item = _item(rng, concept, split)
    values = {"i": as_memo(item), "a": amount, "who": someone(rng, "chinese"), "ref": reference(rng)}
    roll = rng.random()
    if concept.name == "services" and roll < 0.2:
        return fill_pattern(_chosen(rng, "income_sender", split), values)
    plain = not _VERB_ITEM.match(item) and not _INCOME_WORD.search(item)
    if concept.name in _CLIENT_WORK and roll < 0.5 and plain and "客户" not in item:
        return fill_pattern(_chosen(rng, "income_from", split), values)
    for _ in range(12):
        pattern = _chosen(rng, "income", split)
        if concept.name == "services" and not _RECEIVED.search(pattern):
            continue
        if plain or (pattern.startswith(("{i}{a}", "{i} {a}", "{i}，"))):
            return fill_pattern(pattern, values)
    return fill_pattern("{i}到账{a}" if concept.name == "services" else "{i} {a}", values)


def entry_line(rng: random.Random, concept: Concept, payment: Payment | None, split: Split) -> Line:
    """A line about `concept`; `payment` is named in it unless it is None."""
    amount = as_amount(amount_words(rng, _price_zh(concept), "chinese"))
    income = concept.kind == "income"
    if income and payment and payment.kind.name in CARDS:
        payment = None
    words = _payment_words(rng, payment, income=income) if payment else ""
    if concept.name != "services" and rng.random() < 0.1:
        fields = [as_memo(_item(rng, concept, split)), amount, *([words] if words else [])]
        rng.shuffle(fields)
        return _cleaned(rng, _arranged(rng, rng.choice((" ", "，", " ")).join(fields), ""))
    core = (_income_core if income else _expense_core)(rng, concept, split, amount)
    return _cleaned(rng, _arranged(rng, core, words))


def _price_zh(concept: Concept) -> tuple[float, float]:
    return concept.price[0] * 2, concept.price[1] * 5


def _noun(rng: random.Random, payment: Payment) -> str:
    if not payment.own_name.isascii() and rng.random() < 0.4:
        return payment.own_name
    return _own_name(payment, rng.choice(payment.kind.noun["chinese"]))


def transfer_line(rng: random.Random, giving: Payment, receiving: Payment, split: Split) -> Line:
    """A line that moves money from one payment account to another; both are named."""
    group = "transfer"
    if rng.random() < 0.6:
        if receiving.kind.name == "cash":
            group = "withdraw"
        elif receiving.kind.name in CARDS:
            group = "card_payment"
        elif giving.kind.name == "cash":
            group = "deposit"
    values = {
        "from": _noun(rng, giving),
        "to": _noun(rng, receiving),
        "a": as_amount(amount_words(rng, (100, 20000), "chinese")),
    }
    pattern = _chosen(rng, group, split).replace("<还{to}>", "<还>{to}")
    return _cleaned(rng, _arranged(rng, fill_pattern(pattern, values), ""))


def no_entry_line(rng: random.Random, split: Split) -> Line:
    """A line that books nothing: a question, a greeting, a note, or an entry without its amount."""
    concept = rng.choice([each for each in concepts().values() if each.kind != "income"])
    pattern = _chosen(rng, "no_amount" if rng.random() < 0.45 else "not_entry", split)
    values = {
        "i": _item(rng, concept, split),
        "a": amount_words(rng, _price_zh(concept), "chinese"),
        "d": date_words(rng, "chinese").words,
        "who": someone(rng, "chinese"),
        "v": concept.vendors["chinese"].pick(rng, split) or "超市",
        "ref": reference(rng),
        "p": rng.choice(("现金", "刷卡", "微信支付", "支付宝", "银行转账")),
    }
    return _cleaned(rng, fill_pattern(filled(rng, pattern.replace("{ref}", values["ref"]), "chinese"), values))
