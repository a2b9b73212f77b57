"""What the engine bar says of models besides the one in use: the entries of its menu, and how far downloads are."""

from __future__ import annotations

from dataclasses import dataclass

from app.api_qt import tr, tr_said
from app.core.settings import LocalSettings
from app.models.downloads import DownloadQueue
from app.ui.model_list import Pill
from app.ui.model_shelf import Shelf, ShelfModel
from app.ui.model_words import file_size, fit_pill, joined, place_words
from app.ui.models_downloads import fraction_of, number_words, state_words

MOST_ENTRIES = 14


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model in the menu. ``path`` is empty for the starter; ``words`` have what stands at the right after a tab."""

    path: str
    words: str
    tip: str
    pill: Pill | None
    is_usable: bool
    is_chosen: bool


def model_entries(shelf: Shelf, local: LocalSettings) -> list[ModelEntry]:
    """The models to choose from: those that fit first, the one in use and the starter always among them."""
    return [_entry(found, local) for found in _shortened(shelf, local)]


def download_mark(queue: DownloadQueue, seen: frozenset[str] = frozenset()) -> Pill | None:
    """How far the downloads are, in a few letters; None where there is nothing to say.

    Args:
        seen: what is done, and was seen to be.
    """
    running = queue.running
    if running is not None:
        words = f"{fraction_of(running):.0%}" if running.total_bytes else "…"
        tip = f"{running.model.name}\n{joined((state_words(running), number_words(running)))}"
        return Pill(words, "tray-arrow-down", "accent", tip)
    failed = next((item for item in queue.items if item.state == "failed"), None)
    if failed is not None:
        return Pill(
            tr("Download failed"), "alert-circle-outline", "failed", f"{failed.model.name}\n{state_words(failed)}"
        )
    waiting = [item for item in queue.items if item.state in ("queued", "paused")]
    if waiting:
        return Pill(tr("Download paused"), "pause-circle-outline", "secondary", waiting[0].model.name)
    done = [item for item in queue.items if item.state == "done" and item.id not in seen]
    if done:
        return Pill(tr("Downloaded"), "check-circle-outline", "verified", "\n".join(item.model.name for item in done))
    return None


def _shortened(shelf: Shelf, local: LocalSettings) -> list[ShelfModel]:
    """A long list is for the model page."""
    if len(shelf.models) <= MOST_ENTRIES:
        return list(shelf.models)
    order = {"fits": 0, "tight": 1, "no": 2}
    ranked = sorted(
        shelf.models,
        key=lambda one: (
            not (one.model.is_starter or one.is_chosen(local)),
            order[one.fit.verdict] if one.fit else 3,
        ),
    )
    kept = {one.key for one in ranked[:MOST_ENTRIES]}
    return [one for one in shelf.models if one.key in kept]


def _entry(found: ShelfModel, local: LocalSettings) -> ModelEntry:
    model, error = found.model, found.model.error
    pill = fit_pill(found.fit)
    if error is not None:
        pill = Pill(tr("cannot be read"), "alert-circle-outline", "failed", tr_said(error.message))
    is_chosen = found.is_chosen(local)
    fit = joined((tr("In use") if is_chosen else "", pill.words if pill else ""))
    tip = [str(model.path), place_words(model.place), pill.tip if pill else ""]
    return ModelEntry(
        path="" if model.is_starter else found.key,
        words=f"{model.name}\t{joined((fit, file_size(model.size_bytes)))}",
        tip="\n".join(line for line in tip if line),
        pill=pill,
        is_usable=error is None,
        is_chosen=is_chosen,
    )
