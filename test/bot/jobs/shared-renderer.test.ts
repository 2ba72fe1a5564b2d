import { describe } from 'vitest';
import { withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { sharedRendererContract } from '#test/contract/shared-renderer.ts';

describe('a renderer of two bots', () => {
  sharedRendererContract(async () => (await withRenderer({ stepMs: 5, slots: 2 })).address);
});
