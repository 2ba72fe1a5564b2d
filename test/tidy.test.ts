import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FILES } from '#bot/studio/server/page-list.ts';
import { BANNED_TEXT } from '#test/tidy/banned-text.ts';
import { LIBRARY_OWNERS } from '#test/tidy/library-owners.ts';
import { EMPTY_NAMES, PURE_ROOMS, ROOM_IMPORTS } from '#test/tidy/rules.ts';
import { programFiles, ROOT, type SourceFile, sourceFiles, trackedFiles } from '#test/tidy/source-files.ts';
import { type Arrow, cycles, functionsOf, undocumentedExports } from '#test/tidy/structure.ts';

/** Entry points: started by name, imported by nobody. */
const ENTRY_POINTS = [
  'bot/main.ts',
  'bot/maintain.ts',
  'bot/move-ledger.ts',
  'bot/mcp.ts',
  'bot/verify.ts',
  'bot/preflight.ts',
  'renderer/main.ts',
  'renderer/preflight.ts',
  'renderer/render.ts',
  'renderer/describe.ts',
  'renderer/animate.ts',
  'renderer/segment.ts',
  'renderer/train.ts',
  'renderer/restore.ts',
  'renderer/upscale.ts',
  'renderer/gpu-install.ts',
  'renderer/preprocess.ts',
  'renderer/cli/models.ts',
  'renderer/engine/process/engine-process.ts',
  'renderer/engine/process/pulse-thread.ts',
  'renderer/models/catalog-worker.ts',
  'renderer/engine/runtime/probe-process.ts',
  'renderer/engine/runtime/recording-thread.ts',
];
const MAX_LINES = 300;
const MAX_FUNCTION_LINES = 60;
const MAX_COLUMNS = 120;

const readme = readFileSync(`${ROOT}README.md`, 'utf8');
const longestPrefix = (path: string, prefixes: readonly string[]) =>
  prefixes.filter((prefix) => path.startsWith(prefix)).sort((a, b) => b.length - a.length)[0];

/** The room of a file: the longest prefix of the rules that fits. */
const roomOf = (path: string) => longestPrefix(path, Object.keys(ROOM_IMPORTS));

