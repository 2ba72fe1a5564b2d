# Writes image-adapter-names.json beside it: by diffusers' names in a UNet that an IP-Adapter is loaded into, the names of
# its authors with, for a part of a tensor, the row that it begins with. The tensors are told apart by the hashed numbers
# of control.json's small adapters (control.md, section 3).
#   pip install torch diffusers; python test/golden/image-adapter-names.py
import json, os
import torch, diffusers
from diffusers import UNet2DConditionModel
from hashed_numbers import parameter

HERE = os.path.dirname(os.path.abspath(__file__))
ENGINE, CONTROL = (json.load(open(os.path.join(HERE, name + '.json'))) for name in ('engine', 'control'))
FILES = CONTROL['ipadapter']['files']
BASE = FILES['sd15_base']
ATTENTIONS = {key: shape for key, shape in BASE.items() if key.startswith('ip_adapter.')}
KINDS = dict(base={key: shape for key, shape in BASE.items() if key.startswith('image_proj.')},
             plus=FILES['sd15_plus_image_proj'], full=FILES['sd15_full_image_proj'])

def names(projection):
    tensors = {key: parameter(key, tuple(shape)) for key, shape in {**projection, **ATTENTIONS}.items()}
    nested = {}
    for key, tensor in tensors.items():
        first, rest = key.split('.', 1)
        nested.setdefault(first, {})[rest] = tensor
    unet = UNet2DConditionModel(**ENGINE['unet']['sd15']['config'])
    unet._load_ip_adapter_weights([nested], low_cpu_mem_usage=False)
    own = {key: value for key, value in unet.state_dict().items() if 'encoder_hid_proj' in key or '_ip.' in key}
    found = {}
    for key, value in own.items():
        origin = [(name, row) for name, tensor in tensors.items() for row in sorted({0, tensor.shape[0] // 2})
                  if tensor.ndim == value.ndim and torch.equal(tensor[row:row + value.shape[0]], value)]
        assert len(origin) == 1, (key, origin)
        (name, row), = origin
        found[key] = name if row == 0 and tensors[name].shape == value.shape else [name, row, value.shape[0]]
    taken = {name if isinstance(name, str) else name[0] for name in found.values()}
    assert taken == set(tensors), set(tensors) - taken
    return found

result = dict(versions=dict(diffusers=diffusers.__version__), **{kind: names(shapes) for kind, shapes in KINDS.items()})
json.dump(result, open(os.path.join(HERE, 'image-adapter-names.json'), 'w'), separators=(',', ':'))
