/** What is said of a sizing, wherever it is said. */
import { counted } from '../../counted.ts';
import { oneLine } from '../../one-line.ts';
import {
  type DesignSizing,
  type Headroom,
  LEAST_BESIDE,
  type SizeFigure,
  type SizePoint,
  type Sizing,
  type UnmetDesign,
} from '../../result/sizing/sizing.ts';
import { threeDigits } from '../../units.ts';
import { code, formatNumber, formatWithBounds, joinWords, NOTHING, type NumberKind } from '../format.ts';
import { formatApart } from '../format-apart.ts';
import { scenarioWord } from '../reproduce.ts';
import { shellWord } from '../shell.ts';
import { kindOfUnit } from '../sweep/sweep-figures.ts';
import { warmUpNotes } from '../table-notes.ts';

/** The content of sizing.json. */
export function sizingJson(sizing: Sizing): string {
  return `${JSON.stringify(sizing, null, 2)}\n`;
}

/** The command that finds the same, of the same version and scenario. */
export function sizingReproduction(sizing: Sizing): string {
  const { scenario, overrides, objective, path, seed, replications, cores, least, most } = sizing;
  return [
    `npx unpark size ${scenarioWord(scenario.name)}`,
    `--objective ${shellWord(objective.text)} --vary ${shellWord(path)} --least ${least} --most ${most}`,
    ...overrides.map((setting) => `--set ${shellWord(setting)}`),
    `--design ${[...sizing.designs, ...sizing.unmet].map(({ design }) => shellWord(design)).join(' ')}`,
    `--seed ${seed} --replications ${replications} --cores ${cores}`,
  ].join(' ');
}

/** `123 threads`; of what has no unit the number alone. */
export function sizeText({ unit }: Pick<Sizing, 'unit'>, size: number): string {
  if (unit === '') return String(size);
  return size === 1 ? counted(size, unit.replace(/s$/, '')) : `${size} ${unit}`;
}

/** What the answer is, in a sentence for each design. */
export function headlineOf(sizing: Sizing): string {
  const parts = sizing.designs.map(({ design, size }) => `${code(design)} needs ${sizeText(sizing, size)}`);
  const answer = `${parts.join(', ')} for ${code(sizing.objective.text)}`;
  const upTo = sizing.unmet.flatMap(({ design, largestMet }) =>
    largestMet === null ? [] : [`with ${code(design)} only sizes up to ${largestMet} meet it`],
  );
  const missed = sizing.unmet.filter(({ point, largestMet }) => point.standing === 'misses' && largestMet === null);
  const none = missed.map(({ design }) => code(design));
  const unclear = sizing.unmet.filter(({ point }) => point.standing !== 'misses').map(({ design }) => code(design));
  return [
    answer,
    ...upTo,
    ...(none.length === 0 ? [] : [`with ${joinWords(none)} no size up to ${sizing.most} meets it`]),
    ...(unclear.length === 0 ? [] : [`with ${joinWords(unclear)} it is unclear whether any size does`]),
  ].join('; ');
}

/** What is said of a design that has no size, and what limits it: a sentence. */
function unmetText({ design, why, found, hint }: UnmetDesign): string {
  return `${code(design)}: ${why}: ${found}; ${hint}.`;
}

/** Where the least size lies: `118–123`. */
export function rangeText({ lowest, size }: DesignSizing, { least }: Pick<Sizing, 'least'>): string {
  if (lowest === least && least > 1) return `${size} or fewer`;
  return lowest === size ? String(size) : `${lowest}–${size}`;
}

