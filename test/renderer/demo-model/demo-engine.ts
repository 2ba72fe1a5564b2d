import type { DescriberChoice, ValidDescribe } from '#renderer/engine/contract/describe-task.ts';
import type { ValidControl } from '#renderer/engine/contract/task.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { demoRender, engineSettings, picturesOf, plainPrompt } from '#test/contract/engine.ts';

/** An engine with the bundled model and the networks beside it. */
export function openDemoEngine() {
  const engine = new LocalEngine(engineSettings());
  return {
    /** A picture of 128 x 128 in four steps, as a file. */
    async draw(words: string, seed: number, control: ValidControl = { units: [], guess: false }): Promise<Uint8Array> {
      const size = { width: 128, height: 128 };
      const render = demoRender({ prompt: plainPrompt(words), seed, control, steps: 4, ...size });
      const [picture] = await picturesOf(engine, render);
      return picture!;
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
    close: () => engine.close(),
  };
}
