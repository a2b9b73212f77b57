"""The chart of accounts as people write it: one account a line or separated by commas, with or without a type, in English or Chinese."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from app.api import InputError
from plugins.bookkeeping import layout
from plugins.bookkeeping.lexicon import lexicon

AccountType = Literal["asset", "liability", "equity", "income", "expense"]
TYPES: tuple[AccountType, ...] = ("asset", "liability", "equity", "income", "expense")
MAX_ACCOUNTS = 200


@dataclass(frozen=True, slots=True)
class Account:
    """One account.

    Attributes:
        name: as the person spells it; unique in its chart.
        type: which side of the statements it stands on.
        is_payment: whether money is paid from it and into it (cash, bank, card), as against what money is for.
        is_open: whether nothing says its type for sure: the name may be one of income or of an expense.
    """

    name: str
    type: AccountType
    is_payment: bool = False
    is_open: bool = False

    @property
    def own_name(self) -> str:
        """The name without its number and without the accounts above it: ``Assets:Cash`` → ``Cash``."""
        return re.split("[:：]", _CODE.sub("", self.name))[-1].strip()

    @property
    def is_debit(self) -> bool:
        """Whether its balance normally stands on the debit side."""
        return self.type in ("asset", "expense")


@dataclass(frozen=True, slots=True)
class Chart:
    """All accounts in the person's order. ``notes`` say what was added or assumed."""

    accounts: tuple[Account, ...]
    notes: tuple[str, ...] = ()
    _by_name: dict[str, Account] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {account.name.casefold(): account for account in self.accounts})

    @property
    def categories(self) -> tuple[Account, ...]:
        """What money is for or comes from."""
        return tuple(account for account in self.accounts if not account.is_payment)

    @property
    def payments(self) -> tuple[Account, ...]:
        """Where money is; the first is the default."""
        return tuple(account for account in self.accounts if account.is_payment)

    def find(self, name: str) -> Account | None:
        """The account of that name; capitals do not matter."""
        return self._by_name.get(name.strip().casefold())


