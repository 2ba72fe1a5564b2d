import type { Message } from '#shared/text/message.ts';

/** One thing that was looked at before a start. The sentence says what to do where something is missing. */
export interface Finding {
  /** `wrong` stops the program or all that it is for; `doubtful` does not, and somebody should know it. */
  readonly state: 'right' | 'doubtful' | 'wrong';
  readonly said: Message;
}

/** All is well with it. */
export function right(said: Message): Finding {
  return { state: 'right', said };
}

/** It works, and perhaps not as was meant. */
export function doubtful(said: Message): Finding {
  return { state: 'doubtful', said };
}

/** It is in the way. */
export function wrong(said: Message): Finding {
  return { state: 'wrong', said };
}
