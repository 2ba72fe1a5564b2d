"""Stage 3: draws the pictures to train on and the held-out ones, a file for each set."""

from multiprocessing import Pool

import numpy as np
from diffusers import AutoencoderKL

from options import options
from picture import picture
from scene import LORA_STYLES, scene

HELD_OUT = 1000
STYLE_COUNT = 1500
# Far apart, so that no set shares a scene with another, however large it is asked for.
HELD_OUT_FROM, DRAWN_FROM, STYLES_FROM = 900_000_000, 700_000_000, 500_000_000


def first_index(name: str) -> int:
    return {"heldout": HELD_OUT_FROM, "drawn": DRAWN_FROM, "train": 0}.get(name, STYLES_FROM)


def scene_of(name: str, i: int) -> dict:
    """The i-th scene of a set: `train`, `heldout`, `drawn` (see drawn.py) or the name of a LoRA style."""
    return scene(first_index(name) + i, name if name in LORA_STYLES else None)


def vae_side() -> int:
    """Of the pictures which `DIR/vae` is for: twice that of the files where it has a stage more (twice.py)."""
    return AutoencoderKL.load_config(options().work / "vae")["sample_size"]


def draw(task: tuple[str, int, int]) -> np.ndarray:
    name, i, size = task
    return picture(scene_of(name, i), size)


def main() -> None:
    said = options()
    counts = {"train": said.count, "heldout": HELD_OUT, **dict.fromkeys(LORA_STYLES, STYLE_COUNT)}
    for name, count in counts.items():
        file = said.work / f"pictures-{name}.npy"
        shape = (count, said.size, said.size, 3)
        if file.exists() and np.load(file, mmap_mode="r").shape == shape:
            continue
        out = np.lib.format.open_memmap(said.work / "pictures.part", "w+", np.uint8, shape)
        with Pool(said.threads) as pool:
            tasks = ((name, i, said.size) for i in range(count))
            for i, drawn in enumerate(pool.imap(draw, tasks, chunksize=64)):
                out[i] = drawn
        out.flush()
        (said.work / "pictures.part").rename(file)
        print(name, count, flush=True)


if __name__ == "__main__":
    main()
