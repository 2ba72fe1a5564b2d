"""The networks, all of Stable Diffusion 1's kinds, only smaller. The whole bundle in fp16 stays under 16 MB."""

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from transformers import CLIPTextConfig, CLIPTextModel

from options import layout
from sizes import UNET_CHANNELS

TEXT_WIDTH = 128
LATENT_CHANNELS = 4
TRAINED_STEPS = 1000


def new_text_encoder(vocabulary: int, start: int, end: int) -> CLIPTextModel:
    config = CLIPTextConfig(
        vocab_size=vocabulary,
        hidden_size=TEXT_WIDTH,
        intermediate_size=4 * TEXT_WIDTH,
        num_hidden_layers=3,
        num_attention_heads=4,
        max_position_embeddings=77,
        projection_dim=TEXT_WIDTH,
        hidden_act="quick_gelu",
        pad_token_id=end,
        bos_token_id=start,
        eos_token_id=end,
    )
    config._attn_implementation = "eager"
    return CLIPTextModel(config)


def new_unet(size: int) -> UNet2DConditionModel:
    unet = UNet2DConditionModel(
        sample_size=size // 8,
        in_channels=LATENT_CHANNELS,
        out_channels=LATENT_CHANNELS,
        # Attention at full size would cost two fifths of the time, and gains little: a thing covers a third of the
        # picture.
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        block_out_channels=UNET_CHANNELS,
        layers_per_block=1,
        cross_attention_dim=TEXT_WIDTH,
        attention_head_dim=4,
        norm_num_groups=8,
    )
    return quick(unet)


def quick(unet: UNet2DConditionModel) -> UNet2DConditionModel:
    """Plain attention, and in bfloat16 channels last: on a CPU faster than the fused kernels."""
    unet.set_attn_processor(AttnProcessor())
    return unet.to(memory_format=layout())


def new_vae(size: int) -> AutoencoderKL:
    # One or two channels in a norm group stall the training of so small a net: 4 groups.
    vae = AutoencoderKL(
        sample_size=size,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(16, 32, 64, 64),
        layers_per_block=1,
        latent_channels=LATENT_CHANNELS,
        norm_num_groups=4,
        scaling_factor=1.0,
    )
    vae.set_attn_processor(AttnProcessor())
    return vae.to(memory_format=torch.channels_last)


def new_taesd() -> AutoencoderTiny:
    return AutoencoderTiny(
        encoder_block_out_channels=(8, 8, 8, 8),
        decoder_block_out_channels=(24, 24, 24, 24),
        num_encoder_blocks=(1, 1, 1, 1),
        num_decoder_blocks=(3, 2, 1, 1),
        latent_channels=LATENT_CHANNELS,
        scaling_factor=1.0,
    )


def alphas_cumprod() -> torch.Tensor:
    """Stable Diffusion's own noise schedule, 'scaled_linear'."""
    betas = torch.linspace(0.00085**0.5, 0.012**0.5, TRAINED_STEPS) ** 2
    return torch.cumprod(1 - betas, 0)
