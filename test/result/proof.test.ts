import { expect, it } from 'vitest';
import { provesNothing } from '../../src/result/proof.ts';

const PROOF = { blobs: 9, looks: 4, seen: 9, provedAlive: 9, failedLooks: 0, discrepancies: 0, firstDiscrepancies: [] };

it('nothing is proved when looks failed and none found a blob alive', () => {
  expect(provesNothing({ ...PROOF, failedLooks: 3, provedAlive: 0 })).toBe(true);
});

it('something is proved by one blob that was seen alive, and by looks that did not fail', () => {
  expect(provesNothing({ ...PROOF, failedLooks: 3, provedAlive: 1 })).toBe(false);
  expect(provesNothing({ ...PROOF, provedAlive: 0 })).toBe(false);
  expect(provesNothing({ ...PROOF, blobs: 0, failedLooks: 3, provedAlive: 0 })).toBe(false);
});
