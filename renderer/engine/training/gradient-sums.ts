/** Gradients by the names of their parameters. */
export type Gradients = ReadonlyMap<string, Float32Array>;

/** Added up over the batches of a step; a new map and new numbers. */
export function addGradients(sum: Gradients, next: Gradients, share: number): Gradients {
  const names = new Set([...sum.keys(), ...next.keys()]);
  return new Map(
    [...names].map((name) => {
      const [before, more] = [sum.get(name), next.get(name)];
      const total = before ? before.slice() : new Float32Array(more!.length);
      if (more) for (let i = 0; i < total.length; i++) total[i]! += share * more[i]!;
      return [name, total];
    }),
  );
}

/** Whether all of them are numbers. */
export function areFinite(gradients: Gradients): boolean {
  return [...gradients.values()].every((data) => data.every(Number.isFinite));
}

/** The root of the sum of all squares. */
export function gradientNorm(gradients: Gradients): number {
  let sum = 0;
  for (const data of gradients.values()) for (const value of data) sum += value * value;
  return Math.sqrt(sum);
}

/** No longer than `most` all together, as torch's clip_grad_norm_ has it; the same where they are short enough. */
export function clippedGradients(gradients: Gradients, norm: number, most: number | null): Gradients {
  const factor = most === null ? 1 : Math.min(1, most / (norm + 1e-6));
  if (factor === 1) return gradients;
  return new Map([...gradients].map(([name, data]) => [name, data.map((value) => factor * value)]));
}
