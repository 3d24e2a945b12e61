import type { Validation } from '../../validation/validation.ts';

/** Raised whenever a reader of the older JSON could misunderstand the newer. */
const VALIDATION_JSON_VERSION = 1;

/** A validation as JSON for other programs. JSON has no infinity: a z that is infinite is null there, and its row says that it fails. */
export function renderValidationJson(validation: Validation, engineVersion: string): string {
  return `${JSON.stringify({ version: VALIDATION_JSON_VERSION, engineVersion, ...validation }, null, 2)}\n`;
}
