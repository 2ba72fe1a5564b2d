"""The training loop that all stages share: AdamW or Muon, a learning rate by the step, a moving average of the
weights, checkpoints.
"""

import math
import signal
import time
from collections.abc import Callable

import torch
from torch import nn

from muon import Muon
from options import device, options
from threads import IdleCores

SAVE_EVERY_S = 60
TELL_EVERY = 100
EMPTY_SEED = 20_000
# Channels: a matrix to or from so few is not for Muon.
FEW = 8


class Loop:
    """`run` calls `loss_of(step)` until the steps are done, or the minutes of `--minutes`. Stopped at any moment, the same
    command goes on from the last checkpoint; with another number of either it goes on with that schedule. `average`
    holds the weights that count. `muon` is the rate of the large matrices; where it is not given AdamW has them too."""

    def __init__(
        self,
        name: str,
        module: nn.Module,
        *,
        steps: int,
        rate: float,
        muon: float | None = None,
        decay: float = 0.01,
        average: float = 0.999,
    ):
        self.file = options().work / f"{name}.pt"
        by_clock = options().minutes < math.inf
        self.steps = options().steps or (math.inf if by_clock else steps)
        self.interrupted = False
        self.most_average = average
        self.parameters = [p for p in module.parameters() if p.requires_grad]
        self.optimizers = optimizers(self.parameters, rate, muon, decay)
        self.average = [p.detach().clone() for p in self.parameters]
        self.step = 0
        # Of computing, over all runs.
        self.seconds = 0.0
        if self.file.exists():
            self.load()

    def run(self, loss_of: Callable[[int], dict[str, torch.Tensor]]) -> bool:
        """True when it is done; false when it was interrupted (Ctrl-C), and saved."""
        usual = signal.signal(signal.SIGINT, self.interrupt)
        self.go_on(loss_of)
        signal.signal(signal.SIGINT, usual)
        self.save()
        return self.done() >= 1

    def interrupt(self, *_) -> None:
        """At the end of the step, so that no weight is half a step behind."""
        self.interrupted = True

    def go_on(self, loss_of: Callable[[int], dict[str, torch.Tensor]]) -> None:
        saved = time.monotonic()
        began = saved - self.seconds
        told: dict[str, list[float]] = {}
        use_idle_cores = IdleCores(options().threads)
        while self.done() < 1 and not self.interrupted:
            torch.manual_seed(EMPTY_SEED + self.step)
            for group in (group for optimizer in self.optimizers for group in optimizer.param_groups):
                group["lr"] = group["most"] * self.shape()
            # Compiled code has its number of threads written in.
            if not options().compile:
                use_idle_cores()
            losses = loss_of(self.step)
            losses["loss"].backward()
            nn.utils.clip_grad_norm_(self.parameters, 1.0)
            for optimizer in self.optimizers:
                optimizer.step()
                optimizer.zero_grad()
            self.step += 1
            self.seconds = time.monotonic() - began
            with torch.no_grad():
                torch._foreach_lerp_(
                    self.average, self.parameters, 1 - min(self.most_average, self.step / (self.step + 20))
                )
            for key, value in losses.items():
                told.setdefault(key, []).append(float(value.detach()))
            if self.step % TELL_EVERY == 0:
                print(
                    f"{self.step} {self.seconds:.0f}s",
                    " ".join(f"{k} {sum(v) / len(v):.4f}" for k, v in told.items()),
                    flush=True,
                )
                told = {}
            if time.monotonic() - saved > SAVE_EVERY_S:
                self.save()
                saved = time.monotonic()

    def done(self) -> float:
        """How much of it is: by the steps, or by the clock where that is further."""
        return max(self.step / self.steps, self.seconds / (60 * options().minutes))

    def shape(self) -> float:
        """Warm-up, a plateau, and a cosine down from 60 % of the way."""
        done = self.done()
        warm = min(1.0, (self.step + 1) / 100)
        return warm * (1 if done < 0.6 else 0.02 + 0.49 * (1 + math.cos(math.pi * (done - 0.6) / 0.4)))

    def swap(self) -> None:
        """Exchanges the weights with their moving average: before use, and back before further training."""
        with torch.no_grad():
            for p, mean in zip(self.parameters, self.average, strict=True):
                held = p.clone()
                p.copy_(mean)
                mean.copy_(held)

    def save(self) -> None:
        state = {
            "step": self.step,
            "seconds": self.seconds,
            "weights": [p.detach() for p in self.parameters],
            "average": self.average,
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
        }
        unfinished = self.file.with_suffix(".part")
        torch.save(state, unfinished)
        unfinished.replace(self.file)

    def load(self) -> None:
        state = torch.load(self.file, map_location=device())
        self.step, self.seconds = state["step"], state.get("seconds", 0.0)
        for optimizer, held in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(held)
        with torch.no_grad():
            for p, held in zip(self.parameters, state["weights"], strict=True):
                p.copy_(held)
        self.average = [mean.to(device()) for mean in state["average"]]
        print(f"goes on at step {self.step}", flush=True)


def optimizers(
    parameters: list[nn.Parameter], rate: float, muon: float | None, decay: float
) -> list[torch.optim.Optimizer]:
    """Muon, where it has a rate, for what is large both ways; AdamW for the rest."""
    large = [p for p in parameters if muon is not None and p.ndim > 1 and min(len(p), p[0].numel()) > FEW]
    known = {id(p) for p in large}
    rest = [p for p in parameters if id(p) not in known]
    groups = [
        {"params": [p for p in rest if p.ndim > 1], "weight_decay": decay, "most": rate},
        {"params": [p for p in rest if p.ndim <= 1], "weight_decay": 0.0, "most": rate},
    ]
    chosen: list[torch.optim.Optimizer] = [torch.optim.AdamW(groups, rate, betas=(0.9, 0.99), fused=True)]
    if large:
        chosen.append(Muon([{"params": large, "most": muon}], muon, decay))
    return chosen
