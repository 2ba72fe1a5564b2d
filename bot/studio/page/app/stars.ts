import { server } from '#bot/studio/page/app/server.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';

/** Gives these a star, or takes it from them when all have one. */
export async function star(store: PageStore, ids: readonly string[]): Promise<void> {
  const isOn = !ids.every((id) => store.state.stars.has(id));
  const before = store.state.stars;
  const others = [...before].filter((id) => !ids.includes(id));
  store.set({ stars: new Set([...others, ...(isOn ? ids : [])]) });
  const isKept = await attempt(async () => {
    for (const id of ids) await server.star(id, isOn);
  });
  if (!isKept) store.set({ stars: before });
}
