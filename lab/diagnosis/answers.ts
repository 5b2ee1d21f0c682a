/**
 * What the right answer is, per fault: written down before anything was scored. A class is a set of
 * faults that no observation tells apart which a probe can make at one moment; naming any of its
 * causes counts, and each class says why it is one.
 */

export interface FaultClass {
  faults: readonly string[];
  /** What a diagnosis may name for any of them. */
  causes: readonly string[];
  why: string;
}

export const CLASSES: readonly FaultClass[] = [
  {
    faults: ['agent-stopped', 'agents-below-n-plus-1'],
    causes: ['agent-stopped', 'agents-below-n-plus-1'],
    why:
      'A service that somebody stopped by mistake and one that an installer stopped are in the same ' +
      'state; who did it is not on the machine.',
  },
  {
    faults: ['agent-crashed', 'agent-crash-mid-request'],
    causes: ['agent-crashed'],
    why: 'A process is gone in both; what it had in hand is known to nobody afterwards.',
  },
  {
    faults: ['agent-slow', 'agent-capacity', 'late-answers'],
    causes: ['agent-slow', 'late-answers'],
    why:
      'An answer comes late in all of them. Capacity differs in what happens when the load goes, ' +
      'which one look at one moment cannot see; and whether an answer left late or was taken late ' +
      'shows only on a clock between the two.',
  },
  {
    faults: ['agents-left-after-pta-disabled', 'staging-server-switched-method'],
    causes: ['agents-left-after-pta-disabled', 'staging-server-switched-method'],
    why:
      'The tenant uses password hashes in both. Who switched it, and whether they meant to, is in ' +
      'the audit log, which no probe reads.',
  },
  {
    faults: ['stale-replica'],
    causes: ['nothing'],
    why:
      'A controller that hears of no change answers as it always did. Only a change of an account ' +
      'and a bind at each controller would show it, and probes change no accounts; the diagnosis ' +
      'has to say that replication was not looked at.',
  },
];

/** Where the cause bears another name than the fault that brings it. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'preview-agent-left-behind': 'preview-agent',
};

export function acceptedCauses(fault: string): readonly string[] {
  const own = CLASSES.find(({ faults }) => faults.includes(fault));
  return own?.causes ?? [OTHER_NAMES[fault] ?? fault];
}