_CODE = re.compile(r"^\d{3,6}\s*(?:[-–.]\s*)?(?=\D)")
_TYPE_WORDS: dict[str, AccountType] = {
    "asset": "asset", "assets": "asset", "liability": "liability", "liabilities": "liability", "equity": "equity",
    "capital": "equity", "income": "income", "revenue": "income", "expense": "expense", "expenses": "expense", "cost": "expense",
    "costs": "expense", "资产": "asset", "负债": "liability", "权益": "equity", "所有者权益": "equity", "收入": "income",
    "费用": "expense", "支出": "expense", "成本": "expense",
}  # fmt: skip
_PAYMENT_WORDS = frozenset(
    "payment|payments|payment account|payment accounts|paid with|paid from|pay with|bank accounts|付款|付款账户|支付方式|支付账户".split(
        "|"
    )
)
_CATEGORY_WORDS = frozenset("accounts|account|categories|category|科目|账户|会计科目|类别".split("|"))
_HEADING = re.compile(r"^([^:：,;；，、]{1,24}?)\s*[:：](?:\s+|$)(.*)$")
_IN_BRACKETS = re.compile(r"^(.*?)\s*[(（\[]\s*([^()（）\[\]]+?)\s*[)）\]]$")
_SEPARATORS = re.compile(r"\s*[;；、，\t]\s*|,\s+|,(?=\D)")
_FEW_SEPARATORS = re.compile(r"\s*[;；\t]\s*")
_COSTLY = (
    r"bank|legal|professional|accounting|accountancy|accountant|licen[cs]e|permit|transaction"
    r"|platform|processing|merchant|service|atm|late|card|paypal|stripe|shipping|delivery|filing|school|association"
    r"|management|agency|interest"
    r"|account|franchise|listing|hosting|union|machine|reader|terminal|parking|registration|conference|marketplace"
    r"|etsy|amazon|square|software|subcontractor|pitch"
    r"|market|stall|table|studio|gym|court|broker"
    r"|solicitor|audit|payroll|payment|recycling|waste|customs|vet|doctor|toll|road|airline|baggage"
    r"|exam|government|federation|league|affiliation"
    r"|commission|referee|umpire|credit card|landing|mooring|storage|city|state|council"
)
_EXPENSE = re.compile(
    rf"\b(?:expenses?|(?:{_COSTLY}) fees?|fees? (?:and|&)|(?:and|&) fees?|^fees?$|charges?|costs?"
    rf"|tax(?:es)?|insurance|cogs|marketing|loan interest|interest (?:paid|expense)|(?<!-)paid(?!-)|given|bad debts?"
    rf"|losses|loss|supplies"
    r"|purchases|home office|rounding|refunds? (?:given|paid|to)|stock purchases?)\b"
    r"|(?<![学会])费(?!收入)|支出|成本|税|利息支出|损失|折旧|摊销|工资(?!收入|奖金|$)|(?:员工|车间"
    r"|助理|职工|工人|保姆|师傅|人员|发放).{0,3}工资|薪酬|进货|采购|人情|随礼"
)
_INCOME = re.compile(
    r"\b(?:income|receipts|sales?|revenues?|turnover|earned|earnings|received|royalt(?:y|ies)|dividends?"
    r"|refunds?|tips|takings|proceeds|payouts?|(?:delivery|app|platform|delivery app) pay|door money|gate money|ticket money|gratuities"
    r"|(?<!cloud )(?<!outside )(?<!professional )services"
    r"|(?:products?|parts|goods|items|accessories|materials|stock|tickets|wares|drinks|food|snacks|merch|books|colonies"
    r"|plants) sold|charged (?:on|out)|recharged|rebilled"
    r"|(?:hired?|hires|let|rented|lent) out|client work|student finance|bursary|stipend|pension|paid by clients"
    r"|from (?:tenants?|clients?|customers?|parents|members?|guests|patients|students|pupils|lodgers?)"
    r"|sponsorships?|fundrais(?:ing|ers?)|grants? in"
    r"|child benefit|housing benefit|universal credit|state pension|salary|paycheck|paychecks|(?:bank"
    r"|savings) interest|gains?)\b"
    r"|收入|收益|营业外收|股息|利息收入|销售(?!费|成本|部|提成|推广|税|佣金)(?:额|款)?$|销售收|营业额"
    r"|货款收|卖.{1,4}钱$|学费收|门票收|代售|流水$"
)
_EITHER = re.compile(
    r"\b(?:fees?|subs|dues|rents|(?<!taxi )(?<!bus )(?<!train )(?<!air )fares|subscriptions?|memberships?"
    r"|commissions?|lessons?|tuition|orders?"
    r"|(?<!repair )(?<!road )works?|jobs?|bookings?|classes"
    r"|(?<!hall )(?<!venue )(?<!church )(?<!pitch )(?<!court )(?<!tool )(?<!plant )(?<!equipment )(?<!machine )(?<!gear )hires?"
    r"|wages?|pay|donations?|grants?|projects?|workshops?|tickets?|raffle|bar|teas?|cakes?|catering"
    r"|events?|fairs?|fetes?|collections?|sponsors?|weddings?|portraits?|sessions?|haircuts|cuts"
    r"|facials|massages|manicures|treatments|shoots|tattoos|piercings|valets|cleans|installs|removals|marking"
    r"|(?<!car )(?<!van )(?<!truck )(?<!vehicle )servicing"
    r"|calls?|contracts?|installations?|callouts?|consult(?:ing|ations?|ancy)|coaching|teaching"
    r"|tutoring|grooming|boarding|walks|gigs?|shows?"
    r"|concerts?|performances?|prints?|repairs? done|clients?|customers?|members?|parents|family"
    r"|gifts?|rentals?|lettings?|bonus|interest"
    r"|wholesale|retail|online|etsy shop|market days?|stalls?|commissioned|freelance|side ?hustle"
    r"|allowance|scholarships?|bursar(?:y|ies)|stipends?)\b"
    r"|工资|奖金|红包|提成|佣金|利息|稿费|讲课|补课|学费|会费|订单|门店|零售|批发|外卖|货款|业务"
    r"|项目|布置|服务|设计|咨询|课程|安装|施工|跟拍|加印|拍摄|兼职|办卡|充值|会员|打赏|礼金|生活费|补贴"
)
"""Words of names that may be what comes in as well as what is paid."""
_EARNING = re.compile(
    r"\b(?:fees?|subs|rents|fares|orders?|commissions?|commissioned|lessons?|tuition|jobs?|bookings?|classes"
    r"|donations?|grants?|projects?|contracts?|gigs?"
    r"|workshops?|sessions?|coaching|teaching|tutoring|grooming|boarding|consult(?:ing|ations?|ancy)"
    r"|calls?|callouts?|installations?|weddings?"
    r"|(?:room|cycle|bike|boat|chair|kayak|costume|dress|suit|marquee|bouncy castle|car|van) hires?"
    r"|portraits?|performances?|clients?|customers?|freelance|memberships?|raffle|stalls?|works?"
    r"|retail|wholesale|box subscriptions|scholarship|bursary|stipend)$"
    r"|订单|奖金|提成|佣金|稿费|讲课|红包|零售|批发|外卖|货款|加印|拍摄|办卡|会员|打赏",
)
"""Those that are rather what comes in."""
_MAY_STAND_APART = re.compile(r"\b(?:donations?|grants?|raffle|events?|fairs?|fetes?|collections?)$|捐款|补贴")
"""Names of what may come in although they stand among expenses."""
_CATCH_ALL = re.compile(
    r"\b(?:misc|miscellaneous|sundry|sundries|other|general|rent|delivery(?! (?:contracts?|jobs?|rounds?|work"
    r"|runs?)\b))\b|其他|其它|杂|房租"
)
_UNSURE_SHARE = 0.4
_EARNING_SHARE = 0.5
_NO_INCOME = re.compile(
    r"\bincome tax|\bsales (?:tax|&|and) ?|\bcost of\b|\bsalary expense|\bfees? paid|\btips paid|收入成本|discounts"
    r"|\b(?:loans?|debts?|deposits held|receivables?|purchases|expenses|due|owed) from\b"
)
_EQUITY = re.compile(
    r"\b(?:equity|capital|draw|draws|drawings?|withdrawals?|owner'?s?|distributions?"
    r"|retained earnings|opening balances?|paid-in)\b"
    r"|资本|权益|业主|股东|利润|分红|公积|提款"
)
_LIABILITY = re.compile(
    r"\b(?:loans?|mortgages?|payables?|line of credit|liabilit(?:y|ies)|debts?|deposits held|accrued"
    r"|unearned|deferred revenue)\b"
    r"|应付|借款|贷款|负债|预收"
)
_ASSET = re.compile(
    r"\b(?:equipment|inventory|furniture|fixtures|computers?$|machinery|vehicles? \(|receivables?"
    r"|prepaid|goodwill|land(?! [a-z]+s\b)|buildings?$|assets?"
    r"|deposits? paid|stock on hand)\b|固定资产|库存商品|原材料|应收|预付|待摊|无形资产|存货|办公设备|设备$"
)
_USE = re.compile(
    r"\b(?:hires?|rentals?|leas(?:e|ing)|repairs?|maintenance|upkeep|servicing|running|insurance)\b|维修|维护|保养|租赁|租用|折旧"
)
"""Words of what is spent on an asset: ``Machinery hire``, 设备维护."""
_CARD = re.compile(
    r"\b(?:credit cards?|company cards?|business cards?|corporate cards?|visa|amex|american express"
    r"|master ?card|discover|klarna|barclaycard|capital one (?:spark|quicksilver|venture|savor)"
    r"|chase (?:sapphire|freedom|ink)|card)\b"
    r"|信用卡|公务卡|花呗|白条|visa|mastercard"
)
_DEBIT_CARD = re.compile(r"\b(?:debit|gift|prepaid) card\b|借记卡|储蓄卡|银行卡")
_MONEY = re.compile(
    r"\b(?:cash|till|wallet|petty|checking|chequing|current account|savings?|bank|banks|giro|operating account"
    r"|business account|paypal|venmo"
    r"|zelle|wise|revolut|stripe|square|cash ?app|mercury|chase|wells fargo|hsbc|barclays|n26|monzo"
    r"|apple pay|google pay|capital one"
    r"|citibank|santander|payoneer|store credit|rainy day fund|account|wechat|weixin|ali ?pay|purse|(?<!gas )safe)\b"
    r"|现金|备用金|银行|支付宝|微信|零钱|钱包|云闪付|存款|储蓄|基本户|一般户|账户|余额宝|建行|工行|农行|招行|中行"
)
_NO_MONEY = re.compile(
    r"\b(?:accounts? (?:payable|receivable)|accounting|bank loan|cash register (?:paper|rolls)|cash (?:jobs?"
    r"|work|fares?|tips|customers?|over|short|prizes?)|(?:till|cash|float) (?:float )?(?:differences?"
    r"|discrepanc(?:y|ies)|variances?|shortages?)|(?:card|cash|payment|bank) (?:machine|reader|terminal|processing|point)s?)\b"
    r"|应收|应付|银行(?:贷款|借款)"
)


