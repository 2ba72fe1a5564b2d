import { ADAPTERS } from '#bot/text/spanish/shared/adapters.ts';
import { ANIMATORS } from '#bot/text/spanish/shared/animators.ts';
import { CHECKPOINT } from '#bot/text/spanish/shared/checkpoint.ts';
import { COMMAND_LINE } from '#bot/text/spanish/shared/command-line.ts';
import { CONTROL } from '#bot/text/spanish/shared/control.ts';
import { ENGINE } from '#bot/text/spanish/shared/engine.ts';
import { FAILURES } from '#bot/text/spanish/shared/failures.ts';
import { HUB } from '#bot/text/spanish/shared/hub.ts';
import { IMAGE_PROMPTS } from '#bot/text/spanish/shared/image-prompts.ts';
import { MODELS } from '#bot/text/spanish/shared/models.ts';
import { NETWORKS } from '#bot/text/spanish/shared/networks.ts';
import { PREFLIGHT } from '#bot/text/spanish/shared/preflight.ts';
import { PREPROCESSORS } from '#bot/text/spanish/shared/preprocessors.ts';
import { REQUESTS } from '#bot/text/spanish/shared/requests.ts';
import { RULES } from '#bot/text/spanish/shared/rules.ts';
import { SAMPLERS } from '#bot/text/spanish/shared/samplers.ts';
import { SEEING } from '#bot/text/spanish/shared/seeing.ts';
import { SERVICE } from '#bot/text/spanish/shared/service.ts';
import { TASKS } from '#bot/text/spanish/shared/tasks.ts';
import { TOKENIZERS } from '#bot/text/spanish/shared/tokenizers.ts';
import { TORCH } from '#bot/text/spanish/shared/torch.ts';
import { TRAINING } from '#bot/text/spanish/shared/training.ts';
import { UPSCALERS } from '#bot/text/spanish/shared/upscalers.ts';
import { WEIGHTS } from '#bot/text/spanish/shared/weights.ts';
import type { SHARED_ENGLISH } from '#shared/text/english.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what renderers and the shared code say. */
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
