import { describe, expect, it } from 'vitest';
import { RefusedRequests } from '#bot/discord/gateway/refused-requests.ts';

describe('RefusedRequests', () => {
  it('are too many at two thousand in ten minutes, and fewer again as time passes', () => {
    let now = 0;
    const refused = new RefusedRequests({ now: () => now });
    for (let each = 0; each < 1999; each++) {
      now = each * 290;
      refused.count();
    }
    expect(refused.areTooMany).toBe(false);
    refused.count();
    expect(refused.areTooMany).toBe(true);
    now += 60_000;
    expect(refused.areTooMany).toBe(false);
  });

  it('are forgotten after ten minutes', () => {
    let now = 0;
    const refused = new RefusedRequests({ now: () => now });
    for (let each = 0; each < 5000; each++) refused.count();
    expect(refused.areTooMany).toBe(true);
    now = 600_000;
    expect(refused.areTooMany).toBe(false);
  });
});
