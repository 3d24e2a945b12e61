import { formatSeconds, threeDigits } from '../units.ts';
import type { DeletionLoad, Finding, JanitorLoad } from './explanation.ts';
import type { Backlog } from './janitor-course.ts';

/** A share of refused deletions under this is not worth a sentence. */
const FEW = 0.001;

export function deletionFindings(deletions: readonly DeletionLoad[]): Finding[] {
  return deletions.flatMap((deletion): Finding[] => {
    const { by, pending, janitor } = deletion;
    if (by === 'thread-per-file') {
      const text = `Each deletion has a thread of its own: ${threeDigits(pending)} threads on average outside the pools, without a bound.`;
      return [{ kind: 'note', text }];
    }
    if (janitor === null) return [];
    const name = nameOf(deletion, deletions);
    return [loadFinding(name, janitor), ...refusalFindings(name, janitor)];
  });
}

/** The times in which a janitor falls behind that keeps up in the long run. */
export function backlogFindings(deletions: readonly DeletionLoad[]): Finding[] {
  return deletions.flatMap((deletion) => {
    const { janitor } = deletion;
    if (janitor === null || janitor.load >= 1) return [];
    const name = nameOf(deletion, deletions);
    // Less than one deletion is none.
    const told = janitor.backlogs.filter((backlog) => backlog.deletions >= 1);
    return told.map((backlog): Finding => ({ kind: 'risk', text: backlogText(name, backlog, janitor) }));
  });
}

/** Where there are several janitors, each is named by the jobs whose blobs it deletes. */
function nameOf({ jobs }: DeletionLoad, deletions: readonly DeletionLoad[]): string {
  const janitors = deletions.filter(({ janitor }) => janitor !== null);
  return janitors.length === 1 ? 'janitor' : `janitor of ${jobs.join(', ')}`;
}

function loadFinding(name: string, janitor: JanitorLoad): Finding {
  const { load, busy, concurrency, maxPending, refused, takenPerSecond, donePerSecond } = janitor;
  if (load >= 1) {
    const end = refused > FEW ? `, until ${threeDigits(maxPending)} deletions are pending` : '';
    const text = `The ${name} is offered ${threeDigits(load * concurrency)} erlangs of deletions and runs ${concurrency} at once: it falls behind for good${end}.`;
    return { kind: 'overload', text };
  }
  // Over the whole run, slow times and further tries counted in.
  const each = formatSeconds((busy * concurrency) / donePerSecond);
  const limit = formatSeconds(concurrency / takenPerSecond);
  return {
    kind: 'note',
    text: `The ${name} deletes for ${threeDigits(busy * 100)} % of its time (${each} each); it would fall behind for good at ${limit} a deletion.`,
  };
}

function refusalFindings(name: string, { refused, maxPending, isExact }: JanitorLoad): Finding[] {
  if (refused <= FEW) return [];
  const text = `The ${name} takes ${threeDigits(maxPending)} pending deletions and refuses ${isExact ? 'about' : 'at least'} ${threeDigits(refused * 100)} % of those that come: nobody deletes their blobs.`;
  return [{ kind: 'risk', text }];
}

function backlogText(name: string, backlog: Backlog, { maxPending, isExact }: JanitorLoad): string {
  const { isBounded, isSlow, fromSeconds, risingSeconds, deletions, latenessSeconds, recoverySeconds } = backlog;
  const why = isSlow ? 'While deletions are slow' : 'While more deletions come due than it does';
  const when = `${why} (from ${formatSeconds(fromSeconds)} on)`;
  // Those that are refused leave room for others, and these come due later: arithmetic alone does not follow them.
  if (isBounded) {
    return `${when} the ${name} falls behind until ${threeDigits(maxPending)} deletions are pending, and refuses further ones; a run says how late they get.`;
  }
  const recovery =
    recoverySeconds === undefined
      ? 'it has not recovered by the end of the run'
      : `it takes ${formatSeconds(recoverySeconds)} to recover`;
  return `${why} (for ${formatSeconds(risingSeconds)} from ${formatSeconds(fromSeconds)} on) the ${name} falls behind: about ${threeDigits(deletions)} deletions wait at the end of it, ${isExact ? 'up to' : 'at least'} ${formatSeconds(latenessSeconds)} late, and ${recovery}.`;
}
