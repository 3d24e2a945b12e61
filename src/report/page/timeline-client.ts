/** The timeline on the page: draws it, and lets mouse, touch and keyboard look closer. */
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { ChartTheme } from '../charts/theme.ts';
import { type Brush, drawTimeline, type Fills, fillsOf, type Marked } from '../timeline/draw.ts';
import { at, type Geometry, geometryOf, timeAt } from '../timeline/geometry.ts';
import { threadsOf } from '../timeline/intervals.ts';
import type { TimelineSpec } from '../timeline/spec.ts';
import { panned, type View, within, zoomed } from '../timeline/view.ts';
import { tell } from '../timeline/words.ts';
import { listenToPointers } from './timeline-pointers.ts';

const ZOOM = 1.6;
const PAN = 0.2;
const PAPER_PX = 680;

export interface TimelineParts {
  readonly spec: TimelineSpec;
  readonly canvas: HTMLCanvasElement;
  readonly createTile: (size: number) => HTMLCanvasElement;
}

/** The thread and the moment that are told of. */
interface Place {
  readonly lane: number;
  readonly thread: number;
  readonly atUs: number;
}

/** What is seen of a timeline, and what is drawn of it. */
export class TimelineView {
  readonly #spec: TimelineSpec;
  readonly #canvas: HTMLCanvasElement;
  readonly #createTile: TimelineParts['createTile'];
  readonly #threads: ReturnType<typeof threadsOf>[];
  readonly #wholeUs: number;
  readonly #tip = document.createElement('div');
  #theme: ChartTheme;
  #fills: Fills;
  #view: View;
  #geometry: Geometry;
  #place: Place | undefined;
  /** Whether the place was chosen by keys or buttons, and so goes along with the view. */
  #isChosen = false;
  #marked: Marked | undefined;
  #asked = 0;

