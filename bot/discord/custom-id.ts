import { failure } from '#bot/text/say.ts';
import type { PanelAction } from '#bot/views/panel.ts';

/** What a button or a modal carries: nothing but what to do and to which job, so that it works after a restart. */
export interface CustomId {
  readonly action: PanelAction | 'original' | 'fix' | 'all' | 'menu' | 'studio' | TrainAction;
  /** Of `fix`, `all` and trainings it is the name of a draft; `studio` is about no job. */
  readonly jobId: string;
  /** Index of one of the job's pictures, or of one of its suggestions. */
  readonly picture?: number;
}

/** Buttons and forms of a training that has not begun. */
export type TrainAction = 'train-files' | 'train-start' | 'train-edit' | 'train-describe';

/** Changed whenever the parts change their meaning, so that an old button is never misread. */
const VERSION = 'e1';
const LENGTH_MAX = 100;
const ACTIONS: readonly CustomId['action'][] = [
  'reroll',
  'nextSeed',
  'vary',
  'region',
  'parts',
  'part',
  'variation',
  'upscale',
  'restore',
  'animate',
  'draw',
  'edit',
  'info',
  'hires',
  'finish',
  'publish',
  'report',
  'release',
  'refuse',
  'cancel',
  'delete',
  'undelete',
  'original',
  'fix',
  'all',
  'menu',
  'studio',
  'train-files',
  'train-start',
  'train-edit',
  'train-describe',
];

/** `e1:<action>:<job id>` or `e1:<action>.<picture>:<job id>`, at most 100 characters as Discord wants. Throws `internal` when the job id is too long. */
export function writeCustomId({ action, jobId, picture }: CustomId): string {
  const text = `${VERSION}:${action}${picture === undefined ? '' : `.${picture}`}:${jobId}`;
  if (text.length > LENGTH_MAX || jobId === '') {
    throw failure('internal', 'discord.custom-id', { max: LENGTH_MAX, given: text.length });
  }
  return text;
}

/** The action of that name; undefined when there is none. */
export function readAction(name: string): CustomId['action'] | undefined {
  return ACTIONS.find((known) => known === name);
}

/** Null when the text is not ours, or from a version that this one does not know. */
export function readCustomId(text: string): CustomId | null {
  const [, version, name, picture, jobId] = text.match(/^([^:]+):([^:.]+)(?:\.(\d{1,2}))?:(.+)$/s) ?? [];
  const action = readAction(name ?? '');
  if (version !== VERSION || !action || jobId === undefined) return null;
  return { action, jobId, ...(picture === undefined ? {} : { picture: Number(picture) }) };
}

/** The job on the buttons of a message as Discord sends it; null = it has none of ours. */
export function jobOnButtons(part: unknown): string | null {
  if (typeof part !== 'object' || part === null) return null;
  const own = 'custom_id' in part && typeof part.custom_id === 'string' ? readCustomId(part.custom_id) : null;
  if (own) return own.jobId;
  const inside = 'components' in part && Array.isArray(part.components) ? part.components : [];
  return inside.map(jobOnButtons).find((each) => each !== null) ?? null;
}
