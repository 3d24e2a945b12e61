import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
  YAMLSeq,
} from 'yaml';
import { InputError } from '../../errors.ts';
import type { Fitted } from '../../result/calibration.ts';
import { NOTE_KEYS } from '../../scenario/language.ts';
import { parseDurationUs, parseRatePerSecond } from '../../units.ts';
import { copyOf, pairIn, plain, remark, valueIn } from './yaml-nodes.ts';

/** What is changed in a scenario. */
export interface ScenarioEdit {
  readonly file: string;
  readonly name: string;
  readonly design: string;
  readonly pool: string;
  /** The only pool of the scenario is meant where a task names none. */
  readonly onlyPool: string | undefined;
  readonly threads: number;
  readonly health: { readonly everySeconds: number; readonly abovePercent: number } | undefined;
  /** The job kinds whose arrivals are fitted. */
  readonly jobs: readonly string[];
  /** What their rates are multiplied with. */
  readonly rate: Fitted;
  /** The factor of each part of the day, as many as there are parts; undefined: the same all day. */
  readonly dayFactors: readonly number[] | undefined;
  /** What the times of their work steps in the pool are multiplied with; 1 leaves them as they are. */
  readonly workFactor: number;
  /** Why: the working threads and their interval, as words. */
  readonly workWords: string;
  /** Where the numbers come from, as words. */
  readonly source: string;
  /** A line for the scenario’s list of sources. */
  readonly summary: string;
}