describe('every file', () => {
  it(`has at most ${MAX_LINES} lines`, () => {
    const long = sourceFiles.filter((file) => file.lines.length > MAX_LINES + 1);
    expect(long.map((file) => `${file.path}: ${file.lines.length} lines, split it`)).toEqual([]);
  });

  it(`has at most ${MAX_COLUMNS} columns`, () => {
    const wide = everyLine(sourceFiles, (line) => line.length > MAX_COLUMNS && !/https?:\/\/|`|'|\//.test(line));
    expect(wide).toEqual([]);
  });

  it('has a name that says something', () => {
    expect(trackedFiles.filter((path) => EMPTY_NAMES.test(path))).toEqual([]);
  });

  it('names no path of anybody’s machine', () => {
    const local = /\/(root|home|Users|work|farm)\/[a-z]/;
    expect(everyLine(sourceFiles, (line) => local.test(line) && !line.includes('const local ='))).toEqual([]);
  });
});

describe('every function', () => {
  it(`has at most ${MAX_FUNCTION_LINES} lines`, () => {
    const long = programFiles.flatMap((file) =>
      functionsOf(file)
        .filter((found) => found.length > MAX_FUNCTION_LINES)
        .map((found) => `${file.path}:${found.line} ${found.name} has ${found.length} lines`),
    );
    expect(long).toEqual([]);
  });

  it('says what its name cannot, when it is exported', () => {
    const bare = programFiles.flatMap((file) =>
      undocumentedExports(file).map((found) => `${file.path}:${found.line} ${found.name} needs a docstring`),
    );
    expect(bare).toEqual([]);
  });
});

describe('the rooms', () => {
  it('import only what lies below them', () => {
    const wrong = programFiles.flatMap((file) => {
      const room = roomOf(file.path);
      if (!room) return [`${file.path} is in no room of test/tidy/rules.ts`];
      const allowed = [...ROOM_IMPORTS[room]!, room, ...(room.startsWith('shared/') ? [] : ['shared/'])];
      return file.imports
        .filter(({ target }) => target && !allowed.some((prefix) => target.startsWith(prefix)))
        .map(({ line, target }) => `${file.path}:${line} may not import ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it('use # imports, never relative ones', () => {
    const relative = sourceFiles.flatMap((file) =>
      file.imports.filter(({ from }) => from.startsWith('.')).map(({ line, from }) => `${file.path}:${line} ${from}`),
    );
    expect(relative).toEqual([]);
  });

  it('import nothing that does not exist', () => {
    const missing = sourceFiles.flatMap((file) =>
      file.imports
        .filter(({ target }) => target && !existsSync(ROOT + target))
        .map(({ line, target }) => `${file.path}:${line} ${target}`),
    );
    expect(missing).toEqual([]);
  });

  it('own their libraries', () => {
    const wrong = programFiles.flatMap((file) =>
      file.imports
        .filter(({ from }) => {
          const library = longestPrefix(from, Object.keys(LIBRARY_OWNERS));
          return library && !LIBRARY_OWNERS[library]!.some((room) => file.path.startsWith(room));
        })
        .map(({ line, from }) => `${file.path}:${line} may not import ${from}`),
    );
    expect(wrong).toEqual([]);
  });

  it('have no circle of files, types counted', () => {
    const arrows = programFiles.flatMap(({ path, imports }) =>
      imports.flatMap(({ target }): Arrow[] => (target && target !== path ? [[path, target]] : [])),
    );
    expect(cycles(arrows)).toEqual([]);
  });

  it('have no circle of rooms, types counted', () => {
    const arrows = programFiles.flatMap(({ path, imports }) =>
      imports.flatMap(({ target }): Arrow[] => {
        const [from, to] = [roomOf(path), target && roomOf(target)];
        return from && to && from !== to ? [[from, to]] : [];
      }),
    );
    expect(cycles(arrows)).toEqual([]);
  });

  it('are in an order in which each names only rooms above it', () => {
    const rooms = Object.keys(ROOM_IMPORTS);
    const wrong = rooms.flatMap((room, at) =>
      ROOM_IMPORTS[room]!.filter(
        (named) => !rooms.slice(0, at).some((above) => above.startsWith(named) || named.startsWith(above)),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('export no two types of one name', () => {
    const owners = Map.groupBy(
      programFiles.flatMap(({ path, types }) => types.map((name) => ({ name, path }))),
      ({ name }) => name,
    );
    const twice = [...owners].filter(([, files]) => files.length > 1);
    expect(twice.map(([name, files]) => `${name}: ${files.map(({ path }) => path).join(', ')}`)).toEqual([]);
  });

  it('hold no file that nobody imports', () => {
    const imported = new Set(sourceFiles.flatMap((file) => file.imports.map(({ target }) => target)));
    const dead = programFiles.filter(
      ({ path }) => !imported.has(path) && !ENTRY_POINTS.includes(path) && !path.startsWith('bot/studio/page/'),
    );
    expect(dead.map((file) => file.path)).toEqual([]);
  });

  it('give the studio’s page every module that it comes to, and no other', () => {
    const isOfTypes = ({ lines }: SourceFile, line: number) =>
      /^(import|export) type /.test(lines.slice(0, line).findLast((text) => /^(import|export) /.test(text)) ?? '');
    const byPath = new Map(sourceFiles.map((file) => [file.path, file]));
    const reached = new Set(['bot/studio/page/main.ts', 'bot/studio/page/enter.ts']);
    for (const path of reached) {
      const file = byPath.get(path)!;
      for (const { target, line } of file.imports) if (target && !isOfTypes(file, line)) reached.add(target);
    }
    const served = [...FILES.values()].filter((path) => path.endsWith('.ts'));
    expect(served.toSorted()).toEqual([...reached].toSorted());
  });

  it('are all on the map in the README', () => {
    const rooms = Object.keys(ROOM_IMPORTS).filter((room) => /^(bot|renderer)\/[a-z]+\/$/.test(room));
    expect(rooms.filter((room) => !readme.includes(room.split('/')[1]!))).toEqual([]);
  });

  it('have a test for each file where everything is arithmetic', () => {
    const bare = programFiles.filter(
      ({ path, text }) =>
        PURE_ROOMS.some((room) => path.startsWith(room)) &&
        /^export (async )?(function|const|class)/m.test(text) &&
        !existsSync(`${ROOT}test/${path.replace(/\.ts$/, '.test.ts')}`) &&
        !sourceFiles.some((file) => file.path.startsWith('test/') && file.text.includes(`#${path}`)),
    );
    expect(bare.map((file) => file.path)).toEqual([]);
  });
});

describe('the text', () => {
  it.each(BANNED_TEXT)('holds no $pattern: $why', ({ pattern, allowed }) => {
    const files = (allowed ? sourceFiles : programFiles).filter(
      ({ path }) => !path.startsWith('test/tidy') && !allowed?.some((prefix) => path.startsWith(prefix)),
    );
    expect(everyLine(files, (line) => pattern.test(line))).toEqual([]);
  });

  it('of every test asserts something', () => {
    const tests = sourceFiles.filter((file) => file.path.endsWith('.test.ts'));
    expect(
      tests.filter((file) => !/\bexpect|\bcheck\w*\(|fc\.assert|Contract\(/.test(file.text)).map((f) => f.path),
    ).toEqual([]);
  });

  it('of deploy/env.example explains every setting that is read', () => {
    const example = readFileSync(`${ROOT}deploy/env.example`, 'utf8');
    const settings = programFiles
      .filter(({ path }) => path.startsWith('shared/config'))
      .flatMap(({ text }) => [...text.matchAll(/\b((?:EASEL|DISCORD|STUDIO)_[A-Z_]+)\b/g)].map((match) => match[1]!));
    expect(settings.length).toBeGreaterThan(5);
    expect([...new Set(settings)].filter((name) => !example.includes(name))).toEqual([]);
  });

  it('of every document names files that are there', () => {
    const documents = trackedFiles.filter((path) => /^(docs\/.*|README|CONTRIBUTING)\.md$|^docs\//.test(path));
    const named = /\b(?:bot|renderer|shared|proto|test|tools|deploy)\/[\w./-]+\.(?:ts|proto|md|py|mjs|json|example)\b/g;
    const missing = documents.flatMap((path) =>
      [...readFileSync(ROOT + path, 'utf8').matchAll(named)]
        .filter(([file]) => !existsSync(ROOT + file))
        .map(([file]) => `${path} names ${file}`),
    );
    expect(missing).toEqual([]);
  });

  it('of the lock file names no download address', () => {
    expect(readFileSync(`${ROOT}package-lock.json`, 'utf8')).not.toContain('"resolved": "http');
  });
});

function everyLine(files: readonly SourceFile[], wrong: (line: string) => boolean): string[] {
  return files.flatMap((file) =>
    file.lines.flatMap((line, index) =>
      wrong(line) ? [`${file.path}:${index + 1} ${line.trim().slice(0, 100)}`] : [],
    ),
  );
}
