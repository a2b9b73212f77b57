"""Shapes that are made and measured within seconds."""

from __future__ import annotations

from app.bench.shapes import Shape

TINY = Shape("tiny", 2, 64, 128, 4, 2, 24_000, "Q8_0", "Q8_0", context_tokens=2048)
