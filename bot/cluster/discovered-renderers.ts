import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import type { RendererSlot } from '#bot/cluster/renderer-slot.ts';
import { pause } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#shared/log.ts';

/** How often a name is asked for. A headless service of Kubernetes answers for up to 30 s what it has answered before. */
const ASK_EVERY_MS = 10_000;

/** Renderers behind one name; more are not dialled. */
const RENDERERS_MAX = 1_000;

/** A name without any address: all pods of a service are gone, or none has started yet. */
const NOBODY = new Set(['ENOTFOUND', 'ENODATA']);

/** A name as gRPC writes it, `dns:///renderers:50551`. */
const NAME = /^dns:\/\/\/([^:\s/]+):(\d+)$/;

/** Gives the addresses of a host. Rejects with a system error. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export interface DiscoveryOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly resolve?: Resolve | undefined;
  readonly signal: AbortSignal;
  /** All renderers by their ids; those that are found are added, and taken out once they are gone. */
  readonly slots: Map<string, RendererSlot>;
  /** Dials one; `host` is the name that its certificate has. */
  readonly dial: (address: string, host: string) => RendererSlot;
  readonly changed: () => void;
  /** Called once, when the name has been asked for the first time. */
  readonly asked: () => void;
}

/** The name that stands in an entry of EASEL_RENDERERS; null for an address. */
export function nameIn(entry: string): { readonly host: string; readonly port: string } | null {
  const [, host, port] = NAME.exec(entry) ?? [];
  return host && port ? { host, port } : null;
}

/**
 * Keeps a renderer for each address that a name has, until the signal. One that the name no longer has stays while it
 * can be reached: a pod that ends is out of the name before its last renders are done. A name that cannot be asked for
 * changes nothing.
 */
export async function followName(entry: string, options: DiscoveryOptions): Promise<void> {
  const { clock, signal, asked } = options;
  const name = nameIn(entry);
  if (!name) return asked();
  const found = new Set<string>();
  do {
    const named = await addressesOf(name, options);
    if (named && !signal.aborted) await takeOver(named, { ...options, host: name.host, found });
    asked();
  } while (await pause(clock, ASK_EVERY_MS, signal));
}

/** Null when nobody can tell. */
async function addressesOf(
  { host, port }: { readonly host: string; readonly port: string },
  { resolve = byTheSystem, log }: DiscoveryOptions,
): Promise<ReadonlySet<string> | null> {
  try {
    const hosts = await resolve(host);
    if (hosts.length > RENDERERS_MAX) log.warn({ host, found: hosts.length }, 'more renderers than can be dialled');
    const dialled = hosts.slice(0, RENDERERS_MAX);
    return new Set(dialled.map((address) => `${isIPv6(address) ? `[${address}]` : address}:${port}`));
  } catch (thrown) {
    if (NOBODY.has(String((thrown as NodeJS.ErrnoException).code))) return new Set();
    log.warn({ host, err: thrown }, 'the name of renderers could not be asked for');
    return null;
  }
}

/** As the system does it for all programs: /etc/hosts and search domains count. */
const byTheSystem: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/** `found`: what came in by this name and is still there. */
async function takeOver(
  named: ReadonlySet<string>,
  { slots, dial, changed, log, host, found }: DiscoveryOptions & { readonly host: string; readonly found: Set<string> },
): Promise<void> {
  const gone = [...found].filter((address) => !named.has(address) && !slots.get(address)?.snapshot().up);
  const come = [...named].filter((address) => !slots.has(address));
  const left = gone.flatMap((address) => slots.get(address) ?? []);
  for (const address of gone) {
    found.delete(address);
    slots.delete(address);
    log.info({ renderer: address, host }, 'renderer is gone from its name');
  }
  for (const address of come) {
    found.add(address);
    slots.set(address, dial(address, host));
    log.info({ renderer: address, host }, 'renderer found by its name');
  }
  if (gone.length + come.length > 0) changed();
  await Promise.all(left.map((slot) => slot.close()));
}
