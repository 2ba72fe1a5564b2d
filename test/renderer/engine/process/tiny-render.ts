import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import { type ModelChoice, modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { demoRender, plainPrompt } from '#test/contract/engine.ts';
import { pngTexts } from '#test/renderer/engine/image/png-texts.ts';
import { writeTinyModel } from '#test/renderer/engine/pipeline/tiny-model.ts';

// Test files share their process, and this module with it: what one has written is there for the next one as well.
const scratch = mkdtempSync(join(tmpdir(), 'easel-tiny-'));
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
const written = new Map<string, Promise<string>>();

/** A tiny model of this name, written once. */
export async function tiny(name: string): Promise<ModelChoice> {
  const writing = written.get(name) ?? writeTinyModel(scratch, name);
  written.set(name, writing);
  return { name, files: modelFilesAt(await writing), adapters: [] };
}

/** Four steps of it with guidance. */
export async function tinyRender(model: string, change: Partial<ValidRender> = {}): Promise<ValidRender> {
  return demoRender({
    model: await tiny(model),
    prompt: plainPrompt('abc de'),
    negative: plainPrompt('fg'),
    sampler: 'euler_a',
    steps: 4,
    guidance: 3,
    ...change,
  });
}

export const picturesIn = (events: readonly EngineEvent[]) =>
  events.flatMap((event) => (event.kind === 'picture' ? [event.data] : []));

/** Each step with the number of all. */
export const stepsIn = (events: readonly EngineEvent[]) =>
  events.flatMap((event) => (event.kind === 'step' ? [[event.step, event.steps]] : []));

/** The last line of what a picture says of itself. */
export const settingsIn = (png: Uint8Array) => pngTexts(png)[0]!.text.split('\n').at(-1)!;
