import type { World } from '#test/fakes/discord/world/world.ts';

/** How long to wait, in real milliseconds, whatever the fake's clock says. */
export interface WaitOptions {
  readonly timeoutMs?: number;
}

/**
 * Resolves with the first value that `look` finds, looking again after each change of the world (and now and then, for
 * what lies outside it). Rejects after `timeoutMs` (10 s when not given) with a sentence that says what was waited for.
 */
export function until<T>(
  world: World,
  look: () => T | undefined,
  options: WaitOptions & { readonly what: string; readonly seen?: () => string },
): Promise<T> {
  const { timeoutMs = 10_000 } = options;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const seen = options.seen ? `; seen: ${options.seen()}` : '';
      end(() => reject(new Error(`Waited ${timeoutMs} ms in vain for ${options.what}${seen}`)));
    }, timeoutMs);
    const ticks = setInterval(check, 25);
    world.watchers.add(check);
    check();

    function check() {
      try {
        const found = look();
        if (found !== undefined) end(() => resolve(found));
      } catch (error) {
        end(() => reject(error));
      }
    }
    function end(settle: () => void) {
      clearTimeout(timer);
      clearInterval(ticks);
      world.watchers.delete(check);
      settle();
    }
  });
}
