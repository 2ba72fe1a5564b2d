# Makes words.json: what transformers, diffusers and compel make of words on two small text encoders.
# Run: python test/golden/words.py > test/golden/words.json (torch, transformers, diffusers, compel); with engine.json as an
# argument it also says how far the encoder is from the one recorded there.
import json, math, sys
from types import SimpleNamespace
import torch
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection
from diffusers import StableDiffusionPipeline, StableDiffusionXLPipeline
from compel.embeddings_provider import DownweightMode, EmbeddingsProvider, ReturnedEmbeddingsType, SplitLongTextMode

BOS, EOS = 98, 99

def fnv1a32(text):
    h = 0x811C9DC5
    for byte in text.encode():
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    return h

def uniform(name, count):
    seed, out = fnv1a32(name), []
    for i in range(count):
        x = (seed + i * 0x9E3779B9) & 0xFFFFFFFF
        x ^= x >> 16
        x = (x * 0x85EBCA6B) & 0xFFFFFFFF
        x ^= x >> 13
        x = (x * 0xC2B2AE35) & 0xFFFFFFFF
        x ^= x >> 16
        out.append(x / 2**32)
    return out

def parameter(key, shape):
    u = torch.tensor(uniform(key, math.prod(shape)), dtype=torch.float64)
    if len(shape) >= 2:
        value = (2 * u - 1) * math.sqrt(3 / math.prod(shape[1:]))
    else:
        value = (1 if key.endswith('.weight') else 0) + 0.1 * (2 * u - 1)
    return value.reshape(shape).float()

def encoder(kind, activation):
    config = CLIPTextConfig(vocab_size=100, hidden_size=32, intermediate_size=64, num_hidden_layers=4,
                            num_attention_heads=4, hidden_act=activation, projection_dim=24,
                            eos_token_id=2, bos_token_id=BOS, pad_token_id=EOS, attn_implementation='eager')
    model = kind(config).eval()
    state = model.state_dict()
    for key, value in state.items():
        full = key if key.startswith('text_') else 'text_model.' + key
        if value.is_floating_point():
            state[key] = parameter(full, tuple(value.shape))
    model.load_state_dict(state)
    return model

class Words:
    """A tokenizer of words such as w17, which is token 17."""
    model_max_length, bos_token_id, eos_token_id = 77, BOS, EOS
    def __init__(self, pad):
        self.pad_token_id = pad
    def __call__(self, texts, padding='do_not_pad', truncation=True, max_length=77, return_tensors=None, **_):
        rows = []
        for text in [texts] if isinstance(texts, str) else texts:
            ids = [int(word[1:]) for word in text.split()]
            ids = [BOS] + ids + [EOS]
            if truncation: ids = ids[:76] if len(ids) > 77 else ids
            if padding in ('max_length', 'longest'): ids = ids + [self.pad_token_id] * (77 - len(ids))
            rows.append(ids)
        rows = torch.tensor(rows) if return_tensors == 'pt' else rows
        return type('Batch', (dict,), {'input_ids': rows})(input_ids=rows)
    def batch_decode(self, ids): return ['' for _ in ids]
    def convert_ids_to_tokens(self, ids): return [f'w{i}</w>' for i in ids]

def record(x):
    flat = x.detach().double().flatten()
    n = flat.numel()
    idx = sorted({int(round(k * (n - 1) / 31)) for k in range(32)})
    return dict(shape=list(x.shape), sum=flat.sum().item(), absmean=flat.abs().mean().item(), idx=idx,
                val=[flat[i].item() for i in idx])

l = encoder(CLIPTextModel, 'quick_gelu')
g = encoder(CLIPTextModelWithProjection, 'gelu')
# diffusers looks for the part's older place
object.__setattr__(l, 'text_model', SimpleNamespace(final_layer_norm=l.final_layer_norm))
wl, wg = Words(EOS), Words(0)
out = {}

