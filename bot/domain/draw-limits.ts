/** What a role lets its members draw in one server. Absent = the role says nothing of that. */
export interface DrawLimits {
  /** Open at a time; 0 = nothing is drawn. */
  readonly jobs?: number;
  readonly steps?: number;
  /** Of each finished picture. */
  readonly pixels?: number;
  /** By their names. */
  readonly models?: readonly string[];
  /** Of a renderer's time, in 24 hours; what failed or was cancelled does not count. */
  readonly secondsADay?: number;
  /** Of a renderer's time for trainings, in 24 hours; 0 = they may have none. */
  readonly trainingSeconds?: number;
}
