import { describe, expect, it } from 'vitest';
import { say } from '#bot/text/say.ts';
import { about, adviceFor, duration } from '#bot/views/text.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';

describe('about()', () => {
  it.each([
    [0, 'about 1 s'],
    [400, 'about 1 s'],
    [8_200, 'about 8 s'],
    [89_000, 'about 89 s'],
    [90_000, 'about 2 min'],
    [3_600_000, 'about 60 min'],
    [7_200_000, 'about 2 h'],
  ])('%i -> %s', (ms, text) => expect(inEnglish(about(ms))).toBe(text));
});

describe('duration()', () => {
  it.each([
    [0, '0.01 s'],
    [140, '0.14 s'],
    [1_240, '1.2 s'],
    [9_960, '10 s'],
    [34_400, '34 s'],
    [125_000, '2 min 5 s'],
  ])('%i -> %s', (ms, text) => expect(inEnglish(duration(ms))).toBe(text));
});

describe('a number in a setting', () => {
  it.each([
    [1, '1'],
    [7.5, '7.5'],
    [1.100000023841858, '1.1'],
    [0.05, '0.05'],
  ])('%d -> %s', (guidance, text) => {
    expect(inEnglish(say('settings.guidance', { guidance }))).toBe(`guidance ${text}`);
  });
});

describe('a place in line', () => {
  it.each([
    [0, 'Next in line'],
    [1, 'Second in line'],
    [9, 'Tenth in line'],
    [10, '11th in line'],
    [20, '21st in line'],
    [111, '112th in line'],
    [121, '122nd in line'],
    [122, '123rd in line'],
  ])('%i ahead: %s', (ahead, text) => expect(inEnglish(say('panel.place', { ahead }))).toBe(text));
});

describe('a number of steps', () => {
  it.each([
    [0, '0 steps'],
    [1, '1 step'],
    [4, '4 steps'],
  ])('%i', (count, text) => expect(inEnglish(say('settings.steps', { count }))).toBe(text));
});

const BUTTONS = { edit: '✏️ Edit', again: '🔁 Try again' };

describe('adviceFor()', () => {
  it('tells to change what cannot be drawn, and to try again what can', () => {
    expect(inEnglish(adviceFor('invalid', BUTTONS))).toBe('Change it with ✏️ Edit.');
    expect(inEnglish(adviceFor('unavailable', BUTTONS))).toBe('Wait a moment, then use 🔁 Try again.');
    expect(adviceFor('denied', BUTTONS)).toBeNull();
  });
});
