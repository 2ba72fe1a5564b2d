/** The bot's picture: an easel with a sunset on it. */
const EASEL = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80"><defs>
<linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#7b5cff"/>
<stop offset="1" stop-color="#2b2363"/></linearGradient>
<linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#2f3c8f"/>
<stop offset=".55" stop-color="#f2788f"/><stop offset="1" stop-color="#ffc46b"/></linearGradient></defs>
<rect width="80" height="80" fill="url(#g)"/>
<g stroke="#f1dcb5" stroke-width="4" stroke-linecap="round"><path d="M40 14v8M27 50l-9 17M53 50l9 17M40 50v14"/>
<path d="M20 51h40"/></g>
<rect x="19" y="20" width="42" height="30" rx="3" fill="#fff"/><rect x="22" y="23" width="36" height="24" fill="url(#s)"/>
<circle cx="40" cy="40" r="6" fill="#fff3c9"/><path d="M22 47v-5q9-6 18-1t18-3v9z" fill="#2c2152"/></svg>`;

const COLOURS = ['#5865f2', '#eb459e', '#3ba55d', '#faa61a', '#ed4245', '#00a8a8', '#9b6dff'];

/** A round picture for a name: the bot's own, or the initial on a colour that the name decides. A data URL. */
export function avatarOf(user: { readonly name: string; readonly bot: boolean }): string {
  return `data:image/svg+xml;base64,${Buffer.from(user.bot ? EASEL : initialPicture(user.name)).toString('base64')}`;
}

/** A colour that a name always has. */
export function colourOf(name: string): string {
  const sum = [...name].reduce((total, character) => total * 31 + character.codePointAt(0)!, 7);
  return COLOURS[sum % COLOURS.length]!;
}

function initialPicture(name: string): string {
  const initial = ([...name][0] ?? '?').toUpperCase().replace(/[<&]/, '?');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80"><rect width="80" height="80" fill="${colourOf(name)}"/>
<text x="40" y="41" font-family="Noto Sans, sans-serif" font-size="38" font-weight="600" fill="#fff"
text-anchor="middle" dominant-baseline="central">${initial}</text></svg>`;
}
