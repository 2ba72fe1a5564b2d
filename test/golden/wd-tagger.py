# Writes wd-tagger.json beside it: a small vision transformer as timm builds it for SmilingWolf/wd-vit-tagger-v3 (no class
# token, mean of all tokens, gelu by a tangent), with hashed weights (README.md, section 1), small ones of the other three
# (SwinV2, ConvNeXt, EVA-02) with the settings of their published config.json, and the preparation of a picture as the
# published example has it: on a white square, timm's transform, then blue before red.
#   pip install timm torch torchvision pillow numpy; python test/golden/wd-tagger.py
import json, os
import numpy as np, timm, torch
from PIL import Image
from timm.data import create_transform
from hashed_numbers import parameter, picture, uniform

HERE = os.path.dirname(os.path.abspath(__file__))
def record(t):
    flat = t.double().flatten(); n = flat.numel()
    idx = [int(i * (n - 1) / 31) for i in range(32)]
    return dict(shape=list(t.shape), sum=float(flat.sum()), absmean=float(flat.abs().mean()), idx=idx,
                val=[float(f'{float(flat[i]):.9g}') for i in idx])

def tiny(act):
    model = timm.models.vision_transformer.VisionTransformer(
        img_size=32, patch_size=8, embed_dim=128, depth=2, num_heads=2, num_classes=12, class_token=False,
        global_pool='avg', fc_norm=False, act_layer=act).eval()
    model.load_state_dict({key: parameter(key, tuple(value.shape)) for key, value in model.state_dict().items()})
    return model

OTHERS = dict(
    swinv2=(64, lambda: timm.models.swin_transformer_v2.SwinTransformerV2(
        img_size=64, patch_size=4, embed_dim=16, depths=(2, 2, 1), num_heads=(1, 2, 4), window_size=4, num_classes=12,
        act_layer='gelu_tanh')),
    convnext=(64, lambda: timm.models.convnext.ConvNeXt(
        num_classes=12, depths=(1, 2, 1, 1), dims=(8, 16, 24, 32), act_layer='gelu_tanh')),
    eva02=(32, lambda: timm.models.eva.Eva(
        img_size=32, patch_size=8, embed_dim=128, depth=2, num_heads=2, mlp_ratio=4 * 2 / 3, qkv_fused=False, swiglu_mlp=True,
        scale_mlp=True, use_rot_pos_emb=True, ref_feat_shape=(4, 4), num_classes=12, global_pool='avg')))

def pixels_of(side):
    r = 2 * uniform('in:wd', 3 * side * side) - 1
    return torch.tensor((r * np.sqrt(3)).astype(np.float32).reshape(1, 3, side, side))

def other(side, made):
    model = made().eval()
    model.load_state_dict({key: parameter(key, tuple(value.shape)) for key, value in model.state_dict().items()})
    return dict(side=side, keys={key: list(value.shape) for key, value in model.state_dict().items()},
                logits=record(model(pixels_of(side))))

# Entries and numbers of the published files, of 10,861 tags.
PUBLISHED = dict(vit=('vit_base_patch16_224', dict(img_size=448, class_token=False, global_pool='avg', fc_norm=False)),
                 swinv2=('swinv2_base_window8_256', dict(img_size=448, window_size=14)), convnext=('convnext_base', {}),
                 eva02=('eva02_large_patch14_448', dict(global_pool='avg')))
def counts(name, told):
    with torch.device('meta'):
        state = timm.create_model(name, num_classes=10861, **told).state_dict()
    return [len(state), sum(value.numel() for value in state.values())]

transform = create_transform(input_size=(3, 32, 32), is_training=False, interpolation='bicubic', mean=(.5, .5, .5),
                             std=(.5, .5, .5), crop_pct=1.0, crop_mode='center')

def prepared(name, h, w):
    side = max(h, w)
    canvas = Image.new('RGB', (side, side), (255, 255, 255))
    canvas.paste(Image.fromarray(picture(name, h, w)), ((side - w) // 2, (side - h) // 2))
    return transform(canvas).unsqueeze(0)[:, [2, 1, 0]]

with torch.no_grad():
    pixels = pixels_of(32)
    out = dict(timm=timm.__version__, torch=torch.__version__.split("+")[0],
               keys={key: list(value.shape) for key, value in tiny('gelu').state_dict().items()},
               runs={act: record(tiny(act)(pixels)) for act in ('gelu', 'gelu_tanh')},
               others={name: other(*one) for name, one in OTHERS.items()},
               published={name: counts(*one) for name, one in PUBLISHED.items()},
               pixels=[dict(picture='wd', hw=[h, w], out=record(prepared('wd', h, w))) for h, w in ((40, 57), (90, 31))])
    json.dump(out, open(os.path.join(HERE, 'wd-tagger.json'), 'w'), indent=1)
print(out['runs'])
