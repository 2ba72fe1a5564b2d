"""Stage 13: the contact sheets of the model card, `DIR/sheets/*.webp`."""

import textwrap

import numpy as np
from PIL import Image, ImageDraw

from options import options
from picture import picture
from pictures import scene_of
from sampling import Painter
from scene import LORA_STYLES
from sheet_prompts import PROMPTS, STYLE_PROMPTS, WEIGHTED

SEED = 90_000
LABEL = 26


def main() -> None:
    folder = options().work / "sheets"
    folder.mkdir(exist_ok=True)
    save(
        folder / "generator.webp",
        [[(picture(scene_of("heldout", row * 8 + i), options().size), "") for i in range(8)] for row in range(3)],
    )
    painter = Painter()
    seeds = [SEED + i for i in range(len(PROMPTS))]
    save(folder / "steps-25.webp", in_rows(painter.pictures(painter.base(PROMPTS, seeds)), PROMPTS))
    for steps in (1, 2, 4, 8):
        save(folder / f"lcm-{steps}.webp", in_rows(painter.pictures(painter.lcm(PROMPTS, seeds, steps=steps)), PROMPTS))
    rows = []
    for style in LORA_STYLES:
        painter.adapters({style: 1.0})
        drawn = painter.base([f"{prompt}, {style} style" for prompt in STYLE_PROMPTS], seeds[:8])
        rows += in_rows(painter.pictures(drawn), [f"{style}: {prompt}" for prompt in STYLE_PROMPTS])
    save(folder / "styles.webp", rows)
    rows = []
    painter.adapters({})
    for weight in (0.6, 1.0, 1.4):
        texts = [
            f"a (red:{weight}) {kind} in the snow by day"
            for kind in WEIGHTED
        ]
        rows += in_rows(painter.pictures(painter.base(texts, seeds[:8])), texts)
    save(folder / "weights.webp", rows)


def in_rows(pictures: np.ndarray, labels: list[str], width: int = 8) -> list[list[tuple[np.ndarray, str]]]:
    cells = list(zip(pictures, labels, strict=True))
    return [cells[i : i + width] for i in range(0, len(cells), width)]


def save(file, rows: list[list[tuple[np.ndarray, str]]]) -> None:
    side = rows[0][0][0].shape[0]
    label = LABEL if any(text for row in rows for _, text in row) else 0
    sheet = Image.new("RGB", (side * len(rows[0]), (side + label) * len(rows)), (255, 255, 255))
    pen = ImageDraw.Draw(sheet)
    for j, row in enumerate(rows):
        for i, (cell, text) in enumerate(row):
            sheet.paste(Image.fromarray(cell), (i * side, j * (side + label) + label))
            if text:
                lines = textwrap.wrap(text, side // 6)[:2]
                pen.multiline_text((i * side + 2, j * (side + label)), "\n".join(lines), fill=(0, 0, 0), spacing=1)
    sheet.save(file, quality=82)


if __name__ == "__main__":
    main()
