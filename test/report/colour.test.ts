import { describe, expect, it } from 'vitest';
import { isColoured } from '../../src/report/colour.ts';

describe('what is printed', () => {
  it.each([
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: 'true' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: 'false' }, true, false],
    [{ FORCE_COLOR: '0', CI: 'true' }, false, false],
    [{ FORCE_COLOR: '' }, false, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ CI: 'true' }, false, true],
    [{ TERM: 'dumb' }, true, false],
    [{}, true, true],
    [{}, false, false],
  ])('has colours as the environment asks: %j, on a terminal: %j', (env, isTTY, coloured) => {
    expect(isColoured(env, { isTTY })).toBe(coloured);
  });
});
