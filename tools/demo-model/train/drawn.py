"""Pictures for the tagger as the model itself draws them: captions of scenes by the LCM-LoRA, in four steps. What members
have described is such a picture, and its things are softer than the generator's. `DIR/pictures-drawn.npy`.
"""

import random

import numpy as np

from caption import caption
from options import options
from pictures import scene_of
from sampling import BATCH, Painter

COUNT = 8000
SEED = 600_000


def main() -> None:
    said = options()
    painter = Painter()
    out = np.lib.format.open_memmap(said.work / "drawn.part", "w+", np.uint8, (COUNT, said.size, said.size, 3))
    for first in range(0, COUNT, BATCH):
        numbers = range(first, min(first + BATCH, COUNT))
        prompts = [caption(scene_of("drawn", i), random.Random(i)) for i in numbers]
        out[first : numbers.stop] = painter.pictures(painter.lcm(prompts, [SEED + i for i in numbers]), said.size)
        print(numbers.stop, flush=True)
    out.flush()
    (said.work / "drawn.part").rename(said.work / "pictures-drawn.npy")


if __name__ == "__main__":
    main()
