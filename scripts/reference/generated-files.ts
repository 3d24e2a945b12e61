import { dashboard } from './dashboard.ts';
import { eventsReference } from './events-reference.ts';
import { eventsJsonSchema } from './events-schema.ts';
import { scenarioJsonSchema } from './json-schema.ts';
import { metricsReference } from './metrics-reference.ts';
import { scenarioReference } from './reference.ts';
import { rulesReference } from './rules-reference.ts';

/** The committed files that are generated, by their path in the repository. */
export function generatedFiles(): Readonly<Record<string, string>> {
  return {
    'scenarios/scenario.schema.json': scenarioJsonSchema(),
    'docs/scenario-language.md': scenarioReference(),
    'docs/events.schema.json': eventsJsonSchema(),
    'docs/events.md': eventsReference(),
    'docs/metrics.md': metricsReference(),
    'monitoring/dashboard.json': dashboard(),
    'docs/thread-rules.md': rulesReference(),
  };
}
