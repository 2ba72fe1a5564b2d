import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { endsWithUs } from '#test/bench/bench-scratch.ts';

/** What a child answers: numbers by their names. */
export type Answer = Readonly<Record<string, number>>;

/** A child process that holds networks and works on command. */
export interface Stepper {
  /** From start of the work to ready. */
  readonly openMs: number;
  /** Runs one command, a line, and gives the answer. */
  ask(command: string): Promise<Answer>;
  /** The same, where the answer is one number. */
  number(command: string): Promise<number>;
  /** Ends the process; gives the most memory that it ever had resident, in bytes. */
  end(): Promise<number>;
}

export interface StepperOptions {
  /** A child that says nothing for this long is killed, and whoever asked gets an error. */
  readonly patienceMs: number;
  /** Beyond the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a stepper; rejects when the program is missing or fails before it is ready. */
export async function startStepper(command: readonly string[], options: StepperOptions): Promise<Stepper> {
  const env = { ...process.env, ...options.env };
  const child = spawn(command[0]!, command.slice(1), { stdio: ['pipe', 'pipe', 'pipe'], env });
  endsWithUs(child);
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const complaints: string[] = [];
  child.stderr.on('data', (text: Buffer) => complaints.push(text.toString()));
  // Whoever asks next hears of the end by the missing answer.
  child.stdin.on('error', () => {});
  const broken = once(child, 'error').then(([error]) => Promise.reject(error));
  const answer = async () => {
    const line = await Promise.race([answers.next(), broken, silence(child, options.patienceMs)]);
    if (line.done) throw new Error(`the process ended: ${complaints.join('').trim().split('\n').at(-1) ?? ''}`);
    return JSON.parse(line.value) as Answer;
  };
  const firstNumber = async () => Object.values(await answer())[0]!;
  const openMs = await firstNumber();
  return {
    openMs,
    ask(name) {
      child.stdin.write(`${name}\n`);
      return answer();
    },
    number(name) {
      child.stdin.write(`${name}\n`);
      return firstNumber();
    },
    async end() {
      child.stdin.end('end\n');
      const bytes = await firstNumber();
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