/** The figure that decides at a size: of several the one that is nearest to its bound, or furthest beyond it. */
export function decidingMeasure(point: SizePoint, { objective }: Sizing): number {
  let deciding = 0;
  let worst = Number.NEGATIVE_INFINITY;
  point.figures.forEach(({ value, bound }, index) => {
    const isUpper = (objective.bounds[index] ?? '<').startsWith('<');
    const over = value === null || bound === null ? Number.POSITIVE_INFINITY : isUpper ? value - bound : bound - value;
    const share = over === 0 ? 0 : over / Math.max(Math.abs(bound ?? 0), Number.MIN_VALUE);
    if (share > worst) {
      worst = share;
      deciding = index;
    }
  });
  return deciding;
}

/** The objective's figure at a size, with its interval. */
export function pointText(point: SizePoint, sizing: Sizing, withInterval: boolean): string {
  if (isStarved(point)) return 'starved';
  const index = decidingMeasure(point, sizing);
  const figure = point.figures[index];
  if (figure === undefined || figure.value === null) return point.why?.startsWith('unstable') ? 'unstable' : 'no data';
  const kind = kindOfUnit(sizing.objective.measures[index]?.unit ?? '');
  // A figure that misses its bound by less than its digits show has more of them.
  const alone =
    point.standing === 'meets' ? formatNumber(kind, figure.value) : formatApart(kind, figure.value, figure.bound)[0];
  if (!withInterval) return alone;
  const text = formatWithBounds(kind, figure.value, possibleEnds(kind, figure));
  return text === formatNumber(kind, figure.value) ? alone : text;
}

/** Stands behind a figure that another length of the run would change. */
export const UNDECIDED = '†';

/** Whether nobody knows if a line grows: what is measured depends on the length of the run. */
export function isUndecided({ standing, why }: SizePoint): boolean {
  return standing !== 'meets' && why?.startsWith('a run of this length cannot tell') === true;
}

/** An interval that is made of a mean and a spread may reach beyond what there can be. */
export function possibleEnds(kind: NumberKind, { low95, high95 }: SizeFigure): [low: number, high: number] | null {
  if (low95 === null || high95 === null) return null;
  return kind === 'fraction' ? [Math.max(0, low95), Math.min(1, high95)] : [low95, high95];
}

function isStarved({ why }: Pick<SizePoint, 'why'>): boolean {
  return why?.includes('has starved') === true;
}

/** How a size stands to the objective. */
export function standingText({ standing, why }: SizePoint): string {
  if (standing === 'meets') return 'met';
  if (standing === 'close') return 'unclear';
  if (isStarved({ why })) return 'starved';
  return why?.startsWith('unstable') === true ? 'unstable' : 'missed';
}

/** `+0 to +3 %`, `2.8 to 2.9 ×`, `over 10 ×`. */
export function headroomText(headroom: Headroom | null): string {
  if (headroom === null) return NOTHING;
  const { volume, atMost, isAtLeast } = headroom;
  if (isAtLeast) return `over ${threeDigits(Math.floor(volume))} ×`;
  const [low, high] = [volume, atMost].map((factor) =>
    atMost < 2 ? `+${Math.round((factor - 1) * 100)}` : threeDigits(factor),
  );
  return `${low === high ? low : `${low} to ${high}`} ${atMost < 2 ? '%' : '×'}`;
}

/** `at 5 × pipelines to 80 (from 16)` */
function raisedText({ volume, raised }: DesignSizing['volumes'][number]): string {
  return `at ${volume} × ${joinWords(raised.map(({ name, from, to }) => `${oneLine(name)} to ${to} (from ${from})`))}`;
}

/** A size by fewer jobs than that is worth a warning. */
const FEW_JOBS = 1_000;
/** A share of failed jobs that is worth a word. */
const NOTABLE_LOSS = 0.001;

/** What fails is in these measures. */
const FAILURES = /\.(successFraction|failedFraction|done|failed|rejected|donePerHour\.mean)$/;

/** Whether the objective asks how many jobs of a kind fail, or are refused at a pool. */
function isAboutFailures(job: string, { objective }: Sizing): boolean {
  return objective.measures.some(({ name }) =>
    name
      .split(/ [-+] /)
      .some((one) => FAILURES.test(one) && (one.startsWith(`jobs.${job}.`) || one.startsWith('pools.'))),
  );
}

