import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DescriberChoice, ValidDescribe } from '#renderer/engine/contract/describe-task.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { writeSafetensors } from '#renderer/engine/weights/safetensors/write-safetensors.ts';
import { engineSettings } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { recordedAt } from '#test/golden/check/part.ts';

const golden = storedGolden('control');
const scratch = scratchFolder();
const blip: DescriberChoice = { name: 'blip', kind: 'captions', path: scratch };
const forever = new AbortController().signal;
let engine: LocalEngine;
let image: Uint8Array;

beforeAll(async () => {
  const { config, tiny, wordpiece } = recordedAt<{
    config: { vision: object; text: object };
    tiny: { keys: Readonly<Record<string, readonly number[]>> };
    wordpiece: { vocab: readonly string[] };
  }>(golden, 'blip');
  const sources = Object.entries(tiny.keys).map(([key, shape]) => {
    const bytes = () => new Uint8Array(golden.recipe.parameter(key, shape).buffer);
    return { key, dtype: 'F32' as const, shape, bytes };
  });
  await writeSafetensors(join(scratch, 'model.safetensors'), sources);
  const known = { vision_config: config.vision, text_config: config.text };
  writeFileSync(join(scratch, 'config.json'), JSON.stringify(known));
  const vocabulary = Array.from({ length: 78 }, (_, id) => wordpiece.vocab[id] ?? `word${id}`);
  writeFileSync(join(scratch, 'vocab.txt'), `${vocabulary.join('\n')}\n`);
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

  it('refuses a file that is nothing of the kind, by what it lacks', async () => {
    const path = join(scratch, 'other.safetensors');
    await writeSafetensors(path, [{ key: 'a', dtype: 'F32', shape: [1], bytes: () => new Uint8Array(4) }]);
    await expect(run({ describers: [{ ...blip, path }] })).rejects.toThrow(
      'Cannot load describer other.safetensors: as a BLIP captioner it must have the weight text_decoder.bert',
    );
  });
});
