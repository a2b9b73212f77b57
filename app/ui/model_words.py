"""Numbers and verdicts about models in the words of the window."""

from __future__ import annotations

from collections.abc import Iterable

from app.api_qt import tr
from app.models.fit import ESTIMATE, OWN_VALUES, Fit, Verdict, human
from app.models.library import KnownModel
from app.models.places import Place
from app.ui.icons import Ink
from app.ui.model_list import Pill

_VERDICTS: dict[Verdict, tuple[str, Ink]] = {
    "fits": ("check-circle-outline", "verified"),
    "tight": ("alert-outline", "unverified"),
    "no": ("close-circle-outline", "failed"),
}


def verdict_words(verdict: Verdict) -> str:
    """A verdict in a word or two."""
    return {"fits": tr("fits"), "tight": tr("tight"), "no": tr("will not fit")}[verdict]


def fit_pill(fit: Fit | None, *, known: bool = True) -> Pill | None:
    """The pill of a plan; ``known`` is False where the file was not looked at, and the figures come from its size alone."""
    if fit is None:
        return None
    icon, ink = _VERDICTS[fit.verdict]
    words = verdict_words(fit.verdict)
    return Pill(words if known else f"≈ {words}", icon, ink, fit_sentence(fit))


def fit_sentence(fit: Fit) -> str:
    """The plan in one or two sentences, with its figures."""
    said = tr(fit.why).format(**fit.figures)
    kept = tr(OWN_VALUES) if fit.own_values else ""
    return " ".join(part for part in (tr(ESTIMATE) if fit.is_estimate else "", said, kept) if part)


def file_size(size_bytes: int) -> str:
    """A size on the disk, as hubs and file managers give it; empty if unknown."""
    if size_bytes <= 0:
        return ""
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 1e9 else f"{max(size_bytes / 1e6, 0.1):.1f} MB"


def memory_size(size_bytes: int) -> str:
    """A size in memory; a dash for nothing."""
    return human(size_bytes) if size_bytes > 0 else "–"


def parameters(count: int) -> str:
    """``7.6 B``; empty if unknown."""
    if count <= 0:
        return ""
    return f"{count / 1e9:.1f} B" if count >= 1e9 else f"{count / 1e6:.1f} M"


def compact(count: int) -> str:
    """A count of thousands or millions, shortened."""
    for limit, sign in ((1_000_000, "M"), (1_000, "k")):
        if count >= limit:
            return f"{count / limit:.1f}{sign}"
    return str(count)


def duration(seconds: float) -> str:
    """A time that is left, as exact as it can be known."""
    if seconds < 60:
        return tr("{n} s").format(n=round(seconds))
    minutes = round(seconds / 60)
    if minutes < 60:
        return tr("{n} min").format(n=minutes)
    return tr("{h} h {n} min").format(h=minutes // 60, n=minutes % 60)


def place_words(place: Place) -> str:
    """Where a model comes from."""
    return tr(place.title)


def place_icon(place: Place) -> str:
    """The icon of a place."""
    return {"starter": "star-four-points-outline", "own": "tray-arrow-down", "folder": "folder-outline"}.get(
        place.kind, "package-variant-closed"
    )


def joined(parts: Iterable[str]) -> str:
    """What is known, with dots between."""
    return " · ".join(part for part in parts if part)


def model_line(model: KnownModel) -> str:
    """Quantization, size and place of a model."""
    header = model.header
    return joined((header.quantization if header else "", file_size(model.size_bytes), place_words(model.place)))
