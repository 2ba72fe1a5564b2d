import { fileURLToPath } from 'node:url';
import { failure } from '#shared/text/failure.ts';

/** Beside package.json. */
const ENV_FILE = fileURLToPath(new URL('../../.env', import.meta.url));

/**
 * Reads NAME=value lines into this process's environment; what is set there already stays. A file that is not there says
 * nothing. Throws one sentence for one that cannot be read.
 */
export function loadEnvFile(path: string = ENV_FILE): void {
  try {
    process.loadEnvFile(path);
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ENOENT') return;
    throw failure('invalid', 'config.no-env-file', { path }, { cause });
  }
}