def infer(name: str) -> tuple[AccountType, bool]:
    """Type and payment flag of an account from its name alone."""
    text = _CODE.sub("", name).lower().replace("’", "'")
    root, separator, _ = text.partition(":")
    own = re.split("[:：]", text)[-1].strip()
    by_root = _TYPE_WORDS.get(root.strip()) if separator else None
    if _is_payment(own, by_root):
        return ("liability" if _CARD.search(own) and not _DEBIT_CARD.search(own) else "asset"), True
    if by_root:
        return by_root, False
    return _by_words(text) or _by_code(name) or "expense", False


def _is_payment(own: str, by_root: AccountType | None) -> bool:
    if by_root not in (None, "asset", "liability") or _NO_MONEY.search(own):
        return False
    if re.search(r"\b(?:fees?|charges?|costs?|commissions?)$", own):
        return False
    if _EXPENSE.search(own.replace("tax savings", "savings")) or _INCOME.search(own) or _LIABILITY.search(own):
        return False
    if by_root is None and re.search(r"\bfreight|\boutside services", own):
        return False
    return bool(_CARD.search(own) or _MONEY.search(own))


def _by_words(text: str) -> AccountType | None:
    if re.search(r"\bretained earnings|\bpaid-in\b|未分配利润", text):
        return "equity"
    if _INCOME.search(text) and not _NO_INCOME.search(text):
        return "income"
    if _ASSET.search(text) and _USE.search(text):
        return "expense"
    order: tuple[tuple[re.Pattern[str], AccountType], ...] = (
        (re.compile(r"应付职工薪酬"), "expense"),
        (re.compile(r"\bpayable|应付"), "liability"),
        (_EXPENSE, "expense"),
        (_EQUITY, "equity"),
        (_LIABILITY, "liability"),
        (_ASSET, "asset"),
    )
    return next((type_ for pattern, type_ in order if pattern.search(text)), None)


