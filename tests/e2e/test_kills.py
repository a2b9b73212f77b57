"""A worker that is killed at any moment costs time and nothing else; see ``kill_marathon`` for the long form."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.kill_marathon import MOMENTS, marathon


@pytest.mark.parametrize("seed", [1, 2])
def test_an_answer_survives_a_kill_at_any_moment_as_if_nothing_had_happened(tmp_path: Path, seed: int) -> None:
    report = marathon(tmp_path, len(MOMENTS), seed)

    assert report.wrong == []
    assert report.recovered == len(MOMENTS)
