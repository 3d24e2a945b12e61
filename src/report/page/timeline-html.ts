import { geometryOf } from '../timeline/geometry.ts';
import type { TimelineSpec } from '../timeline/spec.ts';
import { escapeHtml, plainHtml, proseHtml } from './html.ts';
import { tableHtml } from './table-html.ts';

/** The timeline's place on the page, in the words of its contents. */
export const TIMELINE = { id: 'timeline', title: 'Every thread' };

/** Where the client draws the timeline; without JavaScript its figures are there. */
export function timelineHtml(spec: TimelineSpec): string {
  const { height } = geometryOf(spec, 1_000);
  return `<section aria-labelledby="${TIMELINE.id}">
<h2 id="${TIMELINE.id}">${TIMELINE.title}</h2>
<figure class="timeline">
<figcaption><h3>${proseHtml(spec.title)}</h3><p>${escapeHtml(spec.subtitle)}</p></figcaption>
<div class="chart" data-height="${height}"><canvas id="timeline-canvas" role="img" aria-label="${plainHtml(spec.title)}. The figures are in the table below."></canvas></div>
<div class="save" id="timeline-buttons"></div>
<p class="note" id="timeline-keys" hidden>To zoom, pinch, or click the picture or hold Ctrl and turn the wheel; to move, drag sideways. Keys: + and − zoom, ← and → move in time, ↑ and ↓ from thread to thread, Home shows all.</p>
<details><summary>The figures of this chart</summary>
${tableHtml(spec.table)}
</details>
</figure>
</section>`;
}
