"""A decoder of the llama architecture, small enough to train on two CPU cores."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Shape of the model; every field ends up in the GGUF header."""

    vocabulary: int = 2560
    width: int = 320
    layers: int = 6
    heads: int = 10
    hidden: int = 864
    context_tokens: int = 1024
    rope_theta: float = 10_000.0
    norm_epsilon: float = 1e-5

    @property
    def head_width(self) -> int:
        return self.width // self.heads


SIZES: Mapping[str, ModelConfig] = {
    "small": ModelConfig(),
    "large": ModelConfig(width=448, layers=8, heads=7, hidden=1216),
}
"""What two processor cores can train in hours, and what one large graphics card can train in minutes."""


def rope_tables(config: ModelConfig) -> tuple[Tensor, Tensor]:
    """Cosines and sines of the rotary embedding, each (context, head width / 2)."""
    exponents = torch.arange(0, config.head_width, 2).float() / config.head_width
    angles = torch.outer(torch.arange(config.context_tokens).float(), config.rope_theta**-exponents)
    return angles.cos(), angles.sin()


def rotate(states: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    """Rotate neighbouring pairs (2i, 2i+1), as llama.cpp does, so that no weight needs to be permuted on export.

    `states` is (batch, heads, tokens, head width).
    """
    even, odd = states.unflatten(-1, (-1, 2)).unbind(-1)
    return torch.stack((even * cosines - odd * sines, even * sines + odd * cosines), -1).flatten(-2)


class RootMeanSquareNorm(nn.Module):
    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, states: Tensor) -> Tensor:
        return states * torch.rsqrt(states.pow(2).mean(-1, keepdim=True) + self.epsilon) * self.weight


class Block(nn.Module):
    """Attention, then a gated feed-forward part, each behind a norm and around a residual."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        width, hidden = config.width, config.hidden
        self.heads = config.heads
        self.attention_norm = RootMeanSquareNorm(width, config.norm_epsilon)
        self.feed_forward_norm = RootMeanSquareNorm(width, config.norm_epsilon)
        self.query, self.key, self.value, self.output = (nn.Linear(width, width, bias=False) for _ in range(4))
        self.gate, self.up = (nn.Linear(width, hidden, bias=False) for _ in range(2))
        self.down = nn.Linear(hidden, width, bias=False)

    def forward(self, states: Tensor, cosines: Tensor, sines: Tensor, positions: Tensor | None = None) -> Tensor:
        """(batch, tokens, width) to the same shape, or with `positions` (flat indices) to (positions, width)."""
        mixed = self._attend(self.attention_norm(states), cosines, sines)
        if positions is not None:
            states, mixed = states.flatten(0, 1)[positions], mixed.flatten(0, 1)[positions]
        states = states + self.output(mixed)
        normed = self.feed_forward_norm(states)
        return states + self.down(F.silu(self.gate(normed)) * self.up(normed))

    def _attend(self, normed: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
        batch, tokens, width = normed.shape
        query, key, value = (
            projection(normed).view(batch, tokens, self.heads, -1).transpose(1, 2)
            for projection in (self.query, self.key, self.value)
        )
        query, key = rotate(query, cosines, sines), rotate(key, cosines, sines)
        mixed = F.scaled_dot_product_attention(query, key, value, is_causal=True)
        return mixed.transpose(1, 2).reshape(batch, tokens, width)


class StarterModel(nn.Module):
    """The whole model; the output head is the embedding, transposed."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocabulary, config.width)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = RootMeanSquareNorm(config.width, config.norm_epsilon)
        cosines, sines = rope_tables(config)
        self.register_buffer("cosines", cosines, persistent=False)
        self.register_buffer("sines", sines, persistent=False)
        self._initialise()

    def _initialise(self) -> None:
        for name, parameter in self.named_parameters():
            if parameter.dim() != 2:
                continue
            nn.init.normal_(parameter, std=0.02 if name == "embedding.weight" else 1 / math.sqrt(parameter.shape[1]))
            if name.endswith(("output.weight", "down.weight")):
                parameter.data.mul_(1 / math.sqrt(2 * self.config.layers))

    def hidden_states(self, tokens: Tensor, positions: Tensor | None = None) -> Tensor:
        """`tokens` (batch, length) to states (batch, length, width), or (positions, width) at flat `positions` only.

        The last feed-forward part is then computed only there, which saves a twelfth of the whole work.
        """
        length = tokens.shape[1]
        cosines, sines = self.cosines[:length], self.sines[:length]
        states = self.embedding(tokens)
        for block in self.blocks[:-1]:
            states = block(states, cosines, sines)
        return self.norm(self.blocks[-1](states, cosines, sines, positions))

    def forward(self, tokens: Tensor) -> Tensor:
        """Logits (batch, length, vocabulary)."""
        return self.hidden_states(tokens) @ self.embedding.weight.T

    def loss(self, tokens: Tensor, positions: Tensor, labels: Tensor) -> Tensor:
        """Mean cross-entropy at `positions` (indices into the flattened batch) only.

        The head costs as much as two blocks, so it is computed only where an answer stands. A label of -100 is skipped.
        """
        return F.cross_entropy(self.hidden_states(tokens, positions) @ self.embedding.weight.T, labels)
