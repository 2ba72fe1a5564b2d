import { failure } from '#bot/text/say.ts';
import type { PanelAction } from '#bot/views/panel.ts';

/** What a button or a modal carries: nothing but what to do and to which job, so that it works after a restart. */
export interface CustomId {
  readonly action: PanelAction | 'original' | 'fix';
  /** Of `fix` it is the name of a draft. */
  readonly jobId: string;
}

/** Changed whenever the parts change their meaning, so that an old button is never misread. */
const VERSION = 'e1';
const LENGTH_MAX = 100;
const ACTIONS: readonly CustomId['action'][] = [
  'reroll',
  'vary',
  'upscale',
  'edit',
  'cancel',
  'delete',
  'undelete',
  'original',
  'fix',
];

/** `e1:<action>:<job id>`, at most 100 characters as Discord wants. Throws `internal` when the job id is too long. */
export function writeCustomId({ action, jobId }: CustomId): string {
  const text = `${VERSION}:${action}:${jobId}`;
  if (text.length > LENGTH_MAX || jobId === '') {
    throw failure('internal', 'discord.custom-id', { max: LENGTH_MAX, given: text.length });
  }
  return text;
}

/** Null when the text is not ours, or from a version that this one does not know. */
export function readCustomId(text: string): CustomId | null {
  const match = text.match(/^([^:]+):([^:]+):(.+)$/s);
  const action = ACTIONS.find((known) => known === match?.[2]);
  return match?.[1] === VERSION && action ? { action, jobId: match[3]! } : null;
}
