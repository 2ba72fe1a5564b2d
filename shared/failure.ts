/** What kind of thing went wrong; decides retry, gRPC status and tone, never the wording. */
export type FailureCode =
  | 'invalid' // the asker must change something
  | 'denied' // the asker may not do this
  | 'not-found'
  | 'already-exists'
  | 'exhausted' // a bound is reached; later or elsewhere it may work
  | 'superseded' // somebody newer took over
  | 'unavailable' // the other side died or is stopping; another attempt may work
  | 'cancelled'
  | 'internal';

/**
 * The one error class. `message` is a sentence a member or operator can act on ("Cannot <act> <thing>: <limit>, given
 * <value>"); `cause` is for the log only. Never put a secret or a stack in `message`.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }

  /** Folds anything thrown into a Failure: aborts become `cancelled`, the unknown becomes one calm `internal` sentence. */
  static from(thrown: unknown): Failure {
    if (thrown instanceof Failure) return thrown;
    if (thrown instanceof Error && thrown.name === 'AbortError') {
      return thrown.cause instanceof Failure ? thrown.cause : new Failure('cancelled', 'Cancelled', { cause: thrown });
    }
    return new Failure('internal', 'Something went wrong on our side. It has been logged', { cause: thrown });
  }
}
