import { join } from 'node:path';
import { terminalOutput, wakefulClock } from '#renderer/cli/command-line.ts';
import { installCuda, removeCuda, requireCudaMachine } from '#renderer/cli/install-cuda.ts';
import { readOptions } from '#renderer/cli/read-options.ts';
import { runCommand } from '#renderer/cli/run-command.ts';
import { linkerFinds } from '#renderer/engine/runtime/missing-part.ts';
import { cudaFolder, packageFolder } from '#renderer/engine/runtime/ort-files.ts';
import { loadedDriver, thisMachine } from '#renderer/engine/runtime/this-machine.ts';
import { packageIndexClient } from '#renderer/models/wheel/package-index.ts';
import type { WheelSource } from '#renderer/models/wheel/wheel-source.ts';
import { loadEnvFile } from '#shared/config/env-file.ts';
import { readPackageIndexConfig } from '#shared/config/package-index.ts';
import { failure } from '#shared/text/failure.ts';

const USAGE = `npm run gpu:install [-- --provider-only | --remove]

Brings ONNX Runtime's part for CUDA, CUDA 13 and cuDNN 9 from the Python package index (PIP_INDEX_URL), 1.35 GB, and
checks each file. Needs NVIDIA's driver 580 or newer, and nothing else. Stopped and run again it goes on where it was.
  --provider-only  where CUDA 13 and cuDNN 9 are installed already: ONNX Runtime's part alone, 247 MB
  --remove         gives the disk back`;

/** `npm run gpu:install` for a list of wheels. Stopped by Ctrl-C it says what is kept; run again it goes on there. */
export function runGpuInstall(wheels: readonly WheelSource[], own: NodeJS.Process): Promise<void> {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    own.once(name, () => stop.abort(failure('cancelled', 'command.stopped')));
  return runCommand(async () => {
    const flag = { type: 'boolean' } as const;
    const asked = readOptions(own.argv.slice(2), { 'provider-only': flag, remove: flag, help: flag });
    if (asked.help) return USAGE;
    const isProviderOnly = asked['provider-only'] ?? false;
    if (asked.remove && isProviderOnly)
      throw failure('invalid', 'command.unreadable', { problem: '--remove takes no --provider-only' });
    loadEnvFile();
    const [folder, output] = [cudaFolder(), terminalOutput()];
    if (asked.remove) await removeCuda({ folder, output });
    else {
      requireCudaMachine(own);
      const index = packageIndexClient(readPackageIndexConfig(own.env));
      const library = join(packageFolder(), 'libonnxruntime.so.1');
      const here = thisMachine();
      const machine = { driver: loadedDriver(), finds: (name: string) => linkerFinds(name, here) };
      const how = { isProviderOnly, machine, index, clock: wakefulClock(), output, signal: stop.signal };
      await installCuda({ wheels, folder, library, ...how });
    }
    return '';
  });
}
