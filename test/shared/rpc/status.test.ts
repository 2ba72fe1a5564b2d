import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { Failure } from '#shared/failure.ts';
import { fromStatus, toStatus } from '#shared/rpc/status.ts';
import { failure, message } from '#shared/text/failure.ts';
import { plainMessage } from '#shared/text/message.ts';

const asError = (thrown: unknown) => toStatus(thrown) as unknown as ServiceError;

describe('a failure on the wire', () => {
  it('keeps its code, its English sentence, and the key and values of it', () => {
    const thrown = failure('invalid', 'weights.unreadable', { file: '„ä“', reason: message('weights.no-shape') });
    expect(fromStatus(asError(thrown))).toMatchObject({
      code: 'invalid',
      message: 'Cannot read weights „ä“: has a shape that is not a list of sizes',
      said: thrown.said,
    });
  });

  it.each([
    ['a key', { key: 'of.tomorrow', values: {} }],
    ['a key inside', { key: 'weights.unreadable', values: { file: 'a', reason: { key: 'of.tomorrow', values: {} } } }],
    ['a key in a list', { key: 'rule.one-of', values: { known: [{ key: 'of.tomorrow', values: {} }] } }],
  ])('is what its English sentence says where this version does not know %s', (_what, said) => {
    expect(fromStatus(asError(new Failure('invalid', 'In English', { said }))).said).toEqual(
      plainMessage('In English'),
    );
  });

  it('goes without a key where the values are long, or the other side has none', () => {
    const said = { key: 'long', values: { text: 'x'.repeat(5000) } };
    expect(fromStatus(asError(new Failure('denied', 'No', { said }))).said).toEqual(plainMessage('No'));
    const { metadata, ...status } = asError(new Failure('not-found', 'Gone'));
    metadata.set('easel-said-bin', Buffer.from('{"key":3'));
    expect(fromStatus({ ...status, metadata } as ServiceError)).toMatchObject({
      message: 'Gone',
      said: plainMessage('Gone'),
    });
  });

  it.each([
    [status.UNAVAILABLE, 'read ECONNRESET', 'unavailable', 'rpc.lost'],
    [status.UNAVAILABLE, 'Connection dropped', 'unavailable', 'rpc.lost'],
    [status.UNAVAILABLE, 'No connection established. Last error: ECONNREFUSED', 'unavailable', 'rpc.unreached'],
    [status.INTERNAL, 'Received RST_STREAM with code 2 (Internal server error)', 'unavailable', 'rpc.lost'],
    [status.UNKNOWN, 'Stream removed', 'unavailable', 'rpc.lost'],
    [status.RESOURCE_EXHAUSTED, 'Bandwidth exhausted or memory limit exceeded', 'exhausted', 'rpc.exhausted'],
    [status.DEADLINE_EXCEEDED, 'Deadline exceeded after 1.0s', 'unavailable', 'rpc.no-answer'],
    [status.CANCELLED, 'Call cancelled', 'unavailable', 'rpc.lost'],
  ])(
    'that gRPC made itself has a sentence of ours, and what it said is for the log: %s %s',
    (code, details, ours, key) => {
      const error = { code, details, metadata: new Metadata(), message: `${code}: ${details}` } as ServiceError;
      expect(fromStatus(error)).toMatchObject({ code: ours, said: { key }, cause: { details } });
    },
  );
});
