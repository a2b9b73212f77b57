"""Which way money goes: what a line's words say of it, and which accounts they rule out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugins.bookkeeping.accounts import Account, AccountType, is_either
from plugins.bookkeeping.plain import plain
from plugins.bookkeeping.spoken import points_to_income, speaks_of

_RECEIVED = re.compile(
    r"\b(?:received?|got|deposit(?:ed)?|proceeds|contribut(?:ed|ion)s?|invest(?:ed|ment)|put in|put into the business"
    r"|money in|came in|brought in"
    r"|paid out|pays? out|paid me|paid us|took out a|taken out|drew down|drawdown|borrow(?:ed)?|new loan|loan from"
    r"|into|incoming|collected|inflow)\b"
    r"|收到|收款|存入|到账|投入|借入|借款\d|注入|投资款|入账|贷款到|收回|向.{1,12}借",
    re.ASCII,
)
_GIVEN = re.compile(
    r"\b(?:repaid|repay(?:ment)?|paid (?:back|off)|pay(?:ing)? (?:back|off|down)|payment (?:on|of|for|to)"
    r"|instal?ments?|withdr[ae]wn?|withdrawal"
    r"|took out for|draw|drew|lent|for myself|personal|settled)\b|归还|还款|偿还|还贷|提取|提款|取出"
    r"|分红|还了|还给|支付(?!宝)|(?<!支)付",
    re.ASCII,
)
_REFUND = re.compile(
    r"\b(?:refund(?:ed|s)?|money back|rebate|reimbursed|cash ?back|credited|(?:went|came|come|got|put"
    r"|given|paid) back (?:on|onto|into|in)\b"
    r"|took back|credit note|(?<!with )(?<!using )(?<!used )(?<!by )(?<!from )store credit|(?:cash|money|deposit) returned"
    r"|(?:sent|took|brought|gave|handed|posted) (?!(?:\S+ ){0,3}"
    r"(?:taxi|cab|uber|lyft|train|bus|tram|ferry|flight|plane|tube|metro|kids|children)\b)"
    r"[^,;]{1,40} back\b(?! from)[^,;]{0,40}[,;-]? (?!.{0,20}\b(?:postage|courier)\b).{0,30}\d"
    r"|returned (?!from\b|to\b|home\b)(?![^,;]{0,50}\b(?:fine|late fee|postage|courier)\b)[^,;]{2,50}[,;-]? (?:for |and )?"
    r"(?:got |they gave (?:us |me )?|credit )?\W?\d)\b|\d (?:went |came |put |paid |is |was |all "
    r"|straight )?back (?:to|on|onto|into|in|from)\b"
    r"|\d (?:was |were |got )?returned\b|\breturned \S*\d\S* (?:to|into|onto) (?:the |my "
    r"|our )?(?:card|account|bank|visa|amex)"
    r"|退款|退回|退货|退还|返还|报销到|退(?=\d|钱|我)|退给(?:我|咱|俺|本店|公司|店)|退了[^,;。\s]{0,6}(?:钱|\d)|押金退|退到|退掉|退了货",
    re.ASCII,
)
_REFUND_GIVEN = re.compile(
    r"\brefund(?:ed)? (?:to|of a|a|the|our)? ?(?:customer|client|buyer|guest)|\b(?:gave|paid|issued"
    r"|sent) (?:\w+ ){0,3}refund|^(?:i |we |have |had to )*refunded (?:mr|mrs|ms|miss|him|her|them"
    r"|[a-z]+ (?:his|her|their))\b|\brefund(?:ed)? (?:to |for )?(?:the |a |our )?(?:mr|mrs|ms|miss|dr|customers?"
    r"|clients?|guests?|tenants?"
    r"|parents?|students?|members?|buyers?|brides?|patients?|couples?)\b"
    r"|\bgave (?:(?:mr|mrs|ms|miss|dr)\.? [a-z'-]+|him|her|them|the (?:customer|client|guest|lady|couple|man|bride"
    r"|tenant|student|parents?))"
    r"(?: (?:her|his|their|the))? [^,;]{0,24}\bback\b"
    r"|退给(?!我|咱|俺|本店|公司|店)|退了?(?:他|她|客户|客人|买家|顾客|学员|家长)|退还客户|退款给(?!我)",
    re.ASCII,
)
_CONTRIBUTION = re.compile(r"contribut|capital|invest|paid-in|opening|资本|投入|股本|实收")
_PAYS = re.compile(
    r"(?:(?:on|at) [^,]{1,20},? )?(?:\S{1,12}[,:] )?(?:i |we )?(?:just |had to |also )?"
    r"(?:paid(?! (?:me|us|by|in full))|bought|spent|purchased|ordered|picked up|needed|grabbed)\b|买|购|花了",
    re.ASCII,
)
_AMOUNT = r"(?:[£$€₹]|rs\.? ?|eur ?|usd ?|gbp ?)?\d[\d,.]*k?"
_LATER = r"(?=\s*(?:$|[,.;!)\0]|(?:last|this|on|today|yesterday|from|mon|tues?|wed|thurs?|fri|sat|sun)(?:day)?\b|(?:wednes|satur)day\b))"
_PAID_THEM = re.compile(
    r"\b(?:paid|gave|sent|handed|slipped|transferred|venmo'?d|zelled) (?:him|her|them)\b(?![^,;]{0,24}\bback\b)"
    r"|\b(?:i|we)(?:'ve)?(?: have| just| then| also| had to)* (?:paid|bought|spent|gave|sent)\b(?! (?:in|off"
    r"|back)\b)(?![^,;]{0,24}\bback\b)"
    r"|[,;] ?(?:so |and |then )?paid (?!me\b|us\b|by\b|in\b|with\b|via\b|on\b|cash\b|card\b|from\b|into\b|up\b"
    r"|online\b|deposit\b|balance\b"
    r"|half\b|full\b|final\b|today\b|yesterday\b|the (?:deposit|balance)\b)[a-z]+ [£$€₹]?\d"
    r"|\b(?:did|covered|drove|helped|worked)\b[^,;]{0,30}\bfor (?:me|us)\b"
    rf"|(?<!\bi )(?<!\bwe )(?<!and )(?<!\bthey )\b[a-z.]{{3,}} took (?:out )?(?:{_AMOUNT}|\d+ ?%)"
)
"""Money that goes to a person or that a firm keeps, wherever the line says so: I paid her 40, gave him 80, the agent took 12."""
_DID = re.compile(
    r"^(?:mow|clean|fix|paint|mov|tutor|walk|groom|install|wir|plumb|repair|servic|tun|trimm|wash|deliver|design"
    r"|hang|fitt|sand|translat|edit"
    r"|play|photograph|cater|bak|sew|alter|weld|plaster|tile|til|decorat|valet|coach|massag|style|styl|colour"
    r"|unblock|load|haul|prun)(?:ed|d)\b"
    r"|^(?:did|cut|taught|built|hung|sang|shot|drove|babysat|made|dug|laid|set up)\b"
)
"""Work that was done, at the start of a line; for a customer it is what was earned."""
_CUSTOMER = re.compile(r"\b(?:[Mm]rs?|[Mm]s|[Mm]iss|[Dd]r)\.? [A-Za-z]|\b(?:[Tt]he|for the) (?:[A-Z][a-z']*){1,2}s\b")
"""A person by title or a family, as the line spells them: the O'Dowds, Mrs Ng."""
_EARNS = re.compile(
    r"\b(?:rec(?:ei|ie)ved|recd|rec'd|rcvd|recvd|earned|got paid|paid (?:me|us)|money in|collected"
    r"|came (?:in|thru|through)(?! (?:at|for|with)\b)"
    r"|brought in|deposit from|sold|sales of|takings|banked|lodged|on the door|gave (?:me|us)|donation from|proceeds"
    r"|(?:wages?|salary|pay|paycheck|tips) from"
    r"|(?:settled|paid|landed|dropped|arrived|deposited|transferred) .{0,24}\binto\b"
    r"|in ?to the (?:bank|account|till|tin))"
    rf"|(?:^|[,;:] ?|\b(?:i|we|and|they|he|she) )(?:took|made) (?:in )?{_AMOUNT}"
    r"(?: cash| card| quid)?(?: (?:on|at|in|from|over|today|tonight)\b|\s*$|[,;])"
    rf"|\bgot {_AMOUNT} (?:in|into|from|cash|for)\b|[,;] ?(?:we |i )?got {_AMOUNT}{_LATER}|\bgot (?:[£$€₹]|rs\.? ?)\s?\d"
    rf"|(?<![\w.,]){_AMOUNT}(?: quid| euros?)? in\b{_LATER}"
    rf"|(?<![\w.,]){_AMOUNT}(?: cash)? in(?:to)? (?:the |my |our )?(?:till|tin|cash ?box|box|jar|drawer|bank|account|float|kitty|purse)\b"
    r"|\b(?:donation|payment|money|wages|transfer|grant|loan|salary|pay)\b.{0,30}\b(?:arrived|landed|cleared|went in)\b"
    r"|^(?!(?:i|we|and|just|have|had|was|is|it|postage|parcel|package|stuff"
    r"|things)\b)(?:[a-z.']+ ){1,3}(?:has |have |just )?sent (?:me |us |over )?\W?\d"
    r"|^(?:the |our |my |a )?(?:client|customer|tenant|buyer|lodger|flatmate|member|parent|student"
    r"|pupil)s?\b[^,]{0,25}\b(?:paid|pays)\b"
    r"(?! (?:by|with|on|via|from|in|cash)\b)"
    r"|收到|到账|收入|(?:利息|工资|奖金|退休金|租金|补贴|分红|结息|理财|货款|尾款|稿费|公积金).{0,4}到(?!期)(?:了|帐|\s?\d)|(?<!外)卖(?!家|方|场|店)|入账|进账|打款"
    r"|回款|收款|转来|(?:微信|支付宝|现金"
    r"|对公)收(?!据)|收的|(?<![吸回征税物代])收(?=\d)|收了(?=[\d一二两三四五六七八九])|(?<![吸回征税物代])收了?(?:他|她|客[户人]|顾客|学员|家长)"
    r"|(?:货款|余额|营业款|收益|小店|店铺|平台)[^,;]{0,6}(?:提现?到|提现|结算到?|转到)|结算.{0,14}到|买走",
    re.ASCII,
)
_PEOPLE = (
    r"(?:party|customer|client|guest|patient|passenger|tenant|parent|couple|bride|groom|buyer|student|pupil"
    r"|neighbou?r|lodger|stockist"
    r"|subscriber|attendee|couples)s?"
)
_FIRMS = (
    r"(?:boutique|shop|store|pub|caf[eé]|restaurant|hotel|inn|arms|school|company|firm|gallery|deli|salon|church"
    r"|council|club|farm|bar"
    r"|bakery|bistro|brewery|agency|nursery|charity|office|studio|gym|team|trust|ltd|inc|llc)"
)
_TITLE = r"(?:mr|mrs|ms|miss|dr|sir|lady)\.? [a-z][a-z'-]*"
_HANDED = r"(?:paid|pd|payed|settled|sent|gave|bought|transferred|wired|cleared|handed|dropped|venmo'?e?d|zelled|paypal'?e?d|purchased)"
_PASSED_ON = r"(?:paid|pd|payed|sent|transferred|wired|venmo'?e?d|zelled|paypal'?e?d)"
_OWN_DUE = (
    r"(?:(?:the |their |his |her |our |my )?(?:final |remaining |outstanding |last |first |second |full )*"
    r"(?:balance|deposit|invoice|inv|instal?ment|retainer|half|rest|subs|order|account in full|term|fees?)"
    r"|in full|up\b(?! to)|their (?:bill|tab|share)|for (?:her|his|their) )"
)
_DUES = (
    r"(?:the |our |my )?(?:invoice|bill)\b|[^,;\d]{0,40}?\b(?:bills?|tax(?:es)?|rates|rent|mortgage|loan|card|insurance|premium"
    r"|fees?|invoices?|membership|subscription|balance"
    r"|deposit|fine|debt|overdraft|finance|lease|visa|amex|mastercard)s? (?:has |have |just )?(?:paid|settled|cleared)\b"
)
"""What is paid, not who pays: council tax paid in full."""
_OUR_OWN = (
    r"(?:(?:my|our|the) )?(?:wife|husband|partner|boyfriend|girlfriend|mum|mom|dad|son|daughter|mother|father"
    r"|brother|sister|flatmate"
    r"|accountant|assistant|colleague|co-?founder|manager|treasurer|secretary|bookkeeper)\b"
)
"""People who pay for the one who keeps the books."""
_OTHERS_PAY = re.compile(
    rf"(?<!to )(?<!for )(?<!paid )(?<!gave )\b{_TITLE}(?: (?:[a-z]+ )?and [a-z]+| [a-z'-]+)? (?:has |have |just )?{_HANDED}\b"
    r"(?! (?:back|by|out))"
    rf"|(?:^|[,;:] ?|\b(?:the|our|my|a) ){_PEOPLE} (?:has |have |just |each )?{_HANDED}\b"
    r"(?! (?:by|with|on|via|from|in cash|cash|back)\b)"
    rf"|\b{_FIRMS} (?:has |have |just )?(?:paid|settled|cleared)(?: us| me)? {_OWN_DUE}"
    rf"|^(?!(?:i|we|and|just|have|had|also|already|finally|then)\b)(?!{_OUR_OWN})(?!{_DUES})"
    rf"(?:[a-z][a-z.'&-]* ){{1,4}}(?:has |have |just )?"
    rf"(?:paid|settled|cleared)(?: over)? {_OWN_DUE}"
    rf"|\b(?:stall|sale|raffle|fete|f[eê]te|bbq|market|quiz|event|gig|shift|concert|tombola|auction|stand|booth"
    rf"|table|disco|night|evening"
    rf"|day|morning|weekend)\b[^,;]{{0,30}} (?:made|raised|brought|took)(?: in| us)? {_AMOUNT}"
    rf"|\b(?:they|he|she)(?: have| has|'ve|'s)? (?:just )?{_PASSED_ON}(?: over)?(?: us| me)? {_AMOUNT}"
    rf"|\braised {_AMOUNT}|\b(?:hit|landed in|reached|cleared into|dropped into) (?:the |our |my )?"
    r"(?:bank|checking|current|savings|account|paypal)"
    r"|(?<!dipped )(?<!dip )(?<!dipping )\binto (?:the |our |my )?(?:petty cash|cash ?box|cash tin|bank|account"
    r"|till|tin|paypal|checking"
    r"|current|savings|cash|jar|kitty|float|drawer|purse)\b"
    r"|(?<![给付向找请和跟与陪带替])(?:[\u3400-\u9fff](?:女士|先生|小姐|太太|总|姐|哥|阿姨|叔)|夫妻|新人|家长(?!会)|同学(?!聚会|会)|学员|客户|顾客|客人"
    r"|租客|(?<![\u3400-\u9fff]{2})会员(?!费|续费))"
    r"[^,;。给]{0,14}(?:付|交|转|充|续)(?:了|来|清|的|定金|尾款|学费|全款|费\d)(?!给)",
    re.ASCII,
)
"""Somebody else pays: a customer by name or kind, a firm its invoice, an event that made money, money that goes into an account."""
_THEY_TAKE = re.compile(
    r"(?:师傅|司机|工人|物业|店家|商家|医院|快递|房东|中介|对方|电工|水工|木工|老师|阿姨|代理|停车场|保安).{0,8}收(?:了|我|走|取|\d)"
)
"""Somebody else takes the money."""
_THEY_BUY = re.compile("(?:来店里?|上门|客户|顾客|客人|街坊|邻居).{0,4}买|买走")
"""Somebody else buys from us."""
_BOOKED = (
    r"(?:cottage|caravan|holiday|hotel|villa|campsite|airbnb|lodge|cabin|chalet|apartment|cruise|trip|sofa|kitchen"
    r"|car|van|truck|carpet|venue"
    r"|marquee|hall)s?\b"
)
"""What one pays a deposit on, in trades that do not let such."""
_SOMEBODY = (
    r"(?:some(?:body|one)|an? (?:[a-z]+ )?(?:regular|lady|gent|gentleman|bloke|chap|guy|couple|family|man|woman|girl|lad"
    r"|customer|client|visitor|geezer"
    r"|tourist|collector|passer-?by|neighbou?r|punter|walk-?in|beginner|newcomer|parent|student|member|guest|buyer|dealer|stranger|bride|group))"
)
_COUNTED = r"(?:\d+|an?|one|two|three|four|five|six|ten|twelve|a dozen|(?:a )?(?:pair|set|stack|box|case|bag|crate|tray|bunch) of) "
_NOT_SOLD = (
    r"\b(?:paid|bought|sent|gave|posted|postage|courier|parcels?|packages?|shipping|delivery|wages?|samples?|drinks?|coffees?|lunch|meals?|flowers|gifts?"
    r"|presents?|cards?|tips?|loans?|donations?|refunds?|letters?|emails?|calls?|trips?|taxi|cab|train|bus|flight|lift|ferry|drive|ride|deposit|fee|fine"
    r"|commission|hire|invoices?|cheque|check|transfer)\b"
)
"""What goes to a person and is no sale."""
_SOMEBODY_BUYS = re.compile(
    rf"(?:^|[,;:] ?)(?:{_SOMEBODY}|guy|bloke|lady|couple|woman|man|chap) (?:[a-z]+ [A-Z]?[a-z]+ )?(?:bought|had|took"
    rf"|wanted|ordered|chose|reserved|paid|came for|signed up|(?:booked|hired|picked)(?: up)? (?:the|an?|two|three|four|our|\d))\b"
    rf"|^{_COUNTED}(?!.*{_NOT_SOLD})[^,;]{{2,50}} to (?:{_SOMEBODY}|{_PEOPLE})\b"
    r"|^lent (?:the|a|an|my|our|out|two|three) [^,;]{2,50} to [^,;]{2,40} for\b"
)
"""Somebody bought, booked or was handed something: two pots to a lady from Ely, lent the marquee to the scouts for 60."""
_SPENT = re.compile(
    r"\b(?:(?:came|went|gone|taken|goes|going|coming) out\b(?! (?:on|at|to)\b)|out of (?:the |my "
    r"|our )|charged|cost (?:me|us)|billed|autopay"
    r"|direct debit|standing order|dd|hit (?:the|my|our)|(?:put|went|stuck|goes) (?:it |this )?on (?:the |my |our )?\w+"
    r"|renewal|renewed|bill|bought|purchased|bt|paid (?:with|thru|through|using|on|off|from)"
    rf"|invoice from|deposit (?:on|for|paid on) (?:the |a |an |our |my )?(?:[a-z]+ )?{_BOOKED}"
    r"|owed to|spent|top(?:ped)?.?up|fee for|fine)\b"
    r"|扣的|扣了|代扣|交了|花了|买了(?!单)|付给|给.{1,6}付|刷了|充值|缴|发放?了?[^工]{1,6}工资(?!到)"
    r"|发放工资|随(?:礼|份子|了|\s?\d)|转给|进货|采购",
    re.ASCII,
)
"""Words of lines that tell of money going out, wherever they stand."""
_OUT = re.compile(
    r"\b(?:pay|paying|paid (?!(?:me|us|by|in|her|his|their)\b)(?:to|for|the|my|our)|sent to"
    r"|gave (?!me|us)|donated to|for the (?:coach|helper|staff))\b"
    r"|(?<!支)付(?!款方)|交(?!通|易|货)|发(?:了|放|给)(?!工资)",
    re.ASCII,
)
_MAY_EARN = re.compile(
    r"\b(?:rec(?:ei|ie)ved?|recd|rec'd|rcvd|receipts? from|earn\w*|got|paid|payed|pays|payout|payday|paycheck"
    r"|wired|sent|arrived|orders?|in from|money in|came|comes"
    r"|brought|collect\w*|deposit\w*|incoming|into"
    r"|to (?:the )?(?:checking|savings|bank|paypal)|sold|sales?|wholesale|revenue|income|takings"
    r"|refund\w*|rebates?|reimburs\w*|royalt\w+|dividends?|distribution|salary|tips?"
    r"|interest|credit(?:s|ed)?(?! ?cards?)|customers?|clients?|tenants?|from|made"
    r"|invoices?|payments? (?:of|from)|(?:final|stage|progress|interim|first|second|last) payment|balance|up ?front"
    r"|in hand|walk.?ins?"
    r"|fees?|donation|grant|prize|won|commissions?|licen[sc]e"
    r"|rent|retainer|milestone|contract|consulting|design"
    r"|project|lessons?|workshop|commissioned|mr|mrs|ms|miss|took|settled|banked|donated|gave|till|on the door)\b"
    r"|收|入账|到账|(?<!外)卖|销|营业|利息|退|稿费|版税|股息|分红|客户|租金|工资|奖金|小费|结息|赔|转来|转入"
    r"|存入|进账|款|打来|咨询|服务费|补贴|批发|结算|回款|转的|发了|付了|给了|扫码|现金给|给现金"
    r"|[\u3400-\u9fff](?:姐|哥|总|先生|女士|小姐|太太)|老(?:客户|顾客|会员)",
    re.ASCII,
)


