import { it } from 'vitest';
import { expectRoundTrip, systems } from '../observed/round-trip.ts';

it.each(systems.map((one, i) => [i, one] as const))(
  'what was observed, written as a scenario and simulated, gives every pool its state means back: system %i',
  (_, one) => expectRoundTrip(one),
);
