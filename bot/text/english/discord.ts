import type { Message, Sentences, Writer } from '#shared/text/message.ts';
import { code, link, plainNode, rich } from '#shared/text/rich.ts';

/** What only Discord has: forms, limits of messages, logging in. */
export const DISCORD = {
  'activity.no-renderer': 'No renderer is connected; orders wait',
  'activity.idle': ({ models }: { models: readonly string[] }) => ['/imagine draws at once', ...models].join(' · '),
  'activity.busy': ({ drawing, waiting, models }: { drawing: number; waiting: number; models: readonly string[] }) =>
    [`Drawing ${drawing}`, waiting > 0 ? `${waiting} in line` : '', ...models].filter(Boolean).join(' · '),
  'discord.more': ({ count }: { count: number }) => `… and ${count} more`,
  'discord.last-preview': 'The last preview',
  'discord.in-your-thread': ({ url }: { url: string }) => `Your pictures here go into a thread of yours: ${url}`,
  'discord.restarting': 'Easel is restarting; your place is kept',
  'discord.time-here': ({ isPrivate }: { isPrivate: boolean }) =>
    `${isPrivate ? 'You alone see this message, so Discord lets Easel change it' : 'Easel is not a member here, so Discord lets it change this message'}` +
    ' for 15 minutes. What takes longer comes to you as a direct message.',
  'discord.last-words': ({ job }: { job: string }) =>
    rich`Discord does not let Easel change this message any longer. Your place is kept: the picture comes to you as a direct message, and ${code(`/show id:${job}`)} brings it here`,
  'discord.files-refused': ({ isDrawn }: { isDrawn: boolean }) =>
    `Easel may not attach files in this channel, so ${isDrawn ? 'the picture cannot be shown' : 'there is no preview'}. ` +
    'Whoever manages the channel can allow “Attach Files”; then it appears here by itself.',
  'discord.may-not-show': ({ see, attach }: { see: boolean; attach: boolean }) => {
    const does = [...(see ? [] : ['see this channel']), ...(attach ? [] : ['attach files in this channel'])];
    const rights = [...(see ? [] : ['“View Channel”']), ...(attach ? [] : ['“Attach Files”'])];
    return `Cannot draw here: Easel may not ${does.join(' or ')}. Whoever manages it can allow ${rights.join(' and ')}`;
  },
  'discord.pictures-gone': ({ count }: { count: number }) => `${pictures(count)} no longer in the store.`,
  'discord.pictures-too-large': (
    { count, why, withPreview, kept }: { count: number; why: Message; withPreview: boolean; kept: readonly string[] },
    { say }: Writer,
  ) =>
    `${pictures(count)} too large to show here: ${say(why)}.${withPreview ? ' The last preview stands in.' : ''}` +
    (kept.length === 0 ? '' : ` The operator of this bot keeps ${kept.join(', ')}.`),
  'discord.pictures-smaller': ({ count, why }: { count: number; why: Message }, { say }: Writer) =>
    `${pictures(count)} shown smaller than drawn, as no file at full size fits: ${say(why)}. ✉️ and the button send what Discord takes.`,
  'discord.pictures-reduced': (
    { count, format, why }: { count: number; format: string; why: Message },
    { say }: Writer,
  ) => `${pictures(count)} shown at full size as ${format}, as the PNG is too large: ${say(why)}.`,
  'discord.another-bot':
    'Another bot runs with this DISCORD_TOKEN and a ledger of its own, so it answers some of what members ask; one of them must stop',
  'discord.draw-all': ({ count }: { count: number }) => `Draw all ${count}`,
  'discord.many': (
    { orders, pictures, time }: { orders: number; pictures: number; time: Message | null },
    { say }: Writer,
  ) =>
    `Words in braces with commas ask for a picture each: ${orders} prompts, ${pictures} pictures` +
    (time === null ? '' : `, ${say(time)} when nothing else is drawn`),
  'discord.fix': 'Fix it',
  'discord.fix-over': 'Cannot open what you typed: it is kept for 15 minutes. Please use the command again',
  'discord.png-follows': 'Shown quickly at full size; the PNG follows',
  'discord.original': 'PNG',
  'discord.originals-gone': 'Cannot send the PNG: it is not stored any more',
  'discord.original-too-large': ({ file, size, max }: { file: string; size: Message; max: Message }, { say }: Writer) =>
    `The PNG has ${say(size)}, and Discord takes ${say(max)} from here. The operator of this bot keeps it as ${file}.`,
  'discord.mail-from': ({ url }: { url: string }) => [
    link('The picture', url),
    plainNode(' that you asked for with ✉️'),
  ],
  'discord.mail-closed':
    'Cannot send it to you: you take no messages from this server. Allow them in its privacy settings, then press ✉️ again',
  'discord.mail-gone': 'Cannot send it: the picture is not stored any more',
  'discord.mail-later': 'Cannot send it to you now: Discord did not take it. Press ✉️ again in a moment',
  'discord.stars': ({ count, url }: { count: number; url: string }) => [
    plainNode(`⭐ ${count} · `),
    link('to the picture', url),
  ],
  'notify.off': 'not at all',
  'notify.ping': 'by a mention under the picture',
  'notify.message': 'by a message to you',
  'notify.done': ({ how }: { how: string }) =>
    how === 'off'
      ? 'You are told no more when a picture is there'
      : `You are told ${how === 'ping' ? 'by a mention under it' : 'by a message'} when a picture that took longer than a minute is there`,
  'notify.there': ({ isDrawn, url }: { isDrawn: boolean; url: string }) => [
    link(isDrawn ? 'Your picture' : 'What you asked for', url),
    plainNode(isDrawn ? ' is there' : ' did not work'),
  ],
  'discord.size-refused': ({ size }: { size: Message }, { say }: Writer) => `Discord did not take ${say(size)}`,
  'discord.channel-takes': ({ max, largest }: { max: Message; largest: Message }, { say }: Writer) =>
    `this channel takes files up to ${say(max)}, the largest is ${say(largest)}`,
  'discord.message-takes': ({ max }: { max: Message }, { say }: Writer) => `one message takes ${say(max)}`,
  'discord.kibibytes': ({ size }: { size: number }, { number }: Writer) => `${number(size, 1)} KiB`,
  'discord.mebibytes': ({ size }: { size: number }, { number }: Writer) => `${number(size, 1)} MiB`,

  'discord.custom-id': ({ max, given }: { max: number; given: number }) =>
    `Cannot write a button: ${max} characters at most, given ${given}`,

  'discord.login-slow': ({ seconds }: { seconds: number }) =>
    `Cannot log in to Discord: it took longer than ${seconds} s`,
  'discord.token-refused':
    'DISCORD_TOKEN was refused by Discord: copy the bot token again from the Bot page of discord.com/developers',
  'discord.gateway-closed': ({ code }: { code: number }) =>
    `Discord refuses this bot: its gateway closed with code ${code}${CLOSE_REASONS[code] ?? ''}`,
  'discord.unreachable': ({ where }: { where: string }) =>
    `Cannot reach Discord at ${where}: check the connection of this machine`,
  'discord.commands-refused': ({ why, seconds }: { why: string; seconds: number | null }) =>
    seconds === null
      ? `Discord did not take the commands, so it goes on with those that it has: ${why}`
      : `Discord could not take the commands, so they are told again in ${seconds} s: ${why}`,
  'discord.starts-an-hour': ({ max, minutes }: { max: number; minutes: number }) =>
    `Cannot begin another session with Discord: Easel begins ${max} an hour at most, so that the token is not reset; more in ${minutes} min`,
  'discord.starts-used': ({ remaining, minutes }: { remaining: number; minutes: number }) =>
    `Cannot log in to Discord: it allows ${remaining} more starts before it resets the token; more in ${minutes} min`,
  'discord.studio-command': 'Open the studio here, to draw together',
  'discord.opened-studio': ({ name }: { name: string }) => `${name} draws in the studio. Draw along.`,
  'discord.join-studio': 'Draw along',
  'discord.studio-words': 'Bring words along',
  'discord.studio-words-title': 'Words for the studio',
  'discord.not-shown': 'Cannot show it there: Discord did not take it',
  'discord.again': ({ why, seconds }: { why: Message; seconds: number }, { say }: Writer) =>
    `${say(why)}; trying again in ${seconds} s`,

  'styles.plain': 'your words and nothing else',
} as const satisfies Sentences;

function pictures(count: number): string {
  return count === 1 ? '1 picture is' : `${count} pictures are`;
}

/** What an operator can do about a close code of the gateway (Discord's documentation, topics/opcodes-and-status-codes). */
const CLOSE_REASONS: Readonly<Record<number, string>> = {
  4010: ', an invalid shard',
  4011: ': the bot is in too many servers for as many connections as EASEL_DISCORD_SHARDS says',
  4012: ', an API version that it does not know any more: update Easel',
  4013: ', invalid intents: update Easel',
  4014: ', intents that this bot may not have',
};
