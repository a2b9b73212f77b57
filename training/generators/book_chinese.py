"""Chinese bookkeeping lines."""

from __future__ import annotations

import random
import re

from training.generators.book_chart import CARDS, Payment
from training.generators.book_dates import date_words
from training.generators.book_marks import Line, as_amount, as_date, as_memo, fill_pattern, finished
from training.generators.book_money import amount_words
from training.generators.book_vocabulary import Concept, Split, concepts, filled, person_zh, phrases, reference, someone

_VERB_ITEM = re.compile(
    "(?!打印|打蜡用|洗发|洗手|洗洁|洗衣|洗面|洗碗机|洗车液|发电机|发财树|加湿|加油卡|配件|配料|换气|收银|收纳|收据|收款机|看板|装订|装饰|做工|"
    "办公|烫发水|染发|染膏|接头|吃的|喝的|寄存柜|剪刀|剪线|养生|存储|拉链|封口|封箱|封边|铺面|走廊|和面|搬运车|开关|卖品|补光|修正|修复|修改|擦手|提货|提袋|借书证|坐垫|坐便|"
    "订书|玩具|老板椅|老板桌|配饰|转接|转换|飞机盒)"
    "(打|付|发|加|换|请|买|寄|修|招待|宴请|和|交|还|给|办|看|订|捐|偿还|归还|缴|支付|卖|出租|向|转|借|追加|注资|擦|洗|滴滴|做|老板|个人|喝|话费充|"
    "手机充|点外卖|补|除|唱|出差|配|提|拖|收|吃|住|坐|叫|骑|考|逛|玩|剪|染|烫|养|遛|带|接|送|抽|铺|刷|装|封|租|拉|飞|囤|孝敬|资助|随|走|帮|开|跑|"
    "搬|中奖|抢|找|跟|自己|从|存|进|拿|去|陪|回|上班|下雨|夜里|加班|泡|蹦|团建|探望|慰问|充|预存|浇|割|贴|闯|赈灾|赞助|处置|处理|下水道|投|派单|采购)"
)
_INCOME_WORD = re.compile("收入|到账|入账|结息|营业|收到|卖|销售|结算|回款|放款|收益")
_RECEIVED = re.compile("收|到账|入账|进账|拿到|打过来|打来|转来|汇来")
# Words that say by themselves that money came in.
_CLEARLY_INCOME = re.compile(
    "收|入账|到账|进账|卖|售|营业|结息|退款|退税|退回|退费|理赔|赔款|赔付|打赏|版税|中奖|回款|货款|票款|结算|补助|放款|流水"
)
_CLIENT_WORK = frozenset(
    ("services", "sales", "course_income", "repair_income", "catering_income", "delivery_income", "membership_income")
)
_FEE = re.compile("(费|租金|房租|工资|社保|公积金|税|利息|月供|房贷|保险)$")
_PERIOD = re.compile("[年月日季周]|今|昨|天|期|次|晚")
_COUNTED = re.compile(r"[\d一两三四五六十几]|新|旧|一批|款$|费$|货$|材$")
# Things that are done, not bought.
_DEED = re.compile(
    "(充值|寄养|洗澡|美容|疫苗|看病|体检|检查|驱虫|绝育|充电|加油|装修|改造|翻新|安装|养护|修剪|租摆|工程|设计|费|款|印制|吃饭|聚餐|浇水|护理|除草|种植|铺砖|种菜|进货|批发)$"
)
_HEAPS = ("一批", "一些", "新", "几个", "一个", "两个", "三个", "{n}个", "{n}件", "{n}份")
_SEPARATORS = ("", "", " ", " ", "，", "，", ", ")
_FIELD_JOINTS = (" ", "，", " ", ", ", "、", " / ", "；", "，")
_ENDLESS = ("future", "quote", "unpaid", "budget", "figures", "question")
_PARTS = ("when", "must", "open", "owed", "due", "hour", "meeting", "unit")


def _chosen(rng: random.Random, group: str, split: Split) -> str:
    side: Split = "test" if split == "test" and rng.random() < 0.5 else "train"
    return phrases("chinese")[group].pick(rng, side)


def _item(rng: random.Random, concept: Concept, split: Split) -> str:
    item = filled(rng, concept.items["chinese"].pick(rng, split), "chinese")
    return _dressed(rng, concept, item) if rng.random() < 0.15 else item


def _is_bought(concept: Concept, item: str) -> bool:
    """Whether one can say "买" of the item."""
    return concept.kind == "goods" and not _VERB_ITEM.match(item) and not _DEED.search(item)


