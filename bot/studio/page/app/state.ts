import type { Store } from '#bot/studio/page/app/store.ts';
import type {
  ClusterCard,
  CommandCard,
  JobCard,
  StudioFacts,
  StyleCard,
  StyleList,
  TokenCard,
} from '#bot/studio/server/api.ts';

/** What is being written: everything the next picture is made from. Null = let the style and the model decide. */
export interface Draft {
  readonly prompt: string;
  readonly negative: string;
  /** Null = the place's default. */
  readonly style: string | null;
  readonly ratio: string | null;
  readonly steps: number | null;
  readonly guidance: number | null;
  /** Null = another one each time. */
  readonly seed: number | null;
  readonly count: number;
  /** The job that this draft edits. */
  readonly parentId: string | null;
}

/** What the page knows and what the person in front of it chose. */
export interface State {
  /** Null = not tried yet. */
  readonly isConnected: boolean | null;
  readonly facts: StudioFacts | null;
  readonly commands: readonly CommandCard[];
  readonly cluster: ClusterCard;
  readonly styles: StyleList;
  readonly draft: Draft;
  readonly tokens: TokenCard | null;
  /** Everything kept, newest first. */
  readonly jobs: readonly JobCard[];
  /** Where older jobs begin; null = there are none. */
  readonly olderBefore: number | null;
  /** The job on the stage; null = the newest, or what is rendered live. */
  readonly selectedId: string | null;
  readonly isLive: boolean;
  readonly liveCard: JobCard | null;
  /** Milliseconds from the keystroke to its picture, last time. */
  readonly liveMs: number | null;
}

export type PageStore = Store<State>;

/** A page that has just opened. */
export const INITIAL_STATE: State = {
  isConnected: null,
  facts: null,
  commands: [],
  cluster: { renderers: [], offer: null },
  styles: { styles: [], defaultStyle: null },
  draft: {
    prompt: '',
    negative: '',
    style: null,
    ratio: null,
    steps: null,
    guidance: null,
    seed: null,
    count: 1,
    parentId: null,
  },
  tokens: null,
  jobs: [],
  olderBefore: null,
  selectedId: null,
  isLive: false,
  liveCard: null,
  liveMs: null,
};

/** Changes some of the draft. */
export function changeDraft(store: PageStore, change: Partial<Draft>): void {
  store.set({ draft: { ...store.state.draft, ...change } });
}

/** Files a card where it belongs: new ones in front, known ones in their place, deleted and cancelled ones nowhere. */
export function withCard(jobs: readonly JobCard[], card: JobCard): readonly JobCard[] {
  const known = jobs.find(({ id }) => id === card.id);
  if (card.state === 'deleted' || card.state === 'cancelled') return jobs.filter(({ id }) => id !== card.id);
  if (known) return jobs.map((job) => (job.id === card.id ? withPreview(card, job) : job));
  return [...jobs, card].sort((a, b) => b.createdAt - a.createdAt || b.id.localeCompare(a.id));
}

/** A card that brings no newer preview keeps the one that was there, for as long as the job is drawn. */
export function withPreview(card: JobCard, before: JobCard | null): JobCard {
  const isSame = before?.id === card.id && card.state === 'rendering';
  return isSame && card.preview === null ? { ...card, preview: before.preview } : card;
}

/** What the stage shows: the chosen job, else what is live, else the newest. */
export function onStage({ jobs, selectedId, isLive, liveCard }: State): JobCard | null {
  const selected = selectedId === null ? undefined : jobs.find(({ id }) => id === selectedId);
  if (selected) return selected;
  return isLive && liveCard ? liveCard : (jobs[0] ?? null);
}

/** A seed nobody chose. */
export function anySeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}

/** The style that the draft would be made in; null = plain. */
export function chosenStyle({ draft, styles }: State): StyleCard | null {
  const name = draft.style ?? styles.defaultStyle;
  return styles.styles.find((style) => style.name === name) ?? null;
}
