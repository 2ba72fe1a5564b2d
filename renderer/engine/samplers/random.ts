import { elements, type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** A stream of standard normal numbers that a seed decides. */
export interface NoiseSource {
  /** The next draw; row-major. Draws of other shapes in between change what follows, as in torch. */
  randn(dims: readonly number[]): Tensor;
}

/**
 * torch.randn(dims, generator=torch.Generator('cpu').manual_seed(seed)) in float32, so that a seed gives diffusers'
 * picture. The uniform bits are equal; log, sin and cos may differ in the last bits. Seeds count modulo 2^32.
 */
export function createNoise(seed: number): NoiseSource {
  const next = mersenneTwister(seed);
  const nextNormal = doubleNormals(next);
  return {
    randn(dims) {
      const count = elements(dims);
      const data = count < BLOCK ? Float32Array.from({ length: count }, nextNormal) : blockNormals(next, count);
      return tensor(dims, data);
    },
  };
}

/** The length from which torch fills whole blocks. */
const BLOCK = 16;
const HALF = BLOCK / 2;
const TWO_PI = Math.fround(2 * Math.PI);

/** Box–Muller on blocks of 16: cosines first, sines second; a last partial block is drawn anew over the end. */
function blockNormals(next: () => number, count: number): Float32Array {
  const data = Float32Array.from({ length: count }, () => uniform24(next));
  for (let at = 0; at + BLOCK <= count; at += BLOCK) transformBlock(data.subarray(at, at + BLOCK));
  if (count % BLOCK > 0) {
    const end = data.subarray(count - BLOCK);
    for (let i = 0; i < BLOCK; i++) end[i] = uniform24(next);
    transformBlock(end);
  }
  return data;
}

/** In place, with float32 intermediates like torch's vector code. */
function transformBlock(block: Float32Array): void {
  for (let i = 0; i < HALF; i++) {
    const logarithm = Math.fround(Math.log(1 - block[i]!));
    const radius = Math.fround(Math.sqrt(-2 * logarithm));
    const angle = Math.fround(TWO_PI * block[i + HALF]!);
    block[i] = radius * Math.fround(Math.cos(angle));
    block[i + HALF] = radius * Math.fround(Math.sin(angle));
  }
}

function uniform24(next: () => number): number {
  return (next() & 0xffffff) / 2 ** 24;
}

/** Short draws go through doubles, one by one; the sine waits for the next call, even in a later draw. */
function doubleNormals(next: () => number): () => number {
  let waiting: number | null = null;
  return () => {
    if (waiting !== null) {
      const value = waiting;
      waiting = null;
      return value;
    }
    const angle = 2 * Math.PI * uniform53(next);
    const radius = Math.sqrt(-2 * Math.log1p(-uniform53(next)));
    waiting = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

function uniform53(next: () => number): number {
  const high = next() & 0x1fffff;
  return (high * 2 ** 32 + next()) / 2 ** 53;
}

/**
 * "Mersenne Twister", Matsumoto and Nishimura 1998, MT19937 with the initialisation of 2002: unsigned 32-bit numbers.
 */
function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(624);
  state[0] = seed % 2 ** 32;
  for (let i = 1; i < 624; i++) {
    const previous = state[i - 1]!;
    state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
  }
  let at = 624;
  return () => {
    if (at === 624) {
      twist(state);
      at = 0;
    }
    return temper(state[at++]!);
  };
}

function twist(state: Uint32Array): void {
  for (let i = 0; i < 624; i++) {
    const y = (state[i]! & 0x80000000) | (state[(i + 1) % 624]! & 0x7fffffff);
    state[i] = state[(i + 397) % 624]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
  }
}

function temper(value: number): number {
  let y = value;
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return (y ^ (y >>> 18)) >>> 0;
}
