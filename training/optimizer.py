"""Muon for the matrices: momentum, made orthogonal by a few Newton-Schulz steps (Jordan et al., 2024)."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)
_STEPS = 5


def orthogonalize(gradients: Tensor, precision: torch.dtype = torch.float32) -> Tensor:
    """Matrices (count, rows, columns) with the singular vectors of `gradients` and singular values near 1.

    bfloat16 is exact enough, but only where the processor has units for it.
    """
    linear, cubic, quintic = _COEFFICIENTS
    is_tall = gradients.shape[1] > gradients.shape[2]
    matrices = gradients.transpose(1, 2) if is_tall else gradients
    matrices = (matrices / (matrices.norm(dim=(1, 2), keepdim=True) + 1e-7)).to(precision)
    for _ in range(_STEPS):
        gram = matrices @ matrices.transpose(1, 2)
        matrices = torch.baddbmm(
            matrices, torch.baddbmm(gram, gram, gram, beta=cubic, alpha=quintic), matrices, beta=linear
        )
    return (matrices.transpose(1, 2) if is_tall else matrices).to(gradients.dtype)


class Muon:
    """Steps matrices by their orthogonalized momentum, with decoupled weight decay.

    The momentum is longer than the usual 0.95: a step of 4,096 tokens has a noisy gradient, and an orthogonalized one has no small steps.
    Matrices of one shape are orthogonalized together.
    """

    def __init__(
        self,
        parameters: Sequence[nn.Parameter],
        momentum: float = 0.95,
        weight_decay: float = 0.02,
        precision: torch.dtype = torch.float32,
    ) -> None:
        self._parameters = list(parameters)
        self._momentum = momentum
        self._weight_decay = weight_decay
        self._precision = precision
        self._buffers = [torch.zeros_like(parameter) for parameter in self._parameters]
        self._alike: dict[torch.Size, list[int]] = {}
        for index, parameter in enumerate(self._parameters):
            self._alike.setdefault(parameter.shape, []).append(index)

    @torch.no_grad()
    def step(self, learning_rate: float) -> None:
        for shape, indices in self._alike.items():
            gradients = torch.stack([self._gradient(index) for index in indices])
            buffers = torch.stack([self._buffers[index] for index in indices])
            updates = orthogonalize(gradients.lerp(buffers, self._momentum), self._precision)
            scale = max(1.0, shape[0] / shape[1]) ** 0.5
            for index, update in zip(indices, updates, strict=True):
                parameter = self._parameters[index]
                parameter.mul_(1 - learning_rate * self._weight_decay).add_(update, alpha=-learning_rate * scale)

    def _gradient(self, index: int) -> Tensor:
        """A parameter's gradient, which has joined its momentum."""
        gradient = self._parameters[index].grad
        if gradient is None:
            gradient = torch.zeros_like(self._parameters[index])
        self._buffers[index].lerp_(gradient, 1 - self._momentum)
        return gradient

    def state(self) -> list[Tensor]:
        """What `restore` takes."""
        return self._buffers

    def restore(self, buffers: Sequence[Tensor]) -> None:
        for own, saved in zip(self._buffers, buffers, strict=True):
            own.copy_(saved)
