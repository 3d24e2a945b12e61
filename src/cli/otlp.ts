import { counted } from '../counted.ts';
import type { LiveOutcome } from '../live/live-run.ts';
import type { Sent, TelemetryPlan } from '../live/otlp/telemetry-plan.ts';
import { version } from '../run/assets.ts';
import type { Design, Scenario } from '../scenario/model.ts';

/** Where the metrics and spans of each design go. @param url of an OTLP endpoint, without a slash at its end. */
export function telemetryPlans({ name: scenario, designs }: Scenario, url: string): TelemetryPlan[] {
  return designs.map(({ name: design }) => ({ url, scenario, design, version }));
}

/** What an OTLP endpoint did not take, in a sentence for each design. */
export function lossesAt(url: string, { designs }: Scenario, outcome: LiveOutcome): string[] {
  return outcome.designs.flatMap(({ design, account }) => {
    const telemetry = account?.telemetry;
    if (telemetry === undefined) return [];
    const { spans, metrics, reason } = telemetry;
    const lost = [lossOf(spans, 'span', 'spans'), lossOf(metrics, 'export of metrics', 'exports of metrics')];
    const told = lost.filter((text) => text !== undefined);
    if (told.length === 0) return [];
    return [`${(designs[design] as Design).name}: ${told.join(' and ')} did not reach ${shownUrl(url)}: ${reason}.`];
  });
}

function lossOf({ made, lost }: Sent, one: string, many: string): string | undefined {
  return lost === 0 ? undefined : `${lost} of ${counted(made, one, many)}`;
}

/** Without a password that may stand in it. */
function shownUrl(text: string): string {
  const url = new URL(text);
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, '')}`;
}
