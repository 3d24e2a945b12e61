import { describe, expect, it } from 'vitest';
import { History, KEPT } from '../../src/view/history.ts';
import type { DesignView } from '../../src/view/snapshot.ts';
import { sparkline, viewLines, viewSentence } from '../../src/view/terminal-view.ts';

const view = (design: string, threads: string, more: Partial<DesignView> = {}): DesignView => ({
  design,
  atSeconds: 40,
  warmUpSeconds: 30,
  endSeconds: 60,
  pools: [{ name: 'storage', threads, queueDepth: 0 }],
  pending: 3,
  lateness: 0.002,
  arrived: 400,
  done: 390,
  failed: 0,
  ...more,
});
const plain = (width: number, height = 24) => ({ width, height, ink: (text: string) => text });
const lines = (designs: readonly DesignView[], width: number, height?: number) =>
  viewLines(
    designs.map((one) => new History(one)),
    'measures',
    plain(width, height),
  );

describe('a live view on a terminal', () => {
  it('has a letter for each thread, the counts, and what waits', () => {
    expect(lines([view('legacy', 'WPPB....')], 60)).toEqual([
      'legacy  measures, 20 s left',
      'storage 8: working 1  parked 2  blocked 1  idle 4',
      'WPPB....',
      expect.stringMatching(/^queue +▁ 0$/),
      expect.stringMatching(/^pending +█ 3$/),
      expect.stringMatching(/^late +█ 2 ms$/),
      'jobs 400 came',
      '',
      'measures',
    ]);
  });

  it('has two designs side by side where there is room, and the newer one alone where there is not', () => {
    const two = [view('legacy', 'P'.repeat(128)), view('janitor', `WW${'.'.repeat(126)}`)];
    const beside = lines(two, 100);
    expect(beside[0]).toMatch(/^legacy {2}measures.* {2}janitor {2}measures/);
    expect((beside.join(' ').match(/P{2,}/g) ?? []).join('')).toHaveLength(128);
    expect(lines(two, 60)[0]).toMatch(/^janitor/);
    expect(lines(two, 60).join('')).not.toContain('legacy');
  });

  it.each([36, 40, 60, 80, 120, 200])(
    'is never wider than %i columns nor higher than its rows, however many threads there are',
    (width) => {
      for (const threads of [1, 8, 128, 1000, 10_000]) {
        for (const height of [10, 14, 24, 50]) {
          const drawn = lines(
            [view('a'.repeat(90), 'WP.'.repeat(threads).slice(0, threads)), view('b', 'W')],
            width,
            height,
          );
          expect(drawn.length).toBeLessThanOrEqual(height);
          for (const line of drawn) expect([...line].length).toBeLessThanOrEqual(width);
        }
      }
    },
  );

  it('says how many threads it leaves out', () => {
    expect(lines([view('legacy', 'W'.repeat(1000))], 40, 14).join('\n')).toMatch(/W \+\d+ more$/m);
  });

  it('paints by state and says the same without colours', () => {
    const painted = viewLines([new History(view('legacy', 'WWPPB.'))], '', {
      width: 60,
      height: 20,
      ink: (text, state) => (state === 'dim' || state === 'bold' ? text : `<${state}:${text}>`),
    });
    expect(painted[2]).toBe('<W:WW><P:PP><B:B><.:.>');
  });

  it('tells the rates of the last seconds', () => {
    const history = new History(view('legacy', 'W', { atSeconds: 40, arrived: 400, done: 400 }));
    history.add(view('legacy', 'W', { atSeconds: 44, arrived: 440, done: 420, failed: 2 }));
    expect(viewLines([history], '', plain(60)).join('\n')).toContain('jobs 10/s in, 5.5/s out, 2 failed');
  });

  it('is one sentence where there is no terminal', () => {
    expect(viewSentence(new History(view('legacy', 'WPPB....')))).toBe(
      'legacy, 40 s of 60 s: storage 1 working, 2 parked, 1 blocked of 8, queue 0; 3 deletions pending',
    );
  });
});

describe('a sparkline', () => {
  it('has its highest value as a full bar, and the newest at the right', () => {
    expect(sparkline([0, 1, 2, 4], 6)).toBe('  ▁▃▅█');
    expect(sparkline([0, 0], 2)).toBe('▁▁');
  });

  it('keeps a bounded course', () => {
    const history = new History(view('legacy', 'W'));
    for (let i = 0; i < 1000; i += 1) history.add(view('legacy', 'W', { pending: i }));
    expect(history.pending).toHaveLength(KEPT);
  });
});
