import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPickle } from '#renderer/engine/weights/torch/pickle.ts';
import { isKind } from '#renderer/engine/weights/torch/pickle-values.ts';
import { weightsIn } from '#renderer/engine/weights/torch/tensors.ts';
import { Failure } from '#shared/failure.ts';
import { floats, op, pickle, tensorOpcodes } from '#test/renderer/engine/weights/torch/torch-writer.ts';

const read = (bytes: Buffer) => readPickle(bytes, { name: 'models/bad.ckpt', start: 100 });

function refused(bytes: Buffer, sentence: string | RegExp) {
  let thrown: unknown;
  try {
    read(bytes);
  } catch (reason) {
    thrown = reason;
  }
  expect(thrown).toBeInstanceOf(Failure);
  expect(thrown).toMatchObject({ code: 'invalid', message: expect.stringContaining('models/bad.ckpt') });
  expect(thrown).toMatchObject({ message: expect.stringMatching(sentence) });
}

const call = (module: string, name: string, ...args: Buffer[]) =>
  Buffer.concat([op.global(module, name), op.mark, ...args, op.tuple, op.reduce]);

describe('a hostile pickle', () => {
  it.each([
    ['os', 'system'],
    ['posix', 'system'],
    ['nt', 'system'],
    ['builtins', 'eval'],
    ['builtins', 'exec'],
    ['__builtin__', 'getattr'],
    ['subprocess', 'Popen'],
    ['torch', 'load'],
    ['torch.storage', '_load_from_bytes'],
    ['torch._utils', '_rebuild_tensor_v2.__globals__'],
    ['collections', 'OrderedDict.fromkeys'],
    ['numpy.testing._private.utils', 'runstring'],
    ['constructor', 'prototype'],
    ['__proto__', 'x'],
  ])('that names %s.%s is refused by that name, and its byte', (module, name) => {
    const named = `${module}.${name}`.replaceAll('.', '\\.');
    refused(
      pickle(call(module, name, op.text('touch /tmp/pwned'))),
      new RegExp(`at byte 102 its pickle names ${named}, which no weights need. Nothing was run. Use a .safetensors`),
    );
    // The same through the opcodes of protocol 4.
    const stacked = pickle(op.text(module), op.text(name), Buffer.from([0x93]), op.emptyTuple, op.reduce);
    refused(stacked, new RegExp(`its pickle names ${named}`));
  });

  it('that hides the name in control characters shows them escaped', () => {
    refused(pickle(op.global('os\u001b[2J', 'system')), /names os\\u001b\[2J\.system/);
  });

  it.each([
    ['INST', 'i'],
    ['OBJ', 'o'],
    ['EXT1', '\x82'],
    ['NEWOBJ_EX', '\x92'],
    ['PERSID', 'P'],
    ['LONG4', '\x8b'],
    ['NEXT_BUFFER', '\x97'],
    ['STRING', 'S'],
    ['0xff', '\xff'],
    ['0x00', '\x00'],
  ])('with the opcode %s is refused by its name', (name, opcode) => {
    refused(
      pickle(Buffer.from(opcode, 'latin1')),
      new RegExp(`at byte 102 its pickle has the opcode ${name}, which no`),
    );
  });

  it('calls what may be called only in the ways that make weights', () => {
    refused(pickle(call('torch._utils', '_rebuild_tensor_v2', op.text('no storage'))), 'in a way that makes no weight');
    refused(pickle(call('collections', 'OrderedDict', op.list)), 'calls collections.OrderedDict in a way');
    refused(pickle(call('torch', 'FloatStorage')), 'calls torch.FloatStorage in a way');
    refused(pickle(op.text('x'), op.emptyTuple, op.reduce), 'calls something that has no name');
    refused(pickle(op.text('x'), op.none, op.build), 'gives a state to plain data');
    refused(pickle(op.text('x'), op.persistentId), 'refers to numbers in a way or format');
    const shorts = [
      op.mark,
      op.text('storage'),
      op.global('torch', 'FloatStorage'),
      op.int(0),
      op.tuple,
      op.persistentId,
    ];
    refused(pickle(...shorts), 'refers to numbers in a way or format');
  });

  it.each([
    ['takes from nothing', Buffer.from('0'), 'takes more than it has'],
    ['closes no mark', Buffer.from('t'), 'has no mark where it needs one'],
    ['recalls what was never kept', op.get(7), 'recalls 7, which it never kept'],
    ['fills a text', Buffer.concat([op.text('x'), op.none, op.none, op.setItem]), 'fills something that is no dict'],
    [
      'fills a dict by halves',
      Buffer.concat([op.dict, op.mark, op.none, op.setItems]),
      'fills something that is no dict',
    ],
    ['lengthens a dict', Buffer.concat([op.dict, op.mark, op.none, op.appends]), 'lengthens something that is no list'],
    ['claims a text of 4 GiB', Buffer.concat([Buffer.from('X'), Buffer.alloc(4, 0xff)]), 'ends too early'],
    ['claims a text of 2^63 bytes', Buffer.from([0x8d, 0, 0, 0, 0, 0, 0, 0, 0x80]), 'is more than the pickle has'],
    ['has a number of 255 bytes', Buffer.from([0x8a, 255]), 'a number of 255 bytes is longer than 16'],
    [
      'has a name without end',
      Buffer.concat([Buffer.from('c'), Buffer.alloc(2000, 'a')]),
      'a name has no end within 1000',
    ],
  ])('that %s is refused', (_what, content, sentence) => refused(pickle(content), sentence));

  it('that never ends, or is nothing but opcodes, is refused', () => {
    refused(Buffer.alloc(600_000, '('), 'more than 500000 opcodes');
    refused(Buffer.concat([op.proto, Buffer.alloc(600_000, '}')]), 'more than 500000 opcodes');
    refused(Buffer.alloc(0), 'ends too early');
  });

  it('of a hundred thousand nested lists, dicts and tuples is only data', async () => {
    const depth = 100_000;
    const nested = pickle(Buffer.alloc(depth, ']'), Buffer.alloc(depth - 1, 'a'));
    expect(isKind(read(nested).value, 'list')).toBe(true);
    const tuples = pickle(op.none, Buffer.alloc(depth, 0x85));
    expect(isKind(read(tuples).value, 'tuple')).toBe(true);
    const dicts = Array.from({ length: 1000 }, () => Buffer.concat([op.dict, op.text('k')]));
    const value = read(pickle(...dicts, op.none, Buffer.alloc(1000, 's'))).value;
    expect(await weightsIn(value, { file: '/x', name: 'x', find: () => null })).toEqual(new Map());
  });

  it('that holds itself, or itself times itself, comes to an end', async () => {
    const source = { file: '/x', name: 'x.pt', find: () => null };
    const self = read(pickle(op.dict, op.put(0), op.text('k'), op.get(0), op.setItem)).value;
    expect(await weightsIn(self, source)).toEqual(new Map());
    const wide = (inner: Buffer) =>
      Buffer.concat([
        op.dict,
        op.mark,
        ...Array.from({ length: 200 }, (_, i) => [op.text(`k${i}`), inner]).flat(),
        op.setItems,
      ]);
    const levels = [0, 1, 2].map((i) => Buffer.concat([wide(op.get(i)), op.put(i + 1)]));
    const bomb = read(pickle(op.dict, op.put(0), ...levels)).value;
    await expect(weightsIn(bomb, source)).rejects.toThrow('x.pt: it has more than 500000 values');
  });

  it('is never more than read or refused, whatever bytes it has', () => {
    const seeds = fc.array(
      fc.oneof(
        fc.constantFrom(...Object.values(op).filter((part) => Buffer.isBuffer(part))),
        fc.uint8Array({ minLength: 1, maxLength: 3 }).map((bytes) => Buffer.from(bytes)),
        fc.constantFrom(op.text('a'), op.int(3), op.get(0), op.put(0), op.global('torch', 'Size')),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(seeds, (parts) => {
        try {
          read(pickle(...parts));
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Failure);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a pickle of weights', () => {
  it('has a place for everything that training leaves behind', () => {
    const scalar = call('numpy.core.multiarray', 'scalar', op.none);
    const value = read(
      pickle(op.dict, op.mark, op.text('callbacks'), scalar, op.text('lr'), op.none, op.setItems, op.dict, op.build),
    ).value;
    expect(isKind(value, 'dict') && [...value.entries.keys()]).toEqual(['callbacks', 'lr']);
  });

  it('says what its storages are, and where it ends', () => {
    const bytes = pickle(tensorOpcodes({ dtype: 'F16', shape: [2], bytes: floats(1) }, { key: 'k' }));
    const { value, end, storages } = read(Buffer.concat([bytes, Buffer.from('more')]));
    expect(end).toBe(bytes.length);
    expect(value).toMatchObject({ kind: 'tensor', dtype: 'F16', shape: [2], strides: [1], offset: 0 });
    expect(storages.get('k')).toMatchObject({ key: 'k', dtype: 'F16' });
  });

  it.each([
    [[1, 0xff], -1],
    [[2, 0, 1], 256],
    [[0], 0],
    [[9, 0, 0, 0, 0, 0, 0, 0, 0, 1], 2n ** 64n],
  ])('has whole numbers of any length: %j', (bytes, expected) => {
    expect(read(pickle(Buffer.from([0x8a, ...bytes]))).value).toBe(expected);
  });
});
