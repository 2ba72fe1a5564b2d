import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DescriberChoice, ValidDescribe } from '#renderer/engine/contract/describe-task.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import { onWhite } from '#renderer/engine/image/channels.ts';
import { decodeChannels } from '#renderer/engine/image/decode-channels.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { captionLikelihood } from '#renderer/engine/pipeline/likeliest-thing.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { describerNeed } from '#renderer/engine/residency/describer-need.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { engineSettings } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { writeTinyCaptioner } from '#test/fakes/tiny-captioner.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { ON_CPU } from '#test/golden/check/networks.ts';

const golden = storedGolden('control');
const scratch = scratchFolder();
const blip: DescriberChoice = { name: 'blip', kind: 'captions', path: scratch };
const forever = new AbortController().signal;
let engine: LocalEngine;
let image: Uint8Array;

beforeAll(async () => {
  await writeTinyCaptioner(golden, scratch);
  image = await encodePng(golden.recipe.picture('p1', [60, 40]), {});
  engine = new LocalEngine(engineSettings());
  await engine.ready;
});
afterAll(() => engine.close());

async function run(change: Partial<ValidDescribe> = {}): Promise<readonly EngineEvent[]> {
  const task: ValidDescribe = {
    kind: 'describe',
    describers: [blip],
    image,
    scoreMin: null,
    textsMax: 1,
    writing: { begun: '', beams: 1, lengthMin: 0, lengthMax: 6, repetitionPenalty: 1 },
    ...change,
  };
  const events: EngineEvent[] = [];
  for await (const event of engine.render(task, forever)) events.push(event);
  return events;
}

function textsIn(events: readonly EngineEvent[]) {
  return events.filter((event) => event.kind === 'text');
}

describe('the task describe', () => {
  it('says each token as a step, then the caption with its tokens', async () => {
    const events = await run();
    const steps = events.filter(({ kind }) => kind === 'step');
    expect(steps.length).toBeGreaterThan(0);
    const [text, ...more] = textsIn(events);
    expect(more).toEqual([]);
    expect(text).toMatchObject({ index: 0, written: 'caption' });
    expect(text!.ids).toHaveLength(1 + steps.length);
    expect(text!.ids[0]).toBe(78);
    expect(text!.score).toBeGreaterThan(0);
    expect(text!.score).toBeLessThanOrEqual(1);
    expect(events.at(-1)).toMatchObject({ kind: 'finished', timings: { unetCalls: steps.length } });
  });

  it('gives as many captions as beams were followed, and leaves out what they were begun with', async () => {
    const writing = { begun: 'a picture', beams: 3, lengthMin: 5, lengthMax: 8, repetitionPenalty: 1 };
    const texts = textsIn(await run({ textsMax: 3, writing }));
    expect(texts.length).toBeGreaterThan(1);
    for (const { ids, text } of texts) {
      // The ids of "a" and "picture" in the vocabulary.
      expect(ids.slice(0, 3)).toEqual([78, 6, 21]);
      expect(text).not.toMatch(/^a picture/);
    }
    expect(new Set(texts.map(({ text }) => text)).size).toBe(texts.length);
  });

  it('is as sure of a caption as the score of its words for the picture is', async () => {
    const writing = { begun: 'a picture', beams: 1, lengthMin: 0, lengthMax: 8, repetitionPenalty: 1 };
    const { ids, score } = textsIn(await run({ writing }))[0]!;
    const options = { ...ON_CPU, batchRows: 1, cacheFolder: scratch };
    const network = await (await describerNeed(blip, options)).open();
    if (network.kind !== 'captions') throw new Error('it writes captions');
    const { captioner } = network;
    const picture = onWhite(await decodeChannels(image));
    const sum = await captionLikelihood(picture, { ids, given: 3 }, { captioner, signal: forever });
    expect(Math.exp(sum / (ids.length - 3))).toBeCloseTo(score, 4);
    await network.release();
  });

  it('refuses a file that is nothing of the kind, by what it lacks', async () => {
    const path = join(scratch, 'other.safetensors');
    await writeSafetensors(path, [{ key: 'a', dtype: 'F32', shape: [1], bytes: () => new Uint8Array(4) }]);
    await expect(run({ describers: [{ ...blip, path }] })).rejects.toThrow(
      'Cannot load describer other.safetensors: as a BLIP captioner it must have the weight text_decoder.bert',
    );
  });
});
