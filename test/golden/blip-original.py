# Writes blip-original.json beside it: what transformers' BlipForConditionalGeneration says of two pictures with the weights
# of a small file in the names of BLIP's authors, whose heads are 64 wide and whose start and end are where they have them
# (the first of two tokens behind the vocabulary, and BERT's [SEP], 102). The names are those of keymaps-control.json.gz, by
# which the numbers are hashed; norms of the vision network have their epsilon, 1e-6.
#   pip install torch transformers; python test/golden/blip-original.py
import gzip, json, os, re
import numpy as np, torch, transformers
from transformers import BlipConfig, BlipForConditionalGeneration
from hashed_numbers import parameter, uniform

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = json.load(gzip.open(os.path.join(HERE, 'keymaps-control.json.gz')))['blip:base']
WORDS, START, END = 112, 110, 102
VISION = dict(hidden_size=128, intermediate_size=96, num_hidden_layers=2, num_attention_heads=2, image_size=48,
              patch_size=16, hidden_act='gelu', layer_norm_eps=1e-6)
TEXT = dict(vocab_size=WORDS, hidden_size=64, encoder_hidden_size=128, intermediate_size=96, num_hidden_layers=2,
            num_attention_heads=1, max_position_embeddings=40, bos_token_id=START, eos_token_id=2, sep_token_id=END,
            pad_token_id=0, hidden_act='gelu', layer_norm_eps=1e-12)
WORD_TABLE = 'text_decoder.bert.embeddings.word_embeddings.weight'
TIED = {'text_decoder.cls.predictions.decoder.weight': WORD_TABLE,
        'text_decoder.cls.predictions.decoder.bias': 'text_decoder.cls.predictions.bias'}
# Without it no text ends; with it some do.
EXTRA = 2.3

model = BlipForConditionalGeneration(BlipConfig(vision_config=VISION, text_config=TEXT)).eval()
origin = {theirs: ours for ours, theirs in NAMES.items()}
state = model.state_dict()

def numbers(key, shape):
    value = parameter(TIED.get(key, key), shape)
    if key in ('text_decoder.cls.predictions.bias', 'text_decoder.cls.predictions.decoder.bias'): value[END] += EXTRA
    return value

keys = {origin[key]: list(value.shape) for key, value in state.items() if value.is_floating_point()}
model.load_state_dict({key: numbers(origin[key], tuple(value.shape)) if value.is_floating_point() else value
                       for key, value in state.items()})

def record(t):
    flat = t.double().flatten(); n = flat.numel()
    idx = [int(i * (n - 1) / 31) for i in range(32)]
    return dict(shape=list(t.shape), sum=float(flat.sum()), absmean=float(flat.abs().mean()), idx=idx,
                val=[float(f'{float(flat[i]):.9g}') for i in idx])

r = 2 * uniform('in:blip', 2 * 3 * 48 * 48) - 1
pixels = torch.tensor((r * np.sqrt(3)).astype(np.float32).reshape(2, 3, 48, 48))

def text(picture, **args):
    with torch.no_grad():
        out = model.generate(pixel_values=pixels[picture:picture + 1], output_scores=True, return_dict_in_generate=True,
                             **args)
    sequence = [int(i) for i in out.sequences[0]]
    margins = [] if 'num_beams' in args else [float(s[0].topk(2).values @ torch.tensor([1., -1.])) for s in out.scores]
    print(picture, args, sequence, min(margins, default=None))
    return dict(picture=picture, args=args, sequence=sequence,
                beam_score=float(out.sequences_scores[0]) if 'num_beams' in args else None)

ids = [[START, 7, 30, 55, 3]]
with torch.no_grad():
    states = model.vision_model(pixels).last_hidden_state
    logits = model.text_decoder(input_ids=torch.tensor(ids), encoder_hidden_states=states[:1]).logits
result = dict(
    versions=dict(transformers=transformers.__version__, torch=torch.__version__.split('+')[0]),
    config=dict(vision=VISION, text=TEXT), extra=EXTRA, keys=keys, states=record(states),
    logits=dict(ids=ids, out=record(logits)),
    generate=[text(0, max_length=12), text(1, max_length=12), text(0, max_length=12, num_beams=3),
              text(1, max_length=12, num_beams=3)])
json.dump(result, open(os.path.join(HERE, 'blip-original.json'), 'w'), separators=(',', ':'))
