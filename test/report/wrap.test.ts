import { expect, it } from 'vitest';
import { wrap } from '../../src/report/wrap.ts';

it('breaks at spaces, as late as it can', () => {
  expect(wrap('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  expect(wrap('one', 3)).toEqual(['one']);
  expect(wrap('', 10)).toEqual([]);
});

it('keeps a number and its percent sign or interval together', () => {
  expect(wrap('it is 12 % of 7 ± 1', 8)).toEqual(['it is', '12 % of', '7 ± 1']);
  expect(wrap('it took 20 min and 6 h', 8)).toEqual(['it took', '20 min', 'and 6 h']);
});

it('cuts a word that is longer than a line', () => {
  expect(wrap('a abcdefghij b', 4)).toEqual(['a', 'abcd', 'efgh', 'ij b']);
  expect(wrap('jobs.chat.admissionWait.max', 25)).toEqual(['jobs.chat.admissionWait.', 'max']);
});
