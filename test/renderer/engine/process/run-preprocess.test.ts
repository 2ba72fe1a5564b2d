import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import type { ValidPreprocess } from '#renderer/engine/contract/preprocess-task.ts';
import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildPidinet } from '#renderer/engine/graph/nets/pidinet.ts';
import { CONTROL_TEXT, encodePng, pngText } from '#renderer/engine/image/png.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { engineSettings } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { UNREAD } from '#test/golden/check/networks.ts';
import { goldenPicture } from '#test/renderer/engine/golden-upscalers.ts';
import { parameter } from '#test/renderer/engine/graph/golden.ts';

const scratch = scratchFolder();
const network = { name: 'small', file: join(scratch, 'small.safetensors') };
let engine: LocalEngine;
let image: Uint8Array;

async function writePidinet(file: string, change: (shapes: Map<string, readonly number[]>) => void = () => {}) {
  const shapes = new Map(wantedWeights((weights) => buildPidinet({ width: 8, reduced: 4 }, weights, UNREAD)));
  change(shapes);
  const sources = [...shapes].map(([key, shape]) => {
    const bytes = () => new Uint8Array(parameter(key, shape).buffer);
    return { key: `state_dict.module.${key}`, dtype: 'F32' as const, shape, bytes };
  });
  await writeSafetensors(file, sources);
}

beforeAll(async () => {
  await writePidinet(network.file);
  image = await encodePng(goldenPicture('h1', [96, 128]), {});
  engine = new LocalEngine(engineSettings());
  await engine.ready;
});
afterAll(() => engine.close());

async function run(change: Partial<ValidPreprocess>): Promise<readonly EngineEvent[]> {
  const sizes = { side: 64, detectSide: 64, low: 100, high: 200 };
  const task: ValidPreprocess = { kind: 'preprocess', method: 'softedge', network, image, ...sizes, ...change };
  const events: EngineEvent[] = [];
  for await (const event of engine.render(task, new AbortController().signal)) events.push(event);
  return events;
}

function pictureOf(events: readonly EngineEvent[]) {
  return events.find((event) => event.kind === 'picture') ?? expect.fail('no picture came');
}

describe('the task preprocess', () => {
  it('says one step, then gives the control picture, and keeps the network', async () => {
    const events = await run({});
    expect(events.map(({ kind }) => kind)).toEqual(['started', 'step', 'picture', 'finished']);
    const picture = pictureOf(events);
    expect(picture).toMatchObject({ width: 64, height: 64, alpha: false, mime: 'image/png' });
    expect(pngText(picture.data, CONTROL_TEXT)).toBe('softedge, small');
    const [started] = await run({ method: 'scribble' });
    expect(started).toMatchObject({ kind: 'started', loadMs: 0 });
  });

  it('needs no network for canny, and takes what shows edges already as it is', async () => {
    const edges = pictureOf(await run({ method: 'canny', network: null, side: null, detectSide: null }));
    expect(edges).toMatchObject({ width: 128, height: 96 });
    expect(pngText(edges.data, CONTROL_TEXT)).toBe('canny, low 100, high 200');
    const again = pictureOf(await run({ image: edges.data, side: null }));
    expect(pngText(again.data, CONTROL_TEXT)).toBe('as given');
  });

  it('says in one sentence which file is none, and which weight of one is wrong', async () => {
    const file = join(scratch, 'other.safetensors');
    await writeSafetensors(file, [{ key: 'a.b', dtype: 'F32', shape: [1], bytes: () => new Uint8Array(4) }]);
    const foreign = run({ network: { name: 'other', file } });
    await expect(foreign).rejects.toThrow(/Cannot load preprocessor other.safetensors: it must be HED, PiDiNet.*a\.b/);
    const short = join(scratch, 'short.safetensors');
    await writePidinet(short, (shapes) => shapes.delete('block3_2.conv2.weight'));
    await expect(run({ network: { name: 'short', file: short } })).rejects.toThrow(/block3_2\.conv2\.weight/);
  });
});
