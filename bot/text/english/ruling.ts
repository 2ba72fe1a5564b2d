import type { Sentences, Writer } from '#shared/text/message.ts';

/** What the studio's page says of the rules of servers: moderation and settings. A browser loads it when it is wanted. */
export const RULING = {
  'ruling.no-server': 'Cannot open this: there is no such server here, or it is not yours to look after',
  'ruling.no-channel': 'Cannot set this: there is no such channel in this server',

  'ruling.this-studio': 'This studio',
  'ruling.closed': ({ count }: { count: number }) =>
    count === 1
      ? 'One server on Discord is not looked after here. Who manages it can allow that: /settings set studio on.'
      : `${count} servers on Discord are not looked after here. Who manages one can allow that: /settings set studio on.`,
  'ruling.channel': 'Channel',
  'ruling.show-about': 'The bot shows the whole sheet in this channel, with its words.',
  'ruling.show-there': 'Show it there',
  'ruling.shown-there': ({ channel }: { channel: string }) => `It is in ${channel} now.`,
  'ruling.no-webp': 'This browser cannot make the file that Discord takes',
  'ruling.channel-gone': 'There is no such channel here any more',
  'ruling.put-back': 'Put it back',

  'ruling.waiting': ({ count }: { count: number }) => (count === 0 ? 'To look at' : `To look at, ${count}`),
  'ruling.nothing-waits': 'Nothing waits for a moderator.',
  'ruling.held': 'Nobody sees it yet.',
  'ruling.seen-by-all': 'Everybody sees it.',
  'ruling.refused': 'Nobody sees it any more.',
  'ruling.nothing': 'Nothing came of it.',
  'ruling.reports': ({ count }: { count: number }) => `Reported by ${count}.`,
  'ruling.release': 'Show it',
  'ruling.refuse': 'Do not show it',
  'ruling.by': ({ name, when }: { name: string; when: string }) => `${name}, ${when}`,
  'ruling.picture': ({ index, count, prompt }: { index: number; count: number; prompt: string }) =>
    `Picture ${index} of ${count}: ${prompt}`,
  'ruling.no-picture': 'There is no picture to look at here.',
  'ruling.now-shown': ({ prompt }: { prompt: string }) => `Everybody sees it now: ${prompt}`,
  'ruling.now-refused': ({ prompt }: { prompt: string }) => `Nobody sees it any more: ${prompt}`,

  'ruling.recent': 'What a member drew last',
  'ruling.member': 'Member',
  'ruling.choose-member': 'Choose somebody',
  'ruling.drew': ({ name, count }: { name: string; count: number }) => `${name}, ${count}`,
  'ruling.nobody-drew': 'Nobody has drawn here yet.',

  'ruling.bans': 'Who may not draw',
  'ruling.nobody-banned': 'Everybody may draw.',
  'ruling.until': ({ date }: { date: string }) => `until ${date}`,
  'ruling.for-good': 'for good',
  'ruling.somebody-else': 'Somebody else, by their id',
  'ruling.id': 'Their id',
  'ruling.reason': 'Reason, which the member reads',
  'ruling.for': 'For how long',
  'ruling.days': ({ count }: { count: number }) => `${count} ${count === 1 ? 'day' : 'days'}`,
  'ruling.ban': 'Draw nothing for them',
  'ruling.unban': 'Let them draw',
  'ruling.banned': ({ name }: { name: string }) => `Nothing is drawn for ${name} now.`,
  'ruling.unbanned': ({ name }: { name: string }) => `${name} may draw again.`,

  'ruling.words': 'Words that are not drawn',
  'ruling.every-word': 'Every word may be drawn.',
  'ruling.words-how': 'Whole words count, whatever is put between their letters; * is any letters, ? is one.',
  'ruling.new-words': 'Words in a row',
  'ruling.except-adults': 'Allow them in age-restricted channels',
  'ruling.look-first': 'Draw them, and look at the pictures first',
  'ruling.add-words': 'Keep this rule',
  'ruling.allow-words': 'Allow',
  'ruling.tag-adults': 'except age-restricted',
  'ruling.tag-look': 'looked at first',
  'ruling.words-added': ({ pattern }: { pattern: string }) => `There is a rule about “${pattern}” now.`,
  'ruling.words-gone': ({ pattern }: { pattern: string }) => `“${pattern}” may be drawn again.`,

  'ruling.log': 'What was changed',
  'ruling.no-log': 'Nothing has been changed yet.',
  'ruling.undo': 'Take it back',
  'ruling.undone': 'taken back',
  'ruling.taken-back': ({ what }: { what: string }) => `Taken back: ${what}`,

  'ruling.settings': 'Settings',
  'ruling.where': 'For',
  'ruling.whole-server': 'the whole server',
  'ruling.from-channel': 'said for this channel',
  'ruling.from-server': 'said for the server',
  'ruling.from-usual': 'as usual',
  'ruling.server-only': 'holds for the whole server',
  'ruling.channels-differ': ({ count }: { count: number }) =>
    count === 1 ? 'another in one channel' : `another in ${count} channels`,
  'ruling.back-to': ({ value }: { value: string }) => `Back to ${value}`,
  'ruling.on': 'on',
  'ruling.off': 'off',
  'ruling.none': 'none',
  'ruling.from-to': ({ min, max }: { min: number; max: number }, { number }: Writer) =>
    `${number(min)} to ${number(max)}`,
  'ruling.set': ({ name, value }: { name: string; value: string }) => `${name} is ${value} now.`,
} as const satisfies Sentences;
