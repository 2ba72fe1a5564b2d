// `npm start`: the bot core, the studio, renderers on this machine, and Discord when there is a token.
import { flushCompileCache } from 'node:module';
import { type Easel, startEasel } from '#bot/easel.ts';
import { openBrowser } from '#bot/open-browser.ts';
import { systemClock } from '#shared/clock.ts';
import { readBotConfig } from '#shared/config/bot.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { Failure } from '#shared/failure.ts';
import { createLog } from '#shared/log.ts';
import { createServiceNotices, type ServiceNotices } from '#shared/systemd-notify.ts';

try {
  loadEnvFile();
  const config = readBotConfig(process.env);
  const log = createLog({ name: 'easel', level: config.logLevel });
  const easel = await startEasel({ config, environment: process.env, clock: systemClock, log, say });
  const notices = createServiceNotices({ environment: process.env, clock: systemClock, log });
  stopOnSignal(easel, notices);
  void notices.ready();
  // For the next start, should this one end by force.
  setImmediate(flushCompileCache);
  const { platform, env: environment } = process;
  // With a token this is a server, and nobody may sit there.
  if (!config.discordToken)
    openBrowser(easel.studioAddress, { platform, environment, isTerminal: process.stdout.isTTY });
  easel.refused.catch(async (thrown) => {
    if (Failure.from(thrown).code === 'cancelled') return;
    await easel.close();
    fail(thrown);
  });
} catch (thrown) {
  fail(thrown);
}

/** Once: in order. Twice: at once. */
function stopOnSignal(easel: Easel, notices: ServiceNotices): void {
  let stopping = false;
  const stop = () => {
    if (stopping) {
      easel.endNow();
      process.exit(130);
    }
    stopping = true;
    say('stopping; press Ctrl-C again to stop at once');
    void notices.stopping();
    easel.close().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function say(line: string): void {
  process.stdout.write(`easel: ${line}\n`);
}

function fail(thrown: unknown): void {
  const failure = Failure.from(thrown);
  process.stderr.write(`easel: ${failure.message}\n`);
  if (failure.code === 'internal' && failure.cause instanceof Error) process.stderr.write(`${failure.cause.stack}\n`);
  process.exit(1);
}
