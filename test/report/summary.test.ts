import { describe, expect, it } from 'vitest';
import { chartsOf } from '../../src/report/charts/charts.ts';
import { renderSummary } from '../../src/report/summary.ts';
import { beforeAfter, madeUpResult, poolHistory } from './made-up-result.ts';

/** The text without what GitHub would take for markup of its own making: escapes and entities back to characters. */
function shown(text: string): string {
  return text
    .replace(/\\([^\w\s])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#64;', '@')
    .replaceAll('&#47;', '/')
    .replaceAll('&amp;', '&');
}

describe('summary.md', () => {
  it('begins with the verdict, then the table, the charts, the assumptions and how to reproduce it', () => {
    const text = renderSummary(beforeAfter());
    const order = [
      '**`janitor` needs',
      '## Before and after',
      '## Threads over time',
      '<summary>Assumptions',
      '## How',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text).toContain('```sh\nnpx unpark run omi-sync --seed 7855 --replications 4 --design legacy janitor\n```');
  });

  it('shows every chart that the report has, each with its finding as its text', () => {
    for (const result of [beforeAfter(), poolHistory()]) {
      const links = [...renderSummary(result).matchAll(/!\[(.+)\]\(charts\/(.+)\.png\)/g)];
      expect(links.map(([, , id]) => id)).toEqual(chartsOf(result).map(({ id }) => id));
      expect(links.map(([, title]) => shown(title!))).toEqual(
        chartsOf(result).map(({ title }) => title.replaceAll('`', '')),
      );
    }
  });

  it('has tables whose rows all have as many cells as their head', () => {
    for (const result of [beforeAfter(), poolHistory()]) {
      const tables = renderSummary(result)
        .split('\n\n')
        .filter((part) => part.startsWith('|'));
      expect(tables.length).toBeGreaterThan(0);
      for (const table of tables) {
        const cells = table.split('\n').map((line) => line.replaceAll('\\|', '').split('|').length);
        expect(new Set(cells).size).toBe(1);
      }
    }
  });

  it('shows numbers as they are: no backslash before a digit', () => {
    expect(renderSummary(beforeAfter())).not.toMatch(/\\\d/);
  });

  it('shows a text of a scenario as it stands, and takes none of it for markup, a mention or a link', () => {
    const hostile = '<img onerror=x> [a](http://b) | *c* `d` @e & # f';
    const text = renderSummary(
      madeUpResult({
        hasHostileNames: true,
        name: hostile,
        question: hostile,
        notes: [
          { path: '', value: '', text: '1. no list' },
          { path: '', value: '', text: hostile },
        ],
        designs: {
          a: { threads: 8, working: 3, parked: 2, blocked: 0 },
          b: { threads: 8, working: 3, parked: 0, blocked: 0 },
        },
      }),
    );
    // In the command that reproduces it, a block of code, everything stands as it is.
    const prose = text.replace(/```sh[\s\S]*```/, '');
    expect(prose).not.toContain('<img');
    expect(prose).not.toMatch(/@e|http:\/\/b|(?<!\\)\*c|(?<!\\)\[a/);
    expect(text).toContain('- 1\\. no list');
    expect(shown(text)).toContain(`- ${hostile}`);
    // A pipe would end a cell and a line break a row.
    expect(text.split('\n')[0]).toMatch(/^# \S/);
  });
});
