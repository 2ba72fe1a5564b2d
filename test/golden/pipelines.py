# Makes pipelines.json: final latents of diffusers' pipelines on tiny networks of hashed parameters.
# Run: python pipelines.py > pipelines.json   (torch, transformers, diffusers)
import json, math, os, sys, tempfile
from types import SimpleNamespace
import torch
import torch.nn.functional as F
from PIL import Image
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer
import diffusers
from diffusers import (
    AutoencoderKL, DDIMScheduler, DPMSolverMultistepScheduler, EulerAncestralDiscreteScheduler, EulerDiscreteScheduler,
    LatentConsistencyModelImg2ImgPipeline, LatentConsistencyModelPipeline, LCMScheduler, StableDiffusionImg2ImgPipeline,
    StableDiffusionInpaintPipeline, StableDiffusionInstructPix2PixPipeline, StableDiffusionPipeline,
    StableDiffusionXLImg2ImgPipeline, StableDiffusionXLInpaintPipeline, StableDiffusionXLPipeline, UNet2DConditionModel,
)

diffusers.utils.logging.set_verbosity_error()
SEED, WIDTH, HEIGHT = 7, 80, 64
PROMPT, NEGATIVE = 'abc de fgh', 'ij klm'

# ------------------------------------------------------------------------------------- the hash recipe (see README.md)

def uniform(name, count):
    seed = 0x811C9DC5
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x01000193) & 0xFFFFFFFF
    x = (torch.arange(count, dtype=torch.int64) * 0x9E3779B9 + seed) & 0xFFFFFFFF
    x = x ^ (x >> 16)
    x = (x * 0x85EBCA6B) & 0xFFFFFFFF
    x = x ^ (x >> 13)
    x = (x * 0xC2B2AE35) & 0xFFFFFFFF
    x = x ^ (x >> 16)
    return x.double() / 2**32

def parameter(key, shape):
    r = 2 * uniform(key, math.prod(shape)) - 1
    value = r * math.sqrt(3 / math.prod(shape[1:])) if len(shape) >= 2 else (1 if key.endswith('.weight') else 0) + 0.1 * r
    return value.reshape(shape).float()

def hashed(model, prefix=''):
    state = model.state_dict()
    for key, value in state.items():
        if value.is_floating_point():
            name = key if key.startswith('text_') else prefix + key
            state[key] = parameter(name, tuple(value.shape))
    model.load_state_dict(state)
    return model.eval()

def record(x):
    flat = x.detach().double().flatten()
    n = flat.numel()
    idx = [int(i * (n - 1) / 31) for i in range(32)]
    return dict(shape=list(x.shape), sum=flat.sum().item(), absmean=flat.abs().mean().item(), idx=idx,
                val=[round(flat[i].item(), 6) for i in idx])

# ------------------------------------------------------------------------------------------------------------- models

ENGINE = json.load(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'engine.json')))
SCHEDULER = dict(num_train_timesteps=1000, beta_start=0.00085, beta_end=0.012, beta_schedule='scaled_linear',
                 timestep_spacing='leading', steps_offset=1, set_alpha_to_one=False, clip_sample=False,
                 prediction_type='epsilon')

def vae(**more):
    return dict(block_out_channels=[16, 16, 32, 32], layers_per_block=1, norm_num_groups=8, latent_channels=4,
                down_block_types=['DownEncoderBlock2D'] * 4, up_block_types=['UpDecoderBlock2D'] * 4, sample_size=64, **more)

def clip(hidden, activation, **more):
    return dict(vocab_size=100, hidden_size=hidden, intermediate_size=64, num_hidden_layers=4, num_attention_heads=4,
                hidden_act=activation, eos_token_id=2, bos_token_id=98, pad_token_id=99, projection_dim=24, **more)

L, BIG_G = clip(32, 'quick_gelu'), {**clip(16, 'gelu'), 'projection_dim': 32, 'architectures': ['CLIPTextModelWithProjection']}
SD, XL = vae(scaling_factor=0.18215), vae(scaling_factor=0.13025)
instruct = {**ENGINE['unet']['sd15']['config'], 'in_channels': 8}
unet = lambda name: ENGINE['unet'][name]['config']

def model(config, vae, encoders, scheduler=SCHEDULER, zeros=False):
    return dict(unet=config, vae=vae, encoders=encoders, scheduler=scheduler, zeros=zeros)

