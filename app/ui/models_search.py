"""The view “Search”: repositories of the hub by name, and the files in one of them. Nothing is asked while the person types."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from app.api_qt import tr
from app.errors import AppError, DownloadError
from app.models.hub_data import FoundRepo, RepoCard
from app.ui.desk import Desk
from app.ui.error_view import CardArea, CardText, card_of
from app.ui.model_details import DetailsPane, Panes, facts, heading, sentence, title
from app.ui.model_list import Row, RowList
from app.ui.model_words import compact, joined, parameters
from app.ui.models_files import RepoFiles
from app.ui.widgets import button, column, filled, label, row


class SearchView(QWidget):
    """Field, list, details.

    Signals:
        download_requested: ``RemoteModel``.
        online_requested: the offline lock is to be opened.
        downloads_requested: the queue is to be shown.
    """

    download_requested = Signal(object)
    online_requested = Signal()
    downloads_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found: tuple[FoundRepo, ...] = ()
        self._cards: dict[str, RepoCard] = {}
        self._asking: Future[Any] | None = None
        self.cards = CardArea(desk)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Name of a model: qwen, llama, gemma …"))
        self.field.setAccessibleName(tr("Search for a model"))
        self.search_button = button(tr("Search"), "primary")
        self.list = RowList(desk, tr("Repositories that were found"))
        self.said = label("", "secondary", wrap=True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.said.setContentsMargins(16, 32, 16, 0)
        self._stack = QStackedWidget()
        self.details = DetailsPane(tr("Details of the repository"))
        self._lay_out()
        self._connect_signals()
        self.refresh()

    def refresh(self) -> None:
        """The settings may have changed: the lock, the hub’s address."""
        offline = self._desk.settings.offline
        self.search_button.setEnabled(not offline)
        self.field.setEnabled(not offline)
        shown = self.cards.card
        if offline:
            self.cards.show_text(_locked(), closable=False)
        elif shown is not None and shown.text.remedy == "online":
            self.cards.clear()
        if not self._found and self._asking is None:
            self._say(tr("Type a name and press Enter. Nothing is sent before that; then {host} is asked.").format(
                host=self._host()
            ))  # fmt: skip

    def take_focus(self) -> None:
        """Put the cursor into the field."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def search(self) -> None:
        """Ask the hub for what stands in the field."""
        words = self.field.text().strip()
        if not words or self._desk.settings.offline or self._asking is not None:
            return
        self.cards.clear()
        self._say(tr("Asking {host} …").format(host=self._host()))
        hub = self._desk.services.hub
        self._asking = self._desk.bridge.await_(self, hub.search(words), self._show, self._failed)

    def _show(self, found: Sequence[FoundRepo]) -> None:
        self._asking = None
        self._found = tuple(found)
        self._cards.clear()
        if not found:
            words = tr("No repository with GGUF files has “{words}” in its name. Try fewer letters.")
            self._say(words.format(words=self.field.text().strip()))
        self.list.set_rows([_row(repo) for repo in found])
        if found:
            self._stack.setCurrentWidget(self.list)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._open(self.list.key)

    def _failed(self, error: AppError) -> None:
        self._asking = None
        if not self._found:
            self._say("")
        offline = isinstance(error, DownloadError) and error.reason == "offline"
        self.cards.show_text(_locked() if offline else card_of(error), closable=not offline)

    def _open(self, repo: str) -> None:
        """Show a repository; its files are asked for once."""
        known = next((one for one in self._found if one.repo == repo), None)
        if known is None:
            self.details.show_parts([], None)
        elif repo in self._cards:
            self._show_card(known, self._cards[repo])
        else:
            self.details.show_parts([_head(known), sentence(tr("Reading the list of files …"))], (repo, known))
            hub = self._desk.services.hub
            self._desk.bridge.await_(
                self,
                hub.card(repo),
                lambda card: self._have_card(known, card),
                lambda error: self._no_card(known, error),
            )

    def _have_card(self, known: FoundRepo, card: RepoCard) -> None:
        self._cards[known.repo] = card
        if self.list.key == known.repo:
            self._show_card(known, card)

    def _no_card(self, known: FoundRepo, error: AppError) -> None:
        if self.list.key == known.repo:
            area = CardArea(self._desk)
            area.show_text(card_of(error), closable=False)
            area.remedy_chosen.connect(lambda _remedy: self._open(known.repo))
            self.details.show_parts([_head(known), area], (known.repo, error))

    def _show_card(self, known: FoundRepo, card: RepoCard) -> None:
        if self.details.shown == (known.repo, card):
            return
        parts: list[QWidget] = [_head(known)]
        if card.gated or known.gated:
            parts.append(sentence(_gated(self._desk.services.hub.endpoint, known.repo), "unverified"))
        files = RepoFiles(self._desk, card)
        files.download_requested.connect(self.download_requested)
        parts += [heading(tr("Files")), files]
        if not card.models:
            parts.append(sentence(tr("There is no GGUF file in it that could be loaded.")))
        parts += [heading(tr("About the model")), facts(_facts(card))]
        self.details.show_parts(parts, (known.repo, card))

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self._stack.setCurrentWidget(self.said)

    def _host(self) -> str:
        return self._desk.services.hub.endpoint.partition("://")[2]

    def _lay_out(self) -> None:
        for page in (self.said, self.list):
            self._stack.addWidget(page)
        line = row(self.field, self.search_button)
        line.setStretch(0, 1)
        left = filled(QWidget(), column(line, self._stack, spacing=8))
        self.panes = Panes(left, self.details)
        filled(self, column(self.cards, self.panes, spacing=8))

    def _connect_signals(self) -> None:
        self.field.returnPressed.connect(self.search)
        self.search_button.clicked.connect(self.search)
        self.list.picked.connect(self._open)
        self.cards.remedy_chosen.connect(self._remedy)

    def _remedy(self, remedy: str) -> None:
        if remedy == "online":
            self.online_requested.emit()
        else:
            self.search()


