import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { Failure, type FailureCode } from '#shared/failure.ts';
import { failure } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';
import { readSaid } from '#shared/text/wire.ts';

const STATUS_OF_CODE: Record<FailureCode, status> = {
  invalid: status.INVALID_ARGUMENT,
  denied: status.PERMISSION_DENIED,
  'not-found': status.NOT_FOUND,
  'already-exists': status.ALREADY_EXISTS,
  exhausted: status.RESOURCE_EXHAUSTED,
  unsupported: status.UNIMPLEMENTED,
  superseded: status.FAILED_PRECONDITION,
  unavailable: status.UNAVAILABLE,
  cancelled: status.CANCELLED,
  internal: status.INTERNAL,
};
const CODE_OF_STATUS = new Map<status, FailureCode>(
  Object.entries(STATUS_OF_CODE).map(([code, value]) => [value, code as FailureCode]),
);
// A caller without the secret, or with another one.
CODE_OF_STATUS.set(status.UNAUTHENTICATED, 'denied');

/** The trailer that carries the sentence's key and values as JSON, beside the English sentence in the details. */
const SAID = 'easel-said-bin';

/** Headers have a bound; a sentence with longer values goes without its key. */
const SAID_BYTES_MAX = 4096;

/** A Failure as the wire carries it: status, the sentence in English, and its key and values. */
export function toStatus(thrown: unknown): { code: status; details: string; metadata: Metadata } {
  const { code, message, said } = Failure.from(thrown);
  const metadata = new Metadata();
  const json = Buffer.from(JSON.stringify(said));
  if (json.length <= SAID_BYTES_MAX) metadata.set(SAID, json);
  return { code: STATUS_OF_CODE[code], details: message, metadata };
}

/**
 * The way back. A deadline counts as unavailable: the other side may be fine, this attempt is not. So does a connection
 * that broke. What gRPC itself says then ("read ECONNRESET") is no sentence for people: it stays in the cause.
 */
export function fromStatus(error: ServiceError): Failure {
  const said = saidBy(error.metadata);
  if (!said && BROKEN.has(error.code)) {
    const key = NOT_CONNECTED.test(error.details) ? 'rpc.unreached' : 'rpc.lost';
    return failure('unavailable', key, { cause: error });
  }
  const code = CODE_OF_STATUS.get(error.code) ?? 'internal';
  if (said) return new Failure(code, error.details || error.message, { cause: error, said });
  switch (error.code) {
    case status.DEADLINE_EXCEEDED:
      return failure('unavailable', 'rpc.no-answer', { cause: error });
    case status.RESOURCE_EXHAUSTED:
      return failure('exhausted', 'rpc.exhausted', { cause: error });
    default:
      return new Failure(code, error.details || error.message, { cause: error });
  }
}

/**
 * Statuses that gRPC makes when a connection or a stream breaks (`CANCELLED` among them, when a server closes it), or
 * when a server threw something. Who cancels a call of its own does not ask for its status.
 */
const BROKEN: ReadonlySet<status> = new Set([
  status.UNAVAILABLE,
  status.CANCELLED,
  status.INTERNAL,
  status.UNKNOWN,
  status.ABORTED,
  status.DATA_LOSS,
]);

/** What gRPC says of a call that was never sent, as there was nobody to send it to. */
const NOT_CONNECTED = /\bNo connection established\b/;

function saidBy(metadata: Metadata | undefined): Message | null {
  const [json] = metadata?.get(SAID) ?? [];
  if (!Buffer.isBuffer(json) || json.length > SAID_BYTES_MAX) return null;
  return readSaid(json.toString('utf8'));
}
