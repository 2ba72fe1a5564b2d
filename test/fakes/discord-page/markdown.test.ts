import { describe, expect, it } from 'vitest';
import { markdown } from '#test/fakes/discord-page/markdown.ts';

const now = Date.UTC(2026, 0, 2, 12);
const seconds = now / 1000;
const id = '123456789012345678';

function rendered(text: string): string {
  return markdown(text, { now, nameOf: (one) => (one === id ? 'Ada' : undefined) }).html;
}

/** What a text of one paragraph becomes inside it. */
function inside(text: string): string {
  return rendered(text).replace(/^<span class="words">([\s\S]*)<\/span>$/, '$1');
}

describe('inside a line', () => {
  it.each([
    ['plain & <b>', 'plain &amp; &lt;b&gt;'],
    ['**bold** and *italic* and _italic_', '<strong>bold</strong> and <em>italic</em> and <em>italic</em>'],
    ['***both***', '<strong><em>both</em></strong>'],
    ['__under__ ~~gone~~', '<u>under</u> <s>gone</s>'],
    ['snake_case_name', 'snake_case_name'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['`a *b*`', '<discord-code>a *b*</discord-code>'],
    ['``a ` b``', '<discord-code>a ` b</discord-code>'],
    ['||secret||', '<discord-spoiler>secret</discord-spoiler>'],
    ['\\*not italic\\*', '*not italic*'],
    ['[site](https://example.org)', '<a href="https://example.org">site</a>'],
    ['see https://example.org/a_b_c', 'see <a href="https://example.org/a_b_c">https://example.org/a_b_c</a>'],
    [`<@${id}> and <@${id}9>`, '<span class="mention">@Ada</span> and <span class="mention">@unknown</span>'],
    [`</imagine:${id}>`, '<span class="mention">/imagine</span>'],
    ['**open', '**open'],
    ['two\nlines', 'two\nlines'],
  ])('%s', (text, expected) => {
    expect(inside(text)).toBe(expected);
  });

  it.each([
    [`<t:${seconds + 8}:R>`, 'in 8 seconds'],
    [`<t:${seconds - 130}:R>`, '2 minutes ago'],
    [`<t:${seconds}:t>`, '12:00'],
    [`<t:${seconds}>`, '2 January 2026 at 12:00'],
  ])('the time %s', (text, expected) => {
    expect(inside(text)).toBe(`<discord-time>${expected}</discord-time>`);
  });
});

describe('lines', () => {
  it.each([
    ['# Big', '<discord-header level="1">Big</discord-header>'],
    ['### *Small*', '<discord-header level="3"><em>Small</em></discord-header>'],
    ['-# tiny', '<discord-subscript>tiny</discord-subscript>'],
    ['> said', '<discord-quote>said</discord-quote>'],
    ['- one\n- two', '<div class="item" style="--depth:0">one</div><div class="item" style="--depth:0">two</div>'],
    ['2. second', '<div class="item numbered" data-number="2.">second</div>'],
    ['#nothing', '<span class="words">#nothing</span>'],
    [
      'before\n```\n(red\n ^ **no bold**\n```\nafter',
      '<span class="words">before</span><discord-code multiline>(red\n ^ **no bold**</discord-code><span class="words">after</span>',
    ],
  ])('%s', (text, expected) => {
    expect(rendered(text)).toBe(expected);
  });
});
