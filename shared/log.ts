import pino from 'pino';

/** One line of JSON per event: `log.info({ jobId }, 'job accepted')`. Prompts and tokens never go in. */
export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'> & {
  child(bindings: Record<string, string | number>): Log;
};

/** Names under which a secret could slip into a log object; their values are replaced. */
const SECRET_KEYS = ['token', 'authorization', 'password', 'interactionToken', 'discordToken'];

/** A logger to standard error, so that standard output stays free for results. */
export function createLog(options: { name: string; level: string }): Log {
  const paths = SECRET_KEYS.flatMap((key) => [key, `*.${key}`]);
  return pino({ name: options.name, level: options.level, redact: paths }, pino.destination({ fd: 2, sync: true }));
}

/** Says nothing: for tests. */
export const silentLog: Log = createLog({ name: 'silent', level: 'silent' });
