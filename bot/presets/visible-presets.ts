import type { Preset, ReadyMadePreset } from '#bot/domain/preset.ts';
import type { PresetStore } from '#bot/ports/presets.ts';
import type { ClusterOffer } from '#bot/presets/offer.ts';
import { readyMadePresets } from '#bot/presets/ready-made.ts';
import type { Model } from '#shared/contract/messages.ts';
import type { Writer } from '#shared/text/message.ts';

/** A preset that a server can use: its own, or a ready-made one. */
export type VisiblePreset = Preset | ReadyMadePreset;

/** What a server can use, and what it uses where nobody names anything. */
export interface ServerStyles {
  readonly styles: readonly VisiblePreset[];
  /** Null = plain. */
  readonly defaultStyle: string | null;
}

/** The styles of a server as they stand, among what renderers offer; null = none has told. */
export async function serverStyles(
  presets: Pick<PresetStore, 'list' | 'defaultOf' | 'channelDefaultOf'>,
  {
    serverId,
    channelIds = [],
    offer,
  }: {
    readonly serverId: string;
    /** A channel may have chosen for itself, a thread before what it hangs in; left out = what the server chose. */
    readonly channelIds?: readonly string[];
    readonly offer: Pick<ClusterOffer, 'models'> | null;
  },
): Promise<ServerStyles> {
  const [own, ofServer, ...ofChannels] = await Promise.all([
    presets.list(serverId),
    presets.defaultOf(serverId),
    ...channelIds.map((channelId) => presets.channelDefaultOf({ serverId, channelId })),
  ]);
  const said = ofChannels.find((name) => name !== undefined);
  const chosen = said === undefined ? ofServer : said;
  const styles = visiblePresets(own, { models: offer?.models ?? [] });
  return { styles, defaultStyle: defaultStyle(chosen, { presets: styles }) };
}

/** A server's own presets by name, then the ready-made ones that none of its own replaces. */
export function visiblePresets(
  serverPresets: readonly Preset[],
  { models }: { readonly models: readonly Model[] },
): readonly VisiblePreset[] {
  const own = serverPresets.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const taken = new Set(own.map((preset) => preset.name));
  return [...own, ...readyMadePresets(models).filter((preset) => !taken.has(preset.name))];
}

/** The preset of that name, in upper or lower case; undefined when there is none. */
export function presetNamed<P extends { readonly name: string }>(presets: readonly P[], name: string): P | undefined {
  const lower = name.trim().toLowerCase();
  return presets.find((preset) => preset.name === lower);
}

/**
 * The style that is used where a member names none. `chosen` is what the server decided: a name, null for plain,
 * undefined for nothing yet; then it is the first of the fast ready-made presets, if there is one.
 */
export function defaultStyle(
  chosen: string | null | undefined,
  { presets }: { readonly presets: readonly VisiblePreset[] },
): string | null {
  if (chosen !== undefined) return chosen;
  return FIRST_CHOICES.find((name) => presetNamed(presets, name) !== undefined) ?? null;
}

const FIRST_CHOICES: readonly string[] = ['fast', 'storybook'];

/** True for a ready-made preset, which no server owns. */
export function isReadyMade(preset: VisiblePreset): preset is ReadyMadePreset {
  return !('serverId' in preset);
}

/** What a style says about itself: its maker's words, or ours in the reader's language. */
export function styleDescription(preset: VisiblePreset, { say }: Writer): string {
  return isReadyMade(preset) ? say(preset.description) : preset.description;
}
