import type { Preset } from '#bot/domain/preset.ts';
import type { PresetVersion } from '#bot/ports/presets.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card, CardField } from '#bot/views/card.ts';
import type { Message, Writer } from '#shared/text/message.ts';
import { plainNode } from '#shared/text/rich.ts';

/** Versions that one card shows. */
const SHOWN_MAX = 12;

/** What a style was after each of its changes, newest first. There is at least one. */
export function versionsCard(versions: readonly PresetVersion[], { language }: Reader): Card {
  const writer = writerOf(language);
  const shown = versions.slice(0, SHOWN_MAX);
  const left = versions.length - shown.length;
  const name = versions.find(({ preset }) => preset)?.preset?.name ?? '';
  return {
    heading: writer.rich(say('style-version.heading', { name })),
    paragraphs: [
      writer.rich(say('style-version.about')),
      ...(left > 0 ? [writer.rich(say('style-version.older', { count: left }))] : []),
    ],
    fields: shown.map((version, at) => versionField(version, { older: versions[at + 1], writer, language })),
  };
}

function versionField(
  { version, at, preset }: PresetVersion,
  { older, writer, language }: { readonly older: PresetVersion | undefined; readonly writer: Writer; language: string },
): CardField {
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  return {
    name: [plainNode(`${version} · ${time.format(at)} UTC`)],
    value: writer.rich(whatChanged(preset, { before: older?.preset, writer })),
  };
}

/** `before`: null = it was not there; undefined = nobody knows. */
function whatChanged(
  preset: Preset | null,
  { before, writer }: { readonly before: Preset | null | undefined; readonly writer: Writer },
): Message {
  if (!preset) return say('style-version.removed');
  if (before === null) return say('style-version.returned');
  if (before === undefined) return say('style-version.first');
  const names = CHANGES.filter(([, keys]) => keys.some((key) => differs(preset[key], before[key])));
  const said = [...new Set(names.map(([name]) => writer.say(say(`option.${name}`))))];
  return said.length === 0 ? say('style-version.same') : say('style-version.changed', { settings: said });
}

function differs(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

/** What can change of a style, by the option that changes it. */
const CHANGES = [
  ['description', ['description']],
  ['template', ['template']],
  ['negative', ['negative']],
  ['model', ['model']],
  ['adapters', ['adapters']],
  ['sampler', ['sampler']],
  ['karras', ['karras']],
  ['spacing', ['spacing']],
  ['steps', ['steps']],
  ['guidance', ['guidance']],
  ['size', ['width', 'height']],
  ['clip-skip', ['clipSkip']],
  ['control', ['control']],
  ['like-strength', ['likeStrength']],
  ['hidden', ['hidden']],
  ['role', ['roles']],
] as const satisfies readonly (readonly [string, readonly (keyof Preset)[]])[];
