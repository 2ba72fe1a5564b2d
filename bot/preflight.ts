// `npm run preflight`: everything that Easel needs and lacks here, in one run, each with what to do.
import { parseArgs } from 'node:util';
import { checkBot } from '#bot/preflight/check-bot.ts';
import { checkDevices } from '#bot/preflight/check-devices.ts';
import { writerOf } from '#bot/text/languages.ts';
import { languageOf } from '#bot/text/locale.ts';
import { localRendererEnvironment } from '#shared/config/child-environment.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { checkNode } from '#shared/preflight/check-machine.ts';
import type { Finding } from '#shared/preflight/finding.ts';
import { message } from '#shared/text/failure.ts';

const USAGE = `npm run preflight [-- --discord | --renderer]

Names everything that stops the bot (✗) or may surprise (!), in the language of LANG. Ends
with 1 where anything stops it.
  --discord   also asks Discord whether it takes the token
  --renderer  looks at what a renderer needs that runs here without a bot
`;

const MARKS = { right: '✓', doubtful: '!', wrong: '✗' } as const;

const { values: asked } = parseArgs({
  options: { discord: { type: 'boolean' }, renderer: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (asked.help) process.stdout.write(USAGE);
else {
  loadEnvFile();
  const { env: environment } = process;
  const found = asked.renderer ? [checkNode(), ...(await lookAlone())] : await lookAtBot();
  print(found, environment.LC_ALL || environment.LC_MESSAGES || environment.LANG);
}

function lookAlone(): Promise<readonly Finding[]> {
  return checkDevices(process.env, { listens: true });
}

function lookAtBot(): Promise<readonly Finding[]> {
  const { env: environment } = process;
  const inherited = localRendererEnvironment(environment);
  return checkBot({
    environment,
    askDiscord: asked.discord === true,
    checkDevices: () => checkDevices(inherited, { listens: false }),
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
