/** Pictures that somebody liked, by their jobs. */
export interface Stars {
  all(): Promise<readonly string[]>;
  /** Of more than there is room for the oldest are forgotten. */
  set(jobId: string, isOn: boolean): Promise<void>;
}
