import { type CardAnswer, type CommandGroup, defineCommand, type RunContext } from '#bot/commands/command.ts';
import type { Preferences } from '#bot/ports/preferences.ts';
import { flagWord } from '#bot/prompt/flag-words.ts';
import { readFlags } from '#bot/prompt/flags.ts';
import { foreignSetting } from '#bot/prompt/foreign.ts';
import { permutations } from '#bot/prompt/permutations.ts';
import { spellOut } from '#bot/prompt/preferred.ts';
import { failure, failureOf, say } from '#bot/text/say.ts';
import { preferencesCard } from '#bot/views/preferences-card.ts';
import { cut } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

/** `/prefer`: what goes with every prompt of a member, in every server. */
const PREFER: CommandGroup = { name: 'prefer', description: say('command.prefer') };

/** Characters of a suffix and of what a flag of one's own stands for; flags of one member; characters of a name. */
const TEXT_MAX = 400;
const OPTIONS_MAX = 20;
const NAME_MAX = 20;
const SHOWN_MAX = 40;

/** Words and flags for every prompt. */
export const preferSuffix = defineCommand({
  group: PREFER,
  name: 'suffix',
  description: say('command.prefer.suffix'),
  options: {
    text: {
      kind: 'text',
      description: say('command.prefer.suffix.text'),
      called: say('option.text'),
      charactersMax: TEXT_MAX,
    },
  },
  who: 'everybody',
  answers: 'card',
  run: ({ text = '' }, context) => change(context, ({ options }) => ({ suffix: usable(text, options) })),
});

/** A flag of one's own. */
export const preferOption = defineCommand({
  group: PREFER,
  name: 'option',
  description: say('command.prefer.option'),
  options: {
    name: {
      kind: 'text',
      description: say('command.prefer.option.name'),
      called: say('option.name'),
      required: true,
      charactersMax: NAME_MAX + 2,
    },
    value: {
      kind: 'text',
      description: say('command.prefer.option.value'),
      called: say('option.value'),
      charactersMax: TEXT_MAX,
    },
  },
  who: 'everybody',
  answers: 'card',
  run: ({ name, value = '' }, context) =>
    change(context, ({ options: all }) => {
      const key = ownFlag(name);
      const { [key]: _, ...others } = all;
      const options = value.trim() === '' ? others : { ...others, [key]: usable(value) };
      const given = Object.keys(options).length;
      if (given > OPTIONS_MAX) throw failure('exhausted', 'prefer.options-max', { max: OPTIONS_MAX, given });
      return { options };
    }),
});

/** Other words are asked for before something is drawn again. */
export const preferRemix = defineCommand({
  group: PREFER,
  name: 'remix',
  description: say('command.prefer.remix'),
  options: {
    on: { kind: 'boolean', description: say('command.prefer.remix.on'), called: say('option.on'), required: true },
  },
  who: 'everybody',
  only: 'discord',
  answers: 'card',
  run: ({ on }, context) => change(context, () => ({ remix: on })),
});

/** What a member has said of all this. */
export const preferShow = defineCommand({
  group: PREFER,
  name: 'show',
  description: say('command.prefer.show'),
  options: {},
  who: 'everybody',
  answers: 'card',
  run: (_, context) => change(context, () => null),
});

/** `null`: nothing changes. */
async function change(
  { jobs, place, member, reader }: RunContext,
  changes: (before: Preferences) => Partial<Preferences> | null,
): Promise<CardAnswer> {
  const before = await jobs.preferences.get(place.platform, member.id);
  const changed = changes(before);
  const after = { ...before, ...changed };
  if (changed) await jobs.preferences.put(place.platform, member.id, after);
  return { card: preferencesCard(after, reader), notices: [] };
}

/**
 * What may go with every prompt. How often and how many are decided before a prompt is read, so that they cannot stand
 * here; nor can what every prompt would be told is left out. `own` are flags that stand for something.
 */
function usable(typed: string, own: Preferences['options'] = {}): string {
  const text = typed.replace(/\s+/g, ' ').trim();
  const { flags, problems } = readFlags(spellOut(text, own));
  const isMany = flags.repeat !== undefined || permutations(text, 1).count > 1;
  const wrong = [
    ...(isMany ? [say('prefer.many', { given: cut(text, SHOWN_MAX) })] : []),
    ...problems.map(({ message }) => problemOf(message)),
  ];
  if (wrong.length > 0) throw failureOf('invalid', wrong);
  return text;
}
/** What a prompt would be told was left out is refused here, where it can still be mended. */
function problemOf({ key, values }: Message): Message {
  const { flag, flags, meant, typed, example } = values;
  switch (key) {
    case 'prompt.flag-unknown':
    case 'prompt.flag-misspelt':
      return say('prefer.flag-unknown', { flag: String(flag), meant: String(meant ?? '') });
    case 'prompt.flags-foreign':
      return say('prefer.flag-foreign', { flags: flags as readonly string[] });
    case 'prompt.flag-no-number':
    case 'prompt.flag-no-ratio':
      return say('prefer.flag-value', { typed: String(typed), example: String(example) });
    default:
      return { key, values };
  }
}

function ownFlag(typed: string): string {
  const name = typed.trim().replace(/^--/, '').toLowerCase();
  if (!/^\p{L}[\p{L}\p{N}_-]*$/u.test(name) || name.length > NAME_MAX)
    throw failure('invalid', 'prefer.name', { max: NAME_MAX, given: cut(typed, SHOWN_MAX) });
  const isTaken = flagWord(name) !== undefined || foreignSetting(name) !== undefined || name === 'prompt';
  if (isTaken) throw failure('invalid', 'prefer.name-taken', { name });
  return name;
}
