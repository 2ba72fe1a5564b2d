import type { ClusterCard } from '#bot/studio/server/api.ts';
import type { RendererCard } from '#bot/studio/server/operator-api.ts';
import type { Bot } from '#test/chaos/site.ts';

const ANSWERED_WITHIN_MS = 3_000;

/** What the board of a bot's studio says of each renderer now, by its id; nothing when it does not answer. */
export async function readRendererStates(bot: Bot | null): Promise<ReadonlyMap<string, RendererCard['state']>> {
  if (!bot) return new Map();
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(ANSWERED_WITHIN_MS)]);
  try {
    const headers = { accept: 'text/event-stream' };
    const answer = await fetch(`${bot.address}/api/events?session=chaos`, { headers, signal });
    if (!answer.ok) throw new Error(`the studio answers ${answer.status}`);
    const { renderers } = await firstCluster(answer.body!);
    return new Map(renderers.map(({ id, state }) => [id, state]));
  } catch {
    return new Map();
  } finally {
    ending.abort();
  }
}

async function firstCluster(body: ReadableStream<Uint8Array>): Promise<ClusterCard> {
  const decoder = new TextDecoder();
  let said = '';
  for await (const piece of body) {
    said += decoder.decode(piece, { stream: true });
    const [, card] = said.match(/^event: cluster\ndata: (.*)\n\n/m) ?? [];
    if (card !== undefined) return JSON.parse(card);
  }
  throw new Error('the stream ended before it told of the cluster');
}