SMALL = clip(24, 'quick_gelu')
MODELS = {
    'sd15': model(unet('sd15'), SD, [SMALL]),
    'sd21': model(unet('sd21'), SD, [clip(32, 'gelu')], {**SCHEDULER, 'prediction_type': 'v_prediction'}),
    'inpaint9': model(unet('sd15_inpaint9'), SD, [SMALL]),
    'lcm': model(unet('lcm_wembed'), SD, [SMALL]),
    'instruct8': model(instruct, SD, [SMALL]),
    'sdxl': model(unet('sdxl'), XL, [L, BIG_G], zeros=True),
    'sdxl_mean': model(unet('sdxl'), vae(scaling_factor=0.5, latents_mean=[-1.6, 0.9, -0.2, 1.1],
                                         latents_std=[8.4, 6.1, 5.3, 7.2]), [L, BIG_G], zeros=True),
    'turbo': model(unet('sdxl'), XL, [L, BIG_G], {**SCHEDULER, 'timestep_spacing': 'trailing'}, zeros=True),
    'ssd1b': model(unet('ssd1b'), XL, [L, BIG_G], zeros=True),
    'vega': model(unet('vega'), XL, [L, BIG_G], zeros=True),
    'refiner': model(unet('refiner'), XL, [{**BIG_G, 'hidden_size': 40}]),
}

LETTERS = 'abcdefghijklmnopqrstuvwxyz'
VOCABULARY = {'!': 0, **{c: 1 + i for i, c in enumerate(LETTERS)}, **{c + '</w>': 27 + i for i, c in enumerate(LETTERS)},
              ',</w>': 53, '!</w>': 54, 'bc</w>': 55, 'de</w>': 56, '<|startoftext|>': 98, '<|endoftext|>': 99}
MERGES = ['b c</w>', 'd e</w>']

def tokenizer(pad):
    folder = tempfile.mkdtemp()
    json.dump(VOCABULARY, open(folder + '/vocab.json', 'w'))
    open(folder + '/merges.txt', 'w').write('#version: 0.2\n' + '\n'.join(MERGES) + '\n')
    special = dict(bos_token='<|startoftext|>', eos_token='<|endoftext|>', unk_token='<|endoftext|>', pad_token=pad)
    json.dump(dict(tokenizer_class='CLIPTokenizer', model_max_length=77, **special), open(folder + '/tokenizer_config.json', 'w'))
    made = CLIPTokenizer.from_pretrained(folder)
    assert made('abc de').input_ids == [98, 1, 55, 56, 99], made('abc de').input_ids
    return made

def encoder(config):
    second = 'architectures' in config
    made = (CLIPTextModelWithProjection if second else CLIPTextModel)(
        CLIPTextConfig(**{k: v for k, v in config.items() if k != 'architectures'}, attn_implementation='eager'))
    return hashed(made, 'text_model.')

PARTS = {}

def parts(name):
    if name in PARTS: return PARTS[name]
    m = MODELS[name]
    networks = dict(unet=hashed(UNet2DConditionModel(**m['unet'])), vae=hashed(AutoencoderKL(**m['vae'])),
                    scheduler=DDIMScheduler.from_config(m['scheduler']))
    first = next((c for c in m['encoders'] if 'architectures' not in c), None)
    second = next((c for c in m['encoders'] if 'architectures' in c), None)
    networks['text_encoder'] = encoder(first) if first else None
    networks['tokenizer'] = tokenizer('<|endoftext|>') if first else None
    if second:
        networks['text_encoder_2'], networks['tokenizer_2'] = encoder(second), tokenizer('!')
        networks['force_zeros_for_empty_prompt'] = m['zeros']
    PARTS[name] = networks
    return networks

SAMPLERS = {
    'ddim': lambda c: DDIMScheduler.from_config(c),
    'euler': lambda c: EulerDiscreteScheduler.from_config(c),
    'euler_a': lambda c: EulerAncestralDiscreteScheduler.from_config(c),
    'dpmpp_2m': lambda c: DPMSolverMultistepScheduler.from_config(c),
    'dpmpp_2m karras': lambda c: DPMSolverMultistepScheduler.from_config(c, use_karras_sigmas=True),
    'lcm': lambda c: LCMScheduler.from_config(c),
}

