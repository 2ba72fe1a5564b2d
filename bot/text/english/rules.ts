import type { Message, Sentences, Writer } from '#shared/text/message.ts';
import { code, rich } from '#shared/text/rich.ts';

/** What a server says about itself: its settings, and the log of who changed what. */
export const RULES = {
  'rule.denied': 'Cannot change this: it takes the permission Manage Server',
  'rule.full': ({ max }: { max: number }) =>
    `Cannot keep more of these: a server has ${max} at most. Take one away first`,

  'setting.drawing': 'Whether pictures may be drawn here at all',
  'setting.studio':
    'Whether those who run the bot may look at this server’s pictures in their studio, and moderate it there',
  'setting.drawing-off': 'Cannot draw here: who manages this server has switched drawing off in this place',

  'setting.spoiler': 'Whether pictures are hidden until somebody clicks on them',
  'setting.threads': 'Which pictures go into threads of their channel',
  'setting.threads.none': 'none',
  'setting.threads.batch': 'what is asked for several times at once, under the first picture',
  'setting.threads.member': 'those of each member, into a thread of theirs',
  'setting.votes': 'How many members who react count as much as the owner; 0 = the owner alone',
  'setting.starboard': 'The channel where pictures with stars are shown',
  'setting.invite': ({ number }: { number: number }) =>
    `A reaction that stands under each picture already, so that one click is enough (${number} of 3)`,
  'setting.invite.none': 'none',
  'setting.invite.emoji': ({ emoji }: { emoji: string }) => `${emoji}, as /help explains it`,
  'setting.stars': 'How many ⭐ bring a picture to the starboard',

  'setting.unknown': ({ name, known }: { name: string; known: readonly string[] }, { list }: Writer) =>
    `There is no setting “${name}”; there is ${list(known)}`,
  'setting.not-by-channel': ({ name }: { name: string }) =>
    `Cannot set ${name} for one channel: it holds for the whole server`,
  'setting.not-switch': ({ name, given }: { name: string; given: string }) =>
    `Cannot set ${name}: it is on or off, given ${given}`,
  'setting.not-number': ({ name, min, max, given }: { name: string; min: number; max: number; given: string }) =>
    `Cannot set ${name}: a whole number from ${min} to ${max}, given ${given}`,
  'setting.not-choice': (
    { name, known, given }: { name: string; known: readonly string[]; given: string },
    { list }: Writer,
  ) => `Cannot set ${name}: it is one of ${list(known)}, given ${given}`,
  'setting.not-channel': ({ name, given }: { name: string; given: string }) =>
    `Cannot set ${name}: name a channel with #, or type none, given ${given}`,

  'settings.heading': 'Settings of this server',
  'settings.how': rich`${code('/settings set')} changes one, ${code('/settings reset')} takes it back.`,
  'settings.here': ({ value }: { value: string }) => rich`in this channel ${code(value)}`,
  'settings.server': ({ value }: { value: string }) => rich`in the server ${code(value)}`,
  'settings.elsewhere': ({ count }: { count: number }) =>
    `differs in ${count} other ${count === 1 ? 'channel' : 'channels'}`,
  'settings.default': ({ value }: { value: string }) => rich`usually ${code(value)}`,
  'setting-done.set': ({ name, value, where }: { name: string; value: string; where: string }) =>
    `${name} is ${value} ${where === 'channel' ? 'in this channel' : 'in this server'} now`,
  'setting-done.reset': ({ name, value, where }: { name: string; value: string; where: string }) =>
    where === 'channel'
      ? `${name} follows the server in this channel again: ${value}`
      : `${name} is what it usually is again: ${value}`,

  'audit.heading': 'What was changed here',
  'audit.how': rich`${code('/audit undo')} takes a change back by its number.`,
  'audit.none': 'Nothing has been changed yet.',
  'audit.gone': ({ id }: { id: number }) => `There is no change ${id} here that could be taken back`,
  'audit.changed-since': ({ id }: { id: number }) =>
    `Cannot take change ${id} back: the same thing was changed again since. Take the newer change back first`,
  'audit.undone': ({ id, what }: { id: number; what: Message }, { say }: Writer) =>
    `Change ${id} is taken back: ${say(what)}`,
  'audit.was-undone': 'taken back',
  'audit.set': ({ what, value }: { what: Message; value: string }, { say }: Writer) => `${say(what)}: set to ${value}`,
  'audit.changed': ({ what, before, after }: { what: Message; before: string; after: string }, { say }: Writer) =>
    `${say(what)}: from ${before} to ${after}`,
  'audit.taken-away': ({ what, value }: { what: Message; value: string }, { say }: Writer) =>
    `${say(what)}: ${value}, taken away`,
  'audit.setting': ({ name }: { name: string }) => `setting ${name}`,
  'audit.channel-setting': ({ name }: { name: string }) => `setting ${name} of a channel`,

  'command.settings': 'How Easel behaves in this server',
  'command.settings.show': 'Show the settings of this server and channel',
  'command.settings.set': 'Change a setting of this server, or of this channel',
  'command.settings.set.name': 'Which setting',
  'command.settings.set.value': 'What it shall be',
  'command.settings.where': 'In the whole server when left out',
  'command.settings.reset': 'Give a setting back to what it usually is',
  'command.audit': 'Who changed what in this server',
  'command.audit.list': 'Show who changed settings, limits and rules, and when',
  'command.audit.undo': 'Take a change back',
  'command.audit.undo.number': 'The number of the change',
  'option.value': 'value',
  'option.number': 'number',
} as const satisfies Sentences;
