# Writes other-sizes.json beside it: a file of control.json's format with a prefix before every name that is hashed and with
# sizes that no other file has. Depth-Anything, DPT (also the hybrid, and layers taken where nobody else takes them), BLIP,
# the safety checker and a CLIP vision model by transformers and diffusers (control.md, sections 1 to 3).
#   pip install torch diffusers transformers numpy; python test/golden/other-sizes.py
import json, os, re
import numpy as np, torch, diffusers, transformers
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker, cosine_distance
from transformers import (BitConfig, BlipConfig, BlipForConditionalGeneration, CLIPConfig, CLIPVisionConfig,
                          CLIPVisionModelWithProjection, DepthAnythingConfig, DepthAnythingForDepthEstimation,
                          Dinov2Config, DPTConfig, DPTForDepthEstimation)
import hashed_numbers

HERE = os.path.dirname(os.path.abspath(__file__))
PREFIX = 'sizes/'
plain = hashed_numbers.uniform
uniform = hashed_numbers.uniform = lambda name, count: plain(PREFIX + name, count)

def hashed(model, name_of=lambda key: key, change=lambda key, value: value):
    model.load_state_dict({key: change(key, hashed_numbers.parameter(name_of(key), tuple(value.shape)))
                           if value.is_floating_point() else value for key, value in model.state_dict().items()})
    return model.eval()

def given(name, shape):
    r = 2 * uniform(name, int(np.prod(shape))) - 1
    return torch.tensor((r * np.sqrt(3)).astype(np.float32).reshape(shape))

def record(t):
    flat = t.double().flatten(); n = flat.numel()
    idx = [int(i * (n - 1) / 31) for i in range(32)] if n >= 32 else list(range(n))
    return dict(shape=list(t.shape), sum=float(flat.sum()), absmean=float(flat.abs().mean()), idx=idx,
                val=[float(f'{float(flat[i]):.9g}') for i in idx])

def shapes(model):
    return {key: list(value.shape) for key, value in model.state_dict().items() if value.is_floating_point()}

def depth_of(model, hw):
    with torch.no_grad():
        return record(model(pixel_values=given('in:depth', (1, 3, *hw))).predicted_depth)

def depth():
    backbone = dict(image_size=70, patch_size=14, hidden_size=48, num_hidden_layers=6, num_attention_heads=3, mlp_ratio=2,
                    out_features=['stage2', 'stage3', 'stage5', 'stage6'], apply_layernorm=True,
                    reshape_hidden_states=False)
    neck = dict(reassemble_hidden_size=48, neck_hidden_sizes=[8, 16, 32, 32], fusion_hidden_size=24, head_hidden_size=12,
                reassemble_factors=[4, 2, 1, 0.5])
    config = DepthAnythingConfig(backbone_config=Dinov2Config(**backbone), **neck)
    anything = hashed(DepthAnythingForDepthEstimation(config))
    vit = dict(hidden_size=48, num_hidden_layers=6, num_attention_heads=3, intermediate_size=80, image_size=80,
               patch_size=16, backbone_out_indices=[0, 2, 3, 5], neck_hidden_sizes=[8, 16, 24, 32], fusion_hidden_size=24,
               readout_type='project')
    dpt = hashed(DPTForDepthEstimation(DPTConfig(**vit)))
    bit = dict(global_padding='same', layer_type='bottleneck', embedding_dynamic_padding=True,
               out_features=['stage1', 'stage2', 'stage3'], depths=[1, 2, 1], embedding_size=24, hidden_sizes=[48, 96, 192],
               num_groups=4)
    mixed = dict(vit, num_hidden_layers=5, backbone_out_indices=[0, 1, 3, 4], neck_hidden_sizes=[48, 96, 24, 32],
                 image_size=96, is_hybrid=True, backbone_featmap_shape=[1, 192, 6, 6], neck_ignore_stages=[0, 1],
                 reassemble_factors=[1, 1, 1, 0.5])
    hybrid = hashed(DPTForDepthEstimation(DPTConfig(**mixed, backbone_config=BitConfig(**bit))))
    return dict(
        depth_anything=dict(config=dict(backbone=backbone, **neck), keys=shapes(anything),
                            runs=[dict(hw=hw, out=depth_of(anything, hw)) for hw in ([70, 70], [42, 98])]),
        # Squares, of multiples of twice the patch; the hybrid takes its own size alone.
        dpt=dict(config=vit, keys=shapes(dpt), out=depth_of(dpt, (64, 64))),
        dpt_hybrid=dict(config=dict(mixed, backbone=bit), keys=shapes(hybrid), out=depth_of(hybrid, (96, 96))))

