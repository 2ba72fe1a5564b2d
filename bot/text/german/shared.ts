import { ADAPTERS } from '#bot/text/german/shared/adapters.ts';
import { ANIMATORS } from '#bot/text/german/shared/animators.ts';
import { CHECKPOINT } from '#bot/text/german/shared/checkpoint.ts';
import { COMMAND_LINE } from '#bot/text/german/shared/command-line.ts';
import { CONTROL } from '#bot/text/german/shared/control.ts';
import { ENGINE } from '#bot/text/german/shared/engine.ts';
import { FAILURES } from '#bot/text/german/shared/failures.ts';
import { HUB } from '#bot/text/german/shared/hub.ts';
import { IMAGE_PROMPTS } from '#bot/text/german/shared/image-prompts.ts';
import { MODELS } from '#bot/text/german/shared/models.ts';
import { NETWORKS } from '#bot/text/german/shared/networks.ts';
import { PREFLIGHT } from '#bot/text/german/shared/preflight.ts';
import { PREPROCESSORS } from '#bot/text/german/shared/preprocessors.ts';
import { REQUESTS } from '#bot/text/german/shared/requests.ts';
import { RULES } from '#bot/text/german/shared/rules.ts';
import { SAMPLERS } from '#bot/text/german/shared/samplers.ts';
import { SEEING } from '#bot/text/german/shared/seeing.ts';
import { SERVICE } from '#bot/text/german/shared/service.ts';
import { TASKS } from '#bot/text/german/shared/tasks.ts';
import { TOKENIZERS } from '#bot/text/german/shared/tokenizers.ts';
import { TORCH } from '#bot/text/german/shared/torch.ts';
import { TRAINING } from '#bot/text/german/shared/training.ts';
import { UPSCALERS } from '#bot/text/german/shared/upscalers.ts';
import { WEIGHTS } from '#bot/text/german/shared/weights.ts';
import type { SHARED_ENGLISH } from '#shared/text/english.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what renderers and the shared code say. */
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