  constructor({ spec, canvas, createTile }: TimelineParts, theme: ChartTheme) {
    this.#spec = spec;
    this.#canvas = canvas;
    this.#createTile = createTile;
    this.#threads = spec.lanes.map((lane) => threadsOf(lane, spec.fromSeconds));
    this.#wholeUs = (spec.untilSeconds - spec.fromSeconds) * 1e6;
    this.#view = { fromUs: 0, untilUs: this.#wholeUs };
    this.#theme = theme;
    this.#fills = fillsOf(theme, createTile);
    this.#geometry = geometryOf(spec, 0);
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'application');
    canvas.setAttribute('aria-roledescription', 'timeline');
    canvas.setAttribute('aria-describedby', 'timeline-keys');
    this.#tip.className = 'tip';
    this.#tip.setAttribute('role', 'status');
    canvas.after(this.#tip);
    listenToPointers(canvas, {
      drag: (byPx) => this.#look(panned(this.#view, -byPx / this.#widthPx, this.#wholeUs)),
      zoom: (factor, x) => this.#look(zoomed(this.#view, factor, this.#timeAt(x), this.#wholeUs)),
      canZoomOut: () => this.#view.untilUs - this.#view.fromUs < this.#wholeUs,
      point: (x, y) => {
        this.#isChosen = false;
        this.#show(at(this.#geometry, this.#view, x, y));
      },
      leave: () => this.#leave(),
    });
    canvas.addEventListener('keydown', (event) => this.#key(event));
    canvas.addEventListener('blur', () => this.#leave());
  }

  /** What the buttons do, in their order. */
  get actions(): readonly (readonly [string, () => void])[] {
    return [
      ['Zoom in', () => this.#zoom(ZOOM)],
      ['Zoom out', () => this.#zoom(1 / ZOOM)],
      ['Earlier', () => this.#pan(-PAN)],
      ['Later', () => this.#pan(PAN)],
      ['Show all', () => this.#look({ fromUs: 0, untilUs: this.#wholeUs })],
      ['Previous thread', () => this.#step(-1)],
      ['Next thread', () => this.#step(1)],
    ];
  }

  /** Draws at once, in a theme and the width there is; for paper all of it. */
  draw(theme: ChartTheme, paper: boolean): void {
    if (theme !== this.#theme) this.#fills = fillsOf(theme, this.#createTile);
    this.#theme = theme;
    const box = this.#canvas.parentElement as HTMLElement;
    box.style.width = paper ? `${PAPER_PX}px` : '';
    const width = paper ? PAPER_PX : box.clientWidth;
    const scale = paper ? 2 : devicePixelRatio;
    this.#geometry = geometryOf(this.#spec, width);
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(this.#geometry.height * scale);
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${this.#geometry.height}px`;
    if (paper) this.#hide();
    this.#paint(paper ? { fromUs: 0, untilUs: this.#wholeUs } : this.#view);
  }

  get #widthPx(): number {
    return this.#geometry.right - this.#geometry.left;
  }

  get #middleUs(): number {
    return (this.#view.fromUs + this.#view.untilUs) / 2;
  }

  #timeAt(x: number): number {
    return Math.min(this.#wholeUs, Math.max(0, timeAt(this.#geometry, this.#view, x)));
  }

  #paint(view: View): void {
    const brush = this.#canvas.getContext('2d') as CanvasRenderingContext2D;
    const scale = this.#canvas.width / this.#geometry.width;
    brush.setTransform(scale, 0, 0, scale, 0, 0);
    drawTimeline(brush as unknown as Brush, {
      spec: this.#spec,
      geometry: this.#geometry,
      threads: this.#threads,
      view,
      theme: this.#theme,
      fills: this.#fills,
      marked: this.#marked,
    });
  }

  /** However much happens between two frames, it is drawn once. */
  #ask(): void {
    if (this.#asked !== 0) return;
    this.#asked = requestAnimationFrame(() => {
      this.#asked = 0;
      this.#paint(this.#view);
    });
  }

  #look(view: View): void {
    this.#view = within(view, this.#wholeUs);
    this.#canvas.dataset.from = String(Math.round(this.#view.fromUs));
    this.#canvas.dataset.until = String(Math.round(this.#view.untilUs));
    this.#hide();
    if (this.#isChosen && this.#place !== undefined) this.#show({ ...this.#place, atUs: this.#middleUs });
    this.#ask();
  }

  #zoom(factor: number): void {
    this.#look(zoomed(this.#view, factor, this.#middleUs, this.#wholeUs));
  }

  #pan(share: number): void {
    this.#look(panned(this.#view, share, this.#wholeUs));
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = {
      '+': () => this.#zoom(ZOOM),
      '=': () => this.#zoom(ZOOM),
      '-': () => this.#zoom(1 / ZOOM),
      ArrowLeft: () => this.#pan(-PAN),
      ArrowRight: () => this.#pan(PAN),
      ArrowUp: () => this.#step(-1),
      ArrowDown: () => this.#step(1),
      Home: () => this.#look({ fromUs: 0, untilUs: this.#wholeUs }),
      End: () => this.#pan(this.#wholeUs),
      Escape: () => this.#leave(),
    }[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  }

  /** To the next thread, or to that of the next lane. */
  #step(by: 1 | -1): void {
    const { lanes } = this.#spec;
    const { lane, thread } = this.#place ?? { lane: 0, thread: by > 0 ? -1 : 1 };
    const rows = lanes[lane]?.rows ?? 1;
    const isWithin = thread + by >= 0 && thread + by < rows;
    const other = isWithin ? undefined : lanes[lane + by];
    const [toLane, toThread] =
      other === undefined
        ? [lane, Math.min(rows - 1, Math.max(0, thread + by))]
        : [lane + by, by > 0 ? 0 : other.rows - 1];
    this.#isChosen = true;
    this.#show({ lane: toLane, thread: toThread, atUs: this.#middleUs });
  }

  /** The place is kept: whoever comes back by keys or buttons goes on from it. */
  #leave(): void {
    this.#isChosen = false;
    this.#hide();
    this.#ask();
  }

  #show(place: Place | undefined): void {
    const lane = place === undefined ? undefined : this.#spec.lanes[place.lane];
    const { fromSeconds } = this.#spec;
    if (place === undefined || lane === undefined || place.atUs > (lane.untilSeconds - fromSeconds) * 1e6) {
      this.#hide();
      this.#ask();
      return;
    }
    const told = tell(lane, place.thread, this.#threads[place.lane]?.get(place.thread), place.atUs, fromSeconds);
    this.#place = place;
    this.#marked = { lane: place.lane, thread: place.thread, fromUs: told.fromUs, untilUs: told.untilUs };
    this.#tip.replaceChildren(
      ...told.lines.map((line) => {
        const element = document.createElement('div');
        element.textContent = line;
        return element;
      }),
    );
    this.#tip.classList.add('shown');
    this.#putTip(place);
    this.#ask();
  }

  /** Beside the place, above or below it where there is room. */
  #putTip({ lane, thread, atUs }: Place): void {
    const { left, right, lanes, rowHeight, width, height } = this.#geometry;
    const { fromUs, untilUs } = this.#view;
    const x = left + ((atUs - fromUs) / (untilUs - fromUs)) * (right - left);
    const y = (lanes[lane]?.top ?? 0) + thread * rowHeight;
    const { offsetWidth, offsetHeight } = this.#tip;
    const below = y + rowHeight + 14;
    this.#tip.style.left = `${Math.max(0, Math.min(width - offsetWidth, x - offsetWidth / 2))}px`;
    this.#tip.style.top = `${below + offsetHeight > height ? y - offsetHeight - 14 : below}px`;
  }

  #hide(): void {
    this.#marked = undefined;
    this.#tip.classList.remove('shown');
  }
}