def pipeline(kind, name, sampler):
    given = dict(parts(name))
    xl = 'text_encoder_2' in given
    wanted = kind.__init__.__code__.co_varnames
    if 'safety_checker' in wanted:
        given.update(safety_checker=None, feature_extractor=None, requires_safety_checker=False)
    if xl: given['add_watermarker'] = False
    if xl and 'requires_aesthetics_score' in wanted: given['requires_aesthetics_score'] = name == 'refiner'
    if xl and kind is StableDiffusionXLPipeline: given.pop('requires_aesthetics_score', None)
    given['scheduler'] = SAMPLERS[sampler](MODELS[name]['scheduler'])
    made = kind(**given)
    made.set_progress_bar_config(disable=True)
    return made

# -------------------------------------------------------------------------------------------------------------- pictures

def picture(width=WIDTH, height=HEIGHT):
    u = uniform('picture', width * height * 3)
    return Image.frombytes('RGB', (width, height), bytes((u * 256).floor().to(torch.uint8).tolist()))

def mask(width=WIDTH, height=HEIGHT):
    made = Image.new('L', (width, height), 0)
    made.paste(255, (27, 5, 70, 45))
    return made

# ----------------------------------------------------------------------------------------------------------------- cases

def generator(): return torch.Generator('cpu').manual_seed(SEED)

CASES = []

def case(title, kind, name, sampler, ours=None, **call):
    """`call` is what diffusers is told, `ours` what else the engine must be told to do the same."""
    made = pipeline(kind, name, sampler)
    told = {k: v for k, v in call.items() if not hasattr(v, 'convert')}
    with torch.no_grad():
        out = made(prompt=PROMPT, generator=generator(), output_type='latent', **call).images
    CASES.append(dict(title=title, model=name, sampler=sampler, told=told, ours=ours or {}, latents=record(out)))
    print(title, record(out)['absmean'], file=sys.stderr)
    return out

size = dict(width=WIDTH, height=HEIGHT)
T2I, I2I, INPAINT = StableDiffusionPipeline, StableDiffusionImg2ImgPipeline, StableDiffusionInpaintPipeline
XL_T2I, XL_I2I, XL_INPAINT = StableDiffusionXLPipeline, StableDiffusionXLImg2ImgPipeline, StableDiffusionXLInpaintPipeline
against = dict(negative_prompt=NEGATIVE)

# Words alone.
case('sd15 text to image', T2I, 'sd15', 'ddim', **size, **against, num_inference_steps=6, guidance_scale=4.0)
case('sd15 with fresh noise', T2I, 'sd15', 'euler_a', **size, **against, num_inference_steps=5, guidance_scale=4.0)
case('sd21 with velocity and rescaled guidance', T2I, 'sd21', 'ddim', **size, num_inference_steps=5, guidance_scale=6.0, guidance_rescale=0.7)
case('sdxl without a negative', XL_T2I, 'sdxl', 'euler', **size, num_inference_steps=6, guidance_scale=5.0)
case('sdxl with everything told', XL_T2I, 'sdxl', 'dpmpp_2m karras', **size, num_inference_steps=6, guidance_scale=5.0,
     prompt_2='nop q', negative_prompt=NEGATIVE, negative_prompt_2='rs', guidance_rescale=0.5,
     original_size=(200, 320), crops_coords_top_left=(8, 24))
case('ssd1b', XL_T2I, 'ssd1b', 'euler', **size, **against, num_inference_steps=4, guidance_scale=3.0)
case('vega in four steps', XL_T2I, 'vega', 'lcm', **size, num_inference_steps=4, guidance_scale=1.0)
case('turbo in one step', XL_T2I, 'turbo', 'euler_a', **size, num_inference_steps=1, guidance_scale=0.0)
case('full lcm', LatentConsistencyModelPipeline, 'lcm', 'lcm', **size, num_inference_steps=4, guidance_scale=8.0)

# From a picture.
case('sd15 from a picture', I2I, 'sd15', 'euler', image=picture(), **against, num_inference_steps=8, strength=0.6, guidance_scale=4.0)
case('sd15 from a picture at full strength', I2I, 'sd15', 'ddim', image=picture(), **against, num_inference_steps=4, strength=1.0, guidance_scale=2.0)
case('sdxl from a picture with fresh noise', XL_I2I, 'sdxl', 'euler_a', image=picture(), num_inference_steps=6, strength=0.7, guidance_scale=4.0)
case('latents with a mean of their own', XL_I2I, 'sdxl_mean', 'euler', image=picture(), **against, num_inference_steps=6, strength=0.5, guidance_scale=4.0)
case('refiner from a picture', XL_I2I, 'refiner', 'euler', image=picture(), **against, num_inference_steps=6, strength=0.5,
     guidance_scale=4.0, aesthetic_score=7.5, negative_aesthetic_score=2.0)
