import type { ServiceDefinition } from '@grpc/grpc-js';
import { rendererService } from '#shared/rpc/contract.ts';
import type { FakeEvent } from '#test/fakes/fake-renders.ts';

/** Field 1000 of any message, with five bytes: what a contract of some later version may have there. */
const LATER_FIELD = Buffer.from([0xc2, 0x3e, 5, ...Buffer.from('later')]);

/** An event that this version does not know: on the wire it has its number, and a field that says nothing here. */
export const LATER_EVENT = { event: 'later' } as unknown as FakeEvent;

/** The contract as a later version may speak it: every answer and every event has a field more. */
export function laterContract(): ServiceDefinition {
  const later = Object.entries(rendererService).map(([name, method]) => {
    const responseSerialize = (value: unknown) => Buffer.concat([method.responseSerialize(value), LATER_FIELD]);
    return [name, { ...method, responseSerialize }] as const;
  });
  return Object.fromEntries(later);
}

/** The contract as an earlier version spoke it: without these methods. */
export function earlierContract(missing: readonly string[]): ServiceDefinition {
  return Object.fromEntries(Object.entries(rendererService).filter(([name]) => !missing.includes(name)));
}
