import { withFlag } from '#bot/prompt/change-flag.ts';
import type { Flags } from '#bot/prompt/syntax.ts';
import { readOnce } from '#bot/studio/page/app/read-once.ts';
import { changeDraft, type Draft, type PageStore, type State } from '#bot/studio/page/app/state.ts';
import type { StyleCard } from '#bot/studio/server/api.ts';

/** What the controls are set to. Null = the style and the model decide. */
export type Settings = Pick<Draft, 'style' | 'ratio' | 'steps' | 'guidance' | 'seed'> & {
  readonly count: number | null;
};

export type SettingName = keyof Settings;

const NAMES: readonly SettingName[] = ['style', 'ratio', 'steps', 'guidance', 'seed', 'count'];

/** The settings as they will count: what the prompt says goes before what a control says. */
export function settingsOf(draft: Draft): Settings {
  const flags = flagsOf(draft.prompt);
  const said = (name: SettingName) => (isInPrompt(draft, name) ? flagValue(flags, name) : draft[name]);
  return Object.fromEntries(NAMES.map((name) => [name, said(name)])) as unknown as Settings;
}

/** Whether the prompt itself decides this: `--steps 6`. */
export function isInPrompt({ prompt }: Pick<Draft, 'prompt'>, name: SettingName): boolean {
  const flags = flagsOf(prompt);
  if (name === 'ratio') return flags.ratio !== undefined || flags.width !== undefined || flags.height !== undefined;
  return flags[name] !== undefined;
}

/** Sets a control. What the prompt says is changed there, so that one place decides. */
export function changeSetting<Name extends SettingName>(store: PageStore, name: Name, value: Settings[Name]): void {
  const { draft } = store.state;
  if (isInPrompt(draft, name)) {
    const bare = name === 'ratio' ? withFlag(withFlag(draft.prompt, 'width', null), 'height', null) : draft.prompt;
    changeDraft(store, { prompt: withFlag(bare, name, value), [name]: name === 'count' ? 1 : null });
  } else changeDraft(store, { [name]: name === 'count' ? (value ?? 1) : value });
}

/** What a draft's prompt sets, by the rules of the bot. */
export function flagsOf(prompt: string): Flags {
  return readOnce(prompt).flags;
}

/** Whether what is not marked of a picture to start from stays pixel by pixel. */
export function keepsRest(prompt: string): boolean {
  return flagsOf(prompt).keep?.toLowerCase() !== 'off';
}

function flagValue({ ratio, width, height, ...flags }: Flags, name: SettingName): string | number | null {
  if (name !== 'ratio') return flags[name] ?? null;
  if (width !== undefined || height !== undefined) return `${width ?? '…'} × ${height ?? '…'}`;
  return ratio ? `${ratio.width}:${ratio.height}` : null;
}

/** The style that the draft would be made in; null = plain, or one that is not there. */
export function chosenStyle({ draft, styles }: Pick<State, 'draft' | 'styles'>): StyleCard | null {
  const name = (settingsOf(draft).style ?? styles.defaultStyle)?.toLowerCase();
  return styles.styles.find((style) => style.name.toLowerCase() === name) ?? null;
}
