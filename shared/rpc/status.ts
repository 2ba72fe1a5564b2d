import { type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { Failure, type FailureCode } from '#shared/failure.ts';

const STATUS_OF_CODE: Record<FailureCode, status> = {
  invalid: status.INVALID_ARGUMENT,
  denied: status.PERMISSION_DENIED,
  'not-found': status.NOT_FOUND,
  'already-exists': status.ALREADY_EXISTS,
  exhausted: status.RESOURCE_EXHAUSTED,
  superseded: status.FAILED_PRECONDITION,
  unavailable: status.UNAVAILABLE,
  cancelled: status.CANCELLED,
  internal: status.INTERNAL,
};
const CODE_OF_STATUS = new Map<status, FailureCode>(
  Object.entries(STATUS_OF_CODE).map(([code, value]) => [value, code as FailureCode]),
);

/** A Failure as the wire carries it: status, sentence, nothing else. */
export function toStatus(thrown: unknown): { code: status; details: string; metadata?: Metadata } {
  const failure = Failure.from(thrown);
  return { code: STATUS_OF_CODE[failure.code], details: failure.message };
}

/** The way back. A deadline counts as unavailable: the other side may be fine, this attempt is not. */
export function fromStatus(error: ServiceError): Failure {
  if (error.code === status.DEADLINE_EXCEEDED)
    return new Failure('unavailable', 'The renderer did not answer in time', { cause: error });
  return new Failure(CODE_OF_STATUS.get(error.code) ?? 'internal', error.details || error.message, { cause: error });
}
