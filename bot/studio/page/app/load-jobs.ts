import { server } from '#bot/studio/page/app/server.ts';
import { type PageStore, withCard } from '#bot/studio/page/app/state.ts';

/** Asks for the newest jobs again: at the start, and after a connection was lost. News that came meanwhile is newer. */
export async function loadNewest(store: PageStore): Promise<void> {
  const before = new Set(store.state.jobs);
  const { jobs: asked, next } = await server.jobs(null);
  const news = store.state.jobs.filter((card) => !before.has(card));
  const oldest = asked.at(-1)?.createdAt ?? 0;
  const older = next === null ? [] : store.state.jobs.filter(({ createdAt }) => createdAt < oldest);
  const jobs = [...older, ...news].reduce(withCard, asked);
  store.set({ jobs });
}
