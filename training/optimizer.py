"""Muon for the matrices: momentum, made orthogonal by a few Newton-Schulz steps (Jordan et al., 2024)."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)
_STEPS = 5


def orthogonalize(gradient: Tensor) -> Tensor:
    """A matrix with the singular vectors of `gradient` and singular values near 1.

    In float32: on processors without bfloat16 instructions the usual bfloat16 is a hundred times slower.
    """
    linear, cubic, quintic = _COEFFICIENTS
    is_tall = gradient.shape[0] > gradient.shape[1]
    matrix = gradient.T if is_tall else gradient
    matrix = matrix / (matrix.norm() + 1e-7)
    for _ in range(_STEPS):
        gram = matrix @ matrix.T
        matrix = torch.addmm(matrix, torch.addmm(gram, gram, gram, beta=cubic, alpha=quintic), matrix, beta=linear)
    return matrix.T if is_tall else matrix


class Muon:
    """Steps matrices by their orthogonalized momentum, with decoupled weight decay.

    The momentum is longer than the usual 0.95: a step of 4,096 tokens has a noisy gradient, and an orthogonalized one has no small steps.
    """

    def __init__(self, parameters: Sequence[nn.Parameter], momentum: float = 0.98, weight_decay: float = 0.02) -> None:
        self._parameters = list(parameters)
        self._momentum = momentum
        self._weight_decay = weight_decay
        self._buffers = [torch.zeros_like(parameter) for parameter in self._parameters]

    @torch.no_grad()
    def step(self, learning_rate: float) -> None:
        for parameter, buffer in zip(self._parameters, self._buffers, strict=True):
            if parameter.grad is None:
                continue
            buffer.lerp_(parameter.grad, 1 - self._momentum)
            update = orthogonalize(parameter.grad.lerp(buffer, self._momentum))
            scale = max(1.0, parameter.shape[0] / parameter.shape[1]) ** 0.5
            parameter.mul_(1 - learning_rate * self._weight_decay).add_(update, alpha=-learning_rate * scale)

    def state(self) -> list[Tensor]:
        """What `restore` takes."""
        return self._buffers

    def restore(self, buffers: Sequence[Tensor]) -> None:
        for own, saved in zip(self._buffers, buffers, strict=True):
            own.copy_(saved)
