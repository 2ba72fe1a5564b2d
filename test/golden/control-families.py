# Writes control-families.json beside it: what diffusers' ControlNetModel of Stable Diffusion 2.1 and of the small nets for
# SDXL (no attention but a middle without blocks) says, their UNets with it, and whole runs of diffusers' pipelines with
# them. In the format of control.json, with the configurations of its UNets in it, a prefix before every name that is
# hashed and sizes that no other file has (control.md, section 1).
#   pip install torch diffusers transformers pillow numpy; python test/golden/control-families.py
import json, os
import numpy as np, torch, diffusers
from PIL import Image
from diffusers import (AutoencoderKL, ControlNetModel, DDIMScheduler, EulerDiscreteScheduler,
                       StableDiffusionControlNetPipeline, StableDiffusionXLControlNetPipeline, UNet2DConditionModel)
from diffusers.utils import torch_utils
import hashed_numbers

HERE = os.path.dirname(os.path.abspath(__file__))
PREFIX = 'families/'
plain = hashed_numbers.uniform
uniform = hashed_numbers.uniform = lambda name, count: plain(PREFIX + name, count)

COMMON = dict(norm_num_groups=8)
SD21 = dict(COMMON, block_out_channels=[24, 48, 72, 72], cross_attention_dim=40, attention_head_dim=[1, 2, 3, 3],
            use_linear_projection=True)
SDXL = dict(COMMON, block_out_channels=[24, 48, 96], cross_attention_dim=56, attention_head_dim=[1, 2, 4],
            use_linear_projection=True, addition_embed_type='text_time', addition_time_embed_dim=8,
            projection_class_embeddings_input_dim=80)
