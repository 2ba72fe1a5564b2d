import type { Attributes, Value } from '#renderer/engine/graph/ir/value.ts';

type Emit = (op: string, inputs: readonly Value[], attributes: Attributes) => Value;

/**
 * The arithmetic on heights and widths in a graph whose images may have any size. Layers of one resolution share
 * theirs: a full-size network has hundreds of such layers, and each operator costs time when the graph is opened.
 */
export class SharedSizes {
  readonly #emit: Emit;
  /** Operators so far, by kind and operands. */
  readonly #known = new Map<string, Value>();
  /** The first image of each height and width. */
  readonly #firsts = new Map<string, Value>();

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** Height and width of an image (b, c, h, w), as int64 (2). */
  of(image: Value): Value {
    return this.op('Shape', [this.#firstLike(image)], { start: 2, end: 4 });
  }

  /** Notes an image (b, c, h, w) that others of its size may ask for theirs; those that come early are there for all. */
  note(image: Value): void {
    this.#firstLike(image);
  }

  /** An operator on lists of int64 that came from here or are constants: the one that is there already, or a new one. */
  op(op: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    const key = `${op} ${inputs.map(({ name }) => name).join()} ${JSON.stringify(attributes)}`;
    const known = this.#known.get(key) ?? this.#emit(op, inputs, attributes);
    this.#known.set(key, known);
    return known;
  }

  #firstLike(image: Value): Value {
    const [, , h, w] = image.dims;
    if (h === null || w === null) return image;
    const size = `${h} ${w}`;
    const first = this.#firsts.get(size) ?? image;
    this.#firsts.set(size, first);
    return first;
  }
}
