// Keeps a renderer's models, from the command line. Renderers never download: they use what this has put there.
import { fileURLToPath } from 'node:url';
import { addModel } from '#renderer/models/command/add-model.ts';
import { MODELS_USAGE, type ModelsCommand, readModelsCommand } from '#renderer/models/command/arguments.ts';
import { listModels } from '#renderer/models/command/list-models.ts';
import { pullModels } from '#renderer/models/command/pull-models.ts';
import { removeModels } from '#renderer/models/command/remove-models.ts';
import { verifyModels } from '#renderer/models/command/verify-models.ts';
import type { Paper, Workshop } from '#renderer/models/command/workshop.ts';
import { createHubDoor } from '#renderer/models/hub/hub-door.ts';
import { systemClock } from '#shared/clock.ts';
import { readRendererConfig } from '#shared/config.ts';
import { readHubConfig } from '#shared/config-hub.ts';
import { Failure } from '#shared/failure.ts';

const DEMO = fileURLToPath(new URL('./demo-model', import.meta.url));
const stop = new AbortController();
// Once: what has come is kept. Twice: at once.
process.once('SIGINT', () => stop.abort(new Failure('cancelled', 'Stopped; what has come is kept')));
process.once('SIGTERM', () => stop.abort(new Failure('cancelled', 'Stopped; what has come is kept')));

try {
  const command = readModelsCommand(process.argv.slice(2));
  if (command) await follow(command, openWorkshop());
  else process.stdout.write(`${MODELS_USAGE}\n`);
} catch (thrown) {
  const failure = Failure.from(thrown);
  const detail = failure.code === 'internal' && failure.cause instanceof Error ? `: ${failure.cause.stack}` : '';
  process.stderr.write(`${failure.message}${detail}\n`);
  // 2: the command line, the list or a file has to change. 1: something else went wrong.
  process.exitCode = ['invalid', 'not-found', 'denied', 'already-exists'].includes(failure.code) ? 2 : 1;
}

function follow(command: ModelsCommand, shop: Workshop): Promise<void> {
  switch (command.verb) {
    case 'list':
      return listModels(shop);
    case 'pull':
      return pullModels(command.names, shop);
    case 'verify':
      return verifyModels(command.names, shop);
    case 'remove':
      return removeModels(command.names, shop);
    case 'add':
      return addModel(command, shop);
  }
}

function openWorkshop(): Workshop {
  const { modelsFolder, lorasFolder, hubFolder } = readRendererConfig(process.env);
  const door = createHubDoor(readHubConfig(process.env));
  const cache = { door, folder: hubFolder, clock: keepAwake(), signal: stop.signal };
  return { modelsFolder, lorasFolder, demoFolder: DEMO, cache, paper: terminal() };
}

/** The machine's clock, but a pause before the next try must not let the process end. */
function keepAwake(): Workshop['cache']['clock'] {
  return {
    now: systemClock.now,
    async sleep(ms, signal) {
      const awake = setInterval(() => {}, 1_000);
      await systemClock.sleep(ms, signal).finally(() => clearInterval(awake));
    },
  };
}

function terminal(): Paper {
  const { isTTY = false } = process.stdout;
  return {
    isTerminal: isTTY,
    // Windows change their size, and some terminals say 0.
    get columns() {
      return process.stdout.columns || 80;
    },
    line: (text) => void process.stdout.write(`${text}\n`),
    passing(text) {
      // Back to the start of the line, and wiped to its end.
      if (isTTY) process.stdout.write(`\r\u001b[K${text ?? ''}`);
    },
  };
}
