"""The book as XLSX: five sheets, the statements as formulas over the journal where that makes sense."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from plugins.bookkeeping.accounts import AccountType
from plugins.bookkeeping.books import Book
from plugins.bookkeeping.statements import NET_INCOME, Statements, statements_of

MONEY = '#,##0.00;(#,##0.00);"–"'
_BOLD = Font(bold=True)
_TITLE = Font(bold=True, size=14)
_HEAD_FILL = PatternFill("solid", fgColor="E4EFEB")
_SUM_LINE = Border(top=Side(style="thin"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_workbook(book: Book, path: Path) -> None:
    """Write ``book`` with sheets Journal, Trial balance, Income statement, Balance sheet and Checks.

    Raises:
        OSError: the file cannot be written.
    """
    workbook = Workbook()
    journal = workbook.active
    if not isinstance(journal, Worksheet):
        raise TypeError("a new workbook has no sheet")
    journal.title = "Journal"
    _journal(journal, book)
    last = len(book.entries) + 1
    sheets = {
        name: workbook.create_sheet(name) for name in ("Trial balance", "Income statement", "Balance sheet", "Checks")
    }
    writers = {name: _Sheet(sheet) for name, sheet in sheets.items()}
    writers["Checks"].head("Check", "Left", "", "Right", "", "Difference", "Holds")
    for one in statements_of(book.entries, book.chart):
        places = _trial_balance(writers["Trial balance"], one, last)
        income = _income_statement(writers["Income statement"], one, places)
        _balance_sheet(writers["Balance sheet"], one, places, income)
        _checks(writers["Checks"], one)
    for number, unread in enumerate(book.unread):
        if number == 0:
            writers["Checks"].skip()
            writers["Checks"].row(["Lines that are not in the journal"], bold=True)
        writers["Checks"].row([f"Line {unread.line_no}", unread.text, unread.reason])
    for sheet in workbook.worksheets:
        _fit(sheet)
    workbook.save(path)


def _journal(sheet: Worksheet, book: Book) -> None:
    writer = _Sheet(sheet)
    writer.head("Date", "Debit", "Credit", "Amount", "Currency", "Memo", "Line", "As typed")
    for entry in book.entries:
        writer.row(
            [entry.day, entry.debit, entry.credit, entry.amount, entry.currency, entry.memo, entry.line_no or None, entry.source],
            money=(4,),
        )  # fmt: skip
        sheet.cell(writer.at - 1, 1).number_format = "yyyy-mm-dd"
    sheet.auto_filter.ref = f"A1:H{max(writer.at - 1, 1)}"


def _trial_balance(sheet: _Sheet, one: Statements, last: int) -> dict[str, int]:
    """Returns the row of each account; column E holds debits less credits."""
    sheet.head("Account", "Type", "Debit", "Credit", f"Net ({one.currency})")
    first = sheet.at
    places = {}
    for balance in one.balances:
        places[balance.account.name] = sheet.at
        net = _net_formula(sheet.at, last, one.currency)
        sheet.row(
            [balance.account.name, balance.account.type, f"=MAX(E{sheet.at},0)", f"=MAX(-E{sheet.at},0)", net], money=(3, 4, 5)
        )  # fmt: skip
    sums = [f"=SUM({column}{first}:{column}{sheet.at - 1})" for column in "CDE"]
    sheet.row(["Total", "", *sums], money=(3, 4, 5), bold=True)
    sheet.skip()
    return places


def _net_formula(row: int, last: int, currency: str) -> str:
    """Debits less credits of the account named in column A of ``row``, over the journal in one currency."""
    same = f'Journal!$E$2:$E${last},"{currency}"'
    amounts = f"Journal!$D$2:$D${last}"
    # SUMPRODUCT would be needed for names with wildcards; SUMIFS takes * and ? in a name as such only when escaped by ~
    name = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE($A{row},"~","~~"),"*","~*"),"?","~?")'
    return f"=SUMIFS({amounts},Journal!$B$2:$B${last},{name},{same})-SUMIFS({amounts},Journal!$C$2:$C${last},{name},{same})"


def _income_statement(sheet: _Sheet, one: Statements, places: dict[str, int]) -> str:
    """Returns the place of net income."""
    sheet.head("Income statement", one.currency)
    income = _section(sheet, "Income", one, ("income",), places)
    expenses = _section(sheet, "Expenses", one, ("expense",), places)
    place = f"'Income statement'!$B${sheet.at}"
    sheet.row([NET_INCOME, f"={income}-{expenses}"], money=(2,), bold=True)
    sheet.skip()
    return place


def _balance_sheet(sheet: _Sheet, one: Statements, places: dict[str, int], income: str) -> None:
    sheet.head("Balance sheet", one.currency)
    _section(sheet, "Assets", one, ("asset",), places)
    liabilities = _section(sheet, "Liabilities", one, ("liability",), places)
    equity = _section(sheet, "Equity", one, ("equity",), places, extra=(NET_INCOME, f"={income}"))
    sheet.row(["Liabilities and equity", f"={liabilities}+{equity}"], money=(2,), bold=True)
    sheet.skip()


def _section(
    sheet: _Sheet, title: str, one: Statements, types: tuple[AccountType, ...], places: dict[str, int],
    extra: tuple[str, str] | None = None,
) -> str:  # fmt: skip
    """Accounts of some types with their sum; returns the place of the sum."""
    sheet.row([title], bold=True)
    first = sheet.at
    for balance in one.of_type(*types):
        sign = "" if balance.account.is_debit else "-"
        sheet.row(
            [balance.account.name, f"={sign}'Trial balance'!E{places[balance.account.name]}"], money=(2,), indent=True
        )
    if extra:
        sheet.row(list(extra), money=(2,), indent=True)
    rows = f"=SUM(B{first}:B{sheet.at - 1})" if sheet.at > first else 0
    sheet.row([f"Total {title.lower()}", rows], money=(2,), bold=True)
    return f"B{sheet.at - 1}"


def _checks(sheet: _Sheet, one: Statements) -> None:
    for identity in one.identities():
        row = sheet.at
        sheet.row(
            [f"{identity.name} ({one.currency})", identity.left_label, identity.left, identity.right_label, identity.right,
             f"=C{row}-E{row}", f'=IF(ROUND(F{row},2)=0,"yes","NO")'],
            money=(3, 5, 6),
        )  # fmt: skip


class _Sheet:
    """Writes a sheet from top to bottom. ``at`` is the row that comes next."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self.at = 1

    def skip(self) -> None:
        self.at += 1

    def head(self, *titles: str) -> None:
        if self.at == 1:
            self._sheet.freeze_panes = "A2"
        for column, title in enumerate(titles, 1):
            cell = self._sheet.cell(self.at, column, title)
            cell.font, cell.fill = _BOLD, _HEAD_FILL
        self.at += 1

    def row(
        self, values: Sequence[Any], *, money: tuple[int, ...] = (), bold: bool = False, indent: bool = False
    ) -> None:
        for column, value in enumerate(values, 1):
            cell = self._sheet.cell(self.at, column)
            cell.value = _CONTROL.sub("", value) if isinstance(value, str) else value
            if (
                isinstance(value, str)
                and value.startswith("=")
                and column not in money
                and not value.startswith("=IF(ROUND")
            ):
                cell.data_type = "s"  # a person's text, no formula
            if column in money:
                cell.number_format = MONEY
            if bold:
                cell.font = _BOLD
            if bold and column in money:
                cell.border = _SUM_LINE
            if indent and column == 1:
                cell.alignment = Alignment(indent=1)
        self.at += 1


def _fit(sheet: Worksheet) -> None:
    """Columns as wide as what they show, within reason."""
    for column in range(1, sheet.max_column + 1):
        texts = [sheet.cell(row, column).value for row in range(1, min(sheet.max_row, 400) + 1)]
        width = max((_width(text) for text in texts if text is not None), default=8)
        sheet.column_dimensions[get_column_letter(column)].width = min(max(width + 2, 9), 60)


def _width(value: Any) -> int:
    text = str(value)
    if text.startswith("="):
        return 14
    return sum(2 if char > "\u2e7f" else 1 for char in text)
