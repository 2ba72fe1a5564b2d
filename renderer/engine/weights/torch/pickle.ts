import { callName, isKnownName, storageOf } from '#renderer/engine/weights/torch/pickle-calls.ts';
import { PickleCursor, shownName } from '#renderer/engine/weights/torch/pickle-cursor.ts';
import { opcodeName } from '#renderer/engine/weights/torch/pickle-opcodes.ts';
import {
  isKind,
  type PickleStorage,
  type PickleTuple,
  type PickleValue,
} from '#renderer/engine/weights/torch/pickle-values.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** A full training checkpoint of the largest family has about a third of these. */
const OPCODES_MAX = 500_000;

export interface PickleSource {
  /** Of the file, for messages. */
  readonly name: string;
  /** Where in the file these bytes begin. */
  readonly start: number;
}

export interface ReadPickle {
  readonly value: PickleValue;
  /** Behind the last byte read. */
  readonly end: number;
  /** The storages it refers to, by key. */
  readonly storages: ReadonlyMap<string, PickleStorage>;
}

/**
 * Reads a pickle of weights: the opcodes that torch.save writes and nothing else
 * (https://docs.python.org/3/library/pickletools.html). A pickle is a program for a small machine; this machine can
 * only arrange data. No name is ever looked up or called: a call of a known name stands for a tensor, a dict or a thing
 * nobody looks at. Throws `invalid` that names any other opcode or name with its byte.
 */
export function readPickle(bytes: Buffer, source: PickleSource): ReadPickle {
  const machine = new Machine(new PickleCursor(bytes, source));
  const value = machine.run();
  return { value, end: machine.cursor.at, storages: machine.storages };
}

type Handler = (machine: Machine, cursor: PickleCursor) => void;