def _dressed(rng: random.Random, concept: Concept, item: str) -> str:
    """The item with the month that a fee is for, or with how many a thing is."""
    if _FEE.search(item) and not _PERIOD.search(item):
        month = rng.randint(1, 12)
        periods = (
            f"{month}月",
            f"{month}月份",
            f"{month}月的",
            "本月",
            "这个月",
            "这个月的",
            "上月",
            "全年",
            "上半年",
            "下半年",
        )
        return rng.choice(periods) + item
    if _is_bought(concept, item) and not _COUNTED.search(item):
        return filled(rng, rng.choice(_HEAPS), "chinese") + item
    return item


def _own_name(payment: Payment, form: str) -> str:
    return form.replace("{n}", payment.own_name).replace("付付", "付")


def _payment_words(rng: random.Random, payment: Payment, *, income: bool) -> str:
    forms = payment.kind.into["chinese"] if income else payment.kind.sentence["chinese"]
    if not payment.own_name.isascii() and rng.random() < 0.15:
        own = payment.own_name
        return rng.choice(
            (f"存入{own}", f"{own}收款", f"进{own}") if income else (f"{own}付", f"用{own}", own, f"从{own}付")
        )
    return _own_name(payment, rng.choice(forms))


def _arranged(rng: random.Random, core: str, payment: str, *, dated: bool = True) -> str:
    separator = rng.choice(_SEPARATORS)
    day = date_words(rng, "chinese").words if dated and rng.random() < 0.72 else ""
    marked = as_date(day, day)
    front: list[str] = []
    tail = [payment] if payment else []
    if marked:
        (front if rng.random() < 0.85 else tail).append(marked)
    if payment and rng.random() < 0.25 and separator in ("", " "):
        tail.remove(payment)
        front.append(payment)
    if len(tail) == 2 and rng.random() < 0.5:
        tail.reverse()
    joint = rng.choice(("", "", " ", "，")) if separator else ""
    return joint.join([*front, ""]) + (separator or rng.choice(("", " ", "，"))).join([core, *tail])


def _fields(rng: random.Random, item: str, amount: str, payment: str) -> str:
    """Item, amount, payment and perhaps a day in any order, as in a list."""
    day = date_words(rng, "chinese").words if rng.random() < 0.6 else ""
    fields = [field for field in (as_memo(item), amount, payment, as_date(day, day)) if field]
    rng.shuffle(fields)
    return rng.choice(_FIELD_JOINTS).join(fields)


def _wrapped(rng: random.Random, text: str, split: Split, *, income: bool) -> str:
    """The line with what people say around it now and then: "记一下：", "，已付"."""
    ending = "_income" if income else ""
    if rng.random() < 0.08:
        text = _chosen(rng, "head" + ending, split) + text
    return text + _chosen(rng, "tail" + ending, split) if rng.random() < 0.1 else text


def _cleaned(rng: random.Random, text: str) -> Line:
    return finished(text + "。" if rng.random() < 0.1 and text[-1] not in "！~？。" else text)


def _values(rng: random.Random, item: str, amount: str, vendor: str, split: Split) -> dict[str, str]:
    number = rng.choice((rng.randint(2, 30), rng.randint(2, 300), rng.randint(100, 9999)))
    values = {
        "i": item,
        "a": amount,
        "b": amount_words(rng, (50, 9000), "chinese"),
        "c": amount_words(rng, (2, 90), "chinese"),
        "n": str(rng.randint(2, 12)),
        "num": str(number),
        "month_number": str(rng.randint(1, 12)),
        "v": vendor,
        "who": someone(rng, "chinese"),
        "person_zh": person_zh(rng),
        "ref": reference(rng),
    }
    return values | {part: filled(rng, _chosen(rng, part, split)) for part in _PARTS}


def _expense_core(rng: random.Random, concept: Concept, split: Split, amount: str) -> str:
    item = _item(rng, concept, split)
    roll = rng.random()
    vendor = filled(rng, concept.vendors["chinese"].pick(rng, split), "chinese") if roll < 0.25 else ""
    values = _values(rng, as_memo(item), amount, vendor, split)
    if vendor and roll < 0.09:
        return fill_pattern(_chosen(rng, "vendor_alone", split), values)
    is_noun = not _VERB_ITEM.match(item)
    if vendor and vendor not in item:
        group = "vendor_goods" if _is_bought(concept, item) and rng.random() < 0.6 else "vendor"
        return fill_pattern(_chosen(rng, group, split), values)
    group = "service"
    if is_noun and roll > 0.93:
        group = "near"
    elif _is_bought(concept, item):
        group = rng.choice(("goods", "service"))
    elif is_noun and item.endswith(("费", "金", "租", "工资", "款", "税", "息", "险", "保", "贷", "供")):
        group = rng.choice(("pay", "service"))
    return fill_pattern(_chosen(rng, group, split), values)


