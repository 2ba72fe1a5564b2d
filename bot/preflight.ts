// `npm run preflight`: everything that Easel needs and lacks here, in one run, each with what to do.
import { parseArgs } from 'node:util';
import { checkBot } from '#bot/preflight/check-bot.ts';
import { checkDevices } from '#bot/preflight/check-devices.ts';
import { writerOf } from '#bot/text/languages.ts';
import { languageOf } from '#bot/text/locale.ts';
import { localRendererEnvironment } from '#shared/config/child-environment.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { checkNode, freeMibOf } from '#shared/preflight/check-machine.ts';
import type { Finding } from '#shared/preflight/finding.ts';
import { message } from '#shared/text/failure.ts';

const USAGE = `npm run preflight [-- --discord | --renderer]

Names everything that stops the bot (✗) or may surprise (!), in the language of LANG. Ends
with 1 where anything stops it.
  --discord   also asks Discord whether it takes the token
  --renderer  looks at what a renderer needs that runs here without a bot
`;

const MARKS = { right: '✓', doubtful: '!', wrong: '✗' } as const;

const asked = readOptions();
if (!asked) process.exitCode = 2;
else if (asked.help) process.stdout.write(USAGE);
else {
  loadEnvFile();
  const { env: environment } = process;
  const found = asked.renderer ? [checkNode(), ...(await lookAlone())] : await lookAtBot(asked.discord === true);
  print(found, environment.LC_ALL || environment.LC_MESSAGES || environment.LANG);
}

/** Null when it was asked for something that there is not; it has said so then. */
function readOptions() {
  const options = { discord: { type: 'boolean' }, renderer: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  try {
    return parseArgs({ options }).values;
  } catch (thrown) {
    const [sentence] = (thrown as Error).message.split('. ');
    process.stderr.write(`easel preflight: ${sentence}\n\n${USAGE}`);
    return null;
  }
}

function lookAlone(): Promise<readonly Finding[]> {
  return checkDevices(process.env, { listens: true });
}

function lookAtBot(askDiscord: boolean): Promise<readonly Finding[]> {
  const { env: environment } = process;
  const inherited = localRendererEnvironment(environment);
  return checkBot({
    environment,
    askDiscord,
    checkDevices: () => checkDevices(inherited, { listens: false }),
    readFreeMib: freeMibOf,
  });
}

function print(found: readonly Finding[], locale: string | undefined): void {
  const { say } = writerOf(languageOf(locale?.split(/[_.@]/)[0]));
  for (const { state, said } of found) process.stdout.write(`${MARKS[state]} ${say(said)}\n`);
  const count = found.filter(({ state }) => state === 'wrong').length;
  const end = count > 0 ? message('preflight.stops', { count }) : message('preflight.clear');
  process.stdout.write(`${say(end)}\n`);
  if (count > 0) process.exitCode = 1;
}
