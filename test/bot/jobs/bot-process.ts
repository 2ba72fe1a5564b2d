import { type ChildProcess, spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { JobState } from '#bot/domain/job.ts';
import type { TrainingAsker } from '#bot/ports/training.ts';

/** What job-service-program.ts says. */
export type Said =
  | { readonly kind: 'open' }
  | { readonly kind: 'accepted'; readonly id: string }
  | {
      readonly kind: 'view';
      readonly id: string;
      readonly state: JobState;
      readonly step: number;
      readonly messageId?: string;
    };

/** What job-service-program.ts trains when it is told: a style from one picture. */
export interface TrainingToStart extends TrainingAsker {
  readonly pictureFile: string;
  readonly name: string;
  readonly steps: number;
  readonly requestKey: string;
}

/** A bot without a platform in a process of its own. `limit` is the shell's word before it starts. */
export function startBot(folder: string, { addresses, limit = '' }: { addresses: readonly string[]; limit?: string }) {
  const args = ['-c', `${limit} exec "$0" "$@"`, process.execPath, join(import.meta.dirname, 'job-service-program.ts')];
  const child = spawn('sh', [...args, folder, ...addresses], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** The first thing of this kind that it says and that is enough. */
export async function until<Kind extends Said['kind']>(
  child: ChildProcess,
  kind: Kind,
  enough: (said: Extract<Said, { kind: Kind }>) => boolean = () => true,
): Promise<Extract<Said, { kind: Kind }>> {
  for await (const [said] of on(child, 'message') as AsyncIterable<[Said]>)
    if (said.kind === kind && enough(said as Extract<Said, { kind: Kind }>))
      return said as Extract<Said, { kind: Kind }>;
  throw new Error('unreachable');
}

/** Kills it with SIGKILL and waits for its end. */
export async function kill(child: ChildProcess) {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Whether a job in this state has ended. */
export const isOver = ({ state }: { state: JobState }) => !['queued', 'rendering'].includes(state.kind);
