import { expect, it } from 'vitest';
import { counted } from '../src/counted.ts';

it.each([
  [0, '0 tasks were refused'],
  [0.2, 'fewer than 1 task was refused'],
  [1, '1 task was refused'],
  [1.2, 'about 1 task was refused'],
  [2, '2 tasks were refused'],
  [5.6, 'about 6 tasks were refused'],
  [4_762, '4,762 tasks were refused'],
  [4_762.4, 'about 4,762 tasks were refused'],
])('%f of something countable agree with their verb and have no decimals', (amount, text) => {
  expect(counted(amount, 'task was refused', 'tasks were refused')).toBe(text);
});

it('makes a plural of a word by itself', () => {
  expect(counted(1, 'permit')).toBe('1 permit');
  expect(counted(3, 'permit')).toBe('3 permits');
});
