import { Hono } from 'hono';
import { IMAGINE_OPTIONS } from '#bot/commands/imagine.ts';
import type { Order } from '#bot/domain/job.ts';
import { settlePrompt } from '#bot/orders/settle.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import { SUGGESTIONS } from '#bot/presets/suggestions.ts';
import type { StudioFacts, TokenCard } from '#bot/studio/server/api.ts';
import { STUDIO_PLACE } from '#bot/studio/server/command-context.ts';
import { readBody } from '#bot/studio/server/read-body.ts';

/** Tokens of a window where no renderer has told: every CLIP text encoder reads 77, two of them marks. */
const WINDOW_TOKENS = 75;

/** What the page asks about words: how many tokens they are, which ones to begin with. */
export function wordRoutes(options: {
  readonly presets: PresetService;
  readonly cluster: Cluster;
  readonly discord?: { readonly connected: boolean };
}): Hono {
  const app = new Hono();
  app.get('/studio', (c) => {
    const discord = options.discord ? (options.discord.connected ? 'connected' : 'connecting') : 'none';
    const facts: StudioFacts = { discord, suggestions: SUGGESTIONS };
    return c.json(facts);
  });
  app.post('/tokens', async (c) => {
    const order = await readBody(c.req, WORDS);
    return c.json(await countTokens(options, order));
  });
  return app;
}

/** What decides which words are encoded; there may be none yet. */
const WORDS = {
  prompt: { ...IMAGINE_OPTIONS.prompt, charactersMax: 20_000 },
  style: IMAGINE_OPTIONS.style,
  steps: IMAGINE_OPTIONS.steps,
} as const;

/** Counts what would be encoded: the words as they would be drawn, by the same rules. */
async function countTokens(
  { presets, cluster }: { readonly presets: PresetService; readonly cluster: Cluster },
  order: Order,
): Promise<TokenCard> {
  const [offer, { styles, defaultStyle }] = await Promise.all([presets.offer(), presets.styles(STUDIO_PLACE.serverId)]);
  const settled = offer && settlePrompt({ order, ...offer, presets: styles, defaultStyle });
  if (!settled) return { windows: null, windowTokens: WINDOW_TOKENS };
  const { model, prompt } = settled;
  const windows = await cluster.countTokens(model.name, prompt.prompt);
  return { windows, windowTokens: model.windowTokens || WINDOW_TOKENS };
}
