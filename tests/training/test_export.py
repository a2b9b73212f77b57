import json
import subprocess
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("tokenizers")
gguf = pytest.importorskip("gguf")

from app.models.gguf import read_header  # noqa: E402
from training.export import TOOLS, export  # noqa: E402
from training.model import ModelConfig, StarterModel  # noqa: E402
from training.tokenizer import load_tokenizer, train_tokenizer  # noqa: E402
from training.train import CHECKPOINT, Trainer, TrainingPlan  # noqa: E402

QUESTION = "<tex><q>the sum of 12 and 昨天<a>"


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    tokenizer = train_tokenizer(
        [QUESTION, "SELECT a FROM b", "12 + 13"] * 3, tmp_path / "tokenizer.json", vocabulary=320
    )
    torch.manual_seed(0)
    config = ModelConfig(
        vocabulary=tokenizer.get_vocab_size(), width=64, layers=2, heads=2, hidden=96, context_tokens=128
    )
    Trainer(StarterModel(config), TrainingPlan()).save(tmp_path / CHECKPOINT)
    export(tmp_path / CHECKPOINT, tmp_path / "tokenizer.json", tmp_path / "model.gguf", "9.9.9", "SQL 65 %")
    return tmp_path


def test_the_header_says_what_the_model_is_and_serves(exported: Path) -> None:
    fields = gguf.GGUFReader(exported / "model.gguf").fields
    found = {
        name: fields[name].contents()
        for name in ("general.name", "general.version", "general.license", "polymath.tools")
    }
    assert found == {
        "general.name": "Polymath Starter",
        "general.version": "9.9.9",
        "general.license": "GPL-3.0-or-later",
        "polymath.tools": TOOLS,
    }


def test_the_program_reads_what_was_measured(exported: Path) -> None:
    assert read_header(exported / "model.gguf").measured == "SQL 65 %"


def test_a_checkpoint_and_a_foreign_tokenizer_are_not_put_together(exported: Path) -> None:
    train_tokenizer(["other"], exported / "tokenizer.json", vocabulary=280)
    with pytest.raises(ValueError, match="do not belong together"):
        export(exported / CHECKPOINT, exported / "tokenizer.json", exported / "other.gguf", "1")


_ANSWER = """
import json, sys, llama_cpp
llama = llama_cpp.Llama(sys.argv[1], n_ctx=128, n_threads=1, verbose=False, logits_all=True)
tokens = llama.tokenize(sys.argv[2].encode(), add_bos=False, special=True)
llama.eval(tokens)
json.dump([tokens, llama.scores[len(tokens) - 1].tolist()], sys.stdout)
llama.close()
"""


def test_llama_cpp_reads_the_same_tokens_and_computes_the_same_answer(exported: Path) -> None:
    """In a process of its own: PyTorch and llama.cpp each bring an OpenMP, and two in one process can crash it."""
    pytest.importorskip("llama_cpp")
    command = [sys.executable, "-c", _ANSWER, str(exported / "model.gguf"), QUESTION]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=True)
    read, scores = json.loads(done.stdout)
    tokens = load_tokenizer(exported / "tokenizer.json").encode(QUESTION).ids
    assert read == tokens
    state = torch.load(exported / CHECKPOINT, weights_only=True)
    model = StarterModel(ModelConfig(**state["config"]))
    model.load_state_dict(state["average"])
    with torch.no_grad():
        expected = model(torch.tensor([tokens]))[0, -1]
    assert torch.allclose(torch.tensor(scores), expected, atol=0.1 * expected.std().item())
