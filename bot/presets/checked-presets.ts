import type { WordService } from '#bot/ports/server-rules.ts';
import type { ClusterOffer } from '#bot/presets/offer.ts';
import { type TypedPreset, type ValidPreset, validPreset } from '#bot/presets/valid-preset.ts';
import { failureOf, say } from '#bot/text/say.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

/** Characters of a name that a sentence repeats. */
const SHOWN_MAX = 40;

/** What styles of a server are checked against. */
export interface PresetChecks {
  readonly serverId: string;
  readonly offer: ClusterOffer | null;
  readonly words: Pick<WordService, 'broken'>;
}

/** Throws `invalid` with everything that is wrong with it. */
export async function checked(
  typed: TypedPreset,
  { serverId, offer, words }: PresetChecks,
): Promise<Extract<ValidPreset, { ok: true }>> {
  const valid = validPreset(typed, offer);
  const unwanted = await unwantedWords(typed, { serverId, words });
  if (valid.ok && unwanted.length === 0) return valid;
  throw failureOf('invalid', [...(valid.ok ? [] : valid.problems), ...unwanted]);
}

/** Everything that is wrong with any of them, each under its style's name. */
export async function allChecked(typed: readonly TypedPreset[], { serverId, offer, words }: PresetChecks) {
  const checkedOnes = await Promise.all(
    typed.map(async (each) => ({
      name: each.name,
      valid: validPreset(each, offer),
      unwanted: await unwantedWords(each, { serverId, words }),
    })),
  );
  const problems = checkedOnes.flatMap(({ name, valid, unwanted }) =>
    [...(valid.ok ? [] : valid.problems), ...unwanted].map((problem) =>
      say('style-done.import-problem', { name: cut(name, SHOWN_MAX), problem }),
    ),
  );
  if (problems.length > 0) throw failureOf('invalid', problems.slice(0, PROBLEMS_SHOWN));
  return checkedOnes.flatMap(({ valid }) => (valid.ok ? [valid] : []));
}

/** More sentences than this about one file help nobody. */
const PROBLEMS_SHOWN = 20;

/** What of a style is checked for words that its server does not want. */
type StyleTexts = Pick<TypedPreset, 'name' | 'description' | 'template' | 'negative'>;

/**
 * A sentence for each pattern that the server refuses in a style. Its name and description are seen everywhere; what is
 * drawn of it may say what places for adults may.
 */
export async function unwantedWords(
  { name, description, template, negative }: StyleTexts,
  { serverId, words }: Pick<PresetChecks, 'serverId' | 'words'>,
): Promise<readonly Message[]> {
  const shown = { serverId, texts: [name, description ?? ''], isAdultPlace: false };
  const drawn = { serverId, texts: [template ?? '', negative ?? ''], isAdultPlace: true };
  const broken = (await Promise.all([words.broken(shown), words.broken(drawn)])).flat();
  const patterns = new Set(broken.filter(({ isLookedAt }) => !isLookedAt).map(({ pattern }) => pattern));
  return [...patterns].map((pattern) => say('word.unwanted-in-style', { name: cut(name, SHOWN_MAX), pattern }));
}
