import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { METRIC_NAMES, METRICS, prometheusName } from '../../src/metrics/catalogue.ts';
import { OPENMETRICS_END, OPENMETRICS_START } from '../../src/metrics/openmetrics.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';
import { EPOCH_S, metered } from '../monitoring/metered.ts';
import { load } from '../scenario/small-scenario.ts';

interface Sample {
  readonly name: string;
  readonly labels: string;
  readonly value: number;
  readonly time: number;
}

interface Family {
  readonly name: string;
  readonly type: string;
  readonly samples: readonly Sample[];
}

/** Reads the text format strictly: a family's TYPE first, its samples after it, and nothing else. */
function familiesOf(text: string): Family[] {
  expect(text.endsWith(OPENMETRICS_END)).toBe(true);
  return text
    .slice(0, -OPENMETRICS_END.length)
    .split(/^(?=# TYPE )/m)
    .map((part) => {
      const [type = '', ...lines] = part.trimEnd().split('\n');
      const [, name = '', kind = ''] = /^# TYPE (\w+) (gauge|counter|histogram)$/.exec(type) ?? [];
      const samples = lines.filter((line) => !line.startsWith('# '));
      for (const line of lines.filter((one) => one.startsWith('# '))) {
        expect(line).toMatch(new RegExp(`^# (HELP|UNIT) ${name} .`));
      }
      return { name, type: kind, samples: samples.map((line) => sampleOf(line, name)) };
    });
}

function sampleOf(line: string, family: string): Sample {
  const label = String.raw`[a-z_]+="(?:[^"\\\n]|\\[\\n"])*"`;
  const pattern = new RegExp(
    String.raw`^(${family}\w*)\{(${label}(?:,${label})*)\} (-?[\d.]+(?:e[+-]?\d+)?) (\d+(?:\.\d+)?)$`,
  );
  const [, name = '', labels = '', value, time] = pattern.exec(line) ?? [];
  expect(name, line).not.toBe('');
  return { name, labels, value: Number(value), time: Number(time) };
}

function textOf(overrides: readonly string[] = []): string {
  const file = join(temporaryFolder(), 'metrics.txt');
  metered(load(undefined, { overrides }), file, 60);
  return readFileSync(file, 'utf8');
}

describe('a file of OpenMetrics', () => {
  it('has each family once, in the order of the catalogue, with its type and its unit', () => {
    const text = textOf();
    expect(text.startsWith(OPENMETRICS_START)).toBe(true);
    const families = familiesOf(text);
    expect(families.map(({ name, type }) => [name, type])).toEqual(
      METRIC_NAMES.map((name) => [prometheusName(name), METRICS[name].type]),
    );
    for (const name of METRIC_NAMES) {
      expect(text.includes(`# UNIT ${prometheusName(name)} seconds\n`)).toBe(METRICS[name].unit === 's');
    }
  });

  it('has each series in one piece and in the order of time, from the epoch to the end of the run', () => {
    for (const { type, name, samples } of familiesOf(textOf())) {
      const bySeries = new Map<string, number[]>();
      let current = '';
      for (const { name: line, labels, time } of samples) {
        const series = labels.replace(/,le="[^"]+"$/, '');
        if (series !== current) expect(bySeries.has(series), `${name} ${series} comes back`).toBe(false);
        current = series;
        const times = bySeries.get(series) ?? [];
        bySeries.set(series, times);
        if (type !== 'histogram' || line.endsWith('_sum')) times.push(time);
        if (type === 'counter') expect(line).toBe(`${name}_total`);
        if (type === 'gauge') expect(line).toBe(name);
      }
      for (const times of bySeries.values()) {
        expect(times).toEqual(Array.from({ length: 66 }, (_, i) => EPOCH_S + 60 * i));
      }
    }
  });

  it('has buckets that add up to the count, counters that never fall, and labels as they are written', () => {
    for (const { type, name, samples } of familiesOf(textOf())) {
      const last = new Map<string, number>();
      let upTo = 0;
      for (const { name: line, labels, value } of samples) {
        if (line.endsWith('_bucket')) {
          expect(value).toBeGreaterThanOrEqual(/le="0\.01"/.test(labels) ? 0 : upTo);
          upTo = value;
          expect(labels).toMatch(/,le="(\d+\.\d+|\+Inf)"$/);
        }
        if (type === 'histogram' && line.endsWith('_count')) expect(value).toBe(upTo);
        if (type === 'gauge') continue;
        expect(value, `${name} ${labels}`).toBeGreaterThanOrEqual(last.get(line + labels) ?? 0);
        last.set(line + labels, value);
      }
    }
  });

  it('is the same for the same run', () => {
    expect(textOf()).toBe(textOf());
    expect(textOf(['seed=2'])).not.toBe(textOf());
  });
});
