import type { DescriberChoice, ValidDescribe } from '#renderer/engine/contract/describe-task.ts';
import type { ValidControl, ValidRender } from '#renderer/engine/contract/task.ts';
import type { ValidUpscale } from '#renderer/engine/contract/upscale-task.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import type { CatalogImageAdapter } from '#renderer/models/image-adapters.ts';
import type { CatalogUpscaler } from '#renderer/models/upscalers.ts';
import { demoRender, engineSettings, picturesOf, plainPrompt } from '#test/contract/engine.ts';

/** An engine with the bundled model and the networks beside it. */
export function openDemoEngine() {
  const engine = new LocalEngine(engineSettings());
  const drawn = async (asked: Partial<ValidRender>) => {
    const [picture] = await picturesOf(engine, demoRender({ steps: 4, width: 256, height: 256, ...asked }));
    return picture!;
  };
  return {
    /** A picture of 256 x 256 in four steps, as a file. */
    async draw(words: string, seed: number, control: ValidControl = { units: [], guess: false }): Promise<Uint8Array> {
      return drawn({ prompt: plainPrompt(words), seed, control });
    },
    /** The same, by a picture and no words. */
    async drawLike(image: Uint8Array, seed: number, adapter: CatalogImageAdapter): Promise<Uint8Array> {
      const pictures = [{ image, strength: 1, mask: null }];
      return drawn({ prompt: plainPrompt(''), seed, imagePrompts: [{ adapter, pictures, scope: 'all' }] });
    },
    /** Tags of a picture, the surest first. */
    async tags(image: Uint8Array, taggers: readonly Omit<DescriberChoice, 'kind'>[]): Promise<readonly string[]> {
      const task: ValidDescribe = {
        kind: 'describe',
        describers: taggers.map(({ name, path }) => ({ name, path, kind: 'tags' })),
        image,
        scoreMin: null,
        textsMax: 9,
        writing: { begun: '', beams: 1, lengthMin: 0, lengthMax: null, repetitionPenalty: 1 },
      };
      const tags: string[] = [];
      for await (const event of engine.render(task, new AbortController().signal)) {
        if (event.kind === 'text') tags.push(event.text.replaceAll('_', ' '));
      }
      return tags;
    },
    /** Larger by a network, as a file. */
    async enlarge(image: Uint8Array, { name, file }: CatalogUpscaler): Promise<Uint8Array> {
      const tiles = { side: 192, pad: 10 };
      const task: ValidUpscale = { kind: 'upscale', upscaler: { name, file, blend: null }, image, scale: null, tiles };
      for await (const event of engine.render(task, new AbortController().signal)) {
        if (event.kind === 'picture') return event.data;
      }
      throw new Error('no picture came');
    },
    close: () => engine.close(),
  };
}