def _may_be_either(name: str) -> bool:
    """Whether neither a number nor a word of a name says its type: ``Subs``, ``Grooming fees``, 工资奖金."""
    text = _CODE.sub("", name).lower().replace("’", "'")
    is_said: bool = bool(re.search("[:：]", text) and _TYPE_WORDS.get(re.split("[:：]", text)[0].strip()))
    is_said = (
        is_said
        or _by_code(name) is not None
        or bool(re.match(r"(?:5|6[4-9])\d{2,}", name) and re.search("[\u3400-\u9fff]", name))
    )
    return not is_said and _by_words(text) is None and not _CATCH_ALL.search(text)


def is_either(name: str) -> bool:
    """Whether a name holds a word of what comes in as well as of what is paid."""
    return bool(_EITHER.search(name.lower()))


def _is_earning(account: Account) -> bool:
    """Whether a name that may be either is rather one of income."""
    return bool(_EARNING.search(account.name.lower())) or (
        not is_either(account.name) and lexicon().income_share(account) > _EARNING_SHARE
    )


def _settled(accounts: list[Account]) -> list[Account]:
    """Names that may be either are income before the first that surely is; far from all income they are expenses."""
    income = [n for n, one in enumerate(accounts) if one.type == "income" and not one.is_open]
    if not income:
        first = next((n for n, one in enumerate(accounts) if not one.is_open), 0)
        return [
            replace(one, type="income") if n < first or (one.is_open and _ends_in_income(accounts, n)) else one
            for n, one in enumerate(accounts)
        ]
    return [_beside(accounts, n, income) if one.is_open else one for n, one in enumerate(accounts)]


