// `npm run maintain -- RENDERER REASON | RENDERER --end`: tells the bot that runs here, by its studio.
import { parseArgs } from 'node:util';
import { readBotConfig } from '#shared/config/bot.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { Failure } from '#shared/failure.ts';

const USAGE = `npm run maintain -- RENDERER REASON
npm run maintain -- RENDERER --end

Puts a renderer into maintenance, or takes it back. RENDERER is its id: its address, or cpu,
gpu0 … where the bot starts it itself. What it draws is finished, and it is given nothing
until it is taken back, also after a restart. The bot must be running on this machine.
`;

/** Longer than a renderer may take that is told as well. Milliseconds. */
const PATIENCE_MS = 10_000;

const asked = readAsked();
if (!asked) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  try {
    loadEnvFile();
    await tell(asked);
    process.stdout.write(`easel: ${asked.machine} ${asked.reason === '' ? 'taken back' : 'in maintenance'}\n`);
  } catch (thrown) {
    process.stderr.write(`easel: ${thrown instanceof Failure ? thrown.message : (thrown as Error).message}\n`);
    process.exitCode = 1;
  }
}

/** Null when it is not clear what was meant. */
function readAsked(): { readonly machine: string; readonly reason: string } | null {
  try {
    const { values, positionals } = parseArgs({ options: { end: { type: 'boolean' } }, allowPositionals: true });
    const [machine = '', ...words] = positionals;
    const reason = words.join(' ').trim();
    if (machine === '' || (reason === '') !== (values.end === true)) return null;
    return { machine, reason };
  } catch {
    return null;
  }
}

/** Throws what the bot answers where it refuses. */
async function tell(body: { readonly machine: string; readonly reason: string }): Promise<void> {
  const { host, port } = readBotConfig(process.env).studio;
  const answer = await fetch(`http://${host}:${port}/api/machines/maintenance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((thrown) => {
    const why = thrown.cause instanceof Error ? thrown.cause.message : thrown.message;
    throw new Error(`no bot answers at ${host}:${port} (${why}): start it, or set EASEL_STUDIO_PORT as it has it`);
  });
  if (answer.ok) return;
  const { error } = (await answer.json()) as { readonly error?: string };
  throw new Error(error ?? answer.statusText);
}
