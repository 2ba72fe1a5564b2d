import type { ClusterOffer } from '#bot/presets/offer.ts';
import { type TypedPreset, type ValidPreset, validPreset } from '#bot/presets/valid-preset.ts';
import { failureOf, say } from '#bot/text/say.ts';
import { cut } from '#shared/text/cut.ts';

/** Characters of a name that a sentence repeats. */
const SHOWN_MAX = 40;

/** Throws `invalid` with everything that is wrong with it. */
export function checked(typed: TypedPreset, offer: ClusterOffer | null): Extract<ValidPreset, { ok: true }> {
  const valid = validPreset(typed, offer);
  if (!valid.ok) throw failureOf('invalid', valid.problems);
  return valid;
}

/** Everything that is wrong with any of them, each under its style's name. */
export function allChecked(typed: readonly TypedPreset[], offer: ClusterOffer | null) {
  const checkedOnes = typed.map((each) => ({ name: each.name, valid: validPreset(each, offer) }));
  const problems = checkedOnes.flatMap(({ name, valid }) =>
    valid.ok
      ? []
      : valid.problems.map((problem) => say('style-done.import-problem', { name: cut(name, SHOWN_MAX), problem })),
  );
  if (problems.length > 0) throw failureOf('invalid', problems.slice(0, PROBLEMS_SHOWN));
  return checkedOnes.flatMap(({ valid }) => (valid.ok ? [valid] : []));
}

/** More sentences than this about one file help nobody. */
const PROBLEMS_SHOWN = 20;
