/** A call of ONNX Runtime. Through the binding it blocks its thread and cannot be interrupted. */
export interface NativeCall {
  readonly id: number;
  /** The network's name. */
  readonly what: string;
  /** Not back after this long, the call hangs: in a driver, or at a disk that does not answer. Milliseconds. */
  readonly allowedMs: number;
}

/** Is told in this thread, right before a call and right after it; it must not throw. */
export interface NativeCallListener {
  began(call: NativeCall): void;
  ended(id: number): void;
}

let listener: NativeCallListener | null = null;
let lastId = 0;

/** Tells this listener from now on, and no other. For a whole process, as a call blocks the process's main thread. */
export function listenToNativeCalls(told: NativeCallListener): void {
  listener = told;
}

/** Does the work, and says before and after that it is under way. */
export async function nativeCall<T>(call: Omit<NativeCall, 'id'>, work: () => Promise<T>): Promise<T> {
  lastId += 1;
  const id = lastId;
  listener?.began({ ...call, id });
  try {
    return await work();
  } finally {
    listener?.ended(id);
  }
}
