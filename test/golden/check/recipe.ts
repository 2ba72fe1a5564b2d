import type { ChannelRaster } from '#renderer/engine/image/channels.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';

/** Numbers that depend on nothing but a name (README.md §1): weights, inputs and pictures of a golden file. */
export interface Recipe {
  /** `count` numbers in [0, 1). */
  uniform(name: string, count: number): Float64Array;
  /** An input of unit variance (scale √3), or in -1…1 (scale 1). */
  input(name: string, dims: readonly number[], scale?: number): Tensor;
  /** An input in [0, 1). */
  unit(name: string, dims: readonly number[]): Tensor;
  /** A parameter by its state_dict key. */
  parameter(key: string, shape: readonly number[]): Float32Array;
  /** A picture (h, w, 3) made of whole numbers: stripes, a disc, a rectangle, and noise. */
  picture(name: string, size: readonly [height: number, width: number]): ChannelRaster;
}

/** The recipe of a file: its `prefix` stands before every name that is hashed. */
export function createRecipe(prefix: string): Recipe {
  const uniform = (name: string, count: number) => hashed(prefix + name, count);
  return {
    uniform,
    input: (name, dims, scale = Math.sqrt(3)) => ({
      dims,
      data: mapped(uniform(name, elements(dims)), (u) => (2 * u - 1) * scale),
    }),
    unit: (name, dims) => ({ dims, data: Float32Array.from(uniform(name, elements(dims))) }),
    parameter(key, shape) {
      const spread = shape.length >= 2 ? Math.sqrt(3 / elements(shape.slice(1))) : 0.1;
      const isScale = shape.length < 2 && /(\.weight|running_var)$/.test(key);
      return mapped(uniform(key, elements(shape)), (value) => (isScale ? 1 : 0) + spread * (2 * value - 1));
    },
    picture: (name, [height, width]) => drawn([height, width], uniform(`pic:${name}`, height * width * 3)),
  };
}

/** 32-bit FNV-1a of a text. */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** FNV-1a of the name, then murmur3's finaliser for each place. */
function hashed(name: string, count: number): Float64Array {
  const seed = fnv1a32(name);
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = (seed + Math.imul(i, 0x9e3779b9)) >>> 0;
    x ^= x >>> 16;
    x = Math.imul(x, 0x85ebca6b);
    x ^= x >>> 13;
    x = Math.imul(x, 0xc2b2ae35);
    x ^= x >>> 16;
    numbers[i] = (x >>> 0) / 2 ** 32;
  }
  return numbers;
}

/** `Float32Array.from` with a function takes forty times as long, and networks have millions of parameters. */
function mapped(numbers: Float64Array, change: (value: number) => number): Float32Array {
  const out = new Float32Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) out[i] = change(numbers[i]!);
  return out;
}

function drawn([height, width]: readonly [number, number], noise: Float64Array): ChannelRaster {
  const [middleX, middleY, radius] = [(3 * width) >> 3, (3 * height) >> 3, Math.min(width, height) >> 2];
  const data = Uint8Array.from({ length: height * width * 3 }, (_, i) => {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    const ramp = (4 * x + 2 * y + 40 * c) % 256;
    let level = ramp < 128 ? 2 * ramp : 510 - 2 * ramp;
    if ((x - middleX) ** 2 + (y - middleY) ** 2 <= radius ** 2) level = 220 - 60 * c;
    const inBox = x >= width >> 1 && x < (7 * width) >> 3 && y >= (5 * height) >> 3 && y < (7 * height) >> 3;
    if (inBox) level = 30 + 70 * c;
    return Math.min(255, Math.floor((15 * level) / 16) + Math.floor(16 * noise[i]!));
  });
  return { width, height, channels: 3, data };
}