class Machine {
  readonly cursor: PickleCursor;
  readonly storages = new Map<string, PickleStorage>();
  /** Where the opcode in work began. */
  #opcodeAt = 0;
  #stack: PickleValue[] = [];
  readonly #outer: PickleValue[][] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(cursor: PickleCursor) {
    this.cursor = cursor;
  }

  run(): PickleValue {
    for (let done = 0; done < OPCODES_MAX; done++) {
      this.#opcodeAt = this.cursor.at;
      const opcode = this.cursor.byte();
      if (opcode === STOP) return this.pop();
      const handler = HANDLERS.get(opcode);
      if (!handler) throw this.fail(message('torch.opcode', { opcode: opcodeName(opcode) }));
      handler(this, this.cursor);
    }
    throw this.fail(message('torch.opcodes', { limit: OPCODES_MAX }));
  }

  fail(reason: Message): Error {
    return this.cursor.fail(reason, this.#opcodeAt);
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  pop(): PickleValue {
    if (this.#stack.length === 0) throw this.fail(message('torch.stack-empty'));
    return this.#stack.pop()!;
  }

  top(): PickleValue {
    const value = this.pop();
    this.push(value);
    return value;
  }

  mark(): void {
    this.#outer.push(this.#stack);
    this.#stack = [];
  }

  /** Everything since the last mark. */
  popMark(): PickleValue[] {
    const items = this.#stack;
    const outer = this.#outer.pop();
    if (!outer) throw this.fail(message('torch.no-stack-mark'));
    this.#stack = outer;
    return items;
  }

  remember(index = this.#memo.size): void {
    this.#memo.set(index, this.top());
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.fail(message('torch.memo', { index }));
    this.push(value);
  }

  /** Puts pairs, flat, into the dict on top. */
  setItems(items: readonly PickleValue[]): void {
    const dict = this.top();
    if (isKind(dict, 'opaque')) return;
    if (!isKind(dict, 'dict') || items.length % 2 !== 0) throw this.fail(message('torch.fills-no-dict'));
    for (let i = 0; i < items.length; i += 2) dict.entries.set(items[i]!, items[i + 1]!);
  }

  append(items: readonly PickleValue[]): void {
    const list = this.top();
    if (isKind(list, 'opaque')) return;
    if (!isKind(list, 'list')) throw this.fail(message('torch.extends-no-list'));
    for (const item of items) list.items.push(item);
  }

  name(module: PickleValue, name: PickleValue): void {
    if (typeof module !== 'string' || typeof name !== 'string') throw this.fail(message('torch.name-no-text'));
    if (!isKnownName(`${module}.${name}`)) {
      throw this.fail(message('torch.name', { name: shownName(module, name) }));
    }
    this.push({ kind: 'name', name: `${module}.${name}` });
  }

  /** What torch.save leaves behind after objects: attributes, of which only a ParameterDict's matter. */
  build(): void {
    const state = this.pop();
    const target = this.top();
    if (!isKind(target, 'dict') && !isKind(target, 'opaque')) throw this.fail(message('torch.state'));
    if (!isKind(target, 'dict') || !target.takesState || !isKind(state, 'dict')) return;
    const parameters = state.entries.get('_parameters');
    if (!isKind(parameters, 'dict')) return;
    for (const [key, value] of parameters.entries) target.entries.set(key, value);
  }

  call(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!isKind(callee, 'name') || !isKind(args, 'tuple')) throw this.fail(message('torch.calls-nameless'));
    const result = callName(callee, args.items);
    if (result === null) throw this.fail(message('torch.call', { name: callee.name }));
    this.push(result);
  }

  storage(): void {
    const storage = storageOf(this.pop());
    if (!storage) throw this.fail(message('torch.storage-format'));
    this.storages.set(storage.key, storage);
    this.push(storage);
  }
}

const STOP = 0x2e;

function tuple(items: readonly PickleValue[]): PickleTuple {
  return { kind: 'tuple', items };
}

const code = (character: string) => character.charCodeAt(0);

const HANDLERS: ReadonlyMap<number, Handler> = new Map<number, Handler>([
  // Protocol and frames say nothing about the content.
  [0x80, (_machine, cursor) => void cursor.byte()],
  [0x95, (_machine, cursor) => void cursor.take(8)],
  [code('('), (machine) => machine.mark()],
  [code('0'), (machine) => void machine.pop()],
  [code('1'), (machine) => void machine.popMark()],
  [code('N'), (machine) => machine.push(null)],
  [0x88, (machine) => machine.push(true)],
  [0x89, (machine) => machine.push(false)],
  [code('J'), (machine, cursor) => machine.push(cursor.int32())],
  [code('K'), (machine, cursor) => machine.push(cursor.byte())],
  [code('M'), (machine, cursor) => machine.push(cursor.uint16())],
  [0x8a, (machine, cursor) => machine.push(cursor.signed(cursor.byte()))],
  [code('G'), (machine, cursor) => machine.push(cursor.float64())],
  [code('X'), (machine, cursor) => machine.push(cursor.text(cursor.uint32()))],
  [0x8c, (machine, cursor) => machine.push(cursor.text(cursor.byte()))],
  [0x8d, (machine, cursor) => machine.push(cursor.text(cursor.uint64()))],
  // Python 2 wrote texts as these.
  [code('U'), (machine, cursor) => machine.push(cursor.text(cursor.byte()))],
  [code('T'), (machine, cursor) => machine.push(cursor.text(cursor.uint32()))],
  [code('C'), (machine, cursor) => bytes(machine, cursor.take(cursor.byte()))],
  [code('B'), (machine, cursor) => bytes(machine, cursor.take(cursor.uint32()))],
  [code(']'), (machine) => machine.push({ kind: 'list', items: [] })],
  [code('a'), (machine) => machine.append([machine.pop()])],
  [code('e'), (machine) => machine.append(machine.popMark())],
  [code(')'), (machine) => machine.push(tuple([]))],
  [code('t'), (machine) => machine.push(tuple(machine.popMark()))],
  [0x85, (machine) => machine.push(tuple([machine.pop()]))],
  [0x86, (machine) => popTuple(machine, 2)],
  [0x87, (machine) => popTuple(machine, 3)],
  [code('}'), (machine) => machine.push({ kind: 'dict', entries: new Map() })],
  [code('s'), (machine) => machine.setItems([machine.pop(), machine.pop()].reverse())],
  [code('u'), (machine) => machine.setItems(machine.popMark())],
  [0x8f, (machine) => machine.push({ kind: 'opaque', name: 'set' })],
  [0x90, (machine) => machine.append(machine.popMark())],
  [code('c'), (machine, cursor) => machine.name(cursor.line(), cursor.line())],
  [0x93, (machine) => machine.name(...([machine.pop(), machine.pop()].reverse() as [PickleValue, PickleValue]))],
  [code('R'), (machine) => machine.call()],
  [0x81, (machine) => machine.call()],
  [code('b'), (machine) => machine.build()],
  [code('Q'), (machine) => machine.storage()],
  [code('q'), (machine, cursor) => machine.remember(cursor.byte())],
  [code('r'), (machine, cursor) => machine.remember(cursor.uint32())],
  [0x94, (machine) => machine.remember()],
  [code('h'), (machine, cursor) => machine.recall(cursor.byte())],
  [code('j'), (machine, cursor) => machine.recall(cursor.uint32())],
]);

function popTuple(machine: Machine, count: number): void {
  const items = Array.from({ length: count }, () => machine.pop());
  machine.push(tuple(items.reverse()));
}

/** Bytes in a pickle are never weights. */
function bytes(machine: Machine, _content: Buffer): void {
  machine.push({ kind: 'opaque', name: 'bytes' });
}
