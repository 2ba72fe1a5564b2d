import type { Message, Sentences } from '#shared/text/message.ts';

/** `driver`: its version; null = nobody told. */
type Driver = { driver: string | null };

/** The engine as a whole: what it computes on, and that it is starting, stopping or has died. */
export const ENGINE = {
  'engine.starting': 'The engine is being started',
  'engine.stopping': 'The engine is stopping',
  'engine.not-starting': 'The engine does not start',
  'engine.died': ({ reason }: { reason: string | Message }, { say }) =>
    `The engine died (${say(reason)}). It is being started again`,
  'engine.frozen': ({ seconds }: { seconds: number }) => `it gave no sign of life for ${seconds} s`,
  'engine.hangs': ({ network, seconds }: { network: string; seconds: number }) =>
    `its ${network} did not answer for ${seconds} s`,
  'engine.busy': ({ seconds }: { seconds: number }) => `it was not to be talked to for ${seconds} s`,
  'engine.exit-code': ({ code }: { code: string }) => `exit code ${code}`,

  // Why a device was chosen, and why others were not.
  'device.none': ({ provider, refusals }: { provider: string; refusals: readonly Message[] }, { say }) =>
    `Cannot compute on ${provider}: ${refusals.map(say).join('; ')}`,
  'device.asked-for': 'asked for',
  'device.fastest': ({ provider }: { provider: string }) => `${provider} is the fastest and works`,
  'device.refused': ({ refusals }: { refusals: readonly Message[] }, { say }) => refusals.map(say).join('; '),
  'device.other-weights': (
    { reason, weights, providers }: { reason: Message; weights: string; providers: string },
    { say },
  ) => `${say(reason)}; EASEL_GPU_WEIGHTS=${weights} counts on ${providers} alone`,
  'engine.looks-again': 'it looks whether what was set aside computes again',
  'device.set-aside': ({ reason, minutes }: { reason: Message; minutes: number }, { say }) =>
    `it broke the engine (${say(reason)}) and is tried again in ${minutes} min`,
  'device.sick': ({ provider }: { provider: string }) => `${provider} computes wrongly now. The engine is started anew`,
  'device.refusal': ({ provider, reason }: { provider: string; reason: Message }, { say }) =>
    `${provider}: ${say(reason)}`,
  'device.starting': 'the engine is being started',
  'device.not-installed': ({ library }: { library: string }) => `${library} is not installed`,
  'device.no-cuda': ({ library }: { library: string }) => `${library} is not installed: npm run gpu:install`,
  'device.no-driver': ({ library }: { library: string }) => `NVIDIA's driver is not installed (${library} is missing)`,
  'device.old-driver': ({ driver }: Driver) =>
    `NVIDIA's driver${driver ? ` ${driver}` : ''} is too old for CUDA 13, which needs 580 or newer`,
  'device.other-driver': ({ driver }: Driver) =>
    `NVIDIA's driver${driver ? ` ${driver}` : ''} and its library libcuda.so.1 are not of one version: restart the machine`,
  'device.no-fabric': 'the cards are not ready: nvidia-fabricmanager must run, which cards on an NVSwitch need',
  'device.hidden': 'CUDA sees no card: CUDA_VISIBLE_DEVICES hides it, or this container was given none',
  'device.old-card':
    'its card is too old for CUDA 13, which needs compute capability 7.5 (GTX 16, RTX 20, T4) or newer',
  'device.full': "the card's memory is full: nvidia-smi shows which programs have it",
  'device.unshared': ({ reason }: { reason: Message }, { say }) =>
    `Each graph of a network has its own weights on the device, as they could not be shared: ${say(reason)}`,
  'device.unrecorded': ({ network, reason }: { network: string; reason: Message }, { say }) =>
    `Steps of ${network} are computed without a recording, as it could not be made: ${say(reason)}`,
  'device.no-c-api': ({ reason }: { reason: string }) =>
    'Networks are called by the npm package of ONNX Runtime, which blocks the engine and cannot be stopped in the middle ' +
    `of a step, because its C API is not to be had here (npm install brings it): ${reason}`,
  'device.no-nvidia': 'there is no NVIDIA card here',
  'device.no-gpu': 'there is no GPU device here',
  'device.no-vulkan': 'no GPU here has a Vulkan driver that fits',
  'device.wrong-numbers': 'it computes wrong numbers',
  'device.no-answer': ({ seconds }: { seconds: number }) => `it gave no answer within ${seconds} s`,
  'device.trial-ended': ({ reason }: { reason: string | Message }, { say }) => `a trial ended with ${say(reason)}`,
  'device.problem': ({ problem }: { problem: string }) => problem,
} as const satisfies Sentences;
