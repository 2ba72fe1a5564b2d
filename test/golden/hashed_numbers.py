# Numbers that depend on nothing but a name, as README.md, section 1, has them: for the scripts that ask a reference
# implementation.
import numpy as np, torch

M = 0xffffffff

def uniform(name, count):
    h = 0x811c9dc5
    for b in name.encode(): h = ((h ^ b) * 0x01000193) & M
    x = (h + np.arange(count, dtype=np.uint64) * 0x9e3779b9) & M
    x ^= x >> np.uint64(16); x = (x * 0x85ebca6b) & M; x ^= x >> np.uint64(13)
    x = (x * 0xc2b2ae35) & M; x ^= x >> np.uint64(16)
    return x / 2 ** 32

def parameter(key, shape):
    r = 2 * uniform(key, int(np.prod(shape))) - 1
    scale = np.sqrt(3 / np.prod(shape[1:])) if len(shape) >= 2 else 0.1
    return torch.tensor(((len(shape) < 2 and key.endswith('.weight')) + r * scale).astype(np.float32).reshape(shape))

def picture(name, h, w):
    noise = uniform('pic:' + name, h * w * 3).reshape(h, w, 3)
    y, x, c = np.meshgrid(np.arange(h), np.arange(w), np.arange(3), indexing='ij')
    g = (4 * x + 2 * y + 40 * c) % 256
    p = np.where(g < 128, 2 * g, 510 - 2 * g)
    p = np.where((x - ((3 * w) >> 3)) ** 2 + (y - ((3 * h) >> 3)) ** 2 <= (min(w, h) >> 2) ** 2, 220 - 60 * c, p)
    box = (x >= w >> 1) & (x < (7 * w) >> 3) & (y >= (5 * h) >> 3) & (y < (7 * h) >> 3)
    p = np.where(box, 30 + 70 * c, p)
    return np.minimum(255, 15 * p // 16 + np.floor(16 * noise).astype(int)).astype(np.uint8)
