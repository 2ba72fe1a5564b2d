import type { WordRule } from '#bot/ports/rules.ts';
import type { BannedMember } from '#bot/ports/server-rules.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card } from '#bot/views/card.ts';
import { oneLine } from '#bot/views/one-line.ts';
import { code, joinRich, plainNode, rich as richText } from '#shared/text/rich.ts';

/** Things on one card; more would be no message any more. */
const SHOWN_MAX = 40;

/** What a server does not want in the words of its pictures. */
export function wordRulesCard(all: readonly WordRule[], { language }: Reader): Card {
  const { rich } = writerOf(language);
  const named = (rules: readonly WordRule[]) =>
    joinRich(
      rules.slice(0, SHOWN_MAX).map(({ pattern }) => richText`${code(oneLine(pattern))}`),
      ' · ',
    );
  const refused = all.filter(({ isLookedAt }) => !isLookedAt);
  const fields = [
    { name: rich(say('word.everywhere')), rules: refused.filter(({ exceptAdultPlaces }) => !exceptAdultPlaces) },
    { name: rich(say('word.except-adults')), rules: refused.filter(({ exceptAdultPlaces }) => exceptAdultPlaces) },
    { name: rich(say('word.looked-at')), rules: all.filter(({ isLookedAt }) => isLookedAt) },
  ];
  const more = fields.reduce((sum, { rules }) => sum + Math.max(0, rules.length - SHOWN_MAX), 0);
  return {
    heading: rich(say('word.heading')),
    paragraphs: [
      rich(say(all.length === 0 ? 'word.none' : 'word.how')),
      ...(more > 0 ? [rich(say('lists.more', { count: more }))] : []),
    ],
    fields: fields.filter(({ rules }) => rules.length > 0).map(({ name, rules }) => ({ name, value: named(rules) })),
  };
}

/** Who may not draw, why, and until when. */
export function bansCard(all: readonly BannedMember[], { language }: Reader): Card {
  const { rich } = writerOf(language);
  const more = all.length - SHOWN_MAX;
  return {
    heading: rich(say('ban.heading')),
    paragraphs: [
      ...(all.length === 0 ? [rich(say('ban.nobody'))] : []),
      ...(more > 0 ? [rich(say('lists.more', { count: more }))] : []),
    ],
    fields: all.slice(0, SHOWN_MAX).map(({ memberName, reason, until }) => ({
      name: [plainNode(oneLine(memberName))],
      value: joinRich(
        [[plainNode(oneLine(reason))], rich(say('ban.until', { until: until === null ? '' : dayOf(until) }))],
        ' · ',
      ),
    })),
  };
}

/** `2026-03-01`, in the time of the world. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