def cannot_be(line: str, accounts: Sequence[Account] = (), *, is_on_card: bool = False) -> AccountType | None:
    """The type that the line's words rule out: income where somebody buys or no word speaks of money that comes in, else expense.

    Args:
        line: as typed.
        accounts: what money is for or comes from; a line that says a word of one of income, or points to it, may speak of it.
        is_on_card: whether the line names a credit card as what it was paid with.
    """
    text = plain(line)
    is_refund = bool(_REFUND.search(text)) and not _REFUND_GIVEN.search(text)
    is_spent = bool(_PAYS.match(text) or _SPENT.search(text))
    if _REFUND_GIVEN.search(text):
        return "expense"
    if _PAID_THEM.search(text) and not is_refund:
        return "income"
    if _DID.match(text) and _CUSTOMER.search(line):
        return "expense"
    if _THEY_TAKE.search(text):
        return "income"
    if _THEY_BUY.search(text) and not is_refund:
        return "expense"
    if _OTHERS_PAY.search(text) and not is_refund and not _PAYS.match(text):
        return "expense"
    if _SOMEBODY_BUYS.search(text) and not is_refund:
        return "expense"
    if _EARNS.search(text):
        return None if is_refund or is_spent else "expense"
    if is_refund or is_spent or is_on_card:
        return "income"
    if _MAY_EARN.search(text) or _DID.match(text) or _CUSTOMER.search(line) or points_to_income(line, accounts):
        return None
    return "income"


