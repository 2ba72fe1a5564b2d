# Makes added-tokens.json: what transformers' CLIPTokenizer makes of texts where the files beside a small tokenizer’s
# vocabulary declare special and added tokens. Run: python test/golden/added-tokens.py > test/golden/added-tokens.json
import json, pathlib, shutil, tempfile
from transformers import CLIPTokenizer

SMALL = pathlib.Path(__file__).parents[2] / 'test/golden/small-tokenizer'
MARKS = {name: dict(content=content, lstrip=False, normalized=True, rstrip=False, single_word=False)
         for name, content in dict(bos_token='<|startoftext|>', eos_token='<|endoftext|>', unk_token='<|endoftext|>').items()}
def token(content, **flags):
    return {**dict(content=content, lstrip=False, normalized=False, rstrip=False, single_word=False, special=False), **flags}

TEXTS = ['a red house!! at night', 'wow !!! a', 'a!b', '<|endoftext|>a red', '<|ENDOFTEXT|> a',
         'a <cat-toy>, red', 'a<CAT-TOY>b', 'on  <cat-toy>  a', 'red house', 'the redhouse red', '<cat-toy><cat-toy> <cat>',
         'a Red <Cat-Toy>\u00a0house', 'ΑΣ <σΣ> <ΣΣ>', '']
CASES = {
    'nothing': {},
    'pad in the map': {'special_tokens_map': {**MARKS, 'pad_token': '!'}},
    'pad in the configuration': {'tokenizer_config': {'pad_token': '!'}},
    'a configuration that lists all': {
        'tokenizer_config': {'added_tokens_decoder': {'0': token('!', special=True), '955': token('<|startoftext|>', normalized=True, special=True),
                                                      '956': token('<|endoftext|>', normalized=True, special=True)}, 'pad_token': '!'},
        'special_tokens_map': {'pad_token': '<|endoftext|>'}},
    'one object among texts': {'special_tokens_map': {'unk_token': {**MARKS['unk_token'], 'lstrip': True}}},
    'another object among texts': {'special_tokens_map': {'eos_token': MARKS['eos_token']}},
    'ids alone': {'added_tokens': {'<cat-toy>': 957}},
    'ids of words in capitals': {'added_tokens': {'<Cat-Toy>': 957, '<ΣΣ>': 958}},
    'additional special tokens': {'special_tokens_map': {**MARKS, 'pad_token': '<|endoftext|>', 'additional_special_tokens': ['<cat-toy>', '<cat>']}},
    'extra special tokens by name': {'tokenizer_config': {'extra_special_tokens': {'image_token': '<cat-toy>'}, 'mask_token': 'red</w>'}},
    'white space on both sides': {'tokenizer_config': {'added_tokens_decoder': {'957': token('<cat-toy>', lstrip=True, rstrip=True)}}},
    'whole words only': {'tokenizer_config': {'added_tokens_decoder': {'957': token('red', single_word=True), '958': token('<cat', single_word=True)}}},
    'the longer of two': {'tokenizer_config': {'added_tokens_decoder': {'957': token('<cat'), '958': token('<cat-toy>'), '959': token('red house', normalized=True)}}},
}

def run(files, texts):
    with tempfile.TemporaryDirectory() as folder:
        for name in ['vocab.json', 'merges.txt']: shutil.copy(SMALL / name, folder)
        for name, value in files.items(): (pathlib.Path(folder) / f'{name}.json').write_text(json.dumps(value))
        tokenizer = CLIPTokenizer.from_pretrained(folder)
        return dict(pad=tokenizer.pad_token_id, files=files, ids=[tokenizer(text, add_special_tokens=False).input_ids for text in texts])

cases = {name: run(files, TEXTS) for name, files in CASES.items()}
with tempfile.TemporaryDirectory() as folder:
    for name in ['vocab.json', 'merges.txt']: shutil.copy(SMALL / name, folder)
    saved = CLIPTokenizer.from_pretrained(folder)
    saved.add_tokens(['<cat-toy>'])
    saved.save_pretrained(folder)
    written = json.loads((pathlib.Path(folder) / 'tokenizer.json').read_text())
    cases['saved again'] = dict(pad=saved.pad_token_id, files={'tokenizer': {'added_tokens': written['added_tokens']}},
                                ids=[saved(text, add_special_tokens=False).input_ids for text in TEXTS])
print(json.dumps(dict(versions=dict(transformers=__import__('transformers').__version__), texts=TEXTS, cases=cases), ensure_ascii=False))
