import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ValidSegment } from '#renderer/engine/contract/segment-task.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import type { PromptPoint, Segmenter } from '#renderer/engine/networks/open-segmenter.ts';
import type { FoundThing, PictureView } from '#renderer/engine/pipeline/segment.ts';
import { ALL_STEPS, findAll } from '#renderer/engine/pipeline/segment-all.ts';
import { runSegment } from '#renderer/engine/process/run-segment.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';

/** Of the masks, a quarter of the square that the network reads. */
const SIDE = 32;

type Box = readonly [left: number, top: number, right: number, bottom: number];

/** What lies in the picture: in pixels of the masks, right and bottom outside. */
interface Thing {
  readonly box: Box;
  readonly score: number;
  /** Logits on it, and on the columns at its right edge where the network is of two minds. */
  readonly logit?: number;
  readonly unsureColumns?: number;
}

const isOn = ([left, top, right, bottom]: Box, x: number, y: number) =>
  x >= left && x < right && y >= top && y < bottom;

function maskOf({ box, logit = 9, unsureColumns = 0 }: Thing): Float32Array {
  const [, , right] = box;
  return Float32Array.from({ length: SIDE ** 2 }, (_, i) => {
    const x = i % SIDE;
    if (!isOn(box, x, Math.floor(i / SIDE))) return -9;
    return x >= right - unsureColumns ? 0.5 : logit;
  });
}

/** Finds of the things that lie under a point the three first; what it says of the one mask is never asked for. */
function segmenterOf(things: readonly Thing[]): Segmenter & { readonly asked: (readonly PromptPoint[])[][] } {
  const asked: (readonly PromptPoint[])[][] = [];
  const nothing: Thing = { box: [0, 0, 0, 0], score: 0.99 };
  const theOne: Thing = { box: [0, 0, SIDE, SIDE], score: 1 };
  return {
    side: 4 * SIDE,
    asked,
    look: async () => FEATURES,
    async find(_, { points }) {
      asked.push([...points]);
      const answers = points.flatMap(([point]) => {
        const under = things.filter(({ box }) => isOn(box, Math.floor(point!.x / 4), Math.floor(point!.y / 4)));
        return [theOne, ...under, nothing, nothing, nothing].slice(0, 4);
      });
      const masks = tensor([points.length, 4, SIDE, SIDE]);
      for (const [i, thing] of answers.entries()) masks.data.set(maskOf(thing), i * SIDE ** 2);
      const scores = tensor(
        [points.length, 4],
        Float32Array.from(answers, ({ score }) => score),
      );
      return { masks, scores, sparse: tensor([1, 0, 1]), dense: tensor([1, 1, 1, 1]) };
    },
  };
}

const FEATURES: Tensor = tensor([1, 1, 1, 1]);
const SQUARE: PictureView = {
  features: FEATURES,
  whole: { width: 4 * SIDE, height: 4 * SIDE },
  seen: { width: 4 * SIDE, height: 4 * SIDE },
};

async function everything(things: readonly Thing[], { count = 16, view = SQUARE } = {}) {
  const network = segmenterOf(things);
  let steps = 0;
  let found: readonly FoundThing[] = [];
  for await (const progress of findAll(view, network, { count, signal: new AbortController().signal })) {
    if (progress.kind === 'step') steps += 1;
    else found = progress.things;
  }
  return { network, steps, scores: found.map(({ score }) => Number(score.toFixed(3))), found };
}

const HOUSE: Thing = { box: [0, 0, 20, 20], score: 0.93 };
const DOOR: Thing = { box: [4, 12, 8, 20], score: 0.97 };
const SUN: Thing = { box: [24, 2, 30, 8], score: 0.89 };

