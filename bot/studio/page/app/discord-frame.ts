import type { Launch } from '#bot/studio/page/app/launch.ts';
import type { EntryCard } from '#bot/studio/server/operator-api.ts';

/** The first of the two things that a message is (Embedded App SDK): what it is for. */
const HANDSHAKE = 0;
const FRAME = 1;

const PATIENCE_MS = 60_000;

/** The application, and Discord's own pages: only what they say is heard. */
type Inside = NonNullable<EntryCard['activity']>;

/**
 * Asks the Discord around this frame who sits there: a handshake, READY, and AUTHORIZE, as the Embedded App SDK does.
 * Gives a code that the studio has exchanged; rejects when the member says no.
 */
export function askForCode({ clientId, origins }: Inside, { frameId }: Launch): Promise<string> {
  const host: Window = window.parent.opener ?? window.parent;
  // In a popout, too, the frame was opened by Discord's own window.
  const origin = origins.find((known) => document.referrer.startsWith(`${known}/`)) ?? '*';
  const nonce = crypto.randomUUID();
  const over = new AbortController();
  const say = (opcode: number, payload: object) => host.postMessage([opcode, payload], origin);
  return new Promise<string>((resolve, reject) => {
    setTimeout(() => reject(new DiscordSilent()), PATIENCE_MS);
    const hear = (event: MessageEvent) => {
      const said = origins.includes(event.origin) ? readFrame(event.data) : null;
      if (said?.evt === 'READY') {
        const args = { client_id: clientId, response_type: 'code', state: nonce, prompt: 'none', scope: SCOPES };
        say(FRAME, { cmd: 'AUTHORIZE', args, nonce });
      } else if (said?.nonce === nonce) {
        if (typeof said.data?.code === 'string' && said.evt !== 'ERROR') resolve(said.data.code);
        else reject(new DiscordSilent());
      }
    };
    window.addEventListener('message', hear, { signal: over.signal });
    say(HANDSHAKE, { v: 1, encoding: 'json', client_id: clientId, frame_id: frameId });
  }).finally(() => over.abort());
}

/** Discord did not say who sits there: it was told not to, or does not answer. */
export class DiscordSilent extends Error {}

const SCOPES = ['identify', 'guilds'];

interface Said {
  readonly evt?: string | null;
  readonly nonce?: string | null;
  readonly data?: { readonly code?: unknown };
}

function readFrame(data: unknown): Said | null {
  if (!Array.isArray(data) || data[0] !== FRAME || typeof data[1] !== 'object') return null;
  return data[1] as Said | null;
}
