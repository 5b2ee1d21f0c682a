/**
 * The last door before the disk: what a run says is written only if none of the secrets in use is
 * in it, however it is spelled. The verdict is kept; what was seen is not.
 */

import { LabError } from '../../../runtime/lab-error.ts';
import type { Secret } from '../../../runtime/secret.ts';
import type { ProbeRun } from '../../probe-run.ts';

/** Shorter ones would be found in every sentence. */
const LENGTH_MIN = 4;

export class Withholder {
  readonly #forms = new Set<string>();

  guard(secret: Secret): void {
    const text = secret.reveal();
    if (text.length < LENGTH_MIN) return;
    const bytes = Buffer.from(text);
    const spelled = [text, encodeURIComponent(text), bytes.toString('base64').replace(/=+$/, '')];
    // As it looks within JSON, which is where it would be found.
    for (const form of spelled) this.#forms.add(JSON.stringify(form).slice(1, -1));
  }

  /** @throws LabError `HISTORY_SECRET` if even its name has one in it. */
  pass(run: ProbeRun): ProbeRun {
    if (!this.#isIn(run)) return run;
    const { id, target, module, probe, startedMs, tookMs, verdict, aadsts } = run;
    const kept: ProbeRun = {
      ...{ id, target, module, probe, startedMs, tookMs, verdict, aadsts, agentId: null },
      summary: 'withheld: what the probe saw had a secret in it',
      phaseMs: {},
      observation: null,
    };
    if (!this.#isIn(kept)) return kept;
    throw new LabError(
      'HISTORY_SECRET',
      'the name of a target or module contains one of its secrets; rename it',
    );
  }

  #isIn(run: ProbeRun): boolean {
    if (this.#forms.size === 0) return false;
    const json = JSON.stringify(run);
    return [...this.#forms].some((form) => json.includes(form));
  }
}
