// Brings what a card of NVIDIA's needs beside its driver into a folder of Easel's own: no root, no toolkit.

import { runGpuInstall } from '#renderer/cli/gpu/run-gpu-install.ts';
import { CUDA_WHEELS } from '#renderer/models/wheel/cuda-wheels.ts';

await runGpuInstall(CUDA_WHEELS, process);