/** A number that was written. */
export interface Change {
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

export interface EditedScenario {
  readonly text: string;
  readonly changes: readonly Change[];
  /** How many durations of work steps were found in the pool. */
  readonly workDurations: number;
}

/** Writes fitted numbers into a scenario, each with a comment that says so; everything else stays as it is, comments included. @throws InputError where a rate cannot be changed. */
export function editScenario(text: string, edit: ScenarioEdit): EditedScenario {
  const document = parseDocument(text, { merge: true, uniqueKeys: false });
  const changes: Change[] = [];
  const root = document.contents as YAMLMap;
  document.set('name', edit.name);
  for (const jobs of jobMaps(document, root, edit.design)) withoutSharedArrivals(document, jobs);
  const seen = new Set<Node>();
  for (const job of edit.jobs) editArrivals(document, job, edit, changes, seen);
  const work = new WorkSteps(document, edit, changes);
  for (const jobs of jobMaps(document, root, edit.design)) work.inJobs(jobs);
  editPool(document, edit, changes);
  editSources(document, edit.summary);
  return { text: document.toString({ lineWidth: 0 }), changes, workDurations: work.found };
}

/** The maps of job kinds: the scenario’s own, and what the design has of its own. */
function jobMaps(document: Document, root: YAMLMap, design: string): YAMLMap[] {
  const own = valueIn(document, root, ['designs', design, 'jobs']);
  return [valueIn(document, root, ['jobs']), own].filter((node) => isMap(node));
}

/** Gives every job kind arrivals of its own, so that none is changed with those of another. */
function withoutSharedArrivals(document: Document, jobs: YAMLMap): void {
  for (const { value } of jobs.items) {
    const job = isAlias(value) ? value.resolve(document) : value;
    const pair = isMap(job) ? job.items.find(({ key }) => isScalar(key) && key.value === 'arrivals') : undefined;
    if (pair !== undefined && isAlias(pair.value)) pair.value = copyOf(pair.value.resolve(document) as Node);
  }
}

function editArrivals(document: Document, job: string, edit: ScenarioEdit, changes: Change[], seen: Set<Node>): void {
  const root = document.contents as YAMLMap;
  const paths = [
    ['designs', edit.design, 'jobs', job],
    ['jobs', job],
  ];
  for (const path of paths) {
    const kind = valueIn(document, root, path);
    const pair = isMap(kind) ? pairIn(document, kind, 'arrivals') : undefined;
    if (pair === undefined) continue;
    const node = pair.value as Node;
    const streams = isSeq(node) ? (node.items as Node[]) : [node];
    streams.forEach((stream, i) => {
      // Two kinds can have the same by a merge.
      if (seen.has(stream)) return;
      seen.add(stream);
      const at = [...path, 'arrivals', ...(isSeq(node) ? [String(i)] : [])].join('.');
      editStream(document, stream, at, edit, changes);
    });
    return;
  }
}

function editStream(document: Document, stream: Node, at: string, edit: ScenarioEdit, changes: Change[]): void {
  const law = isMap(stream) ? stream.items.map(({ key }) => String((key as Scalar).value)) : [];
  const kind = ['poisson', 'constant', 'profile'].find((name) => law.includes(name));
  if (!isMap(stream) || kind === undefined) {
    throw new InputError({
      file: edit.file,
      path: at,
      message: 'these arrivals have no rate that could be fitted',
      expected: 'poisson, constant or profile',
      found: law.join(', ') || 'nothing',
      hint: 'write { poisson: 10/min } in the base scenario: the rate there is only a begin',
    });
  }
  const written = stream.get(kind, true) as Node;
  const from = plain(written);
  const rates = ratesIn(written);
  const [first] = rates;
  if (first === undefined) return;
  const unit = String(first.value).split('/')[1]?.trim() ?? 'min';
  const mean = meanRate(stream, kind, written);
  if (edit.dayFactors !== undefined && kind !== 'constant') {
    const steps = edit.dayFactors.map((factor, part) => ({
      at: `${(part * 24) / (edit.dayFactors as readonly number[]).length}h`,
      rate: rateText(mean * edit.rate.value * factor, unit),
    }));
    stream.delete(kind);
    const profile = document.createNode(steps) as YAMLSeq;
    for (const step of profile.items as YAMLMap[]) step.flow = true;
    profile.flow = true;
    stream.items.unshift(document.createPair('profile', profile) as Pair);
    if (law.includes('every')) stream.set('every', '24h');
  } else {
    for (const rate of rates) {
      rate.value = rateText((parseRatePerSecond(String(rate.value)) as number) * edit.rate.value, unit);
    }
  }
  const whole = (factor: number) => rateText(mean * factor, unit);
  const { value, low, high } = edit.rate;
  remark(
    stream,
    rates[0] as Scalar,
    `fitted: mean ${whole(value)} (95 % interval ${whole(low)} to ${whole(high)}), ${edit.source}; was ${whole(1)}`,
  );
  changes.push({
    path: at,
    from,
    to: plain(stream.get(edit.dayFactors !== undefined && kind !== 'constant' ? 'profile' : kind, true) as Node),
  });
}

/** The mean of a stream’s rate over its period, a second. */
function meanRate(stream: YAMLMap, kind: string, written: Node): number {
  if (kind !== 'profile' || !isSeq(written)) return parseRatePerSecond(plain(written)) ?? 0;
  const every = parseDurationUs(String(stream.get('every') ?? '24h')) ?? 0;
  const steps = (written.items as YAMLMap[]).map((step) => ({
    at: parseDurationUs(String(step.get('at'))) ?? 0,
    rate: parseRatePerSecond(String(step.get('rate'))) ?? 0,
  }));
  const spans = steps.map(({ at, rate }, i) => ((steps[i + 1]?.at ?? every) - at) * rate);
  return spans.reduce((sum, span) => sum + span, 0) / every;
}

function ratesIn(node: Node): Scalar[] {
  if (isScalar(node)) return [node];
  if (!isSeq(node)) return [];
  return (node.items as YAMLMap[]).flatMap((step) => {
    const rate = step.get('rate', true);
    return isScalar(rate) ? [rate] : [];
  });
}

function rateText(perSecond: number, unit: string): string {
  const seconds = 1 / (parseRatePerSecond(`1/${unit}`) as number);
  return `${Number((perSecond * seconds).toPrecision(4))}/${unit}`;
}

/** Finds the work steps of the fitted jobs’ tasks in the pool, and changes each once, however many aliases lead to it. */
class WorkSteps {
  /** Durations that were found. */
  found = 0;
  readonly #document: Document;
  readonly #edit: ScenarioEdit;
  readonly #changes: Change[];
  readonly #seen = new Set<Node>();

  constructor(document: Document, edit: ScenarioEdit, changes: Change[]) {
    this.#document = document;
    this.#edit = edit;
    this.#changes = changes;
  }

