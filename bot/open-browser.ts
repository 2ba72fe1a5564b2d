import { spawn } from 'node:child_process';
import type { Environment } from '#shared/config/renderer.ts';

/** Where somebody starts the bot. */
export interface StartPlace {
  /** As `process.platform`. */
  readonly platform: string;
  readonly environment: Environment;
  /** Somebody reads what is printed. */
  readonly isTerminal: boolean;
}

/**
 * The program that shows an address to whoever sits here; null where nobody does: in CI, over SSH, without a display,
 * as a service, or when BROWSER is `none`.
 */
export function browserProgram({
  platform,
  environment,
  isTerminal,
}: StartPlace): readonly [string, ...string[]] | null {
  const { CI, SSH_CONNECTION, SSH_TTY, BROWSER, DISPLAY, WAYLAND_DISPLAY } = environment;
  if (!isTerminal || CI || SSH_CONNECTION || SSH_TTY || BROWSER === 'none') return null;
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['cmd', '/c', 'start', ''];
  return DISPLAY || WAYLAND_DISPLAY ? ['xdg-open'] : null;
}

/** Shows the address in a browser of its own, which stays when the bot ends. Where there is none nothing happens. */
export function openBrowser(address: string, place: StartPlace): void {
  const program = browserProgram(place);
  if (!program) return;
  const [command, ...args] = program;
  const child = spawn(command, [...args, address], { detached: true, stdio: 'ignore' });
  child.on('error', () => {}); // the address is printed
  child.unref();
}
