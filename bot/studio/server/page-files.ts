import { readFile, stat } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { posix } from 'node:path';
import { Hono } from 'hono';
import { readerOf } from '#bot/studio/server/reader.ts';
import type { Language } from '#bot/text/locale.ts';
import { failure } from '#bot/text/say.ts';

/** The project's folder, which the files below are relative to. */
const ROOT = new URL('../../../', import.meta.url);

const ENGLISH = files('bot/text/english', ['explain.ts', 'page.ts', 'prompt.ts']);

/** What the page words its sentences with, by language; a browser loads its reader's alone. */
const CATALOGS: Readonly<Record<Language, ReturnType<typeof files>>> = {
  en: ENGLISH,
  de: files('bot/text/german', ['explain.ts', 'page.ts', 'prompt.ts']),
  es: files('bot/text/spanish', ['explain.ts', 'page.ts', 'prompt.ts']),
  ja: files('bot/text/japanese', ['explain.ts', 'page.ts', 'prompt.ts']),
  'en-XA': [...ENGLISH, ...files('bot/text', ['pseudo.ts'])],
};

/** What is loaded when it is first needed: dialogs, the other rooms, what changes a picture, and what reads a dropped file. */
const LATER = [
  ...files('bot/studio/page/app', [
    'find-pictures.ts',
    'grid-axes.ts',
    'picture-texts.ts',
    'png-text.ts',
    'region.ts',
    'save-sheet.ts',
  ]),
  ...files('bot/studio/page/parts', [
    'change-canvas.ts',
    'change.ts',
    'chosen-bar.ts',
    'command-dialog.ts',
    'command-form.ts',
    'compare-room.ts',
    'explain.ts',
    'gallery-room.ts',
    'grid-table.ts',
    'style-dialog.ts',
    'style-form.ts',
    'versus.ts',
    'work.ts',
  ]),
  ...files('bot/prompt', ['read-foreign.ts']),
];

/** Everything a browser may load, by address, and nothing else. */
const FILES: ReadonlyMap<string, string> = new Map([
  ['/', 'bot/studio/page/index.html'],
  ...files('bot/studio/page', ['icon.svg', 'main.ts']),
  ...files('bot/studio/page/styles', [
    'change.css',
    'compare.css',
    'composer.css',
    'controls.css',
    'dialog.css',
    'easel.css',
    'gallery.css',
    'machines.css',
    'page.css',
    'plate.css',
    'side.css',
    'small.css',
    'tokens.css',
  ]),
  ...files('bot/studio/page/fonts', [
    'hanken-grotesk-latin-ext-wght-normal.woff2',
    'hanken-grotesk-latin-wght-normal.woff2',
    'newsreader-latin-ext-wght-italic.woff2',
    'newsreader-latin-ext-wght-normal.woff2',
    'newsreader-latin-opsz-italic.woff2',
    'newsreader-latin-opsz-normal.woff2',
  ]),
  ...files(
    'bot/studio/page/first',
    [1, 2, 3, 4, 6, 8, 12, 20].map((step) => `${step}.webp`),
  ),
  ...files('bot/studio/page/app', [
    'actions.ts',
    'commands.ts',
    'complete-prompt.ts',
    'draft-memory.ts',
    'draft-settings.ts',
    'element.ts',
    'icons.ts',
    'later.ts',
    'live.ts',
    'load-jobs.ts',
    'marks.ts',
    'mask.ts',
    'news.ts',
    'patience.ts',
    'plate-words.ts',
    'prompt-history.ts',
    'reading.ts',
    'reweigh.ts',
    'rich-nodes.ts',
    'rooms.ts',
    'server.ts',
    'sketches.ts',
    'stars.ts',
    'start-picture.ts',
    'state.ts',
    'store.ts',
    'theme.ts',
    'toasts.ts',
    'undo.ts',
    'words.ts',
  ]),
  ...files('bot/studio/page/parts', [
    'action-button.ts',
    'bring-settings.ts',
    'browse.ts',
    'builder.ts',
    'caption.ts',
    'choices.ts',
    'editor.ts',
    'extras.ts',
    'field.ts',
    'first-picture.ts',
    'frame.ts',
    'given.ts',
    'hints.ts',
    'keys.ts',
    'layers.ts',
    'machines.ts',
    'model-field.ts',
    'now.ts',
    'plan.ts',
    'prompt-keys.ts',
    'rack.ts',
    'sampler-field.ts',
    'seed-field.ts',
    'settings.ts',
    'side.ts',
    'stage.ts',
    'strip.ts',
    'styles.ts',
    'tile.ts',
    'zoom.ts',
  ]),
  ...files('bot/prompt', [
    'adapter-tags.ts',
    'change-flag.ts',
    'choices.ts',
    'characters.ts',
    'decimal.ts',
    'flag-words.ts',
    'flags.ts',
    'highlight.ts',
    'lexer.ts',
    'foreign.ts',
    'nearest.ts',
    'pairs.ts',
    'parser.ts',
    'permutations.ts',
    'problems.ts',
    'read-parameters.ts',
    'read-prompt.ts',
    'read-text.ts',
    'script.ts',
    'remove-ranges.ts',
    'unknown-words.ts',
    'weights.ts',
  ]),
  ...files('bot/domain', ['preset.ts']),
  ...files('bot/presets', ['sentence-slots.ts']),
  ...files('bot/text', ['locale.ts']),
  ...Object.values(CATALOGS).flat(),
  ...LATER,
  ...files('shared/contract', ['bounds.ts']),
  ...files('shared/text', ['cut.ts', 'message.ts', 'rich.ts']),
]);

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  ts: 'text/javascript; charset=utf-8',
  woff2: 'font/woff2',
  webp: 'image/webp',
};

