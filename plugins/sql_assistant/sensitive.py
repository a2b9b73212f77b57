"""Columns whose values are told to no model: what identifies a person, and what opens a door."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.words import parts

_WORDS = frozenset(
    "email mail phone telephone mobile cell fax ssn passport iban bic swift card cvv cvc pan pin password passwd pwd token secret "
    "salt hash login username nickname surname forename firstname lastname fullname maiden birth birthday birthdate dob street address "
    "addr postcode zip latitude longitude ip mac licence license insurance tax nino dni cpf salary diagnosis religion".split()
)
_PAIRS = frozenset(
    {
        ("first", "name"), ("last", "name"), ("middle", "name"), ("full", "name"), ("family", "name"), ("given", "name"), ("nick", "name"),
        ("user", "name"), ("contact", "name"), ("first", "nm"), ("last", "nm"), ("credit", "card"), ("account", "no"),
        ("account", "number"), ("bank", "account"), ("social", "security"), ("national", "id"), ("api", "key"), ("date", "birth"),
    }
)  # fmt: skip
_PERSONS = frozenset(
    "person people customer cust client employee emp staff worker user member patient contact owner author rider driver student teacher "
    "instructor doctor physician candidate applicant guest visitor lead agent rep technician shopper subscriber actor player citizen donor "
    "passenger borrower tenant resident musician nurse manager mgr buyer attendee child parent spouse friend".split()
)
_CHINESE = re.compile("姓名|电话|手机|邮箱|邮件|地址|身份证|护照|银行卡|卡号|密码|生日|工资|薪")
_PERSONAL_VALUE = re.compile(
    r"[^@\s]+@[^@\s]+\.\w+"  # an e-mail address
    r"|\+?\d[\d ()/.-]{7,}\d"  # a telephone or card number; dates have fewer digits, see below
    r"|[A-Z]{2}\d{2}[A-Z0-9 ]{11,30}"  # an IBAN
)
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T][\d:.+Z-]*)?")


def is_sensitive(table: Table, column: str, values: Iterable[str] = ()) -> bool:
    """Whether a column holds, by its name or by the look of its values, what should stay where it is. Rather once too often."""
    words = parts(column)
    if _WORDS & set(words) or _PAIRS & set(itertools.pairwise(words)) or _CHINESE.search(column):
        return True
    is_name = words[-1:] in (["name"], ["nm"])
    if is_name and _PERSONS & {*words, *parts(table.own_name)}:
        return True
    return any(_PERSONAL_VALUE.fullmatch(value.strip()) and not _DATE.fullmatch(value.strip()) for value in values)
