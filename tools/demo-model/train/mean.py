"""The UNet between two of one training: the weighted mean of their weights, as `DIR/unet`. What each learnt better than
the other is there in part (Wortsman et al. 2022).
"""

import argparse
import pathlib

import torch
from diffusers import UNet2DConditionModel


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--unets", type=pathlib.Path, nargs=2, required=True, help="their folders")
    parser.add_argument("--second", type=float, default=0.5, help="the share of the second")
    said = parser.parse_args()
    mean, second = (UNet2DConditionModel.from_pretrained(folder).float() for folder in said.unets)
    with torch.no_grad():
        for ours, theirs in zip(mean.parameters(), second.parameters(), strict=True):
            ours.lerp_(theirs, said.second)
    mean.save_pretrained(said.work / "unet")


if __name__ == "__main__":
    main()
