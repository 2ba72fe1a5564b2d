"""Threads as there are idle cores. Where a training shares its machine, the thread whose core is taken would hold up
all.
"""

import os
import pathlib

import torch

STAT = pathlib.Path("/proc/stat")
WINDOW_S = 1.0


class IdleCores:
    """Call it at every step. It reads Linux's /proc/stat; elsewhere it does nothing."""

    def __init__(self, most: int):
        self.most = most
        self.last = self.read()

    def __call__(self) -> None:
        now = self.read()
        if now is None or now[1] - self.last[1] < WINDOW_S * os.cpu_count():
            return
        busy = os.cpu_count() * (now[0] - self.last[0]) / (now[1] - self.last[1])
        self.last = now
        torch.set_num_threads(max(1, min(self.most, round(os.cpu_count() - busy + 0.1))))

    @staticmethod
    def read() -> tuple[float, float] | None:
        """Seconds of other people's work and of all time, over all cores."""
        if not STAT.exists():
            return None
        ticks = [int(word) / os.sysconf("SC_CLK_TCK") for word in STAT.read_text().splitlines()[0].split()[1:8]]
        user, niced, system = ticks[:3]
        own = os.times()
        return user + niced + system - own.user - own.system, sum(ticks)
