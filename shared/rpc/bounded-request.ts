import type { PackageDefinition } from '@grpc/proto-loader';
import { measureWire, type WireShape } from '#shared/rpc/wire-size.ts';
import { failure } from '#shared/text/failure.ts';

/** A request that has arrived and is not decoded yet. Calling it throws `invalid` when it is too much or no message. */
export type Arrived<Request> = () => Request;

/** What a request may hold at all depths: more than any that this program sends. */
export const FIELDS_MAX = 65_536;

/** Bytes of any request but a render. */
export const REQUEST_BYTES_MAX = 256 * 1024;

/** Bytes of a render without its files: it can say a prompt sixteen times over, in four fields. */
export const RENDER_WORD_BYTES_MAX = 1024 * 1024;

/** The method whose requests carry pictures; how large these may be is said by renderer/admission. */
const RENDER = 'Render';

/** How a server reads requests of one method: nothing is decoded before its size is known. */
export function boundedReader<Request>(
  method: { readonly name: string; readonly decode: (bytes: Buffer) => Request },
  shape: WireShape,
): (bytes: Buffer) => Arrived<Request> {
  const { name, decode } = method;
  return (bytes) => () => {
    const wordsMax = name === RENDER ? RENDER_WORD_BYTES_MAX : REQUEST_BYTES_MAX;
    if (name !== RENDER) requireAtMost(wordsMax, bytes.length);
    const { wordBytes } = measureWire(bytes, shape, FIELDS_MAX);
    requireAtMost(wordsMax, wordBytes);
    try {
      return decode(bytes);
    } catch (cause) {
      throw failure('invalid', 'request.malformed', { cause });
    }
  };
}

function requireAtMost(limit: number, given: number): void {
  if (given > limit) throw failure('invalid', 'request.bytes', { limit, given });
}

/** The shape of a message of a loaded contract, by its full name. */
export function wireShape(definition: PackageDefinition, name: string): WireShape {
  const { type } = definition[name] as { type?: MessageType };
  const scope = name.slice(0, name.lastIndexOf('.') + 1);
  const held = (type?.field ?? []).flatMap(({ number, type: kind, typeName }): [number, WireShape | 'bytes'][] => {
    if (kind === 'TYPE_BYTES') return [[number, 'bytes']];
    if (kind !== 'TYPE_MESSAGE') return [];
    return [[number, wireShape(definition, scope + typeName.replace(/^\.?(.*\.)?/, ''))]];
  });
  return Object.fromEntries(held);
}

/** As much of a DescriptorProto as is needed here. */
interface MessageType {
  readonly field: readonly { readonly number: number; readonly type: string; readonly typeName: string }[];
}
