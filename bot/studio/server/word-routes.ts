import { Hono } from 'hono';
import { IMAGINE_OPTIONS } from '#bot/commands/imagine-options.ts';
import { ratioOf } from '#bot/commands/sizes.ts';
import type { JobService } from '#bot/ports/job-service.ts';
import { SUGGESTIONS } from '#bot/presets/suggestions.ts';
import type { ExplainCard, PlanCard, StudioFacts } from '#bot/studio/server/api.ts';
import { SITTING_HERE } from '#bot/studio/server/command-context.ts';
import { readBody } from '#bot/studio/server/read-body.ts';
import { readerOf } from '#bot/studio/server/reader.ts';
import { type ReadingSources, readDraft } from '#bot/studio/server/reading.ts';
import { type RuledSources, ruledServers } from '#bot/studio/server/ruled-servers.ts';
import { visitorOf } from '#bot/studio/server/visitor.ts';
import { writerOf } from '#bot/text/languages.ts';

/** What words are read with. */
export interface WordSources extends ReadingSources, RuledSources {
  readonly jobs: Pick<JobService, 'explain' | 'plan' | 'rules' | 'enteredServers'>;
  readonly discord?: { readonly connected: boolean };
  /** Whether small pictures are drawn when there is nothing else to do. */
  readonly draws: boolean;
  /** Whether others can be let in from elsewhere. */
  readonly canShare: boolean;
}

/** What the page asks about words: how a draft would be drawn, which ones to begin with. */
export function wordRoutes(options: WordSources): Hono {
  const app = new Hono();
  app.get('/studio', async (c) => {
    const discord = options.discord ? (options.discord.connected ? 'connected' : 'connecting') : 'none';
    const visitor = visitorOf(c);
    const { level: access } = visitor;
    const canShare = access === 'all' && options.canShare;
    const canRule = access === 'all' || (await ruledServers(visitor, options)).length > 0;
    const facts = { discord, suggestions: SUGGESTIONS, sketches: options.draws, access, canShare, canRule } as const;
    return c.json(facts satisfies StudioFacts);
  });
  app.post('/reading', async (c) => {
    const { size, ...said } = await readBody(c.req, DRAFT);
    return c.json(await readDraft(options, { order: { ...said, ...ratioOf(size) }, reader: readerOf(c) }));
  });
  app.post('/explain', async (c) => {
    const { size, ...said } = await readBody(c.req, DRAFT);
    const { rich } = writerOf(readerOf(c).language);
    const { problems, notices, ...explained } = await options.jobs.explain({ ...said, ...ratioOf(size) }, SITTING_HERE);
    const card: ExplainCard = { ...explained, problems: problems.map(rich), notices: notices.map(rich) };
    return c.json(card);
  });
  app.post('/plan', async (c) => {
    const { size, ...said } = await readBody(c.req, DRAFT);
    const { orders, pictures, expectedMs } = await options.jobs.plan({ ...said, ...ratioOf(size) }, SITTING_HERE);
    const card: PlanCard = { prompts: orders.map(({ prompt }) => prompt), pictures, expectedMs };
    return c.json(card);
  });
  return app;
}

/** There may be no words yet, and more than will be taken: then the reading says so. */
const TEXT_CHARS_MAX = 20_000;

const {
  image: _image,
  mask: _mask,
  strength: _strength,
  'margin-left': _left,
  'margin-right': _right,
  'margin-top': _top,
  'margin-bottom': _bottom,
  'image-prompt': _imagePrompt,
  'style-image': _styleImage,
  'like-strength': _likeStrength,
  'control-image': _controlImage,
  'control-image-2': _controlImage2,
  'control-image-3': _controlImage3,
  'control-image-4': _controlImage4,
  control: _control,
  'control-weight': _controlWeight,
  ...WORDS_AND_NUMBERS
} = IMAGINE_OPTIONS;

const DRAFT = {
  ...WORDS_AND_NUMBERS,
  prompt: { ...IMAGINE_OPTIONS.prompt, charactersMax: TEXT_CHARS_MAX },
  negative: { ...IMAGINE_OPTIONS.negative, charactersMax: TEXT_CHARS_MAX },
} as const;
