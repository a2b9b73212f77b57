"""The workbook read again and computed again by a small reader of its formulas."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from plugins.bookkeeping.accounts import Chart
from plugins.bookkeeping.books import Book, Unread
from plugins.bookkeeping.journal import Entry
from plugins.bookkeeping.statements import statements_of
from plugins.bookkeeping.workbook import write_workbook
from tests.plugins.bookkeeping.conftest import TODAY

Make = Callable[..., list[Entry]]


class Reader:
    """Computes the few kinds of formula that the workbook uses."""

    def __init__(self, path: Path) -> None:
        self.book = openpyxl.load_workbook(path)

    def value(self, sheet: str, place: str) -> Any:
        found = self.book[sheet][place.replace("$", "")].value
        return self._computed(sheet, found[1:]) if isinstance(found, str) and found.startswith("=") else found

    def _computed(self, sheet: str, formula: str) -> Any:
        if match := re.fullmatch(r"MAX\((-?)(\w+),0\)", formula):
            value = self.number(sheet, match[2])
            return max(-value if match[1] else value, Decimal(0))
        if match := re.fullmatch(r"SUM\(([A-Z])(\d+):[A-Z](\d+)\)", formula):
            return sum(
                (self.number(sheet, f"{match[1]}{row}") for row in range(int(match[2]), int(match[3]) + 1)), Decimal(0)
            )
        if formula.startswith("SUMIFS"):
            row = int(re.search(r"\$A(\d+)", formula)[1])  # type: ignore[index]  # the formula names its row
            currency = re.search(r'"([A-Z]{3})"', formula)[1]  # type: ignore[index]  # and its currency
            return self._posted(self.value(sheet, f"A{row}"), currency)
        terms = re.findall(r"([+-]?)(?:'([^']+)'!)?(\$?[A-Z]+\$?\d+)", formula)
        return sum(
            (self.number(name or sheet, place) * (-1 if sign == "-" else 1) for sign, name, place in terms), Decimal(0)
        )

    def _posted(self, account: str, currency: str) -> Decimal:
        total = Decimal(0)
        for row in self.book["Journal"].iter_rows(min_row=2, values_only=True):
            if row[4] == currency:
                total += Decimal(str(row[3])) * ((row[1] == account) - (row[2] == account))
        return total

    def number(self, sheet: str, place: str) -> Decimal:
        return Decimal(str(self.value(sheet, place) or 0))

    def labelled(self, sheet: str, label: str) -> list[Decimal]:
        return [
            self.number(sheet, f"B{cell.row}").quantize(Decimal("0.01"))
            for cell in self.book[sheet]["A"]
            if cell.value == label
        ]


@pytest.mark.parametrize("seed", range(3))
def test_the_formulas_give_the_statements_of_the_program(
    seed: int, chart: Chart, random_journal: Make, tmp_path: Path
) -> None:
    entries = random_journal(seed, 30, ("USD", "EUR"))
    write_workbook(Book(chart, tuple(entries)), tmp_path / "b.xlsx")
    read, statements = Reader(tmp_path / "b.xlsx"), statements_of(entries, chart)
    assert read.labelled("Income statement", "Net income") == [one.net_income for one in statements]
    assert read.labelled("Balance sheet", "Total assets") == [one.total("asset") for one in statements]
    both = [one.total("liability") + one.total_equity for one in statements]
    assert read.labelled("Balance sheet", "Liabilities and equity") == both
    totals = [cell.row for cell in read.book["Trial balance"]["A"] if cell.value == "Total"]
    for row, one in zip(totals, statements, strict=True):
        assert (
            read.number("Trial balance", f"C{row}")
            == read.number("Trial balance", f"D{row}")
            == sum(b.debit for b in one.balances)
        )


def test_sheets_have_frozen_heads_widths_and_number_formats(chart: Chart, random_journal: Make, tmp_path: Path) -> None:
    book = Book(chart, tuple(random_journal(5)), (Unread(9, "how are you", "The line names no amount."),))
    write_workbook(book, tmp_path / "b.xlsx")
    found = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert found.sheetnames == ["Journal", "Trial balance", "Income statement", "Balance sheet", "Checks"]
    assert all(sheet.freeze_panes == "A2" for sheet in found.worksheets)
    journal = found["Journal"]
    assert journal["A2"].number_format == "yyyy-mm-dd"
    assert "(" in journal["D2"].number_format
    assert journal.column_dimensions["B"].width >= 9
    assert found["Checks"]["G2"].value.startswith("=IF(ROUND")
    assert any(cell.value == "how are you" for cell in found["Checks"]["B"])


def test_a_memo_that_looks_like_a_formula_stays_text(chart: Chart, tmp_path: Path) -> None:
    entry = Entry(TODAY, "Rent", "Cash", Decimal(5), "USD", "=1+1\x07", 1, "=HYPERLINK(1)")
    write_workbook(Book(chart, (entry,)), tmp_path / "b.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "b.xlsx")["Journal"]["F2"]
    assert (cell.data_type, cell.value) == ("s", "=1+1")


def test_an_empty_book_can_be_written(chart: Chart, tmp_path: Path) -> None:
    write_workbook(Book(chart), tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(tmp_path / "b.xlsx")["Journal"].max_row == 1
