import { apiTemplate } from './api.ts';
import { deletionTemplate } from './deletion.ts';
import { INSTALLED, type Places } from './heading.ts';
import { workerTemplate } from './worker.ts';

/** The scenarios to start from, by name: what a service does with its threads decides which one is near. */
export const templates = {
  deletion: { says: 'files are deleted minutes later, by threads that sleep until then', text: deletionTemplate },
  api: { says: 'requests hold a thread while they wait for a database connection', text: apiTemplate },
  worker: { says: 'workers hold a thread while they wait for tasks of their own', text: workerTemplate },
} as const satisfies Record<string, { says: string; text: (name: string, places: Places) => string }>;

export type TemplateName = keyof typeof templates;

/**
 * A small scenario to start from, as a commented file.
 * @param name what the scenario is called: a letter, then letters, digits, - or _.
 * @param places where an editor finds the JSON Schema and a reader the reference, seen from the folder of the file.
 */
export function starterScenario(name: string, template: TemplateName = 'deletion', places: Places = INSTALLED): string {
  return templates[template].text(name, places);
}