ATTENTIVE = dict(down_block_types=['DownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D'])
UNETS = dict(
    sd21=dict(SD21, sample_size=16),
    sdxl_small=dict(SDXL, **ATTENTIVE, sample_size=16, transformer_layers_per_block=[1, 1, 2],
                    up_block_types=['CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'UpBlock2D']))
HINT = dict(conditioning_embedding_out_channels=[8, 16, 24, 40])
NETS = dict(
    sd21=dict(SD21, **HINT),
    sdxl_small=dict(SDXL, **HINT, down_block_types=['DownBlock2D'] * 3, transformer_layers_per_block=[0, 0, 0]))
VAE = dict(block_out_channels=[16, 24, 32, 40], down_block_types=['DownEncoderBlock2D'] * 4,
           up_block_types=['UpDecoderBlock2D'] * 4, latent_channels=4, layers_per_block=1, norm_num_groups=8,
           sample_size=64)
SCHEDULE = dict(beta_start=0.00085, beta_end=0.012, beta_schedule='scaled_linear', timestep_spacing='leading',
                steps_offset=1)
SAMPLERS = dict(ddim=lambda: DDIMScheduler(**SCHEDULE, set_alpha_to_one=False, clip_sample=False),
                euler=lambda: EulerDiscreteScheduler(**SCHEDULE))

def hashed(model):
    model.load_state_dict({key: hashed_numbers.parameter(key, tuple(value.shape))
                           for key, value in model.state_dict().items()})
    return model.eval()

def given(name, shape, scale=np.sqrt(3)):
    r = 2 * uniform(name, int(np.prod(shape))) - 1
    return torch.tensor((r * scale).astype(np.float32).reshape(shape))

def unit(name, shape):
    return torch.tensor(uniform(name, int(np.prod(shape))).astype(np.float32).reshape(shape))

def record(t):
    flat = t.double().flatten(); n = flat.numel()
    idx = [int(i * (n - 1) / 31) for i in range(32)] if n >= 32 else list(range(n))
    return dict(shape=list(t.shape), sum=float(flat.sum()), absmean=float(flat.abs().mean()), idx=idx,
                val=[float(f'{float(flat[i]):.9g}') for i in idx])

def counts(model):
    state = model.state_dict()
    return dict(n_params=sum(p.numel() for p in model.parameters()), n_keys=len(state))

def network(name):
    return hashed(ControlNetModel(**NETS[name]))

def told(config):
    known = dict(encoder_hidden_states=given('in:ctx', (1, 77, config['cross_attention_dim'])))
    if 'addition_embed_type' in config:
        known['added_cond_kwargs'] = dict(text_embeds=given('in:pooled', (1, 32)),
                                          time_ids=torch.tensor([[1024., 1024, 0, 0, 1024, 1024]]))
    return known

def residuals(name, hw, t, scale, guess=False):
    known, height, width = told(UNETS[name]), *hw
    sample = given('in:sample', (1, 4, height, width))
    with torch.no_grad():
        down, mid = network(name)(sample, t, controlnet_cond=unit('in:cond', (1, 3, 8 * height, 8 * width)), **known,
                                  conditioning_scale=scale, guess_mode=guess, return_dict=False)
        out = hashed(UNet2DConditionModel(**UNETS[name]))(
            sample, t, **known, down_block_additional_residuals=down, mid_block_additional_residual=mid).sample
    return dict(t=t, scale=scale, down=[record(x) for x in down], mid=record(mid), unet_out=record(out))

draws = []
def drawn(shape, **_):
    draws.append(tuple(shape))
    return given(f'noise:{len(draws) - 1}', tuple(shape))

# Each module has taken the function over by its name.
for module in (torch_utils, *(__import__('diffusers.pipelines.controlnet.pipeline_controlnet' + end, fromlist=['x'])
                              for end in ('', '_sd_xl'))):
    module.randn_tensor = drawn

def run(name, kind, sampler, hw, **args):
    draws.clear()
    height, width = hw
    config, isXl = UNETS[kind], kind.startswith('sdxl')
    parts = dict(vae=hashed(AutoencoderKL(**VAE)), unet=hashed(UNet2DConditionModel(**config)),
                 controlnet=network(kind), scheduler=SAMPLERS[sampler](), text_encoder=None, tokenizer=None)
    if isXl:
        pipe = StableDiffusionXLControlNetPipeline(**parts, text_encoder_2=None, tokenizer_2=None, add_watermarker=False)
    else:
        pipe = StableDiffusionControlNetPipeline(**parts, safety_checker=None, feature_extractor=None,
                                                 requires_safety_checker=False)
    pipe.set_progress_bar_config(disable=True)
    states = (1, 77, config['cross_attention_dim'])
    pooled = dict(pooled_prompt_embeds=given('in:pooled', (1, 32)),
                  negative_pooled_prompt_embeds=given('in:npooled', (1, 32))) if isXl else {}
    with torch.no_grad():
        out = pipe(prompt_embeds=given('in:prompt', states), negative_prompt_embeds=given('in:negative', states),
                   image=Image.fromarray(hashed_numbers.picture('a', height, width)), height=height, width=width,
                   output_type='latent', **pooled, **args).images
    print(name, record(out)['absmean'], len(draws))
    return dict(name=name, kind=kind, pipeline=type(pipe).__name__, nets=1, sampler=sampler, note='',
                pictures=f"picture('a',{height},{width})", args=dict(args, height=height, width=width),
                noise_calls=len(draws), latents=record(out))

with torch.no_grad():
    nets = {f'net_{name}': dict(config=config, **counts(network(name))) for name, config in NETS.items()}
result = dict(
    prefix=PREFIX,
    versions=dict(diffusers=diffusers.__version__, torch=torch.__version__.split('+')[0]),
    unet={name: dict(config=config) for name, config in UNETS.items()},
    controlnet=dict(
        **nets, vae8=dict(config=VAE, **counts(AutoencoderKL(**VAE))),
        sd21_16x16=residuals('sd21', (16, 16), 500, 0.7),
        sd21_14x20=residuals('sd21', (14, 20), 17.5, 0.7),
        sd21_guess=residuals('sd21', (16, 16), 500, 1.0, guess=True),
        sdxl_small_16x16=residuals('sdxl_small', (16, 16), 500, 0.7),
        sdxl_small_14x20=residuals('sdxl_small', (14, 20), 17.5, 0.7),
        sdxl_small_guess=residuals('sdxl_small', (16, 16), 500, 1.0, guess=True),
        pipelines=[
            run('sd21_one', 'sd21', 'ddim', (96, 136), num_inference_steps=4, guidance_scale=5,
                controlnet_conditioning_scale=0.8),
            run('sd21_guess_window', 'sd21', 'euler', (96, 136), num_inference_steps=4, guidance_scale=5,
                controlnet_conditioning_scale=1.0, control_guidance_end=0.6, guess_mode=True),
            run('sdxl_small_one', 'sdxl_small', 'ddim', (136, 96), num_inference_steps=4, guidance_scale=5,
                controlnet_conditioning_scale=0.8),
        ]))
json.dump(result, open(os.path.join(HERE, 'control-families.json'), 'w'), separators=(',', ':'))
