import { ADAPTERS } from '#bot/text/japanese/shared/adapters.ts';
import { ANIMATORS } from '#bot/text/japanese/shared/animators.ts';
import { CHECKPOINT } from '#bot/text/japanese/shared/checkpoint.ts';
import { COMMAND_LINE } from '#bot/text/japanese/shared/command-line.ts';
import { CONTROL } from '#bot/text/japanese/shared/control.ts';
import { ENGINE } from '#bot/text/japanese/shared/engine.ts';
import { FAILURES } from '#bot/text/japanese/shared/failures.ts';
import { HUB } from '#bot/text/japanese/shared/hub.ts';
import { IMAGE_PROMPTS } from '#bot/text/japanese/shared/image-prompts.ts';
import { MODELS } from '#bot/text/japanese/shared/models.ts';
import { NETWORKS } from '#bot/text/japanese/shared/networks.ts';
import { PREFLIGHT } from '#bot/text/japanese/shared/preflight.ts';
import { PREPROCESSORS } from '#bot/text/japanese/shared/preprocessors.ts';
import { REQUESTS } from '#bot/text/japanese/shared/requests.ts';
import { RULES } from '#bot/text/japanese/shared/rules.ts';
import { SAMPLERS } from '#bot/text/japanese/shared/samplers.ts';
import { SEEING } from '#bot/text/japanese/shared/seeing.ts';
import { SERVICE } from '#bot/text/japanese/shared/service.ts';
import { TASKS } from '#bot/text/japanese/shared/tasks.ts';
import { TOKENIZERS } from '#bot/text/japanese/shared/tokenizers.ts';
import { TORCH } from '#bot/text/japanese/shared/torch.ts';
import { TRAINING } from '#bot/text/japanese/shared/training.ts';
import { UPSCALERS } from '#bot/text/japanese/shared/upscalers.ts';
import { WEIGHTS } from '#bot/text/japanese/shared/weights.ts';
import type { SHARED_ENGLISH } from '#shared/text/english.ts';
import type { Translation } from '#shared/text/message.ts';

/** Japanese of what renderers and the shared code say. */
export const SHARED: Translation<typeof SHARED_ENGLISH> = {
  ...ADAPTERS,
  ...ANIMATORS,
  ...CHECKPOINT,
  ...COMMAND_LINE,
  ...CONTROL,
  ...ENGINE,
  ...FAILURES,
  ...HUB,
  ...IMAGE_PROMPTS,
  ...MODELS,
  ...NETWORKS,
  ...PREFLIGHT,
  ...PREPROCESSORS,
  ...REQUESTS,
  ...RULES,
  ...SAMPLERS,
  ...SEEING,
  ...TASKS,
  ...SERVICE,
  ...TOKENIZERS,
  ...TORCH,
  ...TRAINING,
  ...UPSCALERS,
  ...WEIGHTS,
};
