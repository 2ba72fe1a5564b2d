import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { readTorchTexts } from '#renderer/engine/weights/torch/torch-file.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import {
  floats,
  op,
  pickle,
  type TorchTensor,
  tensorOpcodes,
  torchLegacy,
  torchZip,
  writeTorch,
  zip,
} from '#test/renderer/engine/weights/torch/torch-writer.ts';

const GOLDEN = fileURLToPath(new URL('../../../../golden/torch/', import.meta.url));
const scratch = scratchFolder();
let files = 0;

const written = (content: Buffer, ending = 'pt') => writeTorch(join(scratch, `weights-${++files}.${ending}`), content);
const matrix: TorchTensor = { dtype: 'F32', shape: [2, 3], bytes: floats(1, 2, 3, 4, 5, 6) };

/** Keys with format, shape and numbers. */
async function contentOf(file: string) {
  const rows: unknown[] = [];
  for (const [key, entry] of await readWeights(file)) {
    rows.push([key, entry.dtype, entry.shape.join('×'), [...(await readTensor(entry)).data].join(' ')]);
  }
  return rows;
}

async function refused(content: Buffer, sentence: string | RegExp) {
  await expect(readWeights(written(content))).rejects.toThrow(sentence);
}

describe('a file that torch.save wrote', () => {
  it('has lists of texts beside its weights, as the list of a tagger’s tags', async () => {
    const tags = [op.list, op.mark, op.text('1girl'), op.text(':d'), op.appends];
    const withTags = (state: Buffer) => Buffer.concat([state, op.mark, op.text('tags'), ...tags, op.setItems]);
    const file = written(torchZip(new Map([['n_Conv_0.weight', matrix]]), withTags));
    expect(await readTorchTexts(file, 'tags')).toEqual(['1girl', ':d']);
    expect(await readTorchTexts(file, 'names')).toBeNull();
    expect([...(await readWeights(file)).keys()]).toEqual(['n_Conv_0.weight']);
  });

  const weights = [
    ['a.weight', 'F32', '3×4', '0 0.125 0.25 0.375 0.5 0.625 0.75 0.875 1 1.125 1.25 1.375'],
    ['a.bias', 'F16', '2', '0.5 -1.5'],
    ['b.weight', 'BF16', '1×2', '1 -2'],
    ['rows', 'F32', '2×4', '4 5 6 7 8 9 10 11'],
    ['scalar', 'I64', '', '7'],
    ['parameter', 'F32', '2', '3 4'],
  ];

  it('gives its state_dict, whatever training left beside it', async () => {
    expect(await contentOf(`${GOLDEN}made-by-torch.ckpt`)).toEqual(weights);
  });

  it('gives the same in the format before torch 1.6', async () => {
    expect(await contentOf(`${GOLDEN}made-by-torch-legacy.bin`)).toEqual(weights);
  });

  it('gives eight-bit floats', async () => {
    expect(await contentOf(`${GOLDEN}made-by-torch-fp8.pt`)).toEqual([
      ['eight', 'F8_E4M3', '2', '1.5 -448'],
      ['five', 'F8_E5M2', '2', '1.5 57344'],
    ]);
  });

  it('gives nested weights with dots, such as a textual inversion’s', async () => {
    expect(await contentOf(`${GOLDEN}made-by-torch-inversion.pt`)).toEqual([
      ['string_to_token.*', 'I64', '', '265'],
      ['string_to_param.*', 'F32', '2×3', '0 1 2 3 4 5'],
    ]);
  });

  it('with a transposed view is read in the order of its dimensions', async () => {
    expect(await contentOf(`${GOLDEN}made-by-torch-view.pt`)).toEqual([
      ['w', 'F32', '4×3', '0 4 8 1 5 9 2 6 10 3 7 11'],
    ]);
  });

  it('that is in truth something else, or nothing at all, is refused', async () => {
    await refused(Buffer.from('weights'), 'it is neither a zip archive nor a pickle');
    await refused(Buffer.alloc(0), 'it is neither a zip archive nor a pickle');
    await expect(readWeights(join(scratch, 'gone.pt'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(readWeights('/models/model.gguf')).rejects.toThrow('.bin, .pti, given .gguf');
  });
});

describe('a file in the way of torch.save', () => {
  const tensors = fc.array(
    fc.record({
      dtype: fc.constantFrom('F32' as const, 'U8' as const, 'F8_E4M3' as const),
      shape: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 5 },
  );

  it.each([
    ['today’s', torchZip],
    ['legacy', torchLegacy],
  ])('gives back every tensor: %s format', async (name, write) => {
    await fc.assert(
      fc.asyncProperty(tensors, async (specs) => {
        const usable = specs.filter(({ dtype }) => name !== 'legacy' || dtype !== 'F8_E4M3');
        const wanted = new Map<string, TorchTensor>(
          usable.map(({ dtype, shape }, i) => {
            const count = shape.reduce((product, n) => product * n, 1);
            const bytes =
              dtype === 'F32' ? floats(...Array(count).keys()) : Uint8Array.from({ length: count }, (_, b) => b);
            return [`w${i}`, { dtype, shape, bytes }];
          }),
        );
        const read = await readWeights(written(write(wanted)));
        expect([...read.keys()]).toEqual([...wanted.keys()]);
        for (const [key, { dtype, shape, bytes }] of wanted) {
          expect(read.get(key)).toMatchObject({ dtype, shape, bytes: bytes.length });
        }
      }),
      { numRuns: 25 },
    );
  });

  it('may have a view on a part of its numbers, in a row', async () => {
    const row = torchZip(new Map([['row', { ...matrix, shape: [1, 3], strides: [9, 1], offset: 3 }]]));
    expect(await contentOf(written(row))).toEqual([['row', 'F32', '1×3', '4 5 6']]);
  });

  it('is refused with the key when a tensor ends beyond its numbers', async () => {
    const beyond = torchZip(new Map([['w', { ...matrix, shape: [2, 4] }]]));
    await refused(beyond, 'weight "w" of F32 2×4 ends beyond its numbers');
    await refused(torchZip(new Map([['w', { ...matrix, offset: 1 }]])), 'ends beyond its numbers');
    await refused(torchZip(new Map([['w', { ...matrix, offset: 2 ** 31 - 1 }]])), 'ends beyond its numbers');
  });

  it('may be as large as zip64 allows', async () => {
    const content = pickle(op.dict, op.text('w'), tensorOpcodes(matrix, { key: '0' }), op.setItem);
    const wide = zip(
      [
        ['a/data.pkl', content],
        ['a/data/0', matrix.bytes],
      ],
      { isWide: true },
    );
    expect(await contentOf(written(wide))).toEqual([['w', 'F32', '2×3', '1 2 3 4 5 6']]);
  });

  it('is refused when its archive is not what torch writes', async () => {
    const content = pickle(op.dict, op.text('w'), tensorOpcodes(matrix, { key: '0' }), op.setItem);
    const data: [string, Uint8Array][] = [
      ['a/data.pkl', content],
      ['a/data/0', matrix.bytes],
    ];
    await refused(zip(data, { method: 8 }), 'its part "a/data.pkl" is compressed, which torch never does');
    await refused(zip(data, { flags: 1 }), 'its part "a/data.pkl" is encrypted');
    await refused(zip([...data, ...data]), 'its zip directory names "a/data.pkl" twice');
    await refused(zip([...data, ['b/data.pkl', content]]), 'it must hold one data.pkl, given 2');
    await refused(zip([['a/constants.pkl', content]]), 'it must hold one data.pkl, given 0');
    await refused(zip(data.slice(0, 1)), 'weight "w" has its numbers in "0", which the file does not have');
    await refused(zip([...data, ['a/byteorder', Buffer.from('big')]]), 'numbers must be little-endian, given "big"');
  });

  it.each([
    ['today’s', torchZip],
    ['legacy', torchLegacy],
  ])('that is cut at any byte is refused: %s format', async (_name, write) => {
    const whole = write(
      new Map([
        ['w', matrix],
        ['v', matrix],
      ]),
    );
    for (let length = 0; length < whole.length; length++) {
      await expect(readWeights(written(whole.subarray(0, length)))).rejects.toMatchObject({ code: 'invalid' });
    }
  });

  it('with any byte changed is read or refused, and nothing else happens', async () => {
    const whole = torchZip(new Map([['w', matrix]]));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }), async (at, byte) => {
        const changed = Buffer.from(whole);
        changed[at] = byte;
        const file = written(changed);
        const outcome = await readWeights(file).catch((thrown: unknown) => thrown);
        if (outcome instanceof Map) {
          for (const { file: place, offset, bytes } of outcome.values()) {
            expect(place).toBe(file);
            expect(offset + bytes).toBeLessThanOrEqual(whole.length);
          }
        } else expect(outcome).toMatchObject({ code: 'invalid' });
      }),
      { numRuns: 300 },
    );
  });
});
