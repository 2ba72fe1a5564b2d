import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Easel, startEasel } from '#bot/easel.ts';
import { failure, failureOf } from '#bot/text/say.ts';
import { systemClock } from '#shared/clock.ts';
import { readBotConfig } from '#shared/config/bot.ts';
import type { Environment } from '#shared/config/renderer.ts';
import { silentLog } from '#shared/log.ts';
import { plainMessage } from '#shared/text/message.ts';
import type { RichText } from '#shared/text/rich.ts';

/** What `/verify` answers in the studio. */
export interface VerifyAnswer {
  readonly heading: RichText;
  readonly fields: readonly { readonly name: RichText; readonly value: RichText }[];
}

/** A bot that says what files are and draws them again: the one that runs here, or one for the time being. */
export interface DrawingAgain {
  /** Throws `unavailable` or the sentence of whoever drew. */
  cardOf(file: Uint8Array): Promise<VerifyAnswer>;
  /** Ends what was started here, and takes its folder away. */
  close(): Promise<void>;
}

/** How long a running studio may take to say that it is there. Milliseconds. */
const THERE_WITHIN_MS = 1_000;

/** Until a renderer that was started here knows its models. Milliseconds. */
const STARTS_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** Of a drawing on a machine without a card. Milliseconds. */
const DRAWN_WITHIN_MS = 5 * 60_000;

/** Nothing is started before the first file wants it. */
export function createDrawingAgain(environment: Environment): DrawingAgain {
  let own: { readonly easel: Easel; readonly folder: string } | null = null;
  let address: Promise<string> | null = null;
  const find = async () => {
    const { host, port } = readBotConfig(environment).studio;
    const running = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
    if (await isThere(running)) return running;
    own = await startOwn(environment);
    return own.easel.studioAddress;
  };
  return {
    async cardOf(file) {
      address ??= find();
      const studio = await address;
      const { sha256 } = await ask<{ sha256: string }>(`${studio}/api/pictures`, file);
      const asked = { input: { image: { sha256 } }, requestKey: randomUUID() };
      return ask<VerifyAnswer>(`${studio}/api/commands/verify`, asked);
    },
    async close() {
      await own?.easel.close();
      if (own) rmSync(own.folder, { recursive: true, force: true });
    },
  };
}

async function isThere(studio: string): Promise<boolean> {
  const signal = AbortSignal.timeout(THERE_WITHIN_MS);
  const answer = await fetch(`${studio}/api/studio`, { signal }).catch(() => null);
  return answer?.headers.get('content-type')?.startsWith('application/json') === true && answer.ok;
}

/** With the machine's models and renderers, and a ledger of its own; no door but the studio's, on any free port. */
async function startOwn(given: Environment): Promise<{ readonly easel: Easel; readonly folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'easel-verify-'));
  const closed = {
    EASEL_API: 'off',
    EASEL_API_LOCAL_KEY: '',
    EASEL_STUDIO_URL: '',
    EASEL_STUDIO_LOGIN: 'off',
    EASEL_ACTIVITY: 'off',
  };
  const alone = { DISCORD_TOKEN: '', EASEL_DATABASE_URL: '', EASEL_OPERATION_LISTEN: '', EASEL_ALERT_CHANNEL: '' };
  const environment = { ...given, ...closed, ...alone, EASEL_DATA: folder, EASEL_STUDIO_PORT: '0' };
  const config = readBotConfig(environment);
  const easel = await startEasel({ config, environment, clock: systemClock, log: silentLog, say: () => {} });
  await untilItDraws(easel.studioAddress);
  return { easel, folder };
}

/** Until a renderer has said what it can do, or long enough: then the answer says what is wrong. */
async function untilItDraws(studio: string): Promise<void> {
  const until = systemClock.now() + STARTS_WITHIN_MS;
  while (systemClock.now() < until) {
    const { windows } = await ask<{ windows?: unknown }>(`${studio}/api/reading`, { prompt: 'a house' });
    if (windows) return;
    await systemClock.sleep(LOOK_EVERY_MS);
  }
}

async function ask<Answer>(address: string, body: Uint8Array | object): Promise<Answer> {
  const isFile = body instanceof Uint8Array;
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': isFile ? 'image/png' : 'application/json' },
    body: isFile ? new Uint8Array(body) : JSON.stringify(body),
    signal: AbortSignal.timeout(DRAWN_WITHIN_MS),
  }).catch((cause) => {
    throw failure('unavailable', 'studio.closing', { cause });
  });
  const answer = (await response.json()) as Answer & { readonly error?: string };
  if (!response.ok) throw failureOf('invalid', [plainMessage(answer.error ?? '')]);
  return answer;
}