def left_open(line: str, accounts: Sequence[Account], ruled_out: AccountType | None) -> tuple[Account, ...]:
    """The accounts that a ruled-out type leaves; those that may be either stay where expenses are ruled out or the line says their name."""
    text = plain(line)
    kept = []
    for account in accounts:
        may_stay = account.is_open and (_may_earn(account, ruled_out) or speaks_of(text, account))
        is_for_refunds = bool(re.search("refund|rebate|returns|other|退|其他", account.name.lower()))
        if (
            account.type != ruled_out
            or may_stay
            or (is_for_refunds and (_REFUND.search(text) or _REFUND_GIVEN.search(text)))
        ):
            kept.append(account)
    return _for_refunds(kept) if _REFUND_GIVEN.search(text) else tuple(kept)


def _for_refunds(accounts: Sequence[Account]) -> tuple[Account, ...]:
    """The accounts that are kept for what customers get back; without such an account all of them."""
    kept = tuple(one for one in accounts if one.type == "expense" and re.search("refund|returns|退", one.name.lower()))
    return kept or tuple(accounts)


def _may_earn(account: Account, ruled_out: AccountType | None) -> bool:
    return ruled_out == "expense" and (account.type == "income" or is_either(account.name))


def says_way(line: str) -> bool:
    """Whether a line's words say that money went out or came in."""
    text = plain(line)
    return any(pattern.search(text) for pattern in (_EARNS, _OTHERS_PAY, _SPENT, _REFUND, _OUT, _PAID_THEM)) or bool(
        _PAYS.match(text)
    )


