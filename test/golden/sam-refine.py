# Prints what Segment Anything answers where the best of three masks is fed back with the same point: the numbers of
# sam.predictor[].refine in control.json. The network and the pictures are those of the other entries (README.md, section 1,
# control.md).
#   pip install segment-anything torch torchvision numpy; python test/golden/sam-refine.py
import json, os
from functools import partial
import numpy as np, torch
from hashed_numbers import parameter, picture
from segment_anything import SamPredictor
from segment_anything.modeling import ImageEncoderViT, MaskDecoder, PromptEncoder, Sam, TwoWayTransformer

HERE = os.path.dirname(os.path.abspath(__file__))
norm = partial(torch.nn.LayerNorm, eps=1e-6)
sam = Sam(
    image_encoder=ImageEncoderViT(depth=4, embed_dim=32, img_size=128, mlp_ratio=4, norm_layer=norm, num_heads=4,
                                  patch_size=16, qkv_bias=True, use_rel_pos=True, global_attn_indexes=[1, 3],
                                  window_size=3, out_chans=16),
    prompt_encoder=PromptEncoder(embed_dim=16, image_embedding_size=(8, 8), input_image_size=(128, 128), mask_in_chans=8),
    mask_decoder=MaskDecoder(num_multimask_outputs=3, transformer_dim=16, iou_head_depth=3, iou_head_hidden_dim=16,
                             transformer=TwoWayTransformer(depth=2, embedding_dim=16, mlp_dim=32, num_heads=4)),
    pixel_mean=[123.675, 116.28, 103.53], pixel_std=[58.395, 57.12, 57.375]).eval()
sam.load_state_dict({key: value if key.startswith('pixel_') else parameter(key, tuple(value.shape))
                     for key, value in sam.state_dict().items()}, strict=False)
predictor = SamPredictor(sam)
for expected in json.load(open(os.path.join(HERE, 'control.json')))['sam']['predictor']:
    predictor.set_image(picture(expected['picture'], *expected['hw']))
    point = {name: np.array(values) for name, values in expected['point']['args'].items()}
    _, scores, low = predictor.predict(**point)
    best = int(np.argmax(scores))
    masks, again, _ = predictor.predict(**point, mask_input=low[best:best + 1], multimask_output=False)
    print(expected['picture'], best, float(again[0]), int(masks.sum()))
