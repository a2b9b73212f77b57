"""A checkpoint to a GGUF file that llama.cpp loads: llama architecture, gpt2 tokenizer, pre-tokenizer `smollm`."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

import gguf
import numpy as np
import torch
from gguf import GGMLQuantizationType, GGUFWriter, TokenType, quants

from training.model import ModelConfig
from training.tokenizer import END, PAD, SPECIAL_TOKENS

TEMPLATE = Path(__file__).with_name("template.jinja")
TOOLS = "sql_assistant,latex,bookkeeping,web_designer,chess_moves"
"""A comma-separated string: llama_cpp leaves arrays out of the metadata that it shows."""

TENSORS = {
    "query": "attn_q",
    "key": "attn_k",
    "value": "attn_v",
    "output": "attn_output",
    "gate": "ffn_gate",
    "up": "ffn_up",
    "down": "ffn_down",
}
NORMS = {"attention_norm": "attn_norm", "feed_forward_norm": "ffn_norm"}


def export(checkpoint: Path, tokenizer: Path, out: Path, version: str, measured: str = "") -> None:
    """Write the averaged weights of `checkpoint` to `out` as Q8_0, with all that a loader needs to know.

    `measured` is what the window says of the weights' accuracy, a line of words.
    """
    state = torch.load(checkpoint, weights_only=True)
    config = ModelConfig(**state["config"])
    writer = GGUFWriter(str(out), "llama")
    _write_identity(writer, version, sum(weight.numel() for weight in state["average"].values()))
    if measured:
        writer.add_string("polymath.measured", measured)
    _write_shape(writer, config)
    _write_tokenizer(writer, tokenizer, config)
    _write_weights(writer, state["average"], config)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main() -> None:
    """Write a run's weights anew, as when it is known what they reach."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path, help="holds the weights and tokenizer.json; gets the GGUF")
    parser.add_argument("--weights", default="weights.pt")
    parser.add_argument("--version", default="0.2.0")
    parser.add_argument("--measured", default="", help="what the model page says of their accuracy")
    arguments = parser.parse_args()
    folder: Path = arguments.folder
    out = folder / "polymath-starter.gguf"
    export(folder / arguments.weights, folder / "tokenizer.json", out, arguments.version, arguments.measured)


def _write_identity(writer: GGUFWriter, version: str, parameters: int) -> None:
    writer.add_name("Polymath Starter")
    writer.add_version(version)
    writer.add_description("Trained from nothing for the program's own tools; it serves only those in polymath.tools.")
    writer.add_license("GPL-3.0-or-later")
    writer.add_size_label(f"{parameters / 1e6:.1f}M")
    writer.add_string("polymath.tools", TOOLS)


def _write_shape(writer: GGUFWriter, config: ModelConfig) -> None:
    writer.add_context_length(config.context_tokens)
    writer.add_embedding_length(config.width)
    writer.add_block_count(config.layers)
    writer.add_feed_forward_length(config.hidden)
    writer.add_head_count(config.heads)
    writer.add_head_count_kv(config.heads)
    writer.add_layer_norm_rms_eps(config.norm_epsilon)
    writer.add_rope_freq_base(config.rope_theta)
    writer.add_rope_dimension_count(config.head_width)
    writer.add_vocab_size(config.vocabulary)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)


def _write_tokenizer(writer: GGUFWriter, path: Path, config: ModelConfig) -> None:
    model = json.loads(path.read_text(encoding="utf-8"))["model"]
    tokens = sorted(model["vocab"], key=model["vocab"].__getitem__)
    if len(tokens) != config.vocabulary:
        raise ValueError(f"{path} has {len(tokens)} tokens, the model {config.vocabulary}: they do not belong together")
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    writer.add_token_types([TokenType.CONTROL if token in SPECIAL_TOKENS else TokenType.NORMAL for token in tokens])
    writer.add_token_merges([merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]])
    writer.add_bos_token_id(model["vocab"][END])
    writer.add_eos_token_id(model["vocab"][END])
    writer.add_pad_token_id(model["vocab"][PAD])
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)
    writer.add_chat_template(TEMPLATE.read_text(encoding="utf-8").rstrip("\n"))


def _write_weights(writer: GGUFWriter, weights: Mapping[str, torch.Tensor], config: ModelConfig) -> None:
    _write_matrix(writer, "token_embd.weight", weights["embedding.weight"])
    writer.add_tensor("output_norm.weight", weights["norm.weight"].float().numpy())
    for layer in range(config.layers):
        for name, tensor in NORMS.items():
            writer.add_tensor(f"blk.{layer}.{tensor}.weight", weights[f"blocks.{layer}.{name}.weight"].float().numpy())
        for name, tensor in TENSORS.items():
            _write_matrix(writer, f"blk.{layer}.{tensor}.weight", weights[f"blocks.{layer}.{name}.weight"])


def _write_matrix(writer: GGUFWriter, name: str, weight: torch.Tensor) -> None:
    quantized = quants.quantize(weight.float().numpy().astype(np.float32), GGMLQuantizationType.Q8_0)
    writer.add_tensor(name, quantized, raw_dtype=GGMLQuantizationType.Q8_0)


if __name__ == "__main__":
    main()
