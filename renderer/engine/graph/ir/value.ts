/** A value inside a graph under construction: an input, a weight, or what an operator gives. */
export interface Value {
  readonly name: string;
}
