import type { Choice } from '#bot/discord/command.ts';
import type { Services } from '#bot/discord/gateway/services.ts';
import { offerOf } from '#bot/presets/offer.ts';
import { PLAIN_STYLE } from '#bot/presets/ready-made.ts';
import type { PresetOffer } from '#bot/presets/valid-preset.ts';
import { type VisiblePreset, visiblePresets } from '#bot/presets/visible-presets.ts';

const CHOICES_MAX = 25;
/** Of a choice's name and of its value. */
const CHOICE_CHARS_MAX = 100;

/** What all renderers together can draw with. */
export function offerIn({ cluster }: Pick<Services, 'cluster'>): PresetOffer {
  const described = cluster.snapshot().flatMap(({ description }) => description ?? []);
  return offerOf(described) ?? { models: [], samplers: [], limits: null };
}

/** The styles that a server can use now. */
export async function stylesOf(
  services: Pick<Services, 'cluster' | 'presets'>,
  serverId: string,
): Promise<readonly VisiblePreset[]> {
  return visiblePresets(await services.presets.list(serverId), offerIn(services));
}

/** The choice that draws the words as they are. */
export const PLAIN_CHOICE = { name: PLAIN_STYLE, description: 'your words and nothing else' } as const;

/**
 * What has the typed text in its name or description, what begins with it first; at most 25, as Discord allows. Names
 * too long for a choice are left out: they can be typed.
 */
export function choicesFor(
  all: readonly { readonly name: string; readonly description?: string }[],
  typed: string,
): readonly Choice[] {
  const words = typed.trim().toLowerCase();
  const matches = all.filter(
    ({ name, description = '' }) =>
      name.length <= CHOICE_CHARS_MAX && `${name} ${description}`.toLowerCase().includes(words),
  );
  const begins = (name: string) => Number(name.toLowerCase().startsWith(words));
  return matches
    .toSorted((a, b) => begins(b.name) - begins(a.name))
    .slice(0, CHOICES_MAX)
    .map(({ name, description }) => ({ name: labelOf(name, description), value: name }));
}

/** Choices for the last of several names that are typed with commas; the ones before are kept. */
export function lastOfList(all: readonly { readonly name: string }[], typed: string): readonly Choice[] {
  const [, before = '', last = ''] = typed.match(/^(.*[,;]\s*)?(.*)$/s) ?? [];
  return choicesFor(all, last)
    .map(({ value }) => ({ name: `${before}${value}`, value: `${before}${value}` }))
    .filter(({ value }) => value.length <= CHOICE_CHARS_MAX);
}

function labelOf(name: string, description: string | undefined): string {
  const label = description ? `${name} – ${description}` : name;
  return label.length > CHOICE_CHARS_MAX ? `${label.slice(0, CHOICE_CHARS_MAX - 1)}…` : label;
}