/** That far more tasks wait than the pool is full of the time, and what to ask for instead. */
function waitingText({ design, size, waiting }: DesignSizing): string[] {
  if (waiting === null) return [];
  const { pool, share, p99, holdingSeconds } = waiting;
  const longest = p99 === null ? '' : `, 1 % of them for ${formatNumber('seconds', p99)} or longer`;
  return [
    `${code(design)} at ${size}: ${formatNumber('fraction', share)} of the tasks wait for a thread of ${code(pool)}${longest}: they come in bursts or at changing rates, so the share of the time in which it is full says little of them. An objective on the wait says more, such as \`--objective 'pools.${oneLine(pool)}.queueWait.p99 <= ${tenthOf(holdingSeconds ?? 1)}'\`.`,
  ];
}

/** A tenth of a time, in one digit, as a scenario writes it. */
function tenthOf(seconds: number): string {
  const ms = Math.max(1, Number((seconds * 100).toPrecision(1)));
  return ms >= 1_000 ? `${Math.round(ms / 1_000)}s` : `${ms}ms`;
}

function peakText({ design, offered, offeredPeak, rules }: DesignSizing): string[] {
  if (offered === null || offeredPeak === null || offeredPeak <= offered || rules.length === 0) return [];
  return [
    `Rules of thumb with ${code(design)} are for the peak of what is offered, ${formatNumber('level', offeredPeak)} erlangs; the mean over the run is ${formatNumber('level', offered)}.`,
  ];
}

/** The lines of which nobody knows whether they grow, at the sizes that the tables tell of. */
function undecidedText({ design, curve, rules, written, size }: DesignSizing): string[] {
  const told = new Set([size - 1, written, ...rules.map((rule) => rule.size)]);
  const doubts = curve.filter((point) => told.has(point.size) && isUndecided(point));
  return doubts.length === 0
    ? []
    : [
        `${UNDECIDED} ${code(design)} at ${joinWords(doubts.map((point) => String(point.size)))}: ${doubts[0]?.why}; the figure depends on how long the run is.`,
      ];
}

