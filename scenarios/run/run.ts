/**
 * A whole run: a lab for this scenario, the rehearsal, the journal; the lab is taken down whatever
 * happens.
 */
import type { CryptoKind, LabOptions, Mode, OutpostsOptions } from '../../lab/estate.ts';
import { createHistory, type History, type Operation } from '../../lab/history.ts';
import type { Lab } from '../../lab/lab.ts';
import { startLab } from '../../lab/start-lab.ts';
import { composeJournal } from '../journal/compose-journal.ts';
import type { Journal } from '../journal/journal.ts';
import { checkHistory } from '../proof/check-history.ts';
import { disturbancesOf, standingDisturbances } from '../proof/disturbances.ts';
import type { Scenario } from '../scenario.ts';
import type { Progress } from './progress.ts';
import { type RehearseOptions, rehearse } from './rehearse.ts';

export interface RunOptions {
  /** Default `virtual`. */
  mode?: Mode;
  /** Default `1`. */
  seed?: string;
  crypto?: CryptoKind;
  stateDir?: string;
  /** Live mode: what stands in containers of its own is reached by these. */
  outposts?: OutpostsOptions;
  /** Told of the lab after each step of the method, and waited for. */
  afterStep?: RehearseOptions['afterStep'];
  /** Ends the run early: faults are taken back, the journal says `interrupted`. */
  stop?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export interface RunResult {
  journal: Journal;
  /** Our own bug, if one ended the run; the journal names only its class. */
  crash?: unknown;
  /** By time; at the same time in the order in which it was told. */
  history: readonly Operation[];
}

/** @throws LabError if no lab can be started. */
export async function runScenario(
  scenario: Scenario,
  options: RunOptions = {},
): Promise<RunResult> {
  const { stop = new AbortController().signal, onProgress = () => {} } = options;
  const history = createHistory();
  const lab = await startLab({ ...labOptions(scenario, options), history });
  try {
    const { afterStep } = options;
    const asked = { stop, onProgress, history, ...(afterStep && { afterStep }) };
    const kept = await rehearse(lab, scenario, asked);
    const told = historyOf(lab, history, scenario);
    const violations = checkHistory({ operations: told }, lab.clock.nowMs(), lab.timings);
    const composed = composeJournal(lab, scenario, kept, violations);
    const journal = options.outposts ? inContainers(composed) : composed;
    return { journal, history: told, ...('crash' in kept && { crash: kept.crash }) };
  } finally {
    await lab[Symbol.asyncDispose]();
  }
}

/** The lab itself is a live one there. */
function inContainers(journal: Journal): Journal {
  return { ...journal, restedOn: { ...journal.restedOn, mode: 'containers' } };
}

function historyOf(lab: Lab, { operations }: History, { estate }: Scenario): readonly Operation[] {
  const standing = standingDisturbances(estate, operations[0]?.atMs ?? 0);
  const told = [...standing, ...operations, ...disturbancesOf(lab.timeline.entries)];
  return told.sort((one, other) => one.atMs - other.atMs);
}

function labOptions({ estate, traffic }: Scenario, options: RunOptions): LabOptions {
  const { mode, seed, crypto, stateDir, outposts } = options;
  return {
    ...estate,
    ...(traffic && { traffic }),
    ...(mode && { mode }),
    ...(seed !== undefined && { seed }),
    ...(crypto && { crypto }),
    ...(stateDir !== undefined && { stateDir }),
    // Nobody switches a host off in a rehearsal: one that goes away proves nothing.
    ...(outposts && { outposts: { ...outposts, hostsMayGo: false } }),
  };
}
