import { describe, expect, it } from 'vitest';
import { inputOf } from '#bot/studio/page/app/commands.ts';
import { changeSetting, settingsOf } from '#bot/studio/page/app/draft-settings.ts';
import { type Draft, INITIAL_STATE } from '#bot/studio/page/app/state.ts';
import { createStore } from '#bot/studio/page/app/store.ts';

const draft = (change: Partial<Draft>): Draft => ({ ...INITIAL_STATE.draft, ...change });

describe('the settings of a draft', () => {
  it('are what the prompt says, before what a control says', () => {
    const said = draft({ prompt: 'a house --steps 6 --width 512', steps: 20, seed: 7, ratio: '1:1' });
    expect(settingsOf(said)).toMatchObject({ steps: 6, seed: 7, ratio: '512 × …' });
    expect(inputOf(said)).toEqual({ prompt: 'a house --steps 6 --width 512', seed: 7 });
  });

  it('are changed where they are said', () => {
    const store = createStore({ ...INITIAL_STATE, draft: draft({ prompt: 'a house --width 512 --seed 1' }) });
    changeSetting(store, 'ratio', '3:2');
    changeSetting(store, 'seed', null);
    changeSetting(store, 'steps', 8);
    expect(store.state.draft).toMatchObject({ prompt: 'a house --ar 3:2', ratio: null, seed: null, steps: 8 });
  });
});
