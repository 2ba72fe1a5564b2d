/** The time in which one bot has a right, as that to dispatch. */
export interface LeadershipTerm {
  /** Higher than that of every term before; see RenderRequest. */
  readonly epoch: number;
  /** Aborted when another bot may have it. */
  readonly signal: AbortSignal;
  /** False from when another bot may have it, also where this process stood still and the signal comes later. */
  isSure(): boolean;
}

/** Of the right to write panels on Discord. */
export type PanelTerm = Pick<LeadershipTerm, 'epoch' | 'isSure'>;

/** The right to dispatch, which one bot has at a time. A bot that lost it without noticing writes nothing: see Ledger. */
export interface Leadership {
  /**
   * Terms of this bot, and null while another one dispatches; the first comes as soon as that is known. The right is
   * given back when the signal aborts, which ends the stream.
   */
  terms(signal: AbortSignal): AsyncGenerator<LeadershipTerm | null, void, undefined>;
}
