import type { Sentences } from '#shared/text/message.ts';

/** Who comes to the studio from elsewhere: the way in, what a visitor may do, and what the operator decides. */
export const ACCESS = {
  'access.unknown': 'Cannot open the studio: it takes a link from whoever runs it, or a login',
  'access.revoked': 'This link was taken back by whoever runs the studio',
  'access.over': 'This link has run out. Whoever runs the studio can give you another one',
  'access.gone': 'Cannot take that back: it does not hold any more',
  'access.full': ({ max }: { max: number }) =>
    `Cannot let anybody else in: at most ${max} links and logins, take some back`,
  'access.level': 'Cannot make a link: it is to look, or to draw',
  'access.too-often': ({ seconds }: { seconds: number }) =>
    `Cannot do so much at once: try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`,
  'access.other-address': ({ host }: { host: string }) =>
    `Cannot open the studio: only the address in EASEL_STUDIO_URL is answered here, given "${host}"`,
  'access.operators-own': 'Cannot change that from here: whoever sits at the studio decides it',
  'access.only-look': 'Cannot change anything with this link: it is for looking',
  'access.only-look-on': 'Cannot draw here: this server lets you look on, and not use /imagine',
  'access.no-canvas': 'Cannot draw together here: that is for the studio inside Discord',
  'access.canvas-news': 'Cannot draw that for the others: it is no line and no picture',
  'access.no-login': 'Cannot log in with Discord: whoever runs this studio has not switched it on',
  'access.login-failed': 'Cannot log in: Discord did not say who you are',
  'access.code-over': 'Cannot let you in: the code that Discord gave has run out or was used. Open the studio again',
  'access.other-instance':
    'Cannot let you in: Discord does not see you in this Activity. Open the studio from its channel',
  'access.not-there': 'Cannot draw for you: Discord does not see you in this server any more',
  'access.discord-away':
    'Cannot ask Discord what you may do here: it does not answer now. Please try again in a moment',
  'access.member-revoked': 'Your access was taken back by whoever runs the studio',
  'access.member-over': 'Your access has run out: open the studio again from Discord',
  'access.looking-on': 'You may look on. This server does not let you use /imagine here.',
  'access.together': ({ names }: { names: string }) => `You draw with ${names}.`,
  'access.left': ({ name }: { name: string }) => `${name} has left.`,

  'access.welcome': 'Easel studio',
  'access.opening': 'Opening the studio',
  'access.how': 'It takes a link from whoever runs this studio.',
  'access.discord': 'Log in with Discord',
  'access.failed': 'Discord did not say who you are. Nothing was changed; you can try again.',
  'access.stranger': 'This studio is for members of its servers on Discord, and you are in none of them.',
  'access.looking': 'You may look. To draw here, ask whoever runs this studio.',
  'access.share': 'Let somebody in',
  'access.share-about': 'A link opens this studio on another device. It can be taken back at any time.',
  'access.for-whom': 'For whom',
  'access.may': 'May',
  'access.may-look': 'look',
  'access.may-draw': 'look and draw',
  'access.for-days': 'For',
  'access.days': ({ count }: { count: number }) => `${count} ${count === 1 ? 'day' : 'days'}`,
  'access.make-link': 'Make a link',
  'access.link': 'The link, shown this once',
  'access.copy': 'Copy',
  'access.copied': 'Copied',
  'access.who': 'Who is let in',
  'access.nobody': 'Nobody yet.',
  'access.until': ({ may, date }: { may: string; date: string }) => `${may}, until ${date}`,
  'access.revoke': 'Take back',
} as const satisfies Sentences;