case('full lcm from a picture', LatentConsistencyModelImg2ImgPipeline, 'lcm', 'lcm', image=picture(), num_inference_steps=4, strength=0.5, guidance_scale=8.0)
case('by instruction', StableDiffusionInstructPix2PixPipeline, 'instruct8', 'euler_a', image=picture(), **against,
     num_inference_steps=5, guidance_scale=5.0, image_guidance_scale=1.4)

# Part of a picture.
hole = dict(image=picture(), mask_image=mask(), **size)
for steps, strength in ((5, 1.0), (8, 0.6)):
    case(f'masked latents at strength {strength}', INPAINT, 'sd15', 'euler_a', **hole, **against, num_inference_steps=steps, strength=strength, guidance_scale=4.0)
    case(f'a network that sees the mask at strength {strength}', INPAINT, 'inpaint9', 'euler_a', **hole, **against, num_inference_steps=steps, strength=strength, guidance_scale=4.0)
case('masked latents of sdxl', XL_INPAINT, 'sdxl', 'ddim', **hole, **against, num_inference_steps=8, strength=0.7, guidance_scale=4.0)
case('masked latents with lcm', INPAINT, 'sd15', 'lcm', **hole, num_inference_steps=6, strength=0.7, guidance_scale=1.0)

# Two models.
for sampler in ('euler', 'euler_a'):
    base, refiner = pipeline(XL_T2I, 'sdxl', sampler), pipeline(XL_I2I, 'refiner', sampler)
    draws = generator()
    call = dict(prompt=PROMPT, **against, num_inference_steps=10, guidance_scale=4.0, output_type='latent', generator=draws)
    with torch.no_grad():
        half = base(**call, **size, denoising_end=0.7).images
        whole = refiner(**call, image=half, denoising_start=0.7).images
    CASES.append(dict(title=f'base and refiner with {sampler}', model='sdxl', sampler=sampler,
                      told=dict(**size, **against, num_inference_steps=10, guidance_scale=4.0),
                      ours=dict(refiner='refiner', highNoiseFraction=0.7), latents=record(whole)))

base, refiner = pipeline(XL_I2I, 'sdxl', 'euler_a'), pipeline(XL_I2I, 'refiner', 'euler_a')
call['generator'] = generator()
with torch.no_grad():
    half = base(**call, image=picture(), strength=0.8, denoising_end=0.6).images
    whole = refiner(**call, image=half, denoising_start=0.6).images
CASES.append(dict(title='base and refiner from a picture', model='sdxl', sampler='euler_a',
                  told=dict(strength=0.8, **against, num_inference_steps=10, guidance_scale=4.0),
                  ours=dict(refiner='refiner', highNoiseFraction=0.6), latents=record(whole)))

# Two passes.
call = dict(prompt=PROMPT, **against, num_inference_steps=6, guidance_scale=4.0, output_type='latent')
with torch.no_grad():
    small = pipeline(T2I, 'sd15', 'euler')(**call, **size, generator=generator()).images
    large = F.interpolate(small, size=(12, 15), mode='bilinear', antialias=False)
    again = pipeline(I2I, 'sd15', 'euler')(**call, image=large, strength=0.5, generator=generator()).images
CASES.append(dict(title='a second pass on larger latents', model='sd15', sampler='euler',
                  told=dict(**size, **against, num_inference_steps=6, guidance_scale=4.0),
                  ours=dict(hires=dict(width=120, height=96, steps=6, strength=0.5, by='latent')), latents=record(again)))

# Tiles.
coder = hashed(AutoencoderKL(**SD))
z = (2 * uniform('in:z', 4 * 20 * 27) - 1).mul(math.sqrt(3)).reshape(1, 4, 20, 27).float()
img = (2 * uniform('in:img', 3 * 160 * 216) - 1).reshape(1, 3, 160, 216).float()
coder.enable_tiling()
coder.tile_sample_min_size, coder.tile_latent_min_size = 64, 8
with torch.no_grad():
    tiles = dict(decode=record(coder.decode(z).sample), moments=record(coder.encode(img).latent_dist.parameters))

json.dump(dict(seed=SEED, prompt=PROMPT, vocabulary=VOCABULARY, merges=MERGES, models=MODELS, cases=CASES, tiles=tiles,
               versions=dict(diffusers=diffusers.__version__, torch=torch.__version__)), sys.stdout, separators=(',', ':'))
