import type { SHARED_ENGLISH } from '#shared/text/english.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what renderers and the shared code say. */
export const SHARED: Translation<typeof SHARED_ENGLISH> = {
  'failure.cancelled': 'Abgebrochen',
  'failure.internal': 'Bei uns ist etwas schiefgegangen. Es steht im Protokoll',
  'rpc.no-answer': 'Der Renderer hat nicht rechtzeitig geantwortet',
};