def _grouped(accounts: list[Account], guessed: Collection[str]) -> list[Account]:
    """With names that leave their type to a guess read by where they stand: among the income, or apart from it."""
    kinds = [one for one in accounts if not one.is_payment and one.type in ("income", "expense")]
    group = layout.income_group([_weight(one, is_guess=one.name in guessed) for one in kinds])
    if not group:
        return _settled(accounts)
    places = {one.name: place for place, one in enumerate(kinds)}
    return [
        _placed(one, is_inside=places[one.name] in group, is_beside=places[one.name] in (group.start - 1, group.stop))
        if one.name in guessed and one.name in places
        else one
        for one in accounts
    ]


def _placed(account: Account, *, is_inside: bool, is_beside: bool) -> Account:
    if is_inside:
        return replace(account, type="income", is_open=False)
    may_be_either = is_beside or bool(_MAY_STAND_APART.search(account.name.lower()))
    return replace(account, type="expense", is_open=account.is_open and may_be_either)


def _weight(account: Account, *, is_guess: bool) -> float:
    if not is_guess:
        return layout.sure(is_income=account.type == "income")
    return layout.guess(
        account.own_name.lower(),
        lexicon().income_share(account),
        is_either=is_either(account.name),
        is_earning=_is_earning(account),
    )


def _ends_in_income(accounts: list[Account], number: int) -> bool:
    """Whether a name of earnings stands among others of which none surely is an expense's."""
    near = accounts[max(number - 1, 0) : number + 2]
    return _is_earning(accounts[number]) and any(one.is_open for one in near if one is not accounts[number])


def _beside(accounts: list[Account], number: int, income: list[int]) -> Account:
    account = accounts[number]
    if number < income[0] and all(one.is_open or one.is_payment for one in accounts[:number]):
        return replace(account, type="income")
    touches = any(all(one.is_open for one in accounts[min(n, number) + 1 : max(n, number)]) for n in income)
    if not touches:
        return replace(account, is_open=bool(_MAY_STAND_APART.search(account.name.lower())))
    return replace(account, type="income") if _is_earning(account) else account


def _by_code(name: str) -> AccountType | None:
    if not _CODE.match(name) or re.search("[\u3400-\u9fff]", name):
        return None
    by_digit: dict[str, AccountType] = {"1": "asset", "2": "liability", "3": "equity", "4": "income"}
    return by_digit.get(name[0])


@dataclass(slots=True)
class _Section:
    """What a heading such as ``paid with:`` says of the accounts under it."""

    type: AccountType | None = None
    is_payment: bool | None = None


def parse_chart(text: str) -> Chart:
    """Read a chart.

    Raises:
        InputError: a line cannot be an account, a name stands twice, or there is nothing that money could be for.
    """
    accounts: list[Account] = []
    seen: dict[str, int] = {}
    guessed: set[str] = set()
    for line_no, name, section in _items(text):
        account, is_guess = _account(name, section, line_no)
        key = account.name.casefold()
        if key in seen:
            raise _wrong(line_no, f"“{account.name}” stands in line {seen[key]} already", "Leave one of the two out.")
        seen[key] = line_no
        accounts.append(account)
        guessed.update([account.name] if is_guess else [])
    if len(accounts) > MAX_ACCOUNTS:
        raise InputError(
            f"The chart has {len(accounts)} accounts; at most {MAX_ACCOUNTS} can be shown to a model.", field="accounts",
            hint="Leave out the accounts that these lines do not need.",
        )  # fmt: skip
    return _completed(accounts, guessed)


