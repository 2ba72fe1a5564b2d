import { Hono } from 'hono';
import type { Cluster } from '#bot/ports/cluster.ts';
import type { PresetStore } from '#bot/ports/presets.ts';
import { SUGGESTIONS } from '#bot/presets/suggestions.ts';
import { promptAt } from '#bot/prompt/prompt-at.ts';
import { readPrompt, readWords } from '#bot/prompt/read-prompt.ts';
import type { StudioFacts, TokenCard } from '#bot/studio/server/api.ts';
import { readBody, readText } from '#bot/studio/server/read-order.ts';
import { chosenStyle } from '#bot/studio/server/visible-styles.ts';

/** Tokens of a window where no renderer has told: every CLIP text encoder reads 77, two of them marks. */
const WINDOW_TOKENS = 75;

/** The page counts before it is known how many steps there will be: as many as a usual picture takes. */
const COUNTED_STEPS = 20;

/** What the page asks about words: how many tokens they are, which ones to begin with. */
export function wordRoutes(options: {
  readonly presets: PresetStore;
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
    const body = await readBody(c.req);
    const words = { prompt: readText(body, 'prompt') ?? '', style: readText(body, 'style') ?? null };
    return c.json(await countTokens(options, words));
  });
  return app;
}

/** Counts what would be encoded: the words inside the style's template, without inline settings. */
async function countTokens(
  { presets, cluster }: { readonly presets: PresetStore; readonly cluster: Cluster },
  { prompt, style }: { readonly prompt: string; readonly style: string | null },
): Promise<TokenCard> {
  const { text, flags } = readPrompt(prompt);
  const { template, model } = await chosenStyle(
    { presets, cluster },
    { style: style ?? flags.style ?? null, model: flags.model ?? null },
  );
  if (!model) return { windows: null, windowTokens: WINDOW_TOKENS };
  const words = readWords(template.split('{prompt}').join(text).trim());
  const windows = await cluster.countTokens(model.name, promptAt(words.script, { steps: COUNTED_STEPS }));
  return { windows, windowTokens: model.windowTokens || WINDOW_TOKENS };
}
