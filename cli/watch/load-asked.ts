/** The configuration as the command line asks for it: its options win over file and environment. */
import { loadProbesFile } from '../../probes/live/config/load-probes-file.ts';
import type { ProbesFile } from '../../probes/live/config/probes-file.ts';
import { LabError } from '../../runtime/lab-error.ts';

export interface Asked {
  config: string;
  history?: string;
  listen?: string;
}

/** @throws LabError `PROBES_…` */
export function loadAsked({ config, history, listen }: Asked): ProbesFile {
  const env = {
    ...process.env,
    ...(history !== undefined && { PTA_LAB_PROBES_HISTORY: history }),
    ...(listen !== undefined && { PTA_LAB_PROBES_LISTEN: listen }),
  };
  try {
    return loadProbesFile(config, { env });
  } catch (error) {
    if (!(error instanceof LabError) || listen === undefined) throw error;
    // Whoever typed the option knows of no variable.
    const sentence = error.message.replaceAll('PTA_LAB_PROBES_LISTEN', '--listen');
    throw new LabError(error.code, sentence, { cause: error });
  }
}