with torch.no_grad():
    ids = wl('w3 w10 w17 w24', padding='max_length', return_tensors='pt').input_ids
    mask = torch.ones(1, 77, dtype=torch.long)
    mask[0, 2:4] = 0
    masked = l(ids, attention_mask=mask, output_hidden_states=True)
    out['masked'] = dict(positions=[2, 3], last_hidden_state=record(masked.last_hidden_state), hidden_m2=record(masked.hidden_states[-2]))

    table = l.get_input_embeddings().weight
    kept = table.clone()
    vectors = torch.stack([parameter(f'vector {i}', (32, 1)).flatten() for i in range(2)])
    table[40:42] = vectors
    ids = torch.tensor([[BOS, 3, 40, 41, 24, EOS] + [EOS] * 71])
    spliced = l(ids, output_hidden_states=True)
    out['spliced'] = dict(last_hidden_state=record(spliced.last_hidden_state), pooler_output=record(spliced.pooler_output))
    table.copy_(kept)

    cases = [('up', ['w3 w10', 'w17', 'w24'], [1, 1.5, 1]), ('down', ['w3 w10', 'w17', 'w24'], [1, 0.6, 1]),
             ('several', ['w3', 'w10 w11', 'w17', 'w24', 'w25'], [0.3, 1, 1.4, 0.8, 0]),
             ('long', [' '.join(f'w{i % 90 + 1}' for i in range(70)), 'w7 w8', 'w24 w25 w26 w27 w28', 'w9'], [1, 0.5, 1.2, 0.7])]
    out['compel'] = []
    for name, fragments, weights in cases:
        for states, kind in (('normed', ReturnedEmbeddingsType.LAST_HIDDEN_STATES_NORMALIZED),
                             ('hidden', ReturnedEmbeddingsType.PENULTIMATE_HIDDEN_STATES_NON_NORMALIZED)):
            provider = EmbeddingsProvider(wl, l, truncate=False, returned_embeddings_type=kind,
                                          downweight_mode=DownweightMode.MASK,
                                          split_long_text_mode=SplitLongTextMode.BRUTAL, device='cpu')
            z = provider.get_embeddings_for_weighted_prompt_fragments([fragments], [weights], device='cpu')
            out['compel'].append(dict(name=name, states=states, fragments=fragments, weights=weights, out=record(z)))

    out['sd'] = []
    for skip in (None, 1, 2):
        pipe = SimpleNamespace(text_encoder=l, tokenizer=wl, unet=None, _execution_device='cpu',
                               maybe_convert_prompt=lambda text, _: text)
        p, n = StableDiffusionPipeline.encode_prompt(pipe, 'w3 w10 w17', 'cpu', 1, True, negative_prompt='w5', clip_skip=skip)
        out['sd'].append(dict(clip_skip=skip or 0, prompt=record(p), negative=record(n)))

    out['sdxl'] = []
    for skip, second, negative, zeros in ((None, None, None, True), (None, None, '', True), (1, 'w44 w45', 'w5', True), (None, None, None, False)):
        pipe = SimpleNamespace(text_encoder=l, tokenizer=wl, text_encoder_2=g, tokenizer_2=wg, unet=SimpleNamespace(dtype=torch.float32),
                               _execution_device='cpu', maybe_convert_prompt=lambda text, _: text,
                               config=SimpleNamespace(force_zeros_for_empty_prompt=zeros))
        p, n, pp, np_ = StableDiffusionXLPipeline.encode_prompt(pipe, 'w3 w10 w17', second, 'cpu', 1, True, negative_prompt=negative, clip_skip=skip)
        out['sdxl'].append(dict(clip_skip=skip or 0, second=second, negative=negative, zeros=zeros,
                                out=[record(x) for x in (p, n, pp, np_)]))

golden = json.load(open(sys.argv[1]))['clip']['l_quick_gelu'] if len(sys.argv) > 1 else None
if golden:
    with torch.no_grad():
        z = l(torch.tensor([golden['ids']])).last_hidden_state.flatten()
    worst = max(abs(z[i].item() - v) for i, v in zip(golden['last_hidden_state']['idx'], golden['last_hidden_state']['val']))
    print('against engine.json:', worst, file=sys.stderr)
json.dump(out, sys.stdout, separators=(",", ":"))
