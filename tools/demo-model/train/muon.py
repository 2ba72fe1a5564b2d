"""Muon, for the matrices and convolutions of a network: the momentum of a step with all its singular values brought
to about 1, so that rare directions are learnt as fast as common ones (Jordan et al. 2024,
kellerjordan.github.io/posts/muon). For the VAE; README.md has what it brought.
"""

from collections.abc import Iterable

import torch
from torch import nn

MOMENTUM = 0.95
# The polynomial a·x + b·x³ + c·x⁵ of the post: five rounds of it bring every singular value near 1.
ROUNDS = 5
A, B, C = 3.4445, -4.7750, 2.0315


class Muon(torch.optim.Optimizer):
    def __init__(self, parameters: Iterable[nn.Parameter], lr: float, weight_decay: float):
        super().__init__(parameters, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["momentum"] = torch.zeros_like(p)
                state["momentum"].mul_(MOMENTUM).add_(p.grad)
                ahead = p.grad + MOMENTUM * state["momentum"]
                p.mul_(1 - group["lr"] * group["weight_decay"]).add_(orthogonal(ahead), alpha=-group["lr"])


def orthogonal(g: torch.Tensor) -> torch.Tensor:
    """A matrix of the same singular vectors with singular values of about 1; a convolution is (out, in · h · w)."""
    x = g.reshape(len(g), -1).float()
    rows, columns = x.shape
    x = x.T if rows > columns else x
    x = x / (x.norm() + 1e-7)
    for _ in range(ROUNDS):
        square = x @ x.T
        x = A * x + (B * square + C * square @ square) @ x
    x = x.T if rows > columns else x
    return (x * max(1.0, rows / columns) ** 0.5).reshape(g.shape)
