import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type Koffi from 'koffi';
import type { KoffiFunc, LibraryHandle } from 'koffi';
import { ortFile } from '#renderer/engine/runtime/ort-files.ts';
import { ORT_FUNCTIONS, type OrtFunction } from '#renderer/engine/runtime/ort-functions.ts';
import { runtimeWish } from '#shared/config/engine.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

const require = createRequire(import.meta.url);

/** The version of the table that the places in `ORT_FUNCTIONS` were read from; newer libraries still give it. */
const API_VERSION = 27;

/** FATAL: errors come back as statuses, and are not to be printed past our log as well. */
const LOG_LEVEL = 4;

/**
 * What a call gets of its own, in bytes. The stack is a thread's usual one: by default koffi gives 128 KiB, and compilers
 * of shaders overflow that without a word. The heap holds a run's names, of which a network with LoRAs has thousands.
 */
const CALLS = { stack: 8 * 2 ** 20, heap: 4 * 2 ** 20 };

/** Something of ONNX Runtime's own, only good to be handed back to it. */
export type Pointer = NonNullable<unknown> & { readonly __pointer: never };

/** ONNX Runtime, loaded into this process. The only one who knows how C is called. */
export interface OrtLibrary {
  /** Does it at once; throws the sentence of a status that is not well. */
  call(name: OrtFunction, ...args: readonly unknown[]): void;
  /** The same for those that make something, which comes last in their parameters. */
  make(name: OrtFunction, ...args: readonly unknown[]): Pointer;
  /** The same for those that give a number. */
  ask(name: OrtFunction, ...args: readonly unknown[]): number;
  /** Does it on a thread of its own; what it was given must stay where it is until then. */
  callApart(name: OrtFunction, ...args: readonly unknown[]): Promise<void>;
  /** Loads a library into this process, so that others that need it find it. Throws the linker's sentence. */
  load(path: string): void;
  /** A function of another library that is loaded, by its C prototype; it runs at once. */
  foreign(library: string, prototype: string): (...args: readonly unknown[]) => unknown;
  /** A copy of what lies there. */
  read<T extends Copied>(pointer: Pointer, type: new (buffer: ArrayBuffer) => T, bytes: number): T;
  readonly environment: Pointer;
  /** Describes memory of this process, for values that lie in it. */
  readonly memory: Pointer;
}

type CFunction = KoffiFunc<(...args: unknown[]) => unknown>;
type Copied = Float32Array | Uint16Array | Int8Array;

/** What loading came to. */
interface Loaded {
  readonly library: OrtLibrary | null;
  /** Why there is none where one is wanted. */
  readonly trouble: Message | null;
}

let loaded: Loaded | undefined;

/** What has been loaded, for good: a library whose handle is collected is taken out of the process, with its code. */
const handles: LibraryHandle[] = [];

function keep(handle: LibraryHandle): LibraryHandle {
  handles.push(handle);
  return handle;
}

/**
 * The library, of the npm package or beside its parts for a card (ort-files.ts); null where it, or the way to call it,
 * is not there. Loaded once.
 */
export function ortLibrary(): OrtLibrary | null {
  return load().library;
}

/** Why the library is not called in the way that was wished for; null where it is. */
export function ortTrouble(): Message | null {
  return load().trouble;
}

function load(): Loaded {
  loaded ??= runtimeWish() === 'binding' ? { library: null, trouble: null } : tryLoading();
  return loaded;
}

/** koffi has a part for each kind of machine, which npm leaves out where it shall or must: the binding does without. */
function tryLoading(): Loaded {
  try {
    return { library: loadLibrary(), trouble: null };
  } catch (thrown) {
    const reason = (thrown as Error).message.split('\n')[0]!;
    return { library: null, trouble: message('device.no-c-api', { reason }) };
  }
}

function loadLibrary(): OrtLibrary {
  const path = ortFile();
  if (path === null) throw new Error(`there is no library of ONNX Runtime for ${process.platform} ${process.arch}`);
  const koffi = require('koffi') as typeof Koffi;
  const { stack, heap } = CALLS;
  koffi.config({ sync_stack_size: stack, async_stack_size: stack, sync_heap_size: heap, async_heap_size: heap });
  const table = functionsIn(koffi, path);
  const check = (status: unknown) => {
    if (!status) return;
    const sentence = table.GetErrorMessage(status) as string;
    table.ReleaseStatus(status);
    throw new Error(sentence);
  };
  const make = <T>(name: OrtFunction, args: readonly unknown[]): T => {
    const out: [T | null] = [null];
    check(table[name](...args, out));
    return out[0]!;
  };
  return {
    call: (name, ...args) => check(table[name](...args)),
    make: (name, ...args) => make<Pointer>(name, args),
    ask: (name, ...args) => Number(make<number | bigint>(name, args)),
    async callApart(name, ...args) {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      table[name].async(...args, (error: unknown, status: unknown) => (error ? reject(error) : resolve(status)));
      check(await promise);
    },
    load: (path) => loadForAll(koffi, path),
    foreign: (library, prototype) => keep(koffi.load(library)).func(prototype),
    read: (pointer, type, bytes) => new type(koffi.view(pointer, bytes).slice(0)),
    environment: make('CreateEnv', [LOG_LEVEL, 'easel']),
    memory: make('CreateCpuMemoryInfo', [0, 0]),
  };
}

/** koffi leaves out of the linker's words whose file it is. */
function loadForAll(koffi: typeof Koffi, path: string): void {
  try {
    keep(koffi.load(path, { global: true, lazy: true }));
  } catch (cause) {
    const words = (cause as Error).message.replace(/^Failed to load shared library: /, '');
    throw new Error(`${basename(path)}: ${words}`, { cause });
  }
}

/** The functions of the library's table, which one of another age does not give. */
function functionsIn(koffi: typeof Koffi, path: string): Readonly<Record<OrtFunction, CFunction>> {
  const start = keep(koffi.load(path)).func('void* OrtGetApiBase()') as () => Pointer;
  const base = koffi.decode(start(), koffi.struct({ GetApi: 'void*', GetVersionString: 'void*' })) as {
    readonly GetApi: Pointer;
  };
  const getApi = koffi.decode(base.GetApi, koffi.proto('void* GetApi(uint32_t version)')) as CFunction;
  const api = getApi(API_VERSION) as Pointer | null;
  if (!api) throw new Error(`${basename(path)} does not have functions of version ${API_VERSION}`);
  const places = Object.values(ORT_FUNCTIONS).map(([place]) => place);
  const table = koffi.decode(api, koffi.array('void*', Math.max(...places) + 1)) as readonly Pointer[];
  const bound = Object.entries(ORT_FUNCTIONS).map(([name, [place, parameters, result]]) => [
    name,
    koffi.decode(table[place], koffi.proto(`${result} ${name}(${parameters})`)),
  ]);
  return Object.fromEntries(bound) as Record<OrtFunction, CFunction>;
}
