"""How much a line says the words of an account's own name, and whether it tells of a person who was paid for work."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from plugins.bookkeeping.fields import token_weights
from plugins.bookkeeping.plain import CHINESE
from plugins.bookkeeping.words import CAMEL, is_akin, singular

if TYPE_CHECKING:
    from plugins.bookkeeping.accounts import Account

_TELLS_NOTHING = frozenset(
    "expense cost fee charge supply sale income purchase other general misc account office material bill payment money work thing stuff"
    " and the of for to in on at by from received paid sold given service product item job client customer revenue fund new old shop store"
    " business company home house day week month year card cash bank".split()
)
_SHARED = 0.5
"""What a word counts that stands in another name of the chart too."""
_ONE_SIGN = 0.35
_COMMON_SIGNS = frozenset(
    "收入费用支出款金品物料用工商业务店人员新大小一其他杂成本公司平台水电机的和与及资产生活家日常车房子采购进货手续"
)
_PEOPLE = re.compile(
    r"\b(?:wages?|pilots|staff|payroll|salar(?:y|ies)|help|helpers?|labou?r|labourers?|subcontract\w*|subbies|freelanc\w+|assistants?|players?|drivers?"
    r"|stylists?|tutors|translators|shooters?|crew|cover|locums?|casuals?|apprentices?|contractors?|grooms|musicians"
    r"|instructors|teachers|coaches|walkers?|sitters?|cleaners?|(?:assistant|helper|staff|worker|apprentice)s?'?s? (?:pay|wage)s?)\b"
    r"|人工|工资|临时工|雇工|帮工|外包|兼职|助理|劳务|小工|工钱"
)
"""Names of accounts for what people are paid."""
_WORKED = re.compile(
    r"\b(?:[Pp]aid|[Gg]ave|[Ss]ent|[Tt]ransferred|[Hh]anded|[Oo]wed) (?:him|her|them)\b(?! (?:back|a refund))"
    r"|\b(?:[Pp]aid|[Gg]ave) (?!Mr|Mrs|Ms|Dr)[A-Z][a-z]+ (?:for|to)\b"
    r"|^(?:[Pp]aid )?[A-Z][a-z]+(?: \([a-z]+\))?,? (?:[a-z]+ ){0,3}?\d+(?:\.\d+)? ?(?:hrs?|hours|days?|shifts?|half days?)\b"
    r"|^[A-Z][a-z]+(?: (?:and|&) [A-Z][a-z]+)?,? (?:[a-z]+,? )?(?:\d+|one|two|three|four|five|six) (?:hrs?|hours|days"
    r"|shifts|nights|evenings|mornings"
    r"|afternoons|weekends|(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b"
    r"|^(?:[Mm]y )?[A-Za-z]+ (?:taught|ran|led|cleaned|packed|picked|assisted|cooked|served|drove|loaded|minded|edited"
    r"|helped|covered|walked|minded|looked after|depped|filled in|stood in|worked|did (?:a|the) (?:shift|day|run|weekend))\b"
    r"|(?:[小老阿][\u3400-\u9fff]|[\u3400-\u9fff](?:师傅|姐|哥|叔))[^,;\d]{0,4}\d+个?(?:天|小时|晚|班|趟)(?!.{0,12}房)"
    r"|请(?:人|了?[\u3400-\u9fff\d]{1,3}(?:个人|位师傅|个工人|小工))"
)
_WORK = 0.7


def own_points(line: str, accounts: Sequence[Account]) -> list[float]:
    """How much a line says each account's name: about 1 for a name of which it says all, less for words that several names share."""
    names = [_telling(account) for account in accounts]
    owners = Counter(word for words in names for word in words)
    said = token_weights(line)
    signs = set(line)
    work = _WORK if _WORKED.search(line) else 0.0
    return [
        _said(words, said, owners)
        + _signs(words, signs, owners)
        + (work if _PEOPLE.search(account.own_name.lower()) else 0.0)
        for account, words in zip(accounts, names, strict=True)
    ]


def _telling(account: Account) -> frozenset[str]:
    name = CAMEL.sub(" ", account.own_name).lower()
    words = {singular(word) for word in re.findall("[a-z]{3,}", name)} - _TELLS_NOTHING
    runs = re.findall("[\u3400-\u9fff]+", name)
    pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
    return frozenset(
        words | {pair for pair in pairs if not _COMMON_SIGNS.issuperset(pair)} | set("".join(runs)) - _COMMON_SIGNS
    )


def _said(words: frozenset[str], said: Mapping[str, float], owners: Mapping[str, int]) -> float:
    wholes = [word for word in words if len(word) > 1]
    if not wholes:
        return 0.0
    found = [_weight(word, said) * (1.0 if owners[word] == 1 else _SHARED) for word in wholes]
    return sum(found) / math.sqrt(len(wholes))


def _weight(word: str, said: Mapping[str, float]) -> float:
    if CHINESE.match(word):
        return max((1.0 for run in said if word in run), default=0.0)
    weights: list[float] = [weight for other, weight in said.items() if is_akin(word, other)]
    return max(weights, default=0.0)


def _signs(words: frozenset[str], signs: set[str], owners: Mapping[str, int]) -> float:
    """What single Chinese signs of a name count that no other name of the chart holds."""
    return _ONE_SIGN if any(len(word) == 1 and word in signs and owners[word] == 1 for word in words) else 0.0
