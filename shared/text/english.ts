import { ADAPTERS } from '#shared/text/english/adapters.ts';
import { ANIMATORS } from '#shared/text/english/animators.ts';
import { CHECKPOINT } from '#shared/text/english/checkpoint.ts';
import { COMMAND_LINE } from '#shared/text/english/command-line.ts';
import { CONTROL } from '#shared/text/english/control.ts';
import { ENGINE } from '#shared/text/english/engine.ts';
import { FAILURES } from '#shared/text/english/failures.ts';
import { HUB } from '#shared/text/english/hub.ts';
import { IMAGE_PROMPTS } from '#shared/text/english/image-prompts.ts';
import { MODELS } from '#shared/text/english/models.ts';
import { NETWORKS } from '#shared/text/english/networks.ts';
import { PREFLIGHT } from '#shared/text/english/preflight.ts';
import { PREPROCESSORS } from '#shared/text/english/preprocessors.ts';
import { REQUESTS } from '#shared/text/english/requests.ts';
import { RULES } from '#shared/text/english/rules.ts';
import { SAMPLERS } from '#shared/text/english/samplers.ts';
import { SEEING } from '#shared/text/english/seeing.ts';
import { SERVICE } from '#shared/text/english/service.ts';
import { TASKS } from '#shared/text/english/tasks.ts';
import { TOKENIZERS } from '#shared/text/english/tokenizers.ts';
import { TORCH } from '#shared/text/english/torch.ts';
import { TRAINING } from '#shared/text/english/training.ts';
import { UPSCALERS } from '#shared/text/english/upscalers.ts';
import { WEIGHTS } from '#shared/text/english/weights.ts';
import { createWriter, type Sentences } from '#shared/text/message.ts';

/**
 * Every sentence that a renderer or the shared code can say, in English, one file a room. They stand here because the
 * bot puts what a renderer said into its reader's language, and neither imports the other.
 */
export const SHARED_ENGLISH = {
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
} as const satisfies Sentences;

/** Words those messages in English. */
export const sharedEnglish = createWriter(SHARED_ENGLISH, 'en');
