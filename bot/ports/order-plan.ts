import type { Order } from '#bot/domain/job.ts';

/** What an order comes to before anything of it is drawn. */
export interface OrderPlan {
  /** One for each text that its prompt asks for; usually one. */
  readonly orders: readonly Order[];
  /** Of all of them together. */
  readonly pictures: number;
  /** Until all are drawn, when nothing else is; null = nobody's speed is known. */
  readonly expectedMs: number | null;
}
