import { Failure, type FailureCode } from '#shared/failure.ts';
import { SHARED_ENGLISH, sharedEnglish } from '#shared/text/english.ts';
import {
  type Message,
  type MessageValues,
  messageMaker,
  type Sentences,
  type ValuesOf,
  type Writer,
} from '#shared/text/message.ts';
import { shownMessage } from '#shared/text/shown.ts';

interface Options {
  readonly cause?: unknown;
}

/**
 * Makes Failures whose sentence is a key of a catalog; `writer` words that catalog in English, for logs. `prepare` may
 * change what stands in it.
 */
export function failureMaker<English extends Sentences>(
  english: English,
  writer: Writer,
  prepare: (said: Message) => Message = (said) => said,
) {
  return <Key extends keyof English & string>(
    code: FailureCode,
    key: Key,
    ...rest: readonly [...ValuesOf<English, Key>, options?: Options]
  ): Failure => {
    // A sentence that wants no values is no function, and the options come in their place.
    const [values, options] = typeof english[key] === 'function' ? rest : [{}, rest[0]];
    const said = prepare({ key, values: values as MessageValues });
    return failureSaying(writer)(code, said, options as Options | undefined);
  };
}

/** Makes Failures of messages that are there already. */
export function failureSaying(writer: Writer) {
  return (code: FailureCode, said: Message, options: Options = {}): Failure =>
    new Failure(code, writer.say(said), { ...options, said });
}

/** A Failure that a renderer or the shared code ends with. What files brought into it is bounded and escaped. */
export const failure = failureMaker(SHARED_ENGLISH, sharedEnglish, shownMessage);

const makeMessage = messageMaker<typeof SHARED_ENGLISH>();

/** A sentence of a renderer or of the shared code; likewise. */
export const message: typeof makeMessage = (key, ...values) => shownMessage(makeMessage(key, ...values));
