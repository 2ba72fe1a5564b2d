/** The mean loss of the steps up to this one since the point before. */
export interface LossAt {
  readonly step: number;
  readonly loss: number;
}

/** Points of a curve: more is no plainer to see. */
const POINTS_MAX = 120;

/**
 * The curve with one more step. Where it has too many points every two become their mean, so that a curve is as long as
 * its training, however long that is.
 */
export function withLoss(curve: readonly LossAt[], next: LossAt): readonly LossAt[] {
  if (curve.length < POINTS_MAX) return [...curve, next];
  const halved: LossAt[] = [];
  for (let i = 0; i + 1 < curve.length; i += 2)
    halved.push({ step: curve[i + 1]!.step, loss: (curve[i]!.loss + curve[i + 1]!.loss) / 2 });
  return [...halved, next];
}
