/** When the bot began sessions with its platform. It outlives the process, so that a bot that is restarted counts on. */
export interface StartBook {
  /** Milliseconds since 1970, oldest first. */
  read(): Promise<readonly number[]>;
  write(times: readonly number[]): Promise<void>;
}
