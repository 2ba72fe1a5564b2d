import type { Store } from '#bot/studio/page/app/store.ts';
import type {
  ClusterCard,
  CommandCard,
  JobCard,
  ModelCard,
  PlanCard,
  ReadingCard,
  StudioFacts,
  StyleList,
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
  /** The picture that it starts from; null = words alone. */
  readonly start: DraftStart | null;
  /** The control pictures whose edges, depth, pose … are followed; none or up to four. */
  readonly control: readonly DraftControl[];
  /** Pictures that it shall be like, as a whole or in style. */
  readonly like: DraftLikes;
  /** The job that this draft edits. */
  readonly parentId: string | null;
}

/** A picture to start from. What is marked on it stands in its mask, which a page has one of. */
export interface DraftStart {
  readonly sha256: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Where the page finds it. */
  readonly address: string;
  /** What is drawn round it: shares of its width and height. */
  readonly margins: MarginShares;
  /** How much may change, up to 1; null = as is usual for what is marked. */
  readonly strength: number | null;
}

/** A picture that the studio has taken in. */
export interface GivenCard {
  readonly sha256: string;
  /** Where the page finds it. */
  readonly address: string;
}

/** A control picture, and who reads it how closely; null = as is usual. */
export interface DraftControl extends Partial<GivenCard> {
  /** What it was made of; null = it was given as it is. */
  readonly of: GivenCard | null;
  readonly method: string | null;
  readonly network: string | null;
  readonly weight: number | null;
  /** It acts between these shares of the steps. */
  readonly from: number | null;
  readonly to: number | null;
  /** Pictures count for more than words; the first one says it for all. */
  readonly guess: boolean;
}

/** What is taken of each, and how strongly both act. */
export interface DraftLikes {
  readonly whole: GivenCard | null;
  readonly style: GivenCard | null;
  readonly strength: number | null;
  /** What of the first one; null = everything. */
  readonly take: string | null;
  /** The part of the new picture in which each acts, by its name or white in a mask; null = all of it. */
  readonly wholeArea: string | null;
  readonly styleArea: string | null;
  readonly wholeMask: GivenCard | null;
  readonly styleMask: GivenCard | null;
}

/** No picture stands beside the words. */
export const NO_LIKES: DraftLikes = {
  ...{ whole: null, style: null, strength: null, take: null },
  ...{ wholeArea: null, styleArea: null, wholeMask: null, styleMask: null },
};