  inJobs(jobs: YAMLMap): void {
    for (const { key, value } of jobs.items) {
      const job = this.#resolved(value);
      if (isMap(job) && this.#edit.jobs.includes(String(key)))
        this.#inSteps(valueIn(this.#document, job, ['steps']), undefined, `jobs.${String(key)}.steps`);
    }
  }

  #inSteps(steps: Node | undefined, pool: string | undefined, at: string): void {
    if (!isSeq(steps)) return;
    steps.items.forEach((item, i) => {
      const step = this.#resolved(item);
      if (!isMap(step)) return;
      for (const { key, value } of step.items) this.#inStep(String(key), this.#resolved(value), pool, `${at}.${i}`);
    });
  }

  #inStep(key: string, value: Node | undefined, pool: string | undefined, at: string): void {
    if (key === 'work') {
      if (pool === this.#edit.pool && value !== undefined) this.#scale(value, `${at}.work`);
      return;
    }
    if (isSeq(value)) {
      for (const branch of value.items) this.#inStep(key, this.#resolved(branch), pool, at);
      return;
    }
    if (!isMap(value)) return;
    const own = value.get('pool');
    const inner = key === 'task' || key === 'fanOut' ? String(own ?? pool ?? this.#edit.onlyPool ?? '') : pool;
    this.#inSteps(this.#resolved(value.get('steps', true)), inner, `${at}.${key}.steps`);
  }

  #scale(node: Node, at: string): void {
    if (this.#seen.has(node)) return;
    this.#seen.add(node);
    const from = plain(node);
    const durations = durationsIn(node);
    this.found += durations.length;
    const { workFactor, workWords, source } = this.#edit;
    if (workFactor === 1 || durations.length === 0) return;
    for (const duration of durations) {
      duration.value = durationText((parseDurationUs(String(duration.value)) as number) * workFactor);
    }
    const words = `fitted: ${workWords}, ${source}; was ${from}`;
    remark(node, durations[0] as Scalar, words);
    this.#changes.push({ path: at, from, to: plain(node) });
  }

  #resolved(node: unknown): Node | undefined {
    return (isAlias(node) ? node.resolve(this.#document) : node) as Node | undefined;
  }
}

function durationsIn(node: Node): Scalar[] {
  if (isScalar(node)) return typeof node.value === 'string' && (parseDurationUs(node.value) ?? 0) > 0 ? [node] : [];
  if (isSeq(node)) return (node.items as Node[]).flatMap(durationsIn);
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }) =>
    NOTE_KEYS.includes(String(key)) || String(key) === 'file' ? [] : durationsIn(value as Node),
  );
}

function durationText(us: number): string {
  const [size, unit] = us >= 1e6 ? [1e6, 's'] : us >= 1e3 ? [1e3, 'ms'] : [1, 'us'];
  return `${Number((us / size).toPrecision(4))}${unit}`;
}

function editPool(document: Document, { pool, threads, health }: ScenarioEdit, changes: Change[]): void {
  const root = document.contents as YAMLMap;
  const pools = valueIn(document, root, ['pools']);
  if (!isMap(pools)) return;
  const pair = pairIn(document, pools, pool);
  if (pair === undefined) return;
  if (!isMap(pair.value)) {
    const bare = isScalar(pair.value) ? Number(pair.value.value) : threads;
    const map = document.createNode({ threads: bare }) as YAMLMap;
    map.flow = true;
    pair.value = map;
  }
  const node = pair.value as YAMLMap;
  if (Number(node.get('threads')) !== threads) {
    changes.push({ path: `pools.${pool}.threads`, from: String(node.get('threads')), to: String(threads) });
    node.set('threads', threads);
  }
  if (health === undefined || node.has('healthLog')) return;
  const log = document.createNode({
    every: `${health.everySeconds}s`,
    above: `${health.abovePercent}%`,
  }) as YAMLMap;
  log.flow = true;
  node.set('healthLog', log);
}

function editSources(document: Document, summary: string): void {
  const sources = document.get('sources', true);
  if (isSeq(sources)) sources.add(document.createNode(summary));
  else {
    const list = new YAMLSeq(document.schema);
    list.add(document.createNode(summary));
    const root = document.contents as YAMLMap;
    const after = root.items.findIndex(({ key }) => String(key) === 'question');
    root.items.splice(after + 1, 0, document.createPair('sources', list) as Pair);
  }
}
