import type { RichText } from '#shared/text/rich.ts';

/** What a button or reaction asks for. The job's id, and which of its pictures, is all that travels with it. */
export type PanelAction =
  | 'reroll'
  | 'nextSeed'
  | 'vary'
  | 'region'
  | 'parts'
  | 'part'
  | 'variation'
  | 'upscale'
  | 'restore'
  | 'animate'
  | 'draw'
  | 'edit'
  | 'info'
  | 'hires'
  | 'finish'
  | 'publish'
  | 'report'
  | 'release'
  | 'refuse'
  | 'cancel'
  | 'delete'
  | 'undelete';

export interface PanelButton {
  readonly action: PanelAction;
  /** Index of the picture, or of the suggestion, that it is about; left out where it is about all of them, or there is one. */
  readonly picture?: number;
  readonly label: string;
  /** Empty where the label says all. */
  readonly emoji: string;
  readonly tone: 'primary' | 'secondary' | 'danger';
  /** It begins a row of its own. */
  readonly startsRow?: true;
}

/** What is seldom wanted, in a list to choose from. */
export interface PanelMenu {
  readonly label: string;
  readonly choices: readonly { readonly action: PanelAction; readonly label: string }[];
}

/** Stands for the picture that a job has found things in, with the things numbered, among stored files. */
export const NUMBERED_PARTS = 'parts';

/** A picture to show: the preview's bytes, or a stored file by name. */
export type PanelPicture =
  | { readonly kind: 'preview'; readonly data: Uint8Array; readonly mime: string; readonly alt: string }
  | { readonly kind: 'stored'; readonly file: string; readonly alt: string };

/** A message about one job in its reader's language, free of any platform's markup. */
export interface Panel {
  readonly tone: 'waiting' | 'working' | 'done' | 'stopped' | 'failed';
  /** One line: the prompt and whose it is. */
  readonly heading: RichText;
  /** Where the job stands, in one line ("Third in line · about 8 s"). */
  readonly status: RichText;
  /** 0–1 while it is drawn; null = no bar. */
  readonly fraction: number | null;
  readonly pictures: readonly PanelPicture[];
  /** Notices and prompt problems, each a short paragraph, at times with the stretch of the prompt it is about. */
  readonly notices: readonly RichText[];
  /** Settings that make the picture again ("4 steps · guidance 1 · 512×512 · seed 7 · style storybook"). */
  readonly footer: RichText;
  readonly buttons: readonly PanelButton[];
  /** Null = there is nothing more. */
  readonly menu: PanelMenu | null;
}