def money_comes_in(line: str, category: Account) -> bool:
    """Whether the payment account receives; by the category's type, and by the line's words where the type leaves it open."""
    text = plain(line)
    refunds, gives_back = bool(_REFUND.search(text)), bool(_REFUND_GIVEN.search(text))
    if category.is_open:
        return _comes_in_for_either(text, category, refunds=refunds, gives_back=gives_back)
    match category.type:
        case "income":
            return not gives_back
        case "expense":
            return refunds and not gives_back
        case "asset":
            sells = re.search(
                r"\b(?:sold|sale of|received|collected|customer paid|got)\b|卖|收到|收回|出售", text, re.ASCII
            )
            return bool(sells) or (refunds and not gives_back)
        case "liability":
            return bool(_RECEIVED.search(text)) and not _GIVEN.search(_RECEIVED.sub(" ", text))
        case "equity":
            if _GIVEN.search(_RECEIVED.sub(" ", text)):
                return False
            return bool(_RECEIVED.search(text) or _CONTRIBUTION.search(category.name.lower()))


def _comes_in_for_either(text: str, category: Account, *, refunds: bool, gives_back: bool) -> bool:
    """Of an account whose name may be one of income or of an expense: by the words, else what it rather is."""
    if gives_back or (_PAID_THEM.search(text) and not refunds):
        return False
    if (
        _EARNS.search(text)
        or (_OTHERS_PAY.search(text) and not _PAYS.match(text))
        or (refunds and category.type == "expense")
    ):
        return True
    if _PAYS.match(text) or _SPENT.search(text) or _OUT.search(text):
        return False
    return category.type == "income"
