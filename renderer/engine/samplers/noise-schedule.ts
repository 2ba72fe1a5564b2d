/** What scheduler_config.json fixes at training: how noise grows with the timestep, and how inference spaces its steps. */
export interface NoiseSchedule {
  /** alphas_cumprod of each training timestep, float32 values. */
  readonly alphasCumprod: Float32Array;
  readonly predictionType: 'epsilon' | 'v_prediction' | 'sample';
  readonly timestepSpacing: 'linspace' | 'leading' | 'trailing';
  readonly stepsOffset: number;
  readonly setAlphaToOne: boolean;
  readonly clipSample: boolean;
}
