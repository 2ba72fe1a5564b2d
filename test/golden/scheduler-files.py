# Makes scheduler-files.json: runs of diffusers' schedulers with what a scheduler_config.json may say beyond samplers.json, in
# the same shape. Run: python test/golden/scheduler-files.py > test/golden/scheduler-files.json (torch, diffusers, scipy)
import json, math, warnings
import numpy as np, torch, diffusers
from unittest.mock import patch
warnings.filterwarnings('ignore')
diffusers.utils.logging.set_verbosity_error()

def fnv1a32(text):
    h = 0x811C9DC5
    for byte in text.encode():
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    return h

def hashed(name, shape=(1, 4, 8, 8)):
    seed, out = fnv1a32(name), []
    for i in range(math.prod(shape)):
        x = (seed + i * 0x9E3779B9) & 0xFFFFFFFF
        x ^= x >> 16
        x = (x * 0x85EBCA6B) & 0xFFFFFFFF
        x ^= x >> 13
        x = (x * 0xC2B2AE35) & 0xFFFFFFFF
        x ^= x >> 16
        out.append((2 * (x / 2**32) - 1) * math.sqrt(3))
    return torch.tensor(out, dtype=torch.float64).float().reshape(shape)

CLASSES = dict(lcm='LCM', tcd='TCD', euler='EulerDiscrete', heun='HeunDiscrete', lms='LMSDiscrete', kdpm2='KDPM2Discrete',
               dpmpp_2m='DPMSolverMultistep', dpmpp_2m_sde='DPMSolverMultistep', dpmpp_2s='DPMSolverSinglestep',
               unipc='UniPCMultistep', deis='DEISMultistep')
BASE = dict(beta_start=0.00085, beta_end=0.012, beta_schedule='scaled_linear')
EDM = dict(euler='EDMEuler', dpmpp_2m='EDMDPMSolverMultistep', dpmpp_2m_sde='EDMDPMSolverMultistep')

def run(name, n, **config):
    is_edm = config.pop('edm', False)
    cls = getattr(diffusers, (EDM if is_edm else CLASSES)[name] + 'Scheduler')
    own = dict(algorithm_type='sde-dpmsolver++') if name == 'dpmpp_2m_sde' else {}
    scheduler = cls(**({} if is_edm else BASE), **own, **config)
    scheduler.set_timesteps(n)
    draws = []
    def noise(*_, **__):
        draws.append(0)
        return hashed(f'noise:{len(draws) - 1}')
    x, last_input = hashed('in:latent') * scheduler.init_noise_sigma, None
    with patch(f'{cls.__module__}.randn_tensor', noise, create=True):
        for i, t in enumerate(scheduler.timesteps):
            last_input = scheduler.scale_model_input(x, t)
            x = scheduler.step(hashed(f'eps:{i}'), t, x, return_dict=False)[0]
    written = {**config, **({'_class_name': cls.__name__} if is_edm else {})}
    short = lambda v: float(f'{float(v):.8g}')
    flat = x.flatten()
    return dict(name=name, config=written, n=n, draws=len(draws), timesteps=[short(t) for t in scheduler.timesteps],
                last=[short(last_input.flatten()[85]), short(flat[0]), short(flat[170])])

runs = []
def add(names, n, **config):
    for name in names.split(): runs.append(run(name, n, **config))

SIGMAS = 'euler heun lms kdpm2 dpmpp_2m dpmpp_2s unipc deis'
add(SIGMAS, 6, use_beta_sigmas=True)
add('euler dpmpp_2m unipc', 5, use_beta_sigmas=True, timestep_spacing='trailing', prediction_type='v_prediction')
add('dpmpp_2m dpmpp_2m_sde', 6, use_lu_lambdas=True)
for flag in ['use_karras_sigmas', 'use_exponential_sigmas', 'use_beta_sigmas']:
    add('euler unipc', 6, **{flag: True}, sigma_min=0.1, sigma_max=10.0, final_sigmas_type='sigma_min')
for order in [1, 3]:
    add('dpmpp_2m dpmpp_2m_sde dpmpp_2s unipc deis', 8, solver_order=order)
    add('dpmpp_2m dpmpp_2m_sde dpmpp_2s', 7, solver_order=order, final_sigmas_type='sigma_min', lower_order_final=True)
add('dpmpp_2m dpmpp_2m_sde deis unipc', 16, solver_order=3, timestep_spacing='leading', steps_offset=1)
add('dpmpp_2s', 9, solver_order=3)
add('dpmpp_2s', 9, solver_order=3, final_sigmas_type='sigma_min', lower_order_final=True)
add('dpmpp_2s', 9, solver_order=3, final_sigmas_type='sigma_min', lower_order_final=False)
add('dpmpp_2s', 8, solver_order=3, solver_type='heun', prediction_type='v_prediction')
add('dpmpp_2m dpmpp_2m_sde dpmpp_2s', 6, solver_type='heun')
add('dpmpp_2m', 6, solver_type='bh1')
for order in [1, 2, 3]:
    add('unipc', 7, solver_type='bh1', solver_order=order, final_sigmas_type='sigma_min')
add('unipc', 7, disable_corrector=[0, 3])
add('unipc', 7, solver_type='heun')
for spacing in ['linspace', 'leading', 'trailing']:
    add('dpmpp_2m dpmpp_2m_sde', 6, lambda_min_clipped=-2.3, timestep_spacing=spacing)
add('dpmpp_2m', 4, lambda_min_clipped=-1.5, timestep_spacing='trailing')
add('dpmpp_2s', 6, lambda_min_clipped=-2.3)
add('euler', 1, prediction_type='sample', timestep_spacing='trailing')
add('lcm tcd', 4, original_inference_steps=100)
add('lcm tcd', 5, original_inference_steps=10)
add('lcm', 3, timestep_scaling=0.02)
add('euler dpmpp_2m dpmpp_2m_sde', 5, edm=True)
add('euler dpmpp_2m', 5, edm=True, prediction_type='v_prediction', sigma_schedule='exponential', sigma_min=0.01, sigma_max=120.0, sigma_data=1.0)
add('euler dpmpp_2m', 1, edm=True, final_sigmas_type='sigma_min')
add('euler', 1, edm=True, sigma_schedule='exponential')
add('dpmpp_2m', 7, edm=True, solver_order=3, final_sigmas_type='sigma_min', rho=5.0)
add('dpmpp_2m dpmpp_2m_sde', 6, edm=True, solver_type='heun')
print('[\n' + ',\n'.join(json.dumps(one) for one in runs) + '\n]')
