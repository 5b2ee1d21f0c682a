/**
 * A whole run: a lab for this scenario, the rehearsal, the journal; the lab is taken down whatever
 * happens.
 */
import type { CryptoKind, LabOptions, Mode } from '../lab/estate.ts';
import { startLab } from '../lab/start-lab.ts';
import { composeJournal } from './compose-journal.ts';
import type { Journal } from './journal.ts';
import type { Progress } from './progress.ts';
import { rehearse } from './rehearse.ts';
import type { Scenario } from './scenario.ts';

export interface RunOptions {
  /** Default `virtual`. */
  mode?: Mode;
  /** Default `1`. */
  seed?: string;
  crypto?: CryptoKind;
  stateDir?: string;
  /** Ends the run early: faults are taken back, the journal says `interrupted`. */
  stop?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export interface RunResult {
  journal: Journal;
  /** Our own bug, if one ended the run; the journal names only its class. */
  crash?: unknown;
}

/** @throws LabError if no lab can be started. */
export async function runScenario(
  scenario: Scenario,
  options: RunOptions = {},
): Promise<RunResult> {
  const { stop = new AbortController().signal, onProgress = () => {} } = options;
  const lab = await startLab(labOptions(scenario, options));
  try {
    const kept = await rehearse(lab, scenario, { stop, onProgress });
    const journal = composeJournal(lab, scenario, kept);
    return { journal, ...('crash' in kept && { crash: kept.crash }) };
  } finally {
    await lab[Symbol.asyncDispose]();
  }
}

function labOptions({ estate, traffic }: Scenario, options: RunOptions): LabOptions {
  const { mode, seed, crypto, stateDir } = options;
  return {
    ...estate,
    ...(traffic && { traffic }),
    ...(mode && { mode }),
    ...(seed !== undefined && { seed }),
    ...(crypto && { crypto }),
    ...(stateDir !== undefined && { stateDir }),
  };
}
