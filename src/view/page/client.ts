/** The script of the live view's page: draws what it is told by server-sent events. */
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { History } from '../history.ts';
import { type DesignView, phaseOf, type ThreadLetter, threadsIn } from '../snapshot.ts';
import { sparkline } from '../terminal-view.ts';

const NAMES = { W: 'working', P: 'parked', B: 'blocked', '.': 'idle' } as const;

const histories = new Map<string, History>();
const designs = document.getElementById('designs') as HTMLElement;
const status = document.getElementById('status') as HTMLElement;
const source = new EventSource('/events');

source.addEventListener('view', (event) => {
  const { view } = JSON.parse(event.data) as { view: DesignView };
  const known = histories.get(view.design);
  if (known === undefined) histories.set(view.design, new History(view));
  else known.add(view);
  draw(histories.get(view.design) as History);
});
source.addEventListener('status', (event) => {
  status.textContent = (JSON.parse(event.data) as { text: string }).text;
});
source.addEventListener('end', (event) => {
  source.close();
  const { report } = JSON.parse(event.data) as { report: string | null };
  status.textContent = report === null ? 'The run has ended.' : `The run has ended. Its report: ${report}`;
  document.body.dataset.over = 'yes';
});
source.addEventListener('error', () => {
  // Only the end of the run ends the stream: whoever has not heard of it has lost the run.
  source.close();
  if (document.body.dataset.over === undefined) status.textContent = 'The run has ended, or cannot be reached.';
});

function draw(history: History): void {
  const { latest, rates } = history;
  const section = sectionOf(latest.design);
  text(section, '.phase', phaseOf(latest));
  latest.pools.forEach((view, i) => {
    const { name, threads, queueDepth } = view;
    const pool = poolOf(section, i, name, threads.length);
    const cells = pool.querySelectorAll<HTMLElement>('.threads i');
    for (const [t, letter] of [...threads].entries()) {
      const cell = cells[t];
      if (cell === undefined || cell.textContent === letter) continue;
      cell.textContent = letter;
      cell.dataset.state = letter;
      cell.title = `thread ${t}: ${NAMES[letter as ThreadLetter]}`;
    }
    const counts = (Object.keys(NAMES) as ThreadLetter[]).map(
      (letter) => `${NAMES[letter]} ${threadsIn(view, letter)}`,
    );
    text(pool, '.counts', `${threads.length} threads: ${counts.join(', ')}; queue ${queueDepth}`);
  });
  text(section, '.queue', `${sparkline(history.queue, 40).trim()} ${history.queue.at(-1)}`);
  text(section, '.pending', `${sparkline(history.pending, 40).trim()} ${latest.pending}`);
  const late = history.lateness.at(-1) ?? 0;
  text(
    section,
    '.late',
    `${sparkline(history.lateness, 40).trim()} ${late < 1 ? `${Math.round(late * 1000)} ms` : `${late.toFixed(1)} s`}`,
  );
  const rate =
    rates === null ? `${latest.arrived} came` : `${rates.arrived.toFixed(1)}/s in, ${rates.ended.toFixed(1)}/s out`;
  text(section, '.jobs', `${rate}${latest.failed > 0 ? `, ${latest.failed} failed` : ''}`);
}

function sectionOf(design: string): HTMLElement {
  const found = [...designs.children].find((child) => (child as HTMLElement).dataset.design === design);
  if (found !== undefined) return found as HTMLElement;
  const template = document.getElementById('design') as HTMLTemplateElement;
  const section = (template.content.firstElementChild as HTMLElement).cloneNode(true) as HTMLElement;
  section.dataset.design = design;
  text(section, '.name', design);
  designs.append(section);
  return section;
}

function poolOf(section: HTMLElement, number: number, name: string, threads: number): HTMLElement {
  const pools = section.querySelector('.pools') as HTMLElement;
  const found = pools.children[number];
  if (found !== undefined) return found as HTMLElement;
  const template = document.getElementById('pool') as HTMLTemplateElement;
  const pool = (template.content.firstElementChild as HTMLElement).cloneNode(true) as HTMLElement;
  text(pool, '.name', name);
  const cells = pool.querySelector('.threads') as HTMLElement;
  cells.append(...Array.from({ length: threads }, () => document.createElement('i')));
  pools.append(pool);
  return pool;
}

function text(inside: ParentNode, selector: string, value: string): void {
  const element = inside.querySelector(selector) as HTMLElement;
  if (element.textContent !== value) element.textContent = value;
}
