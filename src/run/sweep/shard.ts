import { InputError, type Problem } from '../../errors.ts';
import { MOST_SHARDS, type Shard, WHOLE } from '../../result/sweep/sweep-schema.ts';

/** The number of shards, for engines that tell their tasks no more than their index. */
export const SHARDS_VARIABLE = 'UNPARK_SHARDS';

type Environment = Readonly<Record<string, string | undefined>>;

/** An engine that runs indexed tasks, and the variables by which it tells a task which one it is. */
interface Engine {
  readonly name: string;
  readonly index: string;
  /** The index of the first task: a number, or the variable that has it. */
  readonly first: number | string;
  /** Absent: the engine does not tell. */
  readonly count?: string;
  /** The distance between two indices, and the last of them, where those can be other than 1 and the count. */
  readonly step?: string;
  readonly last?: string;
}

const ENGINES: readonly Engine[] = [
  { name: 'a Kubernetes Indexed Job', index: 'JOB_COMPLETION_INDEX', first: 0 },
  { name: 'a Cloud Run job', index: 'CLOUD_RUN_TASK_INDEX', first: 0, count: 'CLOUD_RUN_TASK_COUNT' },
  {
    name: 'a Slurm array',
    index: 'SLURM_ARRAY_TASK_ID',
    first: 'SLURM_ARRAY_TASK_MIN',
    count: 'SLURM_ARRAY_TASK_COUNT',
    step: 'SLURM_ARRAY_TASK_STEP',
    last: 'SLURM_ARRAY_TASK_MAX',
  },
  { name: 'GitLab CI', index: 'CI_NODE_INDEX', first: 1, count: 'CI_NODE_TOTAL' },
  { name: 'CircleCI', index: 'CIRCLE_NODE_INDEX', first: 0, count: 'CIRCLE_NODE_TOTAL' },
  { name: 'Buildkite', index: 'BUILDKITE_PARALLEL_JOB', first: 0, count: 'BUILDKITE_PARALLEL_JOB_COUNT' },
];

/**
 * Reads `--shard`: `3/8`, or `auto` for what the engine's variables say.
 * @param text undefined: the whole sweep. @param shards the value of `--shards`, the number of shards where the engine does not tell it.
 * @throws InputError where it is no shard, and where variables are missing or contradict each other.
 */
export function readShard(text: string | undefined, shards: number | undefined, env: Environment): Shard {
  if (text === 'auto') return fromEngine(shards, env);
  if (shards !== undefined) {
    throw new InputError({
      file: `--shards ${shards}`,
      message: '--shards says how many shards `--shard auto` has, and it was not asked for',
      expected: '--shard auto beside --shards',
      found: text === undefined ? 'no --shard' : `--shard ${text}`,
      hint: text === undefined ? `--shard 1/${shards} runs the first of ${shards}` : 'leave --shards away',
    });
  }
  if (text === undefined) return WHOLE;
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (isShard(shard)) return shard;
  throw new InputError({
    file: `--shard ${text}`,
    message: 'this is no shard',
    expected: `i/n, such as 3/8: i from 1 to n, n at most ${MOST_SHARDS}; or auto`,
    found: text,
  });
}

/** `part-3-of-8`; the digits of each are as many, so that names sort by number. */
export function partName({ index, count }: Shard): string {
  return `part-${String(index).padStart(String(count).length, '0')}-of-${count}`;
}

function isShard({ index, count }: Shard): boolean {
  return Number.isInteger(index) && Number.isInteger(count) && index >= 1 && index <= count && count <= MOST_SHARDS;
}

function fromEngine(shards: number | undefined, env: Environment): Shard {
  const told = ENGINES.filter(({ index }) => isSet(env, index));
  if (told.length === 0) {
    throw new InputError({
      file: '--shard auto',
      message: 'no engine says which shard this is',
      expected: `one of the variables ${ENGINES.map(({ index }) => index).join(', ')}`,
      found: 'none of them',
      hint: 'name the shard yourself: --shard 1/8',
    });
  }
  const found = told.map((engine) => ({ engine, ...shardOf(engine, shards, env) }));
  const problems = found.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  if (problems.length > 0) throw new InputError(problems);
  const [first, ...others] = found.map(({ engine, shard }) => ({ engine, shard: shard as Shard }));
  const { engine, shard } = first as { engine: Engine; shard: Shard };
  const other = others.find((one) => one.shard.index !== shard.index || one.shard.count !== shard.count);
  if (other === undefined) return shard;
  throw new InputError({
    file: '--shard auto',
    message: 'two engines say different things',
    expected: `${textOf(shard)}, as ${engine.name} says (${engine.index})`,
    found: `${textOf(other.shard)}, as ${other.engine.name} says (${other.engine.index})`,
    hint: 'name the shard yourself: --shard i/n',
  });
}

function shardOf(engine: Engine, shards: number | undefined, env: Environment): { shard?: Shard; problem?: Problem } {
  const problem = (message: string, expected: string, found: string, hint?: string) => ({
    problem: { file: '--shard auto', message, expected, found, ...(hint === undefined ? {} : { hint }) },
  });
  const counts = [
    { from: '--shards', text: shards === undefined ? undefined : String(shards) },
    { from: SHARDS_VARIABLE, text: env[SHARDS_VARIABLE] },
    ...(engine.count === undefined ? [] : [{ from: engine.count, text: env[engine.count] }]),
  ].filter(({ text }) => text !== undefined && text !== '') as { from: string; text: string }[];
  const [count, ...others] = counts;
  if (count === undefined) {
    const names = ['--shards', SHARDS_VARIABLE, ...(engine.count === undefined ? [] : [engine.count])];
    return problem(
      `${engine.name} says which shard this is, and nobody how many there are`,
      `one of: ${names.join(', ')}`,
      'none of them',
      `--shards takes the number of tasks, which has to be that of the engine`,
    );
  }
  const contrary = others.find(({ text }) => Number(text) !== Number(count.text));
  if (contrary !== undefined) {
    return problem(
      'the number of shards is given twice, and differently',
      `one number`,
      `${count.from}=${count.text} and ${contrary.from}=${contrary.text}`,
    );
  }
  const number = (name: string | undefined, other: number) =>
    name === undefined || !isSet(env, name) ? other : wholeOf(env[name]);
  const first = typeof engine.first === 'number' ? engine.first : number(engine.first, 0);
  const step = number(engine.step, 1);
  const shard = { index: (wholeOf(env[engine.index]) - first) / step + 1, count: wholeOf(count.text) };
  const last = number(engine.last, first + (shard.count - 1) * step);
  // `--array=1,3,7` has gaps, so its indices do not say which of the shards a task is.
  if (isShard(shard) && last === first + (shard.count - 1) * step) return { shard };
  const names = [engine.index, engine.first, engine.step, engine.last].filter((name) => typeof name === 'string');
  const texts = [
    ...names.filter((name) => isSet(env, name)).map((name) => `${name}=${env[name]}`),
    `${count.from}=${count.text}`,
  ];
  return problem(
    `what ${engine.name} says is no shard`,
    `an index from ${first} on, for each of the shards one`,
    texts.join(' '),
    engine.step === undefined ? undefined : 'an array without gaps, such as --array=0-7',
  );
}

function isSet(env: Environment, name: string): boolean {
  return env[name] !== undefined && env[name] !== '';
}

function wholeOf(text: string | undefined): number {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function textOf({ index, count }: Shard): string {
  return `shard ${index} of ${count}`;
}
