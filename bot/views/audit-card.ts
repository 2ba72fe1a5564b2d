import type { AuditEntry, RuleKind, RuleValues } from '#bot/ports/rules.ts';
import { typedValue } from '#bot/settings/setting.ts';
import { settingNamed, settingOf } from '#bot/settings/settings.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card } from '#bot/views/card.ts';
import { oneLine } from '#bot/views/one-line.ts';
import type { Message } from '#shared/text/message.ts';
import { joinRich, plainNode, strong } from '#shared/text/rich.ts';

/** Who changed what, and when; newest first. */
export function auditCard(entries: readonly AuditEntry[], { language }: Reader): Card {
  const { rich } = writerOf(language);
  return {
    heading: rich(say('audit.heading')),
    paragraphs: [rich(say(entries.length === 0 ? 'audit.none' : 'audit.how'))],
    fields: entries.map((entry) => ({
      name: [plainNode(`${entry.id} · ${oneLine(entry.by.name)} · ${minuteOf(entry.at)}`)],
      value: joinRich(
        [
          rich(changeMessage(entry)),
          ...(entry.undone ? [[strong(writerOf(language).say(say('audit.was-undone')))]] : []),
        ],
        ' · ',
      ),
    })),
  };
}

/** One change in words. */
export function changeMessage(entry: AuditEntry): Message {
  const what = ABOUT[entry.kind](entry.key);
  const [before, after] = [entry.before, entry.after].map(
    (value) => value !== null && shown(entry.kind, entry.key, value),
  );
  if (before && after) return say('audit.changed', { what, before, after });
  return after ? say('audit.set', { what, value: after }) : say('audit.taken-away', { what, value: before || '' });
}

/** What a key of each kind of rule means. */
const ABOUT: { readonly [Kind in RuleKind]: (key: string) => Message } = {
  setting(key) {
    const [channelId, name = key] = key.split('/');
    return channelId ? say('audit.channel-setting', { name }) : say('audit.setting', { name });
  },
  'role-limit': () => say('audit.role-limit'),
  ban: () => say('audit.ban'),
  word: (key) => say('audit.word', { pattern: key }),
  report: (id) => say('audit.report', { id }),
  review: (id) => say('audit.review', { id }),
  trained: (name) => say('audit.trained', { name }),
};

/** What was said, in words that are the same in every language. */
const SHOWN: { readonly [Kind in RuleKind]: (value: RuleValues[Kind], key: string) => string } = {
  setting(value, key) {
    const name = settingNamed(key.split('/')[1] ?? '');
    return name ? typedValue(settingOf(name), value) : String(value);
  },
  'role-limit': ({ roleName, limits }) => `${roleName} ${JSON.stringify(limits)}`,
  ban: ({ memberName, until }) => `${memberName}${until === null ? '' : ` – ${minuteOf(until)}`}`,
  word: ({ pattern, exceptAdultPlaces }) => `${pattern}${exceptAdultPlaces ? ' (<18)' : ''}`,
  report: ({ reporterIds }) => String(reporterIds.length),
  review: (decision) => decision,
  trained: ({ kind, model, ownerName, pictures, isPaused }) =>
    `${kind} · ${model} · ${ownerName} · ${pictures}${isPaused ? ' · ⏸' : ''}`,
};

function shown<Kind extends RuleKind>(kind: Kind, key: string, value: RuleValues[Kind]): string {
  return oneLine(SHOWN[kind](value, key));
}

/** In the time of the world, so that it means the same to everybody. */
function minuteOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
