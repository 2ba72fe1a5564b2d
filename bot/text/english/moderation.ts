import type { Sentences, Writer } from '#shared/text/message.ts';
import { code, link, rich } from '#shared/text/rich.ts';

/** What moderators of a server say: words, bans, reports. */
export const MODERATION = {
  'rule.moderators': 'Cannot do this: it takes the permission Manage Messages or Manage Server',
  'setting.adults-only': 'Whether pictures are drawn only where Discord lets none but adults in',
  'setting.adults-only-here':
    'Cannot draw here: this server draws only in channels that Discord marks as age-restricted',
  'review.not-shown': ({ review }: { review: string }) =>
    review === 'held'
      ? 'Cannot show these pictures yet: a moderator of this server looks at them first'
      : 'Cannot show these pictures: a moderator of this server has refused them',
  'setting.hold': 'Whether pictures asked for here wait for a moderator before anybody sees them; see /review',
  'setting.flagged': 'What becomes of pictures that the machine’s own check finds unfit',
  'setting.flagged.withhold': 'nobody gets them',
  'setting.flagged.hold': 'they wait for a moderator; see /review',
  'setting.moderators': 'The channel where moderators are told of reports and of pictures that wait for them',
  'setting.reports-hide': 'From how many reports on a picture is hidden until a moderator has looked; 0 for never',
  'terms.held': 'A moderator of this server looks at it before anybody sees it',
  'panel.review': ({ review }: { review: string }) =>
    review === 'held'
      ? 'Drawn. A moderator of this server looks at it before it is shown'
      : 'Drawn, but a moderator of this server has decided not to show it',
  'menu.recent': 'Recent pictures',
  'menu.report': 'Report',
  'button.release': 'Show it',
  'button.refuse': 'Do not show it',
  'review.reported': ({ isHeld }: { isHeld: boolean }) =>
    isHeld
      ? 'Reported. Nobody sees it until a moderator has looked'
      : 'Reported. A moderator of this server will look at it',
  'review.not-there': 'Cannot report this: there is no picture any more',
  'review.nothing': 'There is nothing to look at: no picture is held or reported',
  'review.why': ({ isHeld, reports }: { isHeld: boolean; reports: number }) =>
    [isHeld ? 'Nobody sees it yet.' : 'Everybody sees it.', ...(reports > 0 ? [`Reported by ${reports}.`] : [])].join(
      ' ',
    ),
  'review.decided': ({ decision, waiting }: { decision: string; waiting: number }) =>
    `${decision === 'released' ? 'Everybody sees it now' : 'Nobody sees it any more'}. ${waiting === 0 ? 'Nothing else waits' : `${waiting} more to look at by /review`}`,
  'review.told': ({ why, reports, url }: { why: string; reports: number; url: string }, { plural }: Writer) =>
    why === 'held'
      ? rich`A picture waits for a moderator: ${link('look at it', url)} and decide by ${code('/review')}`
      : rich`${plural(reports, { one: 'A member has', other: `${reports} members have` })} reported ${link('a picture', url)}; decide by ${code('/review')}`,
  'audit.report': ({ id }: { id: string }) => `reports of ${id}`,
  'audit.review': ({ id }: { id: string }) => `decision about ${id}`,
  'command.review': 'Look at the next picture that is held or reported, and decide',
  'command.words.look-first': 'Draw them, but show the pictures to a moderator first',
  'word.looked-at': 'Looked at by a moderator first',
  'option.look-first': 'look-first',
  'setting.keep-days':
    'For how many days pictures are kept here after they are drawn; 0 for as long as the operator says',
  'privacy.heading': 'What Easel keeps of you',
  'privacy.counts': ({ here, everywhere }: { here: number; everywhere: number }, { plural }: Writer) =>
    `${here} finished ${plural(here, { one: 'picture', other: 'pictures' })} in this place, ${everywhere} in all`,
  'privacy.what': 'What is kept',
  'privacy.what-text':
    'Your words, their settings, your name and number on Discord, the place, and the pictures. Messages of others are not read.',
  'privacy.how-long': 'For how long',
  'privacy.how-long-text': ({
    days,
    leftServerDays,
    binHours,
  }: {
    days: number;
    leftServerDays: number;
    binHours: number;
  }) =>
    `${days === 0 ? 'Until it is deleted' : `${days} ${days === 1 ? 'day' : 'days'} after it was drawn`}. What was deleted can be taken back for ${binHours} hours, then it is gone. When a server takes Easel out, all of that server is deleted ${leftServerDays} days later.`,
  'privacy.who': 'Who sees it',
  'privacy.who-text': ({ isInGallery }: { isInGallery: boolean }) =>
    `Whoever can read the channel where you asked; others cannot show it anywhere else. ${isInGallery ? 'Whoever runs Easel also sees it in a gallery: this server has allowed that.' : 'Whoever runs Easel has the files, but no gallery of them.'}`,
  'privacy.delete': 'How to delete it',
  'privacy.delete-text': rich`❌ under a picture deletes it, ${code('/forget')} all of yours, here or everywhere.`,
  'recent.none': ({ name, count }: { name: string; count: number }) =>
    count === 0
      ? `${name} has drawn nothing here that you can read`
      : `There are only ${count} of ${name} that you can read`,
  'recent.heading': ({ name, count }: { name: string; count: number }) => `The last ${count} of ${name}`,
  'recent.how': rich`${code('/recent')} with a number shows one of them large, with what can be decided about it.`,
  'recent.there': 'open',
  'recent.which': ({ number, count }: { number: number; count: number }) => `Number ${number} of the last ${count}.`,
  'command.privacy': 'What is kept of you, for how long, who sees it, and how to delete it',
  'command.recent': 'Look at what a member drew last',
  'command.recent.member': 'Whose pictures',
  'command.recent.number': '1 is the newest',
  'terms.relaxed': 'Relaxed: it waits for the pictures of others',
  'setting.relax': 'Whether pictures asked for here wait for all that are asked for elsewhere',
  'terms.no-relax': '--relax changes nothing: this server does not let members choose',
  'terms.no-fast': '--fast changes nothing: what is asked for here waits for the pictures of others',
  'terms.no-fast-used-up': '--fast changes nothing: your seconds of the day are used up',
  'setting.choose-pace': 'Which of --relax and --fast members may choose',
  'setting.choose-pace.none': 'neither',
  'setting.choose-pace.relax': '--relax alone',
  'setting.choose-pace.both': 'both',
  'setting.when-used-up': 'What becomes of members whose seconds of the day are used up; see /limits',
  'setting.when-used-up.refuse': 'they draw nothing until tomorrow',
  'setting.when-used-up.relax': 'their pictures wait for all others',
  'input.member': ({ name, given }: { name: string; given: string }) =>
    `Cannot use this ${name}: it must be somebody of this server, given ${given}`,

  'word.refused': ({ pattern }: { pattern: string }) =>
    `Cannot draw this: this server does not want “${pattern}” in words, negative words or a style`,
  'word.refused-elsewhere': ({ pattern }: { pattern: string }) =>
    `Cannot draw this: a server of yours does not want “${pattern}” in words, negative words or a style`,
  'word.unwanted-in-style': ({ name, pattern }: { name: string; pattern: string }) =>
    `Cannot keep the style “${name}”: this server does not want “${pattern}” in a style's name, description or words`,
  'word.unwanted-in-list': ({ name, pattern }: { name: string; pattern: string }) =>
    `Cannot keep the list “${name}”: this server does not want “${pattern}” in a list's name or words`,
  'word.pattern': ({ characters, words, given }: { characters: number; words: number; given: string }) =>
    `Cannot keep this: type up to ${words} words in ${characters} characters, with * for any letters and ? for one, given ${given}`,
  'word.unknown': ({ pattern }: { pattern: string }) => `There is no rule about “${pattern}” here; /words list has all`,
  'word.removed': ({ pattern }: { pattern: string }) => `“${pattern}” may be drawn again`,
  'word.heading': 'Words that are not drawn here',
  'word.none': 'Every word may be drawn.',
  'word.how': 'Whole words count, whatever is put between their letters; * is any letters, ? is one.',
  'word.everywhere': 'Everywhere',
  'word.except-adults': 'Except in age-restricted channels',

  'ban.holds': ({ reason, until }: { reason: string; until: string }) =>
    `Cannot draw for you here${until === '' ? '' : ` before ${until}`}: a moderator of this server has decided so. Reason: ${reason}`,
  'ban.reason': 'Cannot ban without a reason: the member is told it; 1 to 200 characters',
  'ban.yourself': 'Cannot ban you: nobody bans themselves',
  'ban.none-of-them': 'This member is not banned from drawing here',
  'ban.added': ({ name, until }: { name: string; until: string }) =>
    `Nothing is drawn for ${name} here ${until === '' ? 'any more' : `before ${until}`}`,
  'ban.removed': ({ name }: { name: string }) => `Pictures are drawn for ${name} again`,
  'ban.heading': 'Who may not draw here',
  'ban.nobody': 'Everybody may draw.',
  'ban.until': ({ until }: { until: string }) => (until === '' ? 'for good' : `until ${until}`),
  'audit.role-limit': 'limits of a role',
  'audit.ban': 'ban',
  'audit.word': ({ pattern }: { pattern: string }) => `words “${pattern}”`,

  'command.words': 'Words that are not drawn in this server',
  'command.words.add': 'Draw nothing from these words any more, in prompts, negative prompts and styles',
  'command.words.pattern': 'Words in a row; * is any letters, ? is one',
  'command.words.except-adults': 'Allow them in age-restricted channels',
  'command.words.list': 'Show which words are not drawn here',
  'command.words.remove': 'Allow words again',
  'command.ban': 'Who may not draw in this server',
  'command.ban.add': 'Draw nothing for a member any more, for some days or for good',
  'command.ban.member': 'Who',
  'command.ban.reason': 'Why; the member reads it',
  'command.ban.days': 'For how many days; for good when left out',
  'command.ban.list': 'Show who may not draw here, why, and until when',
  'command.ban.remove': 'Let a member draw again',
  'option.words': 'words',
  'option.except-adults': 'except-adults',
  'option.member': 'member',
  'option.reason': 'reason',
  'option.days': 'days',
} as const satisfies Sentences;
