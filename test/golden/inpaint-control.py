# Writes inpaint-control.json beside it: final latents of diffusers' StableDiffusionControlNetInpaintPipeline where the
# control picture is the one that is drawn into, with -1 where the mask is white, as control_v11p_sd15_inpaint is published
# to be used. Networks, pictures, prompts and noise are those of control.json (control.md, section 1).
#   pip install torch diffusers transformers pillow numpy; python test/golden/inpaint-control.py
import json, os
import numpy as np, torch, diffusers
from PIL import Image
from transformers import CLIPTextConfig, CLIPTextModel
from diffusers import (AutoencoderKL, ControlNetModel, DDIMScheduler, EulerDiscreteScheduler,
                       StableDiffusionControlNetInpaintPipeline, UNet2DConditionModel)
from diffusers.utils import torch_utils
from hashed_numbers import parameter, picture, uniform

HERE = os.path.dirname(os.path.abspath(__file__))
ENGINE, CONTROL = (json.load(open(os.path.join(HERE, name + '.json'))) for name in ('engine', 'control'))
SIDE = 128
SCHEDULE = dict(beta_start=0.00085, beta_end=0.012, beta_schedule='scaled_linear', timestep_spacing='leading',
                steps_offset=1, set_alpha_to_one=False, clip_sample=False)
SAMPLERS = dict(ddim=DDIMScheduler, euler=EulerDiscreteScheduler)

def hashed(model):
    model.load_state_dict({key: parameter(key, tuple(value.shape)) if value.is_floating_point() else value
                           for key, value in model.state_dict().items()})
    return model.eval()

def given(name, shape):
    r = 2 * uniform(name, int(np.prod(shape))) - 1
    return torch.tensor((r * np.sqrt(3)).astype(np.float32).reshape(shape))

draws = []
def drawn(shape, **_):
    draws.append(tuple(shape))
    return given(f'noise:{len(draws) - 1}', tuple(shape))

# Each module has taken the function over by its name.
for module in (torch_utils, diffusers.models.autoencoders.vae,
               __import__('diffusers.pipelines.controlnet.pipeline_controlnet_inpaint', fromlist=['x'])):
    module.randn_tensor = drawn

def record(t):
    flat = t.double().flatten(); n = flat.numel()
    idx = [int(i * (n - 1) / 31) for i in range(32)]
    return dict(shape=list(t.shape), sum=float(flat.sum()), absmean=float(flat.abs().mean()), idx=idx,
                val=[float(f'{float(flat[i]):.9g}') for i in idx])

IMAGE = Image.fromarray(picture('b', SIDE, SIDE))
MASK = Image.fromarray(((picture('m', SIDE, SIDE)[:, :, 0] > 120) * 255).astype(np.uint8))

def condition():
    image = np.array(IMAGE).astype(np.float32) / 255
    image[np.array(MASK).astype(np.float32) / 255 > 0.5] = -1
    return torch.from_numpy(image.transpose(2, 0, 1)[None])

PICTURES = ("image = picture('b',128,128), mask = (picture('m',128,128)[:,:,0] > 120) * 255, "
            'control_image = the image in 0…1 with -1 where the mask is white')

def run(name, unet, sampler, note, **args):
    draws.clear()
    config = ENGINE['unet'][unet]['config']
    text = CLIPTextModel(CLIPTextConfig(vocab_size=100, hidden_size=config['cross_attention_dim'], intermediate_size=32,
                                        num_hidden_layers=1, num_attention_heads=4))
    pipe = StableDiffusionControlNetInpaintPipeline(
        vae=hashed(AutoencoderKL(**CONTROL['controlnet']['vae8']['config'])), text_encoder=text, tokenizer=None,
        unet=hashed(UNet2DConditionModel(**config)),
        controlnet=hashed(ControlNetModel(**CONTROL['controlnet']['net_sd15']['config'])),
        scheduler=SAMPLERS[sampler](**SCHEDULE) if sampler == 'ddim' else SAMPLERS[sampler](
            **{k: v for k, v in SCHEDULE.items() if k not in ('set_alpha_to_one', 'clip_sample')}),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False)
    pipe.set_progress_bar_config(disable=True)
    states = (1, 77, config['cross_attention_dim'])
    with torch.no_grad():
        out = pipe(prompt_embeds=given('in:prompt', states), negative_prompt_embeds=given('in:negative', states),
                   image=IMAGE, mask_image=MASK, control_image=condition(), height=SIDE, width=SIDE,
                   output_type='latent', **args).images
    print(name, record(out)['absmean'], len(draws))
    return dict(name=name, kind='sd15', pipeline='StableDiffusionControlNetInpaintPipeline', nets=1, sampler=sampler,
                note=note, pictures=PICTURES, args=dict(args, height=SIDE, width=SIDE), noise_calls=len(draws),
                latents=record(out))

runs = [
    run('sd15_holes4', 'sd15', 'ddim', '4-channel UNet', num_inference_steps=4, strength=1.0, guidance_scale=5,
        controlnet_conditioning_scale=0.8),
    run('sd15_holes4_strength', 'sd15', 'euler', '4-channel UNet, part of the steps', num_inference_steps=6, strength=0.7,
        guidance_scale=5, controlnet_conditioning_scale=1.0, control_guidance_end=0.8),
    run('sd15_holes9', 'sd15_inpaint9', 'ddim', '9-channel UNet', num_inference_steps=4, strength=1.0, guidance_scale=5,
        controlnet_conditioning_scale=0.8),
]
nets = {key: CONTROL['controlnet'][key] for key in ('net_sd15', 'vae8')}
json.dump(dict(versions=dict(diffusers=diffusers.__version__, torch=torch.__version__.split('+')[0]),
               controlnet=dict(**nets, pipelines=runs)),
          open(os.path.join(HERE, 'inpaint-control.json'), 'w'), indent=1)