/** A file as a browser gets it, made from the version on disk at `mtimeMs`. */
interface Served {
  readonly mtimeMs: number;
  /** Text as it is served, or the bytes of a font or picture. */
  readonly content: string | Uint8Array<ArrayBuffer>;
}

/** By path; the same for every studio of this process. */
const served = new Map<string, Served>();

/**
 * The page: its own files and the prompt language as the bot runs it, TypeScript with the types taken out. The page
 * asks for all other files under the name of their version (`/@l2k9/bot/…`), so that a browser asks once as long as
 * nothing changes.
 */
export function pageFiles(): Hono {
  const app = new Hono();
  app.get('*', async (c) => {
    const [, version = null, address] = VERSIONED.exec(c.req.path)!;
    const path = FILES.get(address!);
    if (path === undefined) throw failure('not-found', 'studio.no-file', { path: c.req.path });
    const [file, newest] = await Promise.all([serve(path), versionNow()]);
    const etag = `"${file.mtimeMs.toString(36)}${newest}"`;
    c.header('content-type', TYPES[path.slice(path.lastIndexOf('.') + 1)]!);
    c.header('cache-control', version === newest ? 'private, max-age=31536000, immutable' : 'no-cache');
    c.header('etag', etag);
    if (address === '/') c.header('link', preloads(newest, readerOf(c).language));
    if (c.req.header('if-none-match') === etag) return c.body(null, 304);
    if (typeof file.content !== 'string') return c.body(file.content);
    return c.body(file.content.replaceAll(PLACE, `/@${newest}/`));
  });
  return app;
}

const VERSIONED = /^(?:\/@([0-9a-z]+))?(\/.*)$/;

/** Stands in served texts where the version goes. */
const PLACE = '/@/';

/** Changes whenever one of the files does. */
async function versionNow(): Promise<string> {
  const times = await Promise.all([...FILES.values()].map(async (path) => (await stat(new URL(path, ROOT))).mtimeMs));
  return Math.floor(Math.max(...times) * 1000 + times.length).toString(36);
}

/** A browser asks at once for all modules that it begins with, and does not find them one import after the other. */
function preloads(version: string, language: Language): string {
  const left = new Map([...Object.values(CATALOGS).flat(), ...LATER]);
  for (const [address] of CATALOGS[language]) left.delete(address);
  const modules = [...FILES.keys()].filter((address) => address.endsWith('.ts') && !left.has(address));
  return modules.map((address) => `</@${version}${address}>; rel=modulepreload`).join(', ');
}

function files(folder: string, names: readonly string[]): readonly (readonly [string, string])[] {
  return names.map((name) => [`/${folder}/${name}`, `${folder}/${name}`]);
}

/** Reads a file again only when it has changed. */
async function serve(path: string): Promise<Served> {
  const { mtimeMs } = await stat(new URL(path, ROOT));
  const known = served.get(path);
  if (known?.mtimeMs === mtimeMs) return known;
  const made = { mtimeMs, content: contentOf(path, await readFile(new URL(path, ROOT))) };
  served.set(path, made);
  return made;
}

function contentOf(path: string, bytes: Uint8Array<ArrayBuffer>): Served['content'] {
  if (/\.(woff2|webp)$/.test(path)) return bytes;
  const source = new TextDecoder().decode(bytes);
  return path.endsWith('.ts') ? forBrowser(source, path) : withPlaces(source);
}

/** Types out; `#bot/…` becomes the address that serves it, as seen from the module itself. */
function forBrowser(source: string, path: string): string {
  return withoutComments(withoutTypes(source)).replace(
    /(from\s+|import\s*\(?\s*)'#([^']+)'/g,
    (_all, before: string, target: string) => `${before}'${addressFrom(path, target)}'`,
  );
}

function addressFrom(path: string, target: string): string {
  const address = posix.relative(posix.dirname(path), target);
  return address.startsWith('.') ? address : `./${address}`;
}

/** Node puts a blank for each letter of a type: those go too. Line breaks stay, since a statement may end at one. */
function withoutTypes(source: string): string {
  const stripped = stripTypeScriptTypes(source);
  if (stripped.length !== source.length) return stripped;
  const kept = (at: number) => stripped[at] === source[at] || stripped[at]!.trim() !== '';
  return Array.from({ length: source.length }, (_, at) => (kept(at) ? stripped[at] : '')).join('');
}

/**
 * Lines that only explain, indentation and empty lines are a quarter of what a browser would load. A file with a text
 * of several lines between backticks stays as it is.
 */
function withoutComments(code: string): string {
  if (code.split('\n').some((line) => (line.match(/`/g) ?? []).length % 2 === 1)) return code;
  return code
    .replace(/^[ \t]*\/\*[\s\S]*?\*\/[ \t]*$/gm, '')
    .replace(/^[ \t]*\/\/.*$/gm, '')
    .replace(/^[ \t]+|[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n');
}

function withPlaces(source: string): string {
  return source.replace(/((?:href|src)=")\/(?=bot\/)/g, `$1${PLACE}`);
}
