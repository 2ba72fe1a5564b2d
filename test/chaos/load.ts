import { setTimeout } from 'node:timers/promises';
import { type Bot, LOOK_EVERY_MS, type Site, until } from '#test/chaos/site.ts';

/** Steps of an ordinary picture, so that a fault meets it in any phase. */
const STEPS = { least: 15, most: 60 };

/** Has a picture drawn; its id, or null where it was not accepted. */
export async function order(bot: Bot | null, prompt: string, steps?: number): Promise<string | null> {
  if (!bot) return null;
  const some = STEPS.least + Math.floor(Math.random() * (STEPS.most - STEPS.least));
  try {
    const answer = await fetch(`${bot.address}/api/commands/imagine`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ input: { prompt, steps: steps ?? some, style: 'plain' } }),
      signal: AbortSignal.timeout(15_000),
    });
    const said = (await answer.json()) as { readonly job?: { readonly id: string } };
    return said.job?.id ?? null;
  } catch {
    return null; // it was killed or frozen meanwhile, and acknowledged nothing
  }
}

/** How long orders may be refused, or not answered. Milliseconds. */
const ACCEPTED_WITHIN_MS = 10_000;

/** Orders until one is accepted; its id, or null when none is in ten seconds. */
export async function orderUntilAccepted(
  site: Site,
  { prompt, steps }: { readonly prompt: string; readonly steps?: number },
): Promise<string | null> {
  let id: string | null = null;
  await until(async () => {
    id = await order(site.bot(), prompt, steps);
    return id !== null;
  }, ACCEPTED_WITHIN_MS);
  return id;
}

/** Orders that somebody was told are accepted, with new ones for those that have ended. */
export interface Load {
  readonly accepted: readonly string[];
  /** No new ones from here on. */
  stop(): Promise<void>;
}

/** Keeps so many jobs of a site open. */
export function keepLoaded(site: Site, open: number): Load {
  const accepted: string[] = [];
  const stopping = new AbortController();
  let count = 0;
  const working = (async () => {
    while (!stopping.signal.aborted) {
      const rows = await site.rows('open').catch(() => null);
      const missing = rows ? open - rows.length : 0;
      const ids = await Promise.all(
        Array.from({ length: Math.max(0, missing) }, () => order(site.bot(), `tree ${count++} by the sea`)),
      );
      accepted.push(...ids.filter((id) => id !== null));
      await setTimeout(LOOK_EVERY_MS * 2);
    }
  })();
  return {
    accepted,
    async stop() {
      stopping.abort();
      await working;
    },
  };
}
