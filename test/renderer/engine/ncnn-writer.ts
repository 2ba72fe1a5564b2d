import { writeFile } from 'node:fs/promises';
import { floatToHalf } from '#renderer/engine/weights/half.ts';
import { upscalerParameter } from '#test/renderer/engine/golden-upscalers.ts';

/** Layers of a `.param` file in the making, and what goes into its `.bin`. */
export class NcnnWriter {
  readonly #lines: string[] = [];
  readonly #parts: Buffer[] = [];
  readonly #halves: boolean;
  #count = 0;

  constructor({ halves }: { readonly halves: boolean }) {
    this.#halves = halves;
    this.#add('Input', [], '');
  }

  /** A layer; gives the name of its result. */
  layer(type: string, inputs: readonly string[], params = ''): string {
    return this.#add(type, inputs, params);
  }

  /** A 3×3 convolution with the numbers that its key's name gives. */
  conv(key: string, input: string, [outputs, inputs]: readonly [number, number], isLeaky = false): string {
    const weights = upscalerParameter(`${key}.weight`, [outputs, inputs, 3, 3]);
    this.#parts.push(this.#halves ? tagged(0x01306b47, floatToHalf(weights)) : tagged(0, weights));
    this.#parts.push(Buffer.from(upscalerParameter(`${key}.bias`, [outputs]).buffer));
    const leaky = isLeaky ? ' 9=2 -23310=1,2.000000e-01' : '';
    return this.#add('Convolution', [input], `0=${outputs} 1=3 4=1 5=1 6=${weights.length}${leaky}`);
  }

  prelu(key: string, input: string, channels: number): string {
    this.#parts.push(Buffer.from(upscalerParameter(`${key}.weight`, [channels]).buffer));
    return this.#add('PReLU', [input], `0=${channels}`);
  }

  /** `file` is the `.param`. */
  async write(file: string): Promise<void> {
    await writeFile(file, ['7767517', `${this.#lines.length} ${this.#count}`, ...this.#lines, ''].join('\n'));
    await writeFile(file.replace(/\.param$/, '.bin'), Buffer.concat(this.#parts));
  }

  #add(type: string, inputs: readonly string[], params: string): string {
    const output = type === 'Input' ? 'data' : `value${this.#count}`;
    this.#lines.push(`${type} ${type}_${this.#count++} ${inputs.length} 1 ${[...inputs, output].join(' ')} ${params}`);
    return output;
  }
}

/** An ESRGAN of one block and one doubling, whose trunk has so many channels. */
export function writtenRrdb(features: number, options: { readonly halves: boolean }): NcnnWriter {
  const writer = new NcnnWriter(options);
  const same = [features, features] as const;
  const added = (values: readonly string[]) =>
    writer.layer('Eltwise', values, '0=1 -23301=2,2.000000e-01,1.000000e+00');
  const first = writer.conv('conv_first', 'data', [features, 3]);
  let x = first;
  for (let i = 1; i <= 3; i++) {
    const known = [x];
    let joined = x;
    for (let j = 1; j <= 4; j++) {
      known.push(writer.conv(`body.0.rdb${i}.conv${j}`, joined, [32, features + 32 * (j - 1)], true));
      joined = writer.layer('Concat', known);
    }
    x = added([writer.conv(`body.0.rdb${i}.conv5`, joined, [features, features + 128]), x]);
  }
  const trunk = writer.conv('conv_body', added([x, first]), same);
  const enlarged = writer.layer('Interp', [writer.layer('BinaryOp', [first, trunk], '0=0')], '0=1 1=2.0 2=2.0');
  const high = writer.conv('conv_hr', writer.conv('conv_up1', enlarged, same, true), same, true);
  writer.conv('conv_last', high, [3, features]);
  return writer;
}

/** A compact network of two layers that makes pictures four times larger. */
export function writtenCompact(features: number, options: { readonly halves: boolean }): NcnnWriter {
  const writer = new NcnnWriter(options);
  let x = 'data';
  for (let i = 0; i < 2; i++) {
    x = writer.prelu(
      `body.${2 * i + 1}`,
      writer.conv(`body.${2 * i}`, x, [features, i === 0 ? 3 : features]),
      features,
    );
  }
  const pixels = writer.layer('PixelShuffle', [writer.conv('body.4', x, [48, features])], '0=4');
  writer.layer('BinaryOp', [pixels, writer.layer('Interp', ['data'], '0=1 1=4.0 2=4.0')]);
  return writer;
}

/** Numbers with a tag before them, padded to whole groups of four bytes. */
function tagged(tag: number, numbers: Uint16Array | Float32Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(tag);
  const bytes = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  return Buffer.concat([head, bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}
