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
      'shared/config/engine.ts',
      'shared/config/renderer.ts',
      'bot/main.ts',
      'bot/mcp.ts',
      'bot/verify.ts',
      'bot/maintain.ts',
      'bot/move-ledger.ts',
      'bot/preflight.ts',
      'examples/',
      'renderer/main.ts',
      'renderer/preflight.ts',
      'renderer/gpu-install.ts',
      'renderer/render.ts',
      'renderer/animate.ts',
      'renderer/describe.ts',
      'renderer/segment.ts',
      'renderer/train.ts',
      'renderer/restore.ts',
      'renderer/upscale.ts',
      'renderer/preprocess.ts',
      'renderer/cli/models.ts',
      'renderer/engine/process/fork-engine.ts',
      'test/',
    ],
  },
  {
    pattern: /\bnew Failure\(/,
    why: 'a sentence is a key of a catalog: failure() of shared/text/failure.ts',
    allowed: [
      'shared/failure.ts',
      'shared/text/failure.ts',
      'shared/rpc/status.ts',
      // Rebuilds what the child process has said.
      'renderer/engine/process/child-protocol.ts',
      'test/',
    ],
  },
  {
    pattern: /\b(inChannels|timeIds)\b/,
    why: 'ask a trait of the model: nobody else looks at channels and widths',
    allowed: ['renderer/engine/checkpoint/model-traits.ts', 'renderer/engine/graph/'],
  },
  {
    pattern: /\.slice\(0, [^)]*\)\}…/,
    why: 'cut() of shared/text/cut.ts takes no character apart',
    allowed: ['test/'],
  },
  { pattern: /\b(it|test|describe)\.(only|skip)\(/, why: 'run every test', allowed: [] },
];