describe('everything that stands out', () => {
  it('is found once each, the largest first, whichever of the points on it was asked', async () => {
    const { scores, steps, found } = await everything([DOOR, SUN, HOUSE]);
    expect(scores).toEqual([0.93, 0.89, 0.97]);
    expect(steps).toBe(ALL_STEPS);
    // Whole, part and part of a part, never the one mask that stands for them all.
    expect(found.every(({ place }) => place >= 1 && place <= 3)).toBe(true);
    const [house] = found;
    expect(house!.lowRes.dims).toEqual([1, 1, SIDE, SIDE]);
    expect(house!.lowRes.data).toEqual(maskOf(HOUSE));
  });

  it('is the better one of two that are about the same, and both where they share less', async () => {
    const [twin, half]: Thing[] = [
      { box: [0, 0, 20, 18], score: 0.95 },
      { box: [0, 0, 20, 13], score: 0.9 },
    ];
    // Of 20 × 20 and 20 × 18 nine tenths are shared, of 20 × 18 and 20 × 13 thirteen eighteenths, which is more than 0.7.
    expect((await everything([HOUSE, twin!])).scores).toEqual([0.95]);
    expect((await everything([twin!, half!])).scores).toEqual([0.95]);
    // Of 20 × 20 and 20 × 13 thirteen twentieths, which is less.
    expect((await everything([HOUSE, half!])).scores).toEqual([0.93, 0.9]);
  });

  it('is nothing that the network is not sure of, nor that has no sure edge', async () => {
    const doubtful = { ...SUN, score: 0.87 };
    expect((await everything([doubtful])).scores).toEqual([]);
    expect((await everything([{ ...SUN, logit: 0.9 }])).scores).toEqual([]);
    // One column in twenty may be in doubt; of fewer it is too large a part.
    expect((await everything([{ ...HOUSE, unsureColumns: 1 }])).scores).toEqual([0.93]);
    expect((await everything([{ ...HOUSE, unsureColumns: 2 }])).scores).toEqual([]);
    expect((await everything([{ ...SUN, unsureColumns: 1 }])).scores).toEqual([]);
    expect((await everything([])).scores).toEqual([]);
  });

  it('is no more than are asked for: the best of them, the largest first', async () => {
    const things = [HOUSE, DOOR, SUN];
    expect((await everything(things, { count: 2 })).scores).toEqual([0.93, 0.97]);
    expect((await everything(things, { count: 1 })).scores).toEqual([0.97]);
  });

  it('is asked for in the middle of 16 × 16 fields of what the network sees of the picture, 16 at once', async () => {
    const wide: PictureView = {
      features: FEATURES,
      whole: { width: 256, height: 128 },
      seen: { width: 4 * SIDE, height: 2 * SIDE },
    };
    const { network, steps } = await everything([], { view: wide });
    expect(steps).toBe(16);
    expect(network.asked.map((prompts) => prompts.length)).toEqual(Array(16).fill(16));
    const points = network.asked.flat();
    expect(points[0]).toEqual([
      { x: 4, y: 2, mark: 'inside' },
      { x: -0.5, y: -0.5, mark: 'none' },
    ]);
    const places = points.map(([point]) => [point!.x, point!.y]);
    const fields = Array.from({ length: 256 }, (_, i) => [4 + 8 * (i % 16), 2 + 4 * Math.floor(i / 16)]);
    expect(places).toEqual(fields);
  });

  it('carries numbers from 1 on, at the size of the picture', async () => {
    const network = segmenterOf([DOOR, SUN, HOUSE]);
    const loader = {
      acquireNetwork: async <Network>() => ({ network: network as Network, waited: false, giveBack: () => {} }),
    };
    const image = await encodePng({ width: 256, height: 256, data: new Uint8Array(3 * 256 ** 2) }, {});
    const events: EngineEvent[] = [];
    const task: ValidSegment = {
      ...{ kind: 'segment', segmenter: { name: 'sam', file: '', heads: null }, image },
      ...{ points: [], box: null, wanted: 'all', masksMax: 16 },
    };
    const emit = (event: EngineEvent) => void events.push(event);
    await runSegment(task, { loader, emit, signal: new AbortController().signal });
    const masks = events.filter((event) => event.kind === 'mask');
    expect(masks.map(({ index, label, width }) => [index, label, width])).toEqual([
      [0, '1', 256],
      [1, '2', 256],
      [2, '3', 256],
    ]);
    // Edges lie where the logits of two pixels of the small mask meet.
    expect(masks.map(({ box }) => box)).toEqual([
      [0, 0, 160, 160],
      [192, 16, 240, 64],
      [32, 96, 64, 160],
    ]);
  });

  it('is looked for no further once somebody stops it', async () => {
    const stop = new AbortController();
    const network = segmenterOf([HOUSE]);
    const looking = async () => {
      for await (const { kind } of findAll(SQUARE, network, { count: 16, signal: stop.signal })) {
        if (kind === 'step') stop.abort();
      }
    };
    await expect(looking()).rejects.toThrow(/aborted/);
    expect(network.asked).toHaveLength(1);
  });
});
