"""The page with real tables, keys and files; only the window around it is a fake."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.api_qt import RunFinished, RunResult
from app.core.result import Outcome
from app.ui.theme import DARK
from plugins.bookkeeping.accounts import parse_chart
from plugins.bookkeeping.books import Book, Unread, result_of
from plugins.bookkeeping.journal import Entry
from plugins.bookkeeping.journal_view import AMOUNT, CREDIT, DATE, DEBIT, MEMO
from plugins.bookkeeping.panel import BookkeepingPanel
from plugins.bookkeeping.statements import statements_of
from plugins.bookkeeping.store import FILE
from tests.helpers.panels import FakeHost, manifest_of
from tests.plugins.bookkeeping.conftest import CHART, TODAY

New = Callable[[], BookkeepingPanel]


@pytest.fixture
def host(tmp_path: Path) -> FakeHost:
    return FakeHost(tmp_path)


@pytest.fixture
def new_panel(qtbot: QtBot, host: FakeHost) -> New:
    def make() -> BookkeepingPanel:
        made = BookkeepingPanel(manifest_of("bookkeeping"), host)
        qtbot.addWidget(made)
        made.resize(1100, 600)
        made.show()
        return made

    return make


@pytest.fixture
def panel(new_panel: New) -> BookkeepingPanel:
    made = new_panel()
    made.fill({"accounts": CHART, "today": "2026-03-20"})
    return made


def entry(
    debit: str = "Rent", credit: str = "Checking", amount: str = "900.00", currency: str = "USD", memo: str = "m"
) -> Entry:
    return Entry(TODAY, debit, credit, Decimal(amount), currency, memo, 1, "as typed")


def finished(run_id: str, *entries: Entry, unread: tuple[Unread, ...] = ()) -> RunFinished:
    chart = parse_chart(CHART)
    result = result_of(Book(chart, entries, unread), statements_of(entries, chart))
    return RunFinished(
        run_id, RunResult(run_id, "bookkeeping", "local", "Starter", "", Outcome("verified", "", result))
    )


def cell(panel: BookkeepingPanel, row: int, column: int) -> str:
    return str(panel.model.index(row, column).data())


def put(panel: BookkeepingPanel, row: int, column: int, text: str) -> bool:
    return panel.model.setData(panel.model.index(row, column), text)


def income_figures(panel: BookkeepingPanel) -> dict[str, str]:
    table = panel.statements.income
    return {table.item(row, 0).text().strip(): table.item(row, 1).text() for row in range(table.rowCount())}


def test_a_run_is_added_to_the_journal_and_never_twice(panel: BookkeepingPanel) -> None:
    panel.present(finished("r1", entry()))
    panel.present(finished("r2", entry("Meals", amount="12.00")))
    panel.present(finished("r1", entry()))
    assert [cell(panel, row, DEBIT) for row in range(panel.model.rowCount())] == ["Rent", "Meals"]
    assert panel.subject() == "2 entries"
    assert income_figures(panel)["Net income"] == "(912.00)"


def test_the_journal_is_there_after_a_restart(panel: BookkeepingPanel, new_panel: New) -> None:
    panel.present(finished("r1", entry(), unread=(Unread(2, "how are you", "no amount"),)))
    again = new_panel()
    assert (cell(again, 0, DEBIT), cell(again, 0, AMOUNT), again.unread.list.count()) == ("Rent", "900.00", 1)
    again.present(finished("r1", entry()))
    assert again.model.rowCount() == 1


def test_a_journal_that_cannot_be_read_is_said_and_never_written_over(
    tmp_path: Path, host: FakeHost, new_panel: New
) -> None:
    (tmp_path / FILE).write_text("{", encoding="utf-8")
    made = new_panel()
    made.present(finished("r1", entry()))
    assert "cannot be read" in host.errors[0].message
    assert (tmp_path / FILE).read_text(encoding="utf-8") == "{"


def test_an_edited_cell_changes_the_statements_at_once(panel: BookkeepingPanel) -> None:
    panel.present(finished("r1", entry()))
    assert put(panel, 0, AMOUNT, "1.2k")
    assert put(panel, 0, DATE, "yesterday")
    assert put(panel, 0, DEBIT, "Meals")
    assert put(panel, 0, MEMO, "  team   dinner ")
    assert [cell(panel, 0, column) for column in range(5)] == [
        "2026-03-19",
        "Meals",
        "Checking",
        "1,200.00",
        "team dinner",
    ]
    assert income_figures(panel)["Meals"] == "1,200.00"
    assert panel.statements.identities.labels[1].text() == "1,200.00"


@pytest.mark.parametrize(
    ("column", "text"), [(AMOUNT, "nothing"), (AMOUNT, "0"), (DATE, "soon"), (DEBIT, "Checking"), (CREDIT, " ")]
)
def test_what_cannot_stand_in_a_cell_is_refused_and_said(
    panel: BookkeepingPanel, host: FakeHost, column: int, text: str
) -> None:
    panel.present(finished("r1", entry()))
    before = cell(panel, 0, column)
    assert not put(panel, 0, column, text)
    assert (cell(panel, 0, column), len(host.said)) == (before, 1)


def test_an_account_is_chosen_from_the_chart(panel: BookkeepingPanel, qtbot: QtBot) -> None:
    panel.present(finished("r1", entry()))
    panel.table.edit(panel.model.index(0, CREDIT))
    box = panel.table.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    assert [box.itemText(row) for row in range(box.count())] == [
        account.name for account in parse_chart(CHART).accounts
    ]
    box.setCurrentText("Cash")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cell(panel, 0, CREDIT) == "Cash")


def test_an_account_picked_in_the_list_is_taken_at_once(panel: BookkeepingPanel, qtbot: QtBot) -> None:
    panel.present(finished("r1", entry()))
    panel.table.edit(panel.model.index(0, CREDIT))
    box = panel.table.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    box.setCurrentText("Cash")
    box.activated.emit(box.currentIndex())
    assert cell(panel, 0, CREDIT) == "Cash"


def test_rows_are_added_deleted_and_brought_back(panel: BookkeepingPanel, qtbot: QtBot) -> None:
    panel.present(finished("r1", entry(), entry("Meals")))
    panel.add_action.trigger()
    assert (panel.model.rowCount(), cell(panel, 2, AMOUNT)) == (3, "0.00")
    panel.table.selectRow(0)
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert [cell(panel, row, DEBIT) for row in range(2)] == ["Meals", "Office Supplies"]
    panel.undo_action.trigger()
    panel.undo_action.trigger()
    assert [cell(panel, row, DEBIT) for row in range(panel.model.rowCount())] == ["Rent", "Meals"]


def test_an_unread_line_can_be_entered_by_hand(panel: BookkeepingPanel) -> None:
    unread = (Unread(1, "hm", "no amount"), Unread(2, "something $7 yesterday in between", "the model sees none"))
    panel.present(finished("r1", unread=unread))
    assert panel.unread.isVisible()
    panel.unread.list.setCurrentRow(1)
    panel.unread.hand_button.click()
    assert (cell(panel, 0, DATE), cell(panel, 0, AMOUNT)) == ("2026-03-19", "7.00")
    assert [one.line_no for one in panel.book.unread] == [1]
    panel.unread.drop_button.click()
    assert not panel.unread.isVisible()


def test_unread_lines_can_be_written_anew(panel: BookkeepingPanel, host: FakeHost) -> None:
    panel.present(finished("r1", unread=(Unread(1, "hm", "x"), Unread(2, "ho", "x"))))
    panel.unread.again_button.click()
    assert (host.prompts, panel.book.unread) == (["hm\nho"], ())


def test_a_new_journal_is_asked_for_and_can_be_undone(panel: BookkeepingPanel, host: FakeHost) -> None:
    panel.present(finished("r1", entry()))
    host.agrees = False
    panel.new_action.trigger()
    assert panel.model.rowCount() == 1
    host.agrees = True
    panel.new_action.trigger()
    assert panel.model.rowCount() == 0
    panel.undo_action.trigger()
    assert panel.model.rowCount() == 1


def test_a_changed_type_moves_an_account_to_its_statement(panel: BookkeepingPanel) -> None:
    panel.present(finished("r1", entry("Meals")))
    panel.accounts.setPlainText(CHART.replace("Meals", "Meals (asset)"))
    assert "Meals" not in income_figures(panel)
    panel.accounts.setPlainText("Rent\nRent")
    assert "Line 2" in panel.accounts_problem.text()
    assert panel.accounts_problem.isVisible()


def test_an_account_that_left_the_chart_stays_with_its_entries(panel: BookkeepingPanel) -> None:
    panel.present(finished("r1", entry("Owner's Equity")))
    panel.accounts.setPlainText("Rent\nCash")
    kept = panel.book.chart.find("Owner's Equity")
    assert kept is not None
    assert kept.type == "equity"


def test_the_same_entry_twice_is_marked(panel: BookkeepingPanel) -> None:
    panel.present(finished("r1", entry(), entry("Meals"), entry()))
    marks = [panel.model.index(row, DATE).data(Qt.ItemDataRole.DecorationRole) is not None for row in range(3)]
    assert marks == [False, False, True]
    assert "row 1" in panel.model.index(2, DATE).data(Qt.ItemDataRole.ToolTipRole)


def test_several_currencies_are_chosen_from_a_box(panel: BookkeepingPanel) -> None:
    panel.present(finished("r1", entry(), entry(amount="5.00"), entry("Meals", amount="7.00", currency="EUR")))
    assert panel.statements.currency_box.isVisible()
    assert cell(panel, 2, AMOUNT) == "7.00 EUR"
    panel.statements.currency_box.setCurrentText("EUR")
    assert income_figures(panel)["Net income"] == "(7.00)"


def test_the_books_are_exported(panel: BookkeepingPanel, host: FakeHost, tmp_path: Path) -> None:
    panel.present(finished("r1", entry()))
    host.save_path = tmp_path / "books"
    panel.export_action.trigger()
    assert openpyxl.load_workbook(tmp_path / "books.xlsx")["Journal"]["B2"].value == "Rent"
    host.save_path = tmp_path / "none" / "books.csv"
    panel.export_action.trigger()
    assert "cannot be written" in host.errors[0].message


def test_fields_splitters_and_folding_are_remembered(panel: BookkeepingPanel, new_panel: New) -> None:
    panel.fold_button.click()
    panel.statements.tabs.setCurrentIndex(2)
    state = panel.state()
    again = new_panel()
    again.restore(state)
    assert again.inputs()["accounts"] == CHART
    assert (again.accounts.isHidden(), again.statements.tabs.currentIndex()) == (True, 2)
    again.restore({"across": "odd", "tab": "odd"})


def test_the_theme_can_change(panel: BookkeepingPanel, host: FakeHost) -> None:
    panel.present(finished("r1", entry(), entry(), unread=(Unread(1, "hm", "x"),)))
    host.theme = DARK
    panel.retheme()
    assert panel.statements.income.item(0, 0).foreground().color().name().upper() == DARK.secondary
