import { printBytes, printSeconds } from '#renderer/cli/models/byte-size.ts';
import type { Output } from '#renderer/cli/models/command-context.ts';
import type { PullPlan, PullProgress } from '#renderer/models/hub/pull.ts';
import type { Clock } from '#shared/clock.ts';

/** Prints how far a pull has come. */
export interface ProgressLines {
  report(progress: PullProgress): void;
  /** Wipes what is not meant to stay. */
  end(): void;
}

/** A bar is drawn anew this often. */
const FRAME_MS = 100;

/** Without a terminal, large files say something at each tenth. */
const TENTHS = 10;

const BAR_CELLS = 24;

/** A bar over all files on a terminal; elsewhere a line for each file, and for each tenth of a large one. */
export function createProgress(plan: PullPlan, { output, clock }: { output: Output; clock: Clock }): ProgressLines {
  return output.isTerminal ? bar(plan, { output, clock }) : plainLines(output);
}

function bar({ files }: PullPlan, { output, clock }: { output: Output; clock: Clock }): ProgressLines {
  const here = new Map(files.map((file) => [file.path, file.here]));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const sum = () => [...here.values()].reduce((all, bytes) => all + bytes, 0);
  const began = clock.now();
  const atFirst = sum();
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    report({ path, here: bytes, size }) {
      here.set(path, bytes);
      const now = clock.now();
      if (now - drawn < FRAME_MS && bytes < size) return;
      drawn = now;
      const done = sum();
      const perSecond = ((done - atFirst) / Math.max(now - began, 1)) * 1000;
      const left = perSecond > 0 && done < total ? `  ${printSeconds((total - done) / perSecond)} left` : '';
      const speed = perSecond > 0 ? `  ${printBytes(perSecond)}/s` : '';
      const numbers = `${percent(done, total)} %  ${printBytes(done)} of ${printBytes(total)}${speed}${left}`;
      output.passing(clipped(`[${cells(done, total)}] ${numbers}  ${path}`, output.columns));
    },
    end: () => output.passing(null),
  };
}

function plainLines(output: Output): ProgressLines {
  const printed = new Map<string, number>();
  return {
    report({ path, here, size }) {
      const tenth = size < LARGE_BYTES && here < size ? 0 : Math.floor((here / Math.max(size, 1)) * TENTHS);
      const full = here >= size ? TENTHS : tenth;
      if (full <= (printed.get(path) ?? 0)) return;
      printed.set(path, full);
      const what = full === TENTHS ? `${printBytes(size)} here` : `${full * TENTHS} % of ${printBytes(size)}`;
      output.line(`  ${path}: ${what}`);
    },
    end: () => {},
  };
}

const LARGE_BYTES = 50_000_000;

function percent(done: number, total: number): number {
  return total === 0 ? 100 : Math.floor((done / total) * 100);
}

function cells(done: number, total: number): string {
  const full = Math.floor((total === 0 ? 1 : done / total) * BAR_CELLS);
  return '█'.repeat(full) + '░'.repeat(BAR_CELLS - full);
}

function clipped(text: string, columns: number): string {
  return text.length < columns ? text : `${text.slice(0, Math.max(columns - 2, 0))}…`;
}