def blip():
    vision = dict(hidden_size=48, intermediate_size=80, num_hidden_layers=2, num_attention_heads=3, image_size=40,
                  patch_size=8, hidden_act='gelu', layer_norm_eps=1e-5)
    text = dict(vocab_size=96, hidden_size=40, encoder_hidden_size=48, intermediate_size=72, num_hidden_layers=2,
                num_attention_heads=5, max_position_embeddings=32, bos_token_id=94, eos_token_id=3, sep_token_id=3,
                pad_token_id=0, hidden_act='gelu', layer_norm_eps=1e-12)
    table = 'text_decoder.bert.embeddings.word_embeddings.weight'
    tied = {'text_decoder.cls.predictions.decoder.weight': table,
            'text_decoder.cls.predictions.decoder.bias': 'text_decoder.cls.predictions.bias'}
    model = hashed(BlipForConditionalGeneration(BlipConfig(vision_config=vision, text_config=text)),
                   lambda key: tied.get(key, key))
    pixels, ids = given('in:blip', (2, 3, 40, 40)), [[94, 5, 17, 60], [94, 80, 2, 9]]
    def text_of(name, picture, **args):
        with torch.no_grad():
            out = model.generate(pixel_values=pixels[picture:picture + 1], output_scores=True,
                                 return_dict_in_generate=True, **args)
        isBeam = 'num_beams' in args
        if not isBeam: print(name, min(float(s[0].topk(2).values @ torch.tensor([1., -1.])) for s in out.scores))
        return dict(name=name, picture=picture, prompt_ids=None, args=args, sequence=[int(i) for i in out.sequences[0]],
                    beam_score=float(out.sequences_scores[0]) if isBeam else None)
    with torch.no_grad():
        seen = model.vision_model(pixels)
        states = seen.last_hidden_state[:1].expand(2, -1, -1)
        logits = model.text_decoder(input_ids=torch.tensor(ids), encoder_hidden_states=states).logits
    own = {key: shape for key, shape in shapes(model).items() if key not in tied}
    return dict(config=dict(vision=vision, text=text), tiny=dict(keys=own),
                vision=dict(last_hidden_state=record(seen.last_hidden_state), pooler=record(seen.pooler_output)),
                logits=dict(ids=ids, out=record(logits)),
                generate=[text_of('greedy', 0, max_length=10), text_of('beams', 1, max_length=10, num_beams=4)])

def vision_config():
    return dict(hidden_size=48, intermediate_size=80, num_hidden_layers=2, num_attention_heads=3, image_size=42,
                patch_size=14, projection_dim=20, hidden_act='gelu')

def clip():
    config = vision_config()
    model = hashed(CLIPVisionModelWithProjection(CLIPVisionConfig(**config)))
    with torch.no_grad():
        out = model(given('in:pixels', (2, 3, 42, 42)), output_hidden_states=True)
    return dict(config=config, n_keys=len(shapes(model)), image_embeds=record(out.image_embeds),
                last_hidden_state=record(out.last_hidden_state), hidden_m2=record(out.hidden_states[-2]))

def safety():
    config = dict(vision_config(), hidden_act='quick_gelu')
    def judged(limit):
        raise_limits = lambda key, value: value + limit if key.endswith('embeds_weights') else value
        model = StableDiffusionSafetyChecker(CLIPConfig(vision_config=config, projection_dim=config['projection_dim']))
        # Published files have its vision network below a second `vision_model.`, where older versions had it.
        name_of = lambda key: re.sub(r'^(vision_model\.)+', 'vision_model.vision_model.', key)
        model = hashed(model, name_of, raise_limits)
        with torch.no_grad():
            embeds = model.visual_projection(model.vision_model(given('in:safety', (4, 3, 42, 42)))[1])
            care = cosine_distance(embeds, model.special_care_embeds)
            concepts = cosine_distance(embeds, model.concept_embeds)
        scores, bad = [], []
        for near, far in zip(care.numpy(), concepts.numpy()):
            adjustment, row = 0.0, dict(special=[], concept=[])
            for i, value in enumerate(near):
                row['special'].append(round(float(value) - float(model.special_care_embeds_weights[i]) + adjustment, 3))
                if row['special'][-1] > 0: adjustment = 0.01
            for i, value in enumerate(far):
                row['concept'].append(round(float(value) - float(model.concept_embeds_weights[i]) + adjustment, 3))
            scores.append(row); bad.append(any(value > 0 for value in row['concept']))
        with torch.no_grad():
            _, told = model(given('in:safety', (4, 3, 42, 42)), [np.zeros((1,))] * 4)
        assert told == bad, (told, bad)
        return dict(scores=scores, has_nsfw=bad)
    return dict(config=config, thresholds_high=judged(0.25), thresholds_low=judged(0.05))

result = dict(prefix=PREFIX, versions=dict(diffusers=diffusers.__version__, transformers=transformers.__version__,
                                           torch=torch.__version__.split('+')[0]),
              depth=depth(), blip=blip(), safety=safety(), ipadapter=dict(clip_vision_h_gelu=clip()))
json.dump(result, open(os.path.join(HERE, 'other-sizes.json'), 'w'), separators=(',', ':'))
