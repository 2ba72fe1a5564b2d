// What a renderer needs on this machine, looked at in a process of its own by `npm run preflight`, which it tells.
import { existsSync } from 'node:fs';
import { chooseProvider } from '#renderer/engine/runtime/choose-provider.ts';
import { serverAuth } from '#renderer/service/server-auth.ts';
import { type RendererConfig, readRendererConfig } from '#shared/config/renderer.ts';
import { readRendererAuth } from '#shared/config/renderer-auth.ts';
import { Failure } from '#shared/failure.ts';
import { checkFolder, checkPort } from '#shared/preflight/check-machine.ts';
import { doubtful, type Finding, right, wrong } from '#shared/preflight/finding.ts';
import { message } from '#shared/text/failure.ts';

/** Said by whoever runs renderers without a bot on this machine: then they listen where the setting says. */
const listens = process.argv.includes('--listens');

process.send?.(await lookAround(), () => process.exit(0));

async function lookAround(): Promise<readonly Finding[]> {
  try {
    const config = readRendererConfig(process.env);
    const cache = await checkFolder(config.cacheFolder, 'EASEL_CACHE');
    return [await checkDevice(config), cache, checkModels(config), ...(listens ? await checkDoor(config) : [])];
  } catch (thrown) {
    return [wrong(Failure.from(thrown).said)];
  }
}

/** The network of the trial is run: a driver that is there and does not compute is found out, too. */
async function checkDevice({ provider: wish }: RendererConfig): Promise<Finding> {
  try {
    const { provider, reason } = await chooseProvider(wish);
    // On the CPU the sentence says what keeps each GPU from it; that may be how it is meant.
    const state = provider === 'cpu' && wish === 'auto' ? doubtful : right;
    return state(message('preflight.device', { provider, reason }));
  } catch (thrown) {
    return wrong(Failure.from(thrown).said);
  }
}

function checkModels({ modelsFolder: folder }: RendererConfig): Finding {
  return existsSync(folder)
    ? right(message('preflight.models', { folder }))
    : doubtful(message('preflight.no-models', { folder }));
}

async function checkDoor({ listen }: RendererConfig): Promise<readonly Finding[]> {
  const address = listen ?? '127.0.0.1:50551';
  const found: Finding[] = [];
  try {
    serverAuth(address, readRendererAuth(process.env));
  } catch (thrown) {
    found.push(wrong(Failure.from(thrown).said));
  }
  if (address.startsWith('unix:')) return found;
  const at = address.lastIndexOf(':');
  const host = address.slice(0, at).replace(/^\[(.*)\]$/, '$1');
  return [...found, await checkPort(host, Number(address.slice(at + 1)), 'EASEL_LISTEN')];
}
