"""An IP-Adapter (Ye et al. 2023) with the CLIP image encoder that it reads, learnt together: a picture, in place of
words, says what is drawn. `DIR/clip_vision` and `DIR/ipadapter`, called after the world.

The encoder learns to say the tags of a picture. The adapter learns from the UNet: at each attention a picture is to add
what the words of its tags would add.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import UNet2DConditionModel
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

from lora import trained_unet
from loop import Loop
from networks import TEXT_WIDTH, TRAINED_STEPS
from noise import Noise, evenly
from options import device, half, layout, options
from pictures import scene_of
from prompts import Prompts
from sizes import WORLD
from tagger import SIDE, Tagged, Tags
from tags import tags_of

BATCH = 64
# Of a batch, those that the UNet is asked about.
TAUGHT = 16
# Of these, those that are hidden: an embedding of zeros is to add nothing.
HIDDEN_SHARE = 0.15
PATCH, WIDTH, LAYERS, HEADS = 8, 80, 4, 4
EMBEDDING, TOKENS = 128, 6
# Pixels of the encoder's picture by which it is moved.
SHIFT = 3
# Of the pictures that CLIP learnt from.
MEAN, DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
TAUGHT_WEIGHT = 4.0


def main() -> None:
    said = options()
    torch.manual_seed(2)
    unet = trained_unet().eval()
    watching = watch(unet)
    seeing = Seeing(unet).to(device()).train()
    begin(seeing)
    loop = Loop("image-prompt", seeing, steps=1200, rate=2e-3, decay=0.02, average=0.99)
    done = loop.run(told_and_taught(seeing, unet, watching))
    loop.swap()
    save(seeing)
    print("done" if done else "not done yet: the folders clip_vision and ipadapter hold the average so far")


class Seeing(nn.Module):
    """The encoder, the adapter by its authors' keys, and the tags that the encoder learns by."""

    def __init__(self, unet: UNet2DConditionModel):
        super().__init__()
        self.encoder = new_encoder()
        proj = nn.Linear(EMBEDDING, TOKENS * TEXT_WIDTH)
        self.image_proj = nn.ModuleDict({"proj": proj, "norm": nn.LayerNorm(TEXT_WIDTH)})
        self.ip_adapter = nn.ModuleDict()
        for number, attention in attentions(unet).items():
            pair = {"to_k_ip": attention.to_k, "to_v_ip": attention.to_v}
            self.ip_adapter[number] = nn.ModuleDict({name: copy_of(layer) for name, layer in pair.items()})
        self.tags = nn.ModuleDict({"norm": nn.LayerNorm(EMBEDDING), "fc": Tags(EMBEDDING)})

    def embeds(self, pixels: torch.Tensor) -> torch.Tensor:
        with half():
            return self.encoder(pixel_values=pixels).image_embeds.float()

    def tokens(self, embeds: torch.Tensor) -> torch.Tensor:
        return self.image_proj["norm"](self.image_proj["proj"](embeds).unflatten(-1, (TOKENS, TEXT_WIDTH)))

    def added(self, number: str, attention, query: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
        """What pictures add at an attention, before its last layer."""
        layers = self.ip_adapter[number]
        return attend(attention, query, layers["to_k_ip"](tokens), layers["to_v_ip"](tokens))


def begin(seeing: Seeing) -> None:
    """Where the folders have an encoder and an adapter, with their weights; the tags are learnt anew."""
    encoder = options().work / "clip_vision" / WORLD / "model.safetensors"
    adapter = options().work / "ipadapter" / f"{WORLD}.safetensors"
    if encoder.exists() and adapter.exists():
        seeing.encoder.load_state_dict({key: value.float() for key, value in load_file(encoder).items()})
        seeing.load_state_dict({key: value.float() for key, value in load_file(adapter).items()}, strict=False)


def new_encoder() -> CLIPVisionModelWithProjection:
    config = CLIPVisionConfig(
        hidden_size=WIDTH,
        intermediate_size=4 * WIDTH,
        projection_dim=EMBEDDING,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        image_size=SIDE,
        patch_size=PATCH,
    )
    encoder = CLIPVisionModelWithProjection(config)
    start_near(encoder.vision_model)
    return encoder


@torch.no_grad()
def start_near(vision) -> None:
    """Places are waves at first, and queries and keys are the same, so that a patch looks at its neighbours: what a
    transformer would otherwise need many pictures to find out.
    """
    nn.init.kaiming_normal_(vision.embeddings.patch_embedding.weight, nonlinearity="linear")
    side = SIDE // PATCH
    rates = torch.arange(1, WIDTH // 4 + 1) / (WIDTH // 4) * math.pi / 2
    waves = torch.arange(side)[:, None] * rates
    waves = torch.cat([waves.sin(), waves.cos()], -1)
    across, down = waves.repeat(side, 1), waves.repeat_interleave(side, 0)
    vision.embeddings.position_embedding.weight[1:] = torch.cat([across, down], -1)
    vision.embeddings.position_embedding.weight[0] = 0
    for layer in vision.encoder.layers:
        nn.init.normal_(layer.self_attn.k_proj.weight, std=WIDTH**-0.5)
        layer.self_attn.q_proj.weight.copy_(layer.self_attn.k_proj.weight)


def copy_of(layer: nn.Linear) -> nn.Linear:
    made = nn.Linear(layer.in_features, layer.out_features, bias=False)
    made.load_state_dict(layer.state_dict())
    return made


def attentions(unet: UNet2DConditionModel) -> dict[str, nn.Module]:
    """Those that look at words, by the numbers that an IP-Adapter's file has: each second one of all, in diffusers'
    order.
    """
    paths = [name.removesuffix(".processor") for name in unet.attn_processors]
    return {str(i): unet.get_submodule(path) for i, path in enumerate(paths) if path.endswith("attn2")}


def attend(attention, query: torch.Tensor, keys: torch.Tensor, values: torch.Tensor) -> torch.Tensor:
    q, k, v = (attention.head_to_batch_dim(each) for each in (query, keys, values))
    return attention.batch_to_head_dim(torch.bmm(attention.get_attention_scores(q, k), v))


class Watching:
    """An attention as it is, that keeps what was asked and what words added to none."""

    def __init__(self):
        self.none = self.query = self.added = None

    def __call__(self, attention, hidden_states, encoder_hidden_states=None, attention_mask=None, **_):
        query = attention.to_q(hidden_states)
        words, none = (
            attend(attention, query, attention.to_k(said), attention.to_v(said))
            for said in (encoder_hidden_states, self.none.expand(len(query), -1, -1))
        )
        self.query, self.added = query.float(), (words - none).float()
        return attention.to_out[0](words)


def watch(unet: UNet2DConditionModel) -> dict[str, Watching]:
    watching = {}
    for number, attention in attentions(unet).items():
        watching[number] = attention.processor = Watching()
    return watching


def told_and_taught(seeing: Seeing, unet: UNet2DConditionModel, watching: dict[str, Watching]):
    """The loss of a step: the tags of all pictures, and of some what the UNet's attentions say of their words."""
    said = options()
    prompts, noise, known = Prompts(), Noise(), Tagged("train")
    latents = np.load(said.work / "latents-train.npy", mmap_mode="r")
    for each in watching.values():
        each.none = prompts([""])

    def loss_of(step: int) -> dict[str, torch.Tensor]:
        lot = np.random.RandomState(step + 5)
        taught = lot.randint(0, len(latents), TAUGHT)
        rest = lot.randint(0, len(known.pixels), (said.batch or BATCH) - TAUGHT)
        pixels, right, asked = known.at(torch.from_numpy(np.concatenate([taught, rest])), lot)
        embeds = seeing.embeds(moved(as_clip(pixels), lot))
        named = seeing.tags["norm"](embeds)
        tags = F.binary_cross_entropy_with_logits(seeing.tags["fc"](named), right, reduction="none").sum(1).mean()
        answers = seeing.tags["fc"].questions(named)
        each = {name: F.cross_entropy(answers[name], asked[name], ignore_index=-100) for name in answers}
        is_one = asked["kind"] >= 0
        kind = (answers["kind"].argmax(1) == asked["kind"])[is_one].float().mean()
        show(unet, latents[taught], prompts([words_of(row) for row in taught]), noise)
        seen = torch.from_numpy(lot.rand(TAUGHT, 1) >= HIDDEN_SHARE).float().to(device())
        missed = missing(seeing, unet, watching, embeds[:TAUGHT] * seen, seen)
        loss = tags + sum(each.values()) + TAUGHT_WEIGHT * missed
        return {"loss": loss, "tags": tags, "kind": kind, "missed": missed}

    return loss_of


def words_of(row: int) -> str:
    return ", ".join(tags_of(scene_of("train", int(row))))


@torch.no_grad()
def show(unet: UNet2DConditionModel, latents: np.ndarray, embeds: torch.Tensor, noise: Noise) -> None:
    """The UNet looks at pictures behind noise, and at their words."""
    clean = torch.from_numpy(latents.astype("f4")).to(device())
    t = evenly(len(clean), TRAINED_STEPS)
    noisy = noise.add(clean, torch.randn_like(clean), t).contiguous(memory_format=layout())
    with half():
        unet(noisy, t, embeds)


def missing(seeing: Seeing, unet, watching: dict[str, Watching], embeds: torch.Tensor, seen: torch.Tensor):
    """How far what pictures add is from what their words add, a share of that, in the mean of the attentions."""
    tokens = seeing.tokens(embeds)
    shares = []
    for number, attention in attentions(unet).items():
        wanted = watching[number].added * seen[..., None]
        off = seeing.added(number, attention, watching[number].query, tokens) - wanted
        last = attention.to_out[0].weight
        shares.append(F.linear(off, last).square().mean() / F.linear(wanted, last).square().mean())
    return sum(shares) / len(shares)


def as_clip(pixels: torch.Tensor) -> torch.Tensor:
    """The tagger's pixels, -1…1 and blue first, as CLIP's encoders read them."""
    mean, deviation = (torch.tensor(each, device=pixels.device)[:, None, None] for each in (MEAN, DEVIATION))
    return (pixels.flip(1) / 2 + 0.5 - mean) / deviation


def moved(pixels: torch.Tensor, lot: np.random.RandomState) -> torch.Tensor:
    """All by the same few pixels, so that a thing is not learnt by heart where it stands."""
    x, y = lot.randint(0, 2 * SHIFT + 1, 2)
    padded = F.pad(pixels, (SHIFT,) * 4, mode="replicate")
    return padded[..., y : y + SIDE, x : x + SIDE]


@torch.no_grad()
def save(seeing: Seeing) -> None:
    work = options().work
    seeing.encoder.half().save_pretrained(work / "clip_vision" / WORLD)
    parts = {key: value for key, value in seeing.state_dict().items() if key.startswith(("image_proj.", "ip_adapter."))}
    halves = {key: value.half().contiguous().cpu() for key, value in parts.items()}
    (work / "ipadapter").mkdir(exist_ok=True)
    save_file(halves, work / "ipadapter" / f"{WORLD}.safetensors", metadata={"format": "pt"})


if __name__ == "__main__":
    main()
