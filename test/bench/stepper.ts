import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A child process that holds one network and runs a step of it on command. */
export interface Stepper {
  /** From start of the work to ready. */
  readonly openMs: number;
  /** Runs one command and gives the number it answers with. */
  ask(command: 'step' | 'gemm'): Promise<number>;
  /** Ends the process; gives the most memory that it ever had resident, in bytes. */
  end(): Promise<number>;
}

export interface StepperOptions {
  /** A child that says nothing for this long is killed, and whoever asked gets an error. */
  readonly patienceMs: number;
}

/** Starts a stepper; rejects when the program is missing or fails before it is ready. */
export async function startStepper(command: readonly string[], { patienceMs }: StepperOptions): Promise<Stepper> {
  const child = spawn(command[0]!, command.slice(1), { stdio: ['pipe', 'pipe', 'pipe'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const complaints: string[] = [];
  child.stderr.on('data', (text: Buffer) => complaints.push(text.toString()));
  const broken = once(child, 'error').then(([error]) => Promise.reject(error));
  const answer = async () => {
    const line = await Promise.race([answers.next(), broken, silence(child, patienceMs)]);
    if (line.done) throw new Error(`the process ended: ${complaints.join('').trim().split('\n').at(-1) ?? ''}`);
    return Object.values(JSON.parse(line.value) as Record<string, number>)[0]!;
  };
  const openMs = await answer();
  return {
    openMs,
    ask(name) {
      child.stdin.write(`${name}\n`);
      return answer();
    },
    async end() {
      child.stdin.end('end\n');
      const bytes = await answer();
      if (child.exitCode === null) await once(child, 'exit');
      return bytes;
    },
  };
}

/** Kills the child and rejects after the patience is used up; the timer dies with the race's process otherwise. */
function silence(child: ChildProcessWithoutNullStreams, patienceMs: number): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`no answer within ${patienceMs / 1000} s`));
    }, patienceMs);
    timer.unref();
    child.stdout.once('data', () => clearTimeout(timer));
  });
}
