import type { ServiceError } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { Failure } from '#shared/failure.ts';
import { fromStatus, toStatus } from '#shared/rpc/status.ts';
import { plainMessage } from '#shared/text/message.ts';

const asError = (thrown: unknown) => toStatus(thrown) as unknown as ServiceError;

describe('a failure on the wire', () => {
  it('keeps its code, its English sentence, and the key and values of it', () => {
    const said = { key: 'seed.range', values: { max: 9, given: '„ä“' } };
    const back = fromStatus(asError(new Failure('invalid', 'Cannot use this seed', { said })));
    expect(back).toMatchObject({ code: 'invalid', message: 'Cannot use this seed', said });
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
});
