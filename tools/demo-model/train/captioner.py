"""A captioner of BLIP's kind (Li et al. 2022), only smaller: it looks at a picture and says what is in it. While it
learns, its vision answers the questions of the judge, too; that alone makes a small transformer see within minutes.
"""


import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from transformers import BlipConfig, BlipForConditionalGeneration

from loop import Loop
from options import device, half, options
from pictures import scene_of
from probe import ANSWERS, labels
from say import said_of, vocabulary

BATCH = 48
SIDE, PATCH = 64, 8
WIDTH, INNER, HEADS = 128, 384, 4
VISION_LAYERS, TEXT_LAYERS = 4, 2
LENGTH = 26
MARKS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[DEC]"]
PAD, SEP, DEC = 0, 3, 5
# CLIP's, as BLIP's processor has them.
MEAN, DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
QUESTIONS = 0.5
NOISE = 0.05


def main() -> None:
    said = options()
    words = MARKS + vocabulary()
    network = new_captioner(len(words)).to(device()).train()
    questions = nn.ModuleDict({name: nn.Linear(2 * WIDTH, len(values)) for name, values in ANSWERS.items()})
    questions.to(device())
    loop = Loop("captioner", nn.ModuleList([network, questions]), steps=3000, rate=1.5e-3, decay=0.02, average=0.995)
    known = Told("train", words)

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        pixels, ids, right = known.batch(step, said.batch or BATCH)
        with half():
            seen = network.vision_model(pixels).last_hidden_state
            written = network.text_decoder(ids[:, :-1], encoder_hidden_states=seen).logits
            answers = {name: head(pooled(seen)).float() for name, head in questions.items()}
        caption = F.cross_entropy(written.float().flatten(0, 1), ids[:, 1:].flatten(), ignore_index=PAD)
        asked = sum(F.cross_entropy(answers[name], right[name], ignore_index=-100) for name in ANSWERS)
        is_kind = right["kind"] >= 0
        kind = (answers["kind"].argmax(1) == right["kind"])[is_kind].float().mean()
        return {"loss": caption + QUESTIONS * asked, "caption": caption, "asked": asked, "kind": kind}

    done = loop.run(loss_of)
    loop.swap()
    save(network, words)
    print("done" if done else "not done yet: the folder describers holds the average so far")


def new_captioner(words: int) -> BlipForConditionalGeneration:
    vision = {"image_size": SIDE, "patch_size": PATCH, "num_hidden_layers": VISION_LAYERS}
    text = {
        "vocab_size": words,
        "num_hidden_layers": TEXT_LAYERS,
        "max_position_embeddings": 32,
        "encoder_hidden_size": WIDTH,
        "bos_token_id": DEC,
        "sep_token_id": SEP,
        "eos_token_id": SEP,
        "pad_token_id": PAD,
        "hidden_dropout_prob": 0.0,
        "attention_probs_dropout_prob": 0.0,
    }
    sizes = {"hidden_size": WIDTH, "intermediate_size": INNER, "num_attention_heads": HEADS}
    config = BlipConfig(vision_config=vision | sizes, text_config=text | sizes, projection_dim=WIDTH)
    network = BlipForConditionalGeneration(config)
    with torch.no_grad():
        # As published, its own start is too small for a training this short.
        for name, p in network.vision_model.named_parameters():
            if p.ndim == 2:
                nn.init.xavier_uniform_(p)
            elif name.endswith("position_embedding"):
                nn.init.normal_(p, std=0.3)
    return network


def pooled(seen: torch.Tensor) -> torch.Tensor:
    return torch.cat([seen[:, 0], seen[:, 1:].mean(1)], 1)


class Told:
    """Pictures of a set with what is to be said of each, and the judge's right answers."""

    def __init__(self, name: str, words: list[str]):
        self.ids = {word: i for i, word in enumerate(words)}
        self.pictures = np.load(options().work / f"pictures-{name}.npy", mmap_mode="r")
        scenes = [scene_of(name, i) for i in range(len(self.pictures))]
        self.captions = [said_of(scene) for scene in scenes]
        rows = [labels(scene) for scene in scenes]
        self.labels = {name: torch.tensor([row[name] for row in rows]) for name in ANSWERS}

    def batch(self, step: int, size: int):
        lot = np.random.RandomState(step + 3)
        rows = lot.randint(0, len(self.pictures), size)
        pixels = looked_at(self.pictures[np.sort(rows)])
        rows = np.sort(rows)
        pixels = pixels * (1 + 0.1 * torch.randn(size, 1, 1, 1)) + NOISE * torch.randn_like(pixels)
        ids = torch.tensor([self.encode(self.captions[row]) for row in rows], device=device())
        return pixels, ids, {name: values[rows].to(device()) for name, values in self.labels.items()}

    def encode(self, text: str) -> list[int]:
        ids = [DEC, *(self.ids[word] for word in text.replace(",", " ,").split(" ")), SEP]
        assert len(ids) <= LENGTH, text
        return ids + [PAD] * (LENGTH - len(ids))


def looked_at(pictures: np.ndarray) -> torch.Tensor:
    """Bytes (n, h, w, 3) as the network reads them: (n, 3, SIDE, SIDE), normalised as CLIP's are."""
    x = torch.from_numpy(np.array(pictures)).to(device()).permute(0, 3, 1, 2).float() / 255
    if x.shape[-1] != SIDE:
        x = F.interpolate(x, (SIDE, SIDE), mode="bicubic", antialias=True).clamp(0, 1)
    mean, deviation = (torch.tensor(each, device=device())[:, None, None] for each in (MEAN, DEVIATION))
    return (x - mean) / deviation


def save(network: BlipForConditionalGeneration, words: list[str]) -> None:
    folder = options().work / "describers" / "storybook"
    network.save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(words) + "\n")


@torch.no_grad()
def captions_of(network: BlipForConditionalGeneration, words: list[str], pictures: np.ndarray) -> list[str]:
    """The likeliest word each time, as the engine writes where nobody asks for more."""
    seen = network.vision_model(looked_at(pictures)).last_hidden_state
    ids = torch.full((len(pictures), 1), DEC, device=device())
    for _ in range(LENGTH):
        logits = network.text_decoder(ids, encoder_hidden_states=seen).logits[:, -1]
        ids = torch.cat([ids, logits.argmax(1, keepdim=True)], 1)
    return [read(row, words) for row in ids[:, 1:].tolist()]


def read(ids: list[int], words: list[str]) -> str:
    end = ids.index(SEP) if SEP in ids else len(ids)
    return " ".join(words[i] for i in ids[:end]).replace(" ,", ",")


if __name__ == "__main__":
    main()