def _locked() -> CardText:
    return CardText(
        tr("The offline lock is on"),
        tr("So the hub is not asked, and nothing is downloaded."),
        tr("A model file that you have already can be added without the network."),
        "online",
        tone="unverified",
    )


def _row(repo: FoundRepo) -> Row:
    maker, _, name = repo.repo.partition("/")
    gated = tr("gated") if repo.gated else ""
    return Row(
        key=repo.repo,
        title=name,
        detail=joined((maker, tr("{n} downloads").format(n=compact(repo.downloads)), repo.licence)),
        note=gated,
        note_ink="unverified",
        tip=repo.repo,
    )


def _head(repo: FoundRepo) -> QWidget:
    counts = joined(
        (
            tr("{n} downloads").format(n=compact(repo.downloads)),
            tr("{n} likes").format(n=compact(repo.likes)),
            repo.licence,
            tr("changed {date}").format(date=repo.updated) if repo.updated else "",
        )
    )
    return title(repo.repo, counts)


def _gated(endpoint: str, repo: str) -> str:
    return tr(
        "It is gated: its makers want their terms to be accepted first. Accept them at {page}, make a token there, and start this program "
        "with the token in the variable HF_TOKEN."
    ).format(page=f"{endpoint}/{repo}")


def _facts(card: RepoCard) -> list[tuple[str, str]]:
    return [
        (tr("Licence"), card.licence),
        (tr("Parameters"), parameters(card.parameters)),
        (tr("Trained for a context of"), tr("{n} tokens").format(n=f"{card.context_tokens:,}") if card.context_tokens else ""),
        (tr("Made from"), card.base_model),
        (tr("Languages"), tr(", ").join(card.languages[:12])),
        (tr("Revision"), card.revision[:12]),
    ]  # fmt: skip