export interface MarginShares {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Nothing is drawn round it. */
export const NO_MARGINS: MarginShares = { left: 0, right: 0, top: 0, bottom: 0 };

/** Rooms of the page, by the names in its address. */
export const ROOMS = ['draw', 'gallery', 'compare', 'train', 'moderation', 'server'] as const;

export type Room = (typeof ROOMS)[number];

/** What lies at the side of the easel: a sentence to build, settings, or nothing. */
export type Side = 'builder' | 'settings' | null;

/** SeenPreviews of a job that came to this page, oldest first. */
export type SeenPreviews = ReadonlyMap<string, readonly { readonly step: number; readonly address: string }[]>;

/** Which pictures of the gallery are shown. */
export interface GalleryFilter {
  readonly starred: boolean;
  /** One picture of each sentence stands for the others. */
  readonly grouped: boolean;
  readonly place: 'all' | 'studio' | 'discord';
  /** Only of the last so many days; null = of any time. */
  readonly days: number | null;
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
  /** How the studio reads the draft, and the prompt that it read. */
  readonly reading: (ReadingCard & { readonly prompt: string }) | null;
  /** Why the draft could not be made as it is; forgotten at the next change. */
  readonly refusal: string | null;
  /** What the draft comes to where it asks for several pictures by `{a, b}`; forgotten at the next change. */
  readonly plan: PlanCard | null;
  /** Everything kept, newest first. */
  readonly jobs: readonly JobCard[];
  /** Words that pictures in the gallery must have. */
  readonly sought: string;
  readonly filter: GalleryFilter;
  /** Counts what has changed in the gallery beside the jobs that this page follows. */
  readonly galleryTurn: number;
  /** What is chosen in the gallery, in the order in which that happened. */
  readonly chosen: readonly JobCard[];
  /** Two that are chosen lie over each other. */
  readonly isComparing: boolean;
  /** Jobs that somebody liked. */
  readonly stars: ReadonlySet<string>;
  /** The job on the stage; null = the newest, or what is rendered live. */
  readonly selectedId: string | null;
  /** What was brought to the stage from the gallery, which is none of the newest jobs. */
  readonly looked: JobCard | null;
  /** What was cancelled or deleted on the stage: it stays there, so that nothing else slips under the pointer. */
  readonly gone: JobCard | null;
  /** What is on the easel until there is a picture; null = nothing. */
  readonly first: JobCard | null;
  /** The picture to start from lies on the easel, to be marked. */
  readonly isChanging: boolean;
  /** Only a part of the picture to start from is drawn anew, or what is round it. */
  readonly isPart: boolean;
  readonly room: Room;
  readonly side: Side;
  /** Of the jobs that were drawn last. */
  readonly previews: SeenPreviews;
  readonly isLive: boolean;
  readonly liveCard: JobCard | null;
  /** The newest card of what this page renders to be looked at only, by whatever part of it. */
  readonly tried: JobCard | null;
  /** Milliseconds from the keystroke to its picture, last time. */
  readonly liveMs: number | null;
}

export type PageStore = Store<State>;

/** A page that has just opened. */
export const INITIAL_STATE: State = {
  isConnected: null,
  facts: null,
  commands: [],
  cluster: { renderers: [], offer: null, findsThings: false, methods: [] },
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
    start: null,
    control: [],
    like: NO_LIKES,
    parentId: null,
  },
  reading: null,
  refusal: null,
  plan: null,
  jobs: [],
  sought: '',
  filter: { starred: false, grouped: true, place: 'all', days: null },
  galleryTurn: 0,
  chosen: [],
  isComparing: false,
  stars: new Set(),
  selectedId: null,
  looked: null,
  gone: null,
  first: null,
  isChanging: false,
  isPart: false,
  room: 'draw',
  side: 'builder',
  previews: new Map(),
  isLive: false,
  liveCard: null,
  tried: null,
  liveMs: null,
};

/** Changes some of the draft. */
export function changeDraft(store: PageStore, change: Partial<Draft>): void {
  store.set({ draft: { ...store.state.draft, ...change }, refusal: null, plan: null });
}

/** The draft without its pictures: what can be said about the words alone. */
export function wordsOf(draft: Draft): Draft {
  return { ...draft, start: null, control: [], like: NO_LIKES };
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

/** Jobs whose previews are remembered. */
const REMEMBERED_MAX = 60;

/** Files a preview that has come with a card; those of the oldest job go. */
export function withPreviewOf(previews: SeenPreviews, { id, preview, previewStep }: JobCard): SeenPreviews {
  if (preview === null || previewStep === null) return previews;
  const before = (previews.get(id) ?? []).filter(({ step }) => step < previewStep);
  const others = [...previews].filter(([one]) => one !== id).slice(1 - REMEMBERED_MAX);
  return new Map([...others, [id, [...before, { step: previewStep, address: preview }]]]);
}

/** What the stage shows: the chosen job, else what is live, else what has just gone, else the newest. */
export function onStage(state: State): JobCard | null {
  const { jobs, selectedId, isLive, liveCard, gone, looked } = state;
  const selected = selectedId === null ? undefined : cardOf({ jobs, looked }, selectedId);
  if (selected) return selected;
  return isLive && liveCard ? liveCard : (gone ?? jobs[0] ?? null);
}

/** A job that this page has at hand. */
export function cardOf({ jobs, looked }: Pick<State, 'jobs' | 'looked'>, id: string): JobCard | undefined {
  return jobs.find((card) => card.id === id) ?? (looked?.id === id ? looked : undefined);
}

/** A seed nobody chose. */
export function anySeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}

/** The model that the draft would be drawn with, as far as it is known. */
export function chosenModel({ cluster, reading }: Pick<State, 'cluster' | 'reading'>): ModelCard | null {
  const models = cluster.offer?.models ?? [];
  return models.find(({ name }) => name === reading?.model) ?? (models.length === 1 ? models[0]! : null);
}

/** Whether pictures can stand beside the words, or do already. */
export function takesPictures(state: State): boolean {
  const model = chosenModel(state);
  const { control, like } = state.draft;
  return (
    (model?.controls.length ?? 0) > 0 || (model?.likesPictures ?? false) || control.length > 0 || like !== NO_LIKES
  );
}
