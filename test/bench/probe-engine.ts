import { fileURLToPath } from 'node:url';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { OwnAdapterFile } from '#renderer/engine/contract/own-adapter.ts';
import type { ValidTrain } from '#renderer/engine/contract/train-task.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { benchScratch } from '#test/bench/bench-scratch.ts';
import { SOME_RENDER } from '#test/renderer/engine/some-render.ts';

const DEMO = fileURLToPath(new URL('../../renderer/demo-model', import.meta.url));
const TAGGER = { name: 'stickers', path: `${DEMO}/describers/stickers`, kind: 'tags' } as const;
/** What the bot settles for the demo model. */
const AS_MEMBERS = { sampler: 'dpmpp_2m', sigmas: 'karras', steps: 20, guidance: 4 } as const;
const never = new AbortController().signal;

/** The bundled model with its tagger, and trainings of it, on two threads of this process. */
export interface ProbeEngine {
  /** A picture of 128 x 128 as members get it where they say nothing of steps, and as the ready-made LoRA styles do. */
  draw(words: string, seed: number, ownAdapters?: readonly OwnAdapterFile[]): Promise<Uint8Array>;
  /** What the tagger is sure enough of. */
  tags(image: Uint8Array): Promise<readonly string[]>;
  train(task: Omit<ValidTrain, 'kind' | 'model'>): Promise<OwnAdapterFile>;
  close(): Promise<void>;
}

/** Opens it, with a cache of its own. */
export function openProbeEngine(): ProbeEngine {
  const scratch = benchScratch();
  const settings = { threads: 2, residentModels: 2, batchRows: 8, cacheFolder: scratch.path };
  const engine = new LocalEngine({ provider: 'cpu', ...settings });
  const files = modelFilesAt(DEMO);
  return {
    async draw(words, seed, ownAdapters = []) {
      const prompt = { chunks: [{ spans: [{ text: words, weight: 1 }] }] };
      const size = { width: 256, height: 256 };
      const model = { name: 'demo', files, adapters: [] };
      const wish = { ...SOME_RENDER, ...AS_MEMBERS, model, prompt, seed, ...size, ownAdapters };
      for await (const event of engine.render(wish, never)) if (event.kind === 'picture') return event.data;
      throw new Error('no picture was drawn');
    },
    async tags(image) {
      const writing = { begun: '', beams: 1, lengthMin: 0, lengthMax: null, repetitionPenalty: 1 };
      const wish = { kind: 'describe' as const, describers: [TAGGER], image, scoreMin: null, textsMax: 9, writing };
      const tags: string[] = [];
      for await (const event of engine.render(wish, never))
        if (event.kind === 'text') tags.push(event.text.replaceAll('_', ' '));
      return tags;
    },
    async train(task) {
      const wish = { ...task, kind: 'train' as const, model: { name: 'demo', files, adapters: [] } };
      const word = task.method === 'lora' ? null : task.word;
      for await (const event of engine.render(wish, never))
        if (event.kind === 'file') return { name: task.word, data: event.data, weight: 1, word };
      throw new Error('nothing was trained');
    },
    async close() {
      await engine.close();
      scratch.remove();
    },
  };
}
