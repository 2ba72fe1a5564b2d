import { type Environment, RENDERER_VARIABLES } from '#shared/config/renderer.ts';

/**
 * What every program of ours that is started by another one may know of its environment: where programs, libraries,
 * caches and drivers are, and the language. Names, one by one: whatever else stands in an environment may be a secret.
 */
const OF_THE_MACHINE: readonly string[] = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'TMPDIR',
  'TEMP',
  'TMP',
  'TZ',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'LD_LIBRARY_PATH',
  'LD_PRELOAD',
  'DYLD_LIBRARY_PATH',
  'XDG_CACHE_HOME',
  'XDG_RUNTIME_DIR',
  'NODE_OPTIONS',
  'NODE_COMPILE_CACHE',
  'NODE_DISABLE_COMPILE_CACHE',
  'NODE_V8_COVERAGE',
  // CUDA and its containers.
  'CUDA_VISIBLE_DEVICES',
  'CUDA_DEVICE_ORDER',
  'CUDA_HOME',
  'CUDA_PATH',
  'CUDA_CACHE_PATH',
  'CUDA_CACHE_MAXSIZE',
  'CUDA_CACHE_DISABLE',
  'CUDA_MODULE_LOADING',
  'CUDA_LAUNCH_BLOCKING',
  'CUDA_MPS_PIPE_DIRECTORY',
  'CUDA_MPS_LOG_DIRECTORY',
  'NVIDIA_VISIBLE_DEVICES',
  'NVIDIA_DRIVER_CAPABILITIES',
  'NVIDIA_TF32_OVERRIDE',
  // Vulkan under WebGPU.
  'VK_DRIVER_FILES',
  'VK_ICD_FILENAMES',
  'VK_LAYER_PATH',
  'VK_LOADER_DEBUG',
  'MESA_VK_DEVICE_SELECT',
  'LP_NUM_THREADS',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  // Threads and memory of native code.
  'OMP_NUM_THREADS',
  'OMP_WAIT_POLICY',
  'MALLOC_ARENA_MAX',
  'MALLOC_CONF',
  // OpenTelemetry.
  'OTEL_RESOURCE_ATTRIBUTES',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
  // Windows.
  'SystemRoot',
  'SYSTEMROOT',
  'windir',
  'Path',
  'PATHEXT',
  'ComSpec',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramData',
  'PROCESSOR_ARCHITECTURE',
  'NUMBER_OF_PROCESSORS',
];

/** What the bot says itself. */
const OF_THE_BOT: readonly string[] = ['EASEL_LISTEN', 'EASEL_NAME'];

/** What an engine is told: how to call ONNX Runtime, and under which folder its parts for a card are. */
const OF_ENGINES: readonly string[] = ['EASEL_RUNTIME', 'EASEL_CACHE', 'EASEL_GPU_FILES'];

/** The environment of an engine that a renderer starts: the machine, what engines are told, and no secret. */
export function engineEnvironment(env: Environment): Readonly<Record<string, string>> {
  return chosen(env, [...OF_THE_MACHINE, ...OF_ENGINES]);
}

/**
 * The environment of a renderer that a bot starts: the machine, and what the operator said about renderers. Where it
 * listens, and what it is called, the bot says.
 */
export function localRendererEnvironment(env: Environment): Readonly<Record<string, string>> {
  const own = RENDERER_VARIABLES.filter((name) => !OF_THE_BOT.includes(name));
  return chosen(env, [...OF_THE_MACHINE, ...own]);
}

function chosen(env: Environment, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
