# Makes adapters.json: what LyCORIS makes of a weight with each kind of adapter.
# Run: python adapters.py | tail -1 > adapters.json   (torch, lycoris_lora, einops; LyCORIS prints warnings first)
import importlib.metadata
import json
import math

import numpy
import torch
from lycoris.modules.locon import LoConModule
from lycoris.modules.loha import LohaModule
from lycoris.modules.lokr import LokrModule

LINEAR, CONV, POINT, WIDE, WIDE_CONV = [12, 10], [8, 6, 3, 3], [12, 10, 1, 1], [24, 30], [16, 12, 3, 3]
LORA = {'lora_dim': 3, 'alpha': 2}
BY_OUTPUT = {**LORA, 'weight_decompose': True, 'wd_on_out': True}
BY_INPUT = {**LORA, 'weight_decompose': True, 'wd_on_out': False}
LOKR = {'lora_dim': 2, 'alpha': 1, 'factor': 2}

CASES = {
    'locon_linear': (LoConModule, LINEAR, LORA, 0.7),
    'locon_conv': (LoConModule, CONV, LORA, -0.5),
    'locon_conv_cp': (LoConModule, CONV, {**LORA, 'use_tucker': True}, 0.7),
    'dora_linear_out': (LoConModule, LINEAR, BY_OUTPUT, 1.0),
    'dora_linear_in': (LoConModule, LINEAR, BY_INPUT, 1.0),
    'dora_square_in': (LoConModule, [9, 9], BY_INPUT, 1.0),
    'dora_conv_out': (LoConModule, CONV, BY_OUTPUT, 1.0),
    'dora_conv_in': (LoConModule, CONV, BY_INPUT, 1.0),
    'loha_linear': (LohaModule, LINEAR, LORA, 0.7),
    'loha_conv': (LohaModule, CONV, LORA, 0.7),
    'loha_conv_cp': (LohaModule, CONV, {**LORA, 'use_tucker': True}, -0.7),
    'loha_point': (LohaModule, POINT, {'lora_dim': 3, 'alpha': 1}, 1.0),
    'loha_dora': (LohaModule, LINEAR, BY_INPUT, 1.0),
    'lokr_linear_whole': (LokrModule, LINEAR, {'lora_dim': 100, 'alpha': 2}, 0.7),
    'lokr_linear_right': (LokrModule, WIDE, {'lora_dim': 1, 'alpha': 0.5, 'factor': 2}, 0.7),
    'lokr_linear_both': (LokrModule, WIDE, {'lora_dim': 1, 'alpha': 0.5, 'factor': 4, 'decompose_both': True}, 1.0),
    'lokr_conv': (LokrModule, WIDE_CONV, LOKR, 0.7),
    'lokr_conv_cp': (LokrModule, WIDE_CONV, {**LOKR, 'use_tucker': True}, 0.7),
    'lokr_conv_whole': (LokrModule, WIDE_CONV, {'lora_dim': 100, 'alpha': 1, 'factor': 2}, 0.7),
    'lokr_dora': (LokrModule, WIDE_CONV, {**LOKR, 'weight_decompose': True, 'wd_on_out': True}, 1.0),
}


def uniform(name, count):
    """The hash recipe of README.md."""
    seed = 0x811C9DC5
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x01000193) & 0xFFFFFFFF
    mask = numpy.uint64(0xFFFFFFFF)
    x = (numpy.uint64(seed) + numpy.arange(count, dtype=numpy.uint64) * numpy.uint64(0x9E3779B9)) & mask
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        x = ((x ^ (x >> numpy.uint64(shift))) * numpy.uint64(factor)) & mask
    return (x ^ (x >> numpy.uint64(16))).astype(numpy.float64) / 2**32


def hashed(name, shape, centre=0.0):
    values = centre + 0.5 * (2 * uniform(name, math.prod(shape)) - 1)
    return torch.tensor(values.astype(numpy.float32)).reshape(shape)


def effect(module, shape):
    """The weight that a running module amounts to."""
    if len(shape) == 2:
        return module.forward(torch.eye(shape[1])).T
    kernel = shape[2]
    impulses = torch.zeros(shape[1], shape[1], 5, 5)
    for i in range(shape[1]):
        impulses[i, i, 2, 2] = 1
    answers = module.forward(impulses)
    corner = 2 + kernel // 2
    weight = torch.zeros(shape)
    for u in range(kernel):
        for v in range(kernel):
            weight[:, :, u, v] = answers[:, :, corner - u, corner - v].T
    return weight


def rounded(value):
    return float(f'{value:.9g}')


def recorded(tensor):
    values = tensor.float().reshape(-1).double().numpy()
    count = len(values)
    at = list(range(count)) if count < 32 else [i * (count - 1) // 31 for i in range(32)]
    sums = {'sum': rounded(values.sum()), 'absmean': rounded(abs(values).mean())}
    return {'shape': list(tensor.shape), **sums, 'idx': at, 'val': [rounded(values[i]) for i in at]}


@torch.no_grad()
def run(name, kind, shape, options, strength):
    layer = torch.nn.Linear(shape[1], shape[0], bias=False)
    if len(shape) == 4:
        layer = torch.nn.Conv2d(shape[1], shape[0], shape[2], padding=shape[2] // 2, bias=False)
    layer.weight.copy_(hashed(f'adapter:{name}:weight', shape))
    module = kind('m', layer, multiplier=strength, **options)
    stored = module.custom_state_dict() or module.state_dict()
    parameters = dict(module.named_parameters())
    tensors = {key: list(parameters[key].shape) for key in stored if key != 'alpha'}
    for key, sizes in tensors.items():
        parameters[key].copy_(hashed(f'adapter:{name}:{key}', sizes, 1.0 if key == 'dora_scale' else 0.0))
    module.eval()
    module.apply_to()
    out = recorded(effect(module, shape))
    return {'shape': shape, 'alpha': float(stored['alpha']), 'strength': strength, 'tensors': tensors, 'out': out}


versions = {'lycoris_lora': importlib.metadata.version('lycoris_lora'), 'torch': torch.__version__.split('+')[0]}
cases = {name: run(name, *case) for name, case in CASES.items()}
print(json.dumps({'versions': versions, 'cases': cases}, separators=(',', ':')))
