# Files of torch.save that test/renderer/engine/weights/torch/torch-file.test.ts reads. Run in this folder to make them again.
import collections

import torch

base = torch.arange(12.).reshape(3, 4)
sd = collections.OrderedDict()
sd['a.weight'] = base / 8
sd['a.bias'] = torch.tensor([0.5, -1.5], dtype=torch.float16)
sd['b.weight'] = torch.tensor([[1.0, -2.0]], dtype=torch.bfloat16)
sd['rows'] = base[1:]
sd['scalar'] = torch.tensor(7, dtype=torch.int64)
sd['parameter'] = torch.nn.Parameter(torch.tensor([3.0, 4.0]))
sd._metadata = collections.OrderedDict([('', dict(version=1))])
torch.save({'epoch': 3, 'global_step': 1000, 'state_dict': sd, 'lr': 1e-4, 'big': 2**70, 'tags': ['x', ('y', None)], 'extra': torch.ones(2)}, 'made-by-torch.ckpt')
torch.save(sd, 'made-by-torch-legacy.bin', _use_new_zipfile_serialization=False)
torch.save({'eight': torch.tensor([1.5, -448.0]).to(torch.float8_e4m3fn), 'five': torch.tensor([1.5, 57344.0]).to(torch.float8_e5m2)}, 'made-by-torch-fp8.pt')
pd = torch.nn.ParameterDict({'*': torch.nn.Parameter(torch.arange(6.).reshape(2,3))})
torch.save({'string_to_token': {'*': torch.tensor(265)}, 'string_to_param': pd, 'name': 'x', 'step': 10}, 'made-by-torch-inversion.pt')
torch.save({'w': base.t()}, 'made-by-torch-view.pt')
