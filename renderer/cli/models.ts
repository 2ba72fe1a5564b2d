// Keeps a renderer's models, from the command line. Renderers themselves bring ready-made models alone, and have no token.

import { fileURLToPath } from 'node:url';
import { terminalOutput, wakefulClock } from '#renderer/cli/command-line.ts';
import { addModel } from '#renderer/cli/models/add-model.ts';
import { MODELS_USAGE, type ModelsCommand, readModelsCommand } from '#renderer/cli/models/arguments.ts';
import type { CommandContext } from '#renderer/cli/models/command-context.ts';
import { listModels } from '#renderer/cli/models/list-models.ts';
import { pullModels } from '#renderer/cli/models/pull-models.ts';
import { removeModels } from '#renderer/cli/models/remove-models.ts';
import { verifyModels } from '#renderer/cli/models/verify-models.ts';
import { createHubClient } from '#renderer/models/hub/hub-client.ts';
import { releaseClient } from '#renderer/models/release/pull-release.ts';
import { packageIndexClient } from '#renderer/models/wheel/package-index.ts';
import { readCivitaiConfig } from '#shared/config/civitai.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { readHubConfig } from '#shared/config/hub.ts';
import { readPackageIndexConfig } from '#shared/config/package-index.ts';
import { readRendererConfig } from '#shared/config/renderer.ts';
import { Failure } from '#shared/failure.ts';
import { failure } from '#shared/text/failure.ts';

const DEMO = fileURLToPath(new URL('../demo-model', import.meta.url));
const stop = new AbortController();
// Once: what has come is kept. Twice: at once.
process.once('SIGINT', () => stop.abort(failure('cancelled', 'command.stopped')));
process.once('SIGTERM', () => stop.abort(failure('cancelled', 'command.stopped')));

try {
  const command = readModelsCommand(process.argv.slice(2));
  if (command) await follow(command, openCommandContext());
  else process.stdout.write(`${MODELS_USAGE}\n`);
} catch (thrown) {
  const { code, message, cause } = Failure.from(thrown);
  const detail = code === 'internal' && cause instanceof Error ? `: ${cause.stack}` : '';
  process.stderr.write(`${message}${detail}\n`);
  // 2: the command line, the list or a file has to change. 1: something else went wrong.
  process.exitCode = ['invalid', 'not-found', 'denied', 'already-exists'].includes(code) ? 2 : 1;
}

function follow(command: ModelsCommand, context: CommandContext): Promise<void> {
  switch (command.verb) {
    case 'list':
      return listModels(context);
    case 'pull':
      return pullModels(command.names, context);
    case 'verify':
      return verifyModels(command.names, context);
    case 'remove':
      return removeModels(command.names, context);
    case 'add':
      return addModel(command, context);
  }
}

function openCommandContext(): CommandContext {
  loadEnvFile();
  const { modelsFolder, lorasFolder, hubFolder } = readRendererConfig(process.env);
  const client = createHubClient(readHubConfig(process.env));
  const index = packageIndexClient(readPackageIndexConfig(process.env));
  const cache = { client, folder: hubFolder, clock: wakefulClock(), signal: stop.signal };
  const civitai = releaseClient(readCivitaiConfig(process.env));
  const [github, output] = [releaseClient(), terminalOutput()];
  return { modelsFolder, lorasFolder, demoFolder: DEMO, cache, index, github, civitai, output };
}
