// npm run gpu:install for the wheels of a JSON file, which stands in the environment.

import { readFileSync } from 'node:fs';
import { runGpuInstall } from '#renderer/cli/gpu/run-gpu-install.ts';
import type { WheelSource } from '#renderer/models/wheel/wheel-source.ts';

const wheels = JSON.parse(readFileSync(process.env.WHEELS!, 'utf8')) as readonly WheelSource[];
await runGpuInstall(wheels, process);