/** What has to be known beside the tables: sentences. */
export function notesOf(sizing: Sizing): string[] {
  const { objective, designs, simulated, cores } = sizing;
  const breaks = designs.flatMap(({ design, headroom, headroomWritten }) => {
    const own = [headroom, headroomWritten].map((one) => one?.breaks).filter((why) => why?.startsWith('unstable'));
    return own[0] === undefined ? [] : [`${code(design)}: the headroom ends where it is ${own[0]}.`];
  });
  const raised = designs.flatMap(({ design, volumes }) => {
    const limits = volumes.filter((one) => one.raised.length > 0).map(raisedText);
    return limits.length === 0 ? [] : [`${code(design)} ${joinWords(limits)}`];
  });
  const none = designs.flatMap(({ design, volumes }) =>
    volumes.flatMap(({ volume, limitedBy }) =>
      limitedBy === null ? [] : [`${code(design)} at ${volume} ×: ${limitedBy}.`],
    ),
  );
  const odd = designs.flatMap(({ design, notMonotone }) =>
    notMonotone === null
      ? []
      : [
          `${code(design)}: ${notMonotone[0]} meets the objective and ${notMonotone[1]} does not, so more is not always better here and the least size is only that of the neighbourhood in which it was found.`,
        ],
  );
  const few = designs.filter(({ jobs }) => jobs < FEW_JOBS).map(({ design, jobs }) => `${jobs} with ${code(design)}`);
  const lost = designs.flatMap(({ design, size, failing }) =>
    failing === null || failing.fraction < NOTABLE_LOSS || isAboutFailures(failing.job, sizing)
      ? []
      : [
          `${code(design)} at ${size}: ${formatNumber('fraction', failing.fraction)} of the jobs of ${code(failing.job)} fail or are refused, of which the objective says nothing.`,
        ],
  );
  const beside = designs.flatMap(({ design, beside: atOnce, volumes }) =>
    [{ volume: 1, beside: atOnce }, ...volumes.filter(({ volume }) => volume > 1)].flatMap(
      ({ volume, beside: lines }) =>
        lines.length === 0
          ? []
          : [
              `${code(design)}${volume === 1 ? '' : ` at ${volume} ×`} is unstable beside what the objective measures, which does not feel it: ${joinWords(lines)}.`,
            ],
    ),
  );
  const isBounded = designs.some(({ lowest }) => lowest === sizing.least) && sizing.least > 1;
  return [
    ...designs.flatMap(waitingText),
    ...warmUpNotes(
      designs.flatMap(({ unsteady }) => unsteady ?? []),
      sizing.warmUpSeconds,
      (needed) => `--set warmUp=${needed}`,
    ),
    ...sizing.unmet.map(unmetText),
    ...odd,
    ...(few.length === 0
      ? []
      : [
          `Few jobs arrived in all replications together (${joinWords(few)}): a size by so few says little. Take a longer --duration.`,
        ]),
    ...lost,
    ...beside,
    ...(isBounded ? [`Sizes below ${sizing.least} (--least) were not looked at; they may meet it as well.`] : []),
    ...(designs.some(({ volumes }) => volumes.some(({ within }) => within > 1))
      ? [
          `Sizes for more volume are looked for in steps of 3 %, with at least ${Math.min(LEAST_BESIDE, sizing.replications)} replications: the first meets the objective, and the least that does lies in the brackets, above the largest that was simulated and does not.`,
        ]
      : []),
    ...(objective.isDefault ? [`The objective is the default; --objective states another.`] : []),
    `A size meets the objective when its 95 % interval over replications does, at ${sizing.replications} replications; the range is where the least such size can lie. That larger sizes meet it too is assumed, and checked at those that were simulated.`,
    ...breaks,
    ...(raised.length === 0
      ? []
      : [`* Limits that such a volume would fill, or nearly, whatever the size grow with it: ${raised.join('; ')}.`]),
    ...none,
    ...recordedNotes(designs),
    ...designs.flatMap(undecidedText),
    ...designs.flatMap(peakText),
    ...(designs.some(({ rules }) => rules.some(({ rule, size }) => rule.startsWith('cores') && size !== null))
      ? [`Rules of thumb: cores × (1 + wait/compute) is for ${cores} cores (--cores).`]
      : []),
    `Simulated: ${counted(simulated.trials, 'size')}${designs.some(({ volumes }) => volumes.length > 0) ? ' and volumes' : ''}, ${counted(simulated.replications, 'replication')}.`,
  ];
}

/** Why there is no more volume, or of what it is, where jobs come at recorded times. */
function recordedNotes(designs: readonly DesignSizing[]): string[] {
  const groups = new Map<string, DesignSizing[]>();
  for (const design of designs.filter(({ recorded }) => recorded.length > 0)) {
    const key = JSON.stringify([design.recorded, design.volumes.length > 0]);
    groups.set(key, [...(groups.get(key) ?? []), design]);
  }
  return [...groups.values()].map((alike) => {
    const [{ recorded, volumes }] = alike as [DesignSizing];
    const jobs = joinWords(recorded.map(code));
    const of = alike.length === designs.length ? '' : `${joinWords(alike.map(({ design }) => code(design)))}: `;
    const come = recorded.length === 1 ? 'comes' : 'come';
    return volumes.length > 0
      ? `${of}More volume means more of the other arrivals: ${jobs} ${come} at recorded times, and as often at every volume.`
      : `${of}No room and no sizes for more volume: all jobs (${jobs}) come at recorded times, which a larger volume does not change. Arrivals with a rate can be scaled.`;
  });
}
