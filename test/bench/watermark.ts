import { findMark, putMark } from '#shared/watermark/watermark.ts';
import { type BenchRow, median } from '#test/bench/row.ts';
import { KINDS, psnr, sent, syntheticPicture } from '#test/shared/watermark/synthetic-pictures.ts';

const SIDE = 1024;
const ROUNDS = 15;
const WAYS = (['webp', 'jpeg'] as const).flatMap((format) => ([1, 0.5] as const).map((scale) => ({ format, scale })));

/** What the watermark costs and how much it changes, and how sure it is to be found after a picture was sent. */
export async function* benchWatermark(): AsyncGenerator<BenchRow, void, undefined> {
  const put: number[] = [];
  const found: number[] = [];
  for (let seed = 0; seed < ROUNDS; seed++) {
    const picture = syntheticPicture('scene', { width: SIDE, height: SIDE, seed });
    put.push(cpuMs(() => putMark(picture)));
    found.push(cpuMs(() => findMark(picture)));
  }
  yield { name: 'to mark 1024 x 1024, median', value: median(put), unit: 'ms', note: 'of the CPU; aim: below 60 ms' };
  yield { name: 'to look for the mark in it, median', value: median(found), unit: 'ms', note: 'of the CPU' };
  for (const kind of KINDS) {
    const picture = syntheticPicture(kind, { width: 512, height: 512, seed: 1 });
    const plain = picture.data.slice();
    putMark(picture);
    const note = 'aim: at least 42 dB';
    yield { name: `change of 512 x 512, ${kind}`, value: psnr(plain, picture.data), unit: 'dB', note };
    const scores: number[] = [];
    for (const way of WAYS) scores.push(findMark(await sent(picture, way)).score);
    yield {
      name: `lowest score once it was sent, ${kind}`,
      value: Math.min(...scores),
      unit: 'sigma',
      note: 'found from 5',
    };
  }
}

/** Of this thread: other programs on the machine do not count. */
function cpuMs(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
