import { describe, onTestFinished, vi } from 'vitest';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import { silentLog } from '#shared/log.ts';
import { engineSettings } from '#test/contract/engine.ts';
import { sharedRendererContract } from '#test/contract/shared-renderer.ts';
import { serveDemo } from '#test/renderer/service/real-renderer.ts';

vi.setConfig({ testTimeout: 60_000 });

describe('a real renderer of two bots', () => {
  sharedRendererContract(async () => {
    const renderer = await serveDemo(new ChildEngine(engineSettings(), { log: silentLog }));
    onTestFinished(() => renderer.close());
    return renderer.address;
  });
});
