import type { Bot } from '#test/chaos/site.ts';

/** What bots have said of jobs in their logs. */
export interface JobLog {
  /** How often one of them said that the job ended. */
  ends(jobId: string): number;
  /** When the attempt began; null = nobody said so. Milliseconds since 1970. */
  begunAt(jobId: string, attempt: number): number | null;
}

const ENDED = '"msg":"job ended"';
const BEGUN = '"msg":"attempt begun"';

/** Reads all that they have printed so far, once. */
export function readJobLog(bots: readonly Bot[]): JobLog {
  const ends = new Map<string, number>();
  const begun = new Map<string, number>();
  for (const line of bots.flatMap((bot) => bot.output().split('\n'))) {
    if (!line.includes(ENDED) && !line.includes(BEGUN)) continue;
    const said = parse(line);
    if (!said) continue;
    if (line.includes(ENDED)) ends.set(said.jobId, (ends.get(said.jobId) ?? 0) + 1);
    else begun.set(`${said.jobId} ${said.attempt}`, said.time);
  }
  return {
    ends: (jobId) => ends.get(jobId) ?? 0,
    begunAt: (jobId, attempt) => begun.get(`${jobId} ${attempt}`) ?? null,
  };
}

/** Null of a line that a bot was killed in. */
function parse(line: string): { readonly jobId: string; readonly attempt?: number; readonly time: number } | null {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