def _completed(accounts: list[Account], guessed: Collection[str]) -> Chart:
    if not any(not account.is_payment for account in accounts):
        raise InputError(
            "The chart has no account for what money is spent on.", field="accounts",
            hint="Add at least one, such as “Office Supplies”.",
        )  # fmt: skip
    accounts = _grouped(accounts, guessed)
    if any(account.is_payment for account in accounts):
        return Chart(tuple(accounts))
    name = "现金" if re.search("[\u3400-\u9fff]", accounts[0].name) else "Cash"
    name = f"{name} 2" if any(account.name.casefold() == name.casefold() for account in accounts) else name
    note = f"The chart names no account that money is paid from; “{name}” was added."
    return Chart((*accounts, Account(name, "asset", is_payment=True)), (note,))


def _items(text: str) -> Iterator[tuple[int, str, _Section]]:
    section, own_line = _Section(), _is_one_a_line(text)
    for line_no, raw in enumerate(text.splitlines(), 1):
        line = raw.strip().lstrip("-*•").strip()
        if not line or line.startswith("#"):
            continue
        here, heading = section, _heading(line)
        if heading:
            here, rest = heading
            if not rest:
                section = here
                continue
            line = rest
        for item in (_FEW_SEPARATORS if own_line and not heading else _SEPARATORS).split(line):
            if item.strip():
                yield line_no, item.strip(), here


def _is_one_a_line(text: str) -> bool:
    """Whether accounts stand one a line, so that a comma is part of the few names that hold one: ``Rice, dal & grocery``."""
    lines = [line for line in text.splitlines() if line.strip() and not _heading(line.strip())]
    return len(lines) > 3 and 3 * sum(bool(re.search("[,，、]", line)) for line in lines) <= len(lines)


def _heading(line: str) -> tuple[_Section, str] | None:
    match = _HEADING.match(line)
    if not match:
        return None
    word, rest = match[1].strip().lower(), match[2].strip()
    if word in _PAYMENT_WORDS:
        return _Section(is_payment=True), rest
    if word in _CATEGORY_WORDS:
        return _Section(is_payment=None if rest else False), rest
    if word in _TYPE_WORDS:
        return _Section(type=_TYPE_WORDS[word]), rest
    return None


def _account(item: str, section: _Section, line_no: int) -> tuple[Account, bool]:
    """An account, and whether nothing in its name says its type."""
    name, said = item, section.type
    is_payment = section.is_payment
    if match := _IN_BRACKETS.match(item):
        word = match[2].lower()
        if word in _TYPE_WORDS or word in _PAYMENT_WORDS:
            name, said = match[1], _TYPE_WORDS.get(word, said)
            is_payment = True if word in _PAYMENT_WORDS else is_payment
    _check_name(name, line_no)
    inferred, looks_like_payment = infer(name)
    type_ = said or inferred
    if is_payment is None:
        is_payment = looks_like_payment and type_ in ("asset", "liability")
    if is_payment and type_ not in ("asset", "liability"):
        type_ = "liability" if _CARD.search(name.lower()) and not _DEBIT_CARD.search(name.lower()) else "asset"
    if not is_payment and said is None and looks_like_payment:
        type_ = inferred
    account = Account(name, type_, is_payment)
    may_be_either = not said and not is_payment and _may_be_either(name)
    is_open = may_be_either and (is_either(name) or lexicon().income_share(account) > _UNSURE_SHARE)
    return replace(account, is_open=is_open), may_be_either


def _check_name(name: str, line_no: int) -> None:
    if "|" in name:
        raise _wrong(line_no, f"“{name}” holds a “|”", "Names of accounts cannot hold that sign.")
    if not re.search(r"[^\W\d_]", name):
        raise _wrong(line_no, f"“{name}” is no name of an account", "Write a name, such as “6110 Office Supplies”.")
    if len(name) > 80:
        raise _wrong(line_no, f"“{name[:30]}…” is longer than 80 characters", "Give one account a line.")


def _wrong(line_no: int, what: str, hint: str) -> InputError:
    return InputError(f"Line {line_no} of the accounts: {what}.", field="accounts", hint=hint)
