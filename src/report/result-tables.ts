import type { Result } from '../result/schema.ts';
import { observedTables } from './observed/tables.ts';
import { comparisonTables, type Table } from './table.ts';

/** The tables that say what a result holds: of designs, how they compare; of an observed service, what its threads do. */
export function resultTables(result: Result): Table[] {
  return result.world === 'observed' ? observedTables(result) : comparisonTables(result);
}

/** What they are called together. */
export function tablesTitle(result: Result): string {
  return result.world === 'observed' ? 'What the threads do' : 'Before and after';
}
