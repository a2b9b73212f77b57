"""What llama.cpp says in its log → what the program says. The lines are llama.cpp's own."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from types import SimpleNamespace

import llama_cpp
import pytest

from app.errors import ModelLoadError
from app.worker import loader
from app.worker.loader import LoadOptions, describe_device, load_error
from tests.helpers import tiny_gguf

PATH = Path("model.gguf")
CUDA = """llama_model_load_from_file_impl: using device CUDA0 (NVIDIA H100) (0000:00:00.0) - 80000 MiB free
load_tensors: offloading output layer to GPU
load_tensors: offloaded 33/33 layers to GPU
"""


def test_the_device_is_what_really_happened() -> None:
    assert describe_device(CUDA, 8) == "CUDA0, 33 of 33 layers"
    assert describe_device(CUDA.replace("33/33", "20/33"), 8) == "CUDA0, 20 of 33 layers"
    assert describe_device(CUDA.replace("33/33", "0/33"), 8) == "CPU, 8 threads"
    assert describe_device("", 1) == "CPU, 1 thread"


@pytest.mark.parametrize(
    ("log", "reason", "words"),
    [
        ("error loading model: unknown model architecture: 'perpetuum'\n", "unsupported", "“perpetuum”"),
        ("error loading model: unable to allocate CUDA0 buffer\n", "out_of_memory", "The GPU has not enough memory"),
        ("error loading model: unable to allocate CPU buffer\n", "out_of_memory", "There is not enough memory"),
        ("failed to allocate buffer for kv cache\n", "out_of_memory", "not enough memory"),
        ("error loading model: mmap failed: Cannot allocate memory\n", "out_of_memory", "not enough memory"),
        ("error loading model: missing tensor 'output_norm.weight'\n", "other", "missing tensor 'output_norm.weight'"),
        ("error loading model vocabulary: unknown pre-tokenizer type: 'x'\n", "unsupported", "unknown pre-tokenizer"),
        ("", "other", "does not say why"),
    ],
)
def test_a_failed_load_is_explained(log: str, reason: str, words: str) -> None:
    error = load_error(PATH, log)

    assert error.reason == reason
    assert words in error.message
    assert error.hint


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[list[int], LoadOptions]:
    """A build with GPU support whose memory always runs out; which layers it is asked to offload is kept."""
    asked: list[int] = []
    monkeypatch.setattr(llama_cpp, "llama_supports_gpu_offload", lambda: True)
    monkeypatch.setattr(loader, "_load_once", lambda _header, _options, layers, _log, _progress: asked.append(layers))
    return asked, LoadOptions(tiny_gguf.make(tmp_path / "a.gguf", layers=7), 512, 1)


def test_when_memory_runs_out_fewer_layers_go_to_the_gpu(attempts: tuple[list[int], LoadOptions]) -> None:
    asked, options = attempts
    log = SimpleNamespace(lines=deque(), text=lambda: "unable to allocate CUDA0 buffer")

    with pytest.raises(ModelLoadError) as caught:
        loader.load(options, log, lambda _: True)

    assert asked == [8, 6, 4, 2, 0]
    assert caught.value.reason == "out_of_memory"
