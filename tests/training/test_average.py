from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from training.average import average  # noqa: E402


def weights(path: Path, value: float, width: int = 2) -> Path:
    torch.save({"config": {"width": width}, "average": {"w": torch.full((width,), value).half()}}, path)
    return path


def test_the_mean_counts_each_run_by_its_part(tmp_path: Path) -> None:
    found = average([(1, weights(tmp_path / "a.pt", 0.0)), (3, weights(tmp_path / "b.pt", 4.0))])
    assert found["config"] == {"width": 2}
    assert found["average"]["w"].tolist() == [3.0, 3.0]
    assert found["average"]["w"].dtype == torch.float16


def test_models_of_different_shapes_have_no_mean(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="different shapes"):
        average([(1, weights(tmp_path / "a.pt", 0.0)), (1, weights(tmp_path / "b.pt", 1.0, width=3))])