def _income_core(rng: random.Random, concept: Concept, split: Split, amount: str) -> str:
    item = _item(rng, concept, split)
    values = _values(rng, as_memo(item), amount, "", split)
    roll = rng.random()
    if concept.name == "services" and roll < 0.2:
        return fill_pattern(_chosen(rng, "income_sender", split), values)
    plain = not _VERB_ITEM.match(item) and not _INCOME_WORD.search(item)
    if concept.name in _CLIENT_WORK and roll < 0.5 and plain and "客户" not in item:
        return fill_pattern(_chosen(rng, "income_from", split), values)
    if plain and roll > 0.92:
        pattern = _chosen(rng, "near_income", split)
        if concept.name in _CLIENT_WORK or "{b}" not in pattern:
            return fill_pattern(pattern, values)
    for _ in range(12):
        pattern = _chosen(rng, "income", split)
        if not _RECEIVED.search(pattern) and not _CLEARLY_INCOME.search(item):
            continue
        if plain or (pattern.startswith(("{i}{a}", "{i} {a}", "{i}，", "{i}："))):
            return fill_pattern(pattern, values)
    return fill_pattern("{i} {a}" if _CLEARLY_INCOME.search(item) else "{i}到账{a}", values)


def entry_line(rng: random.Random, concept: Concept, payment: Payment | None, split: Split) -> Line:
    """A line about `concept`; `payment` is named in it unless it is None. Empty if the concept has no Chinese items."""
    if not concept.items["chinese"].train:
        return Line("", "", "", "")
    amount = as_amount(amount_words(rng, _price_zh(concept), "chinese"))
    income = concept.kind == "income"
    if income and payment and payment.kind.name in CARDS:
        payment = None
    words = _payment_words(rng, payment, income=income) if payment else ""
    if rng.random() < 0.12:
        item = _item(rng, concept, split)
        if not income or _CLEARLY_INCOME.search(item):
            return _cleaned(rng, _fields(rng, item, amount, words))
    core = (_income_core if income else _expense_core)(rng, concept, split, amount)
    return _cleaned(rng, _wrapped(rng, _arranged(rng, core, words), split, income=income))


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


def _thing(rng: random.Random, pattern: str, split: Split) -> tuple[Concept, str]:
    """An expense that the pattern's verb can be said of, and its item."""
    spent = [each for each in concepts().values() if each.kind != "income" and each.items["chinese"].train]
    while True:
        concept = rng.choice(spent)
        item = _item(rng, concept, split)
        if re.search("买|下单|用完|快没了|缺货|质量|坏了|到货|库存|还剩|要订|重{num}|放在", pattern) and not _is_bought(
            concept, item
        ):
            continue
        if re.search("[交付收还]了?{i}", pattern) and (concept.kind == "goods" or _VERB_ITEM.match(item)):
            continue
        return concept, item


def no_entry_line(rng: random.Random, split: Split) -> Line:
    """A line that books nothing: a question, a plan, a quote, an unpaid bill, other figures, or an entry without its amount."""
    group = rng.choice(_ENDLESS) if rng.random() < 0.55 else rng.choice(("no_amount", "no_amount", "not_entry"))
    pattern = _chosen(rng, group, split)
    concept, item = _thing(rng, pattern, split)
    received = rng.choice([each for each in concepts().values() if each.kind == "income"])
    vendor = filled(rng, concept.vendors["chinese"].pick(rng, split), "chinese") or "超市"
    amount = amount_words(rng, _price_zh(concept), "chinese")
    values = _values(rng, item, amount, vendor, split) | {
        "g": _item(rng, received, split),
        "d": date_words(rng, "chinese").words,
        "p": rng.choice(("现金", "刷卡", "微信支付", "支付宝", "银行转账", "微信", "对公账户", "花呗")),
    }
    text = fill_pattern(pattern, values)
    if group in ("quote", "unpaid", "no_amount") and "{d}" not in pattern and rng.random() < 0.12:
        text = values["d"] + rng.choice(("", "，", " ")) + text
    return _cleaned(rng, text)
