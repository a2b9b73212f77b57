"""What a loaded model takes, in words: needed in the middle of an answer, so it imports nothing that the engine has not imported."""

from __future__ import annotations

from app.api_qt import tr
from app.models.fit import human
from app.models.load_report import LoadReport


def memory_taken(memory_bytes: int, report: LoadReport | None) -> tuple[str, str]:
    """What a loaded model really holds: all of it in a word, and by place in lines."""
    on_gpus = report.by_gpu() if report else {}
    places = [(tr("Main memory"), memory_bytes - sum(on_gpus.values())), *on_gpus.items()]
    lines = "\n".join(f"{name}: {human(size)}" for name, size in places)
    return human(memory_bytes), f"{tr('Memory that was really taken:')}\n{lines}"
