import type { GoldenPart } from '#test/golden/check/part.ts';
import { BLIP_ORIGINAL_PART, BLIP_PART } from '#test/golden/check/parts/blip.ts';
import { BOORU_PART } from '#test/golden/check/parts/booru.ts';
import { CONTROL_PIPELINES_PART } from '#test/golden/check/parts/control-pipelines.ts';
import { CONTROLNET_PARTS, ENGINE_CONTROLNET_PART } from '#test/golden/check/parts/controlnet.ts';
import { DEPTH_PARTS } from '#test/golden/check/parts/depth.ts';
import { EMBEDDING_PARTS } from '#test/golden/check/parts/embeddings.ts';
import { FACE_PARTS } from '#test/golden/check/parts/faces.ts';
import { FULL_CONTROL_PARTS } from '#test/golden/check/parts/full-controls.ts';
import { FULL_IMAGE_PROMPT_PARTS } from '#test/golden/check/parts/full-image-prompts.ts';
import { FULL_SEER_PARTS } from '#test/golden/check/parts/full-seers.ts';
import { FULL_VIDEO_PARTS } from '#test/golden/check/parts/full-video.ts';
import { IMAGE_PROMPT_PART } from '#test/golden/check/parts/ipadapter.ts';
import { LORA_PART } from '#test/golden/check/parts/loras.ts';
import { NETWORK_PARTS } from '#test/golden/check/parts/networks.ts';
import { PICTURE_PART } from '#test/golden/check/parts/pictures.ts';
import { POSE_PARTS } from '#test/golden/check/parts/pose.ts';
import { PREPROCESS_PARTS } from '#test/golden/check/parts/preprocess.ts';
import { PREPROCESSOR_PARTS } from '#test/golden/check/parts/preprocessors.ts';
import { PUBLISHED_PARTS } from '#test/golden/check/parts/published-preprocessors.ts';
import { RESIZE_PARTS } from '#test/golden/check/parts/resize.ts';
import { SAFETY_PART } from '#test/golden/check/parts/safety.ts';
import { SAM_PART } from '#test/golden/check/parts/sam.ts';
import { SAM_PREDICTOR_PART } from '#test/golden/check/parts/sam-predictor.ts';
import { SAMPLER_PARTS } from '#test/golden/check/parts/samplers.ts';
import { GRADIENT_PART } from '#test/golden/check/parts/training-gradients.ts';
import { LATENT_PART } from '#test/golden/check/parts/training-latents.ts';
import { LOOP_PART } from '#test/golden/check/parts/training-loops.ts';
import { NUMBER_PARTS } from '#test/golden/check/parts/training-numbers.ts';
import { TEXT_GRADIENT_PARTS } from '#test/golden/check/parts/training-text.ts';
import { UPSCALE_PART } from '#test/golden/check/parts/upscale.ts';
import { VIDEO_PART } from '#test/golden/check/parts/video.ts';

/** Everything that the engine is held against, in the order in which it is checked: what others stand on comes first. */
export const PARTS: readonly GoldenPart[] = [
  PICTURE_PART,
  ...RESIZE_PARTS,
  ...PREPROCESS_PARTS,
  ...POSE_PARTS,
  ...PREPROCESSOR_PARTS,
  ...DEPTH_PARTS,
  ...PUBLISHED_PARTS,
  UPSCALE_PART,
  ...EMBEDDING_PARTS,
  ...SAMPLER_PARTS,
  ...NETWORK_PARTS,
  LORA_PART,
  BLIP_PART,
  BLIP_ORIGINAL_PART,
  IMAGE_PROMPT_PART,
  BOORU_PART,
  ...FACE_PARTS,
  SAFETY_PART,
  SAM_PART,
  SAM_PREDICTOR_PART,
  ENGINE_CONTROLNET_PART,
  ...CONTROLNET_PARTS,
  CONTROL_PIPELINES_PART,
  ...FULL_CONTROL_PARTS,
  ...FULL_IMAGE_PROMPT_PARTS,
  ...FULL_SEER_PARTS,
  VIDEO_PART,
  ...FULL_VIDEO_PARTS,
  ...NUMBER_PARTS,
  LATENT_PART,
  GRADIENT_PART,
  ...TEXT_GRADIENT_PARTS,
  LOOP_PART,
];
