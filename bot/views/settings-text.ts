import type { Job } from '#bot/domain/job.ts';
import { readPrompt } from '#bot/prompt/read-prompt.ts';

/**
 * A job as a prompt that gives the same picture: the words as typed, with every setting beside them. Null where a
 * picture was not drawn from words alone.
 */
export function settingsText({ settled: { order, style, task } }: Pick<Job, 'settled'>): string | null {
  if (task.kind !== 'draw' || task.source) return null;
  const { text, flags } = readPrompt(order.prompt);
  const negative = [order.negative, flags.no].filter(Boolean).join(', ');
  const settings = [
    style === null ? '--style plain' : `--style ${style}`,
    `--model ${task.model}`,
    `--width ${task.width} --height ${task.height}`,
    `--steps ${task.steps} --guidance ${task.guidance} --seed ${task.seed}`,
    `--sampler ${task.sampler}`,
    ...(task.variation ? [`--subseed ${task.variation.seed} --subseed_strength ${task.variation.strength}`] : []),
    ...(task.tile ? ['--tile'] : []),
    ...(task.stop ? [`--stop ${Number((100 * task.stop).toPrecision(6))}`] : []),
    ...(task.spacing ? [`--spacing ${task.spacing}`] : []),
    ...(task.count > 1 ? [`--count ${task.count}`] : []),
    ...(negative === '' ? [] : [`--no ${negative}`]),
  ];
  return [text.trim(), ...settings].join(' ');
}
