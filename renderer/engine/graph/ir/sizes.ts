import type { AttributeValue } from '#renderer/engine/graph/ir/onnx-format.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';

type Emit = (op: string, inputs: readonly Value[], attributes: Readonly<Record<string, AttributeValue>>) => Value;

/**
 * The arithmetic on heights and widths in a graph whose images may have any size. Layers of one resolution share
 * theirs: a full-size network has hundreds of such layers, and each operator costs time when the graph is opened.
 */
export class SharedSizes {
  readonly #emit: Emit;
  /** Operators so far, by kind and operands. */
  readonly #known = new Map<string, Value>();
  /** Of an image's name: another of the same height and width. */
  readonly #like = new Map<string, Value>();

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** Height and width of an image (b, c, h, w), as int64 (2). */
  of(image: Value): Value {
    let first = image;
    for (let like: Value | undefined = image; like; like = this.#like.get(like.name)) first = like;
    return this.op('Shape', [first], { start: 2, end: 4 });
  }

  /** Notes that an image has the height and width of another, and gives it back. */
  same(image: Value, like: Value): Value {
    if (image.name !== like.name) this.#like.set(image.name, like);
    return image;
  }

  /** An operator on lists of int64 that came from here or are constants: the one that is there already, or a new one. */
  op(op: string, inputs: readonly Value[], attributes: Readonly<Record<string, AttributeValue>> = {}): Value {
    const key = `${op} ${inputs.map(({ name }) => name).join()} ${JSON.stringify(attributes)}`;
    const known = this.#known.get(key) ?? this.#emit(op, inputs, attributes);
    this.#known.set(key, known);
    return known;
  }
}
