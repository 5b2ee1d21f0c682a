/** The configuration as the command line asks for it: its options win over file and environment. */
import { loadProbesFile } from '../../probes/live/config/load-probes-file.ts';
import type { ProbesFile } from '../../probes/live/config/probes-file.ts';

export interface Asked {
  config: string;
  history?: string;
  listen?: string;
}

/** @throws LabError `PROBES_…` */
export function loadAsked({ config, history, listen }: Asked): ProbesFile {
  return loadProbesFile(config, {
    env: {
      ...process.env,
      ...(history !== undefined && { PTA_LAB_PROBES_HISTORY: history }),
      ...(listen !== undefined && { PTA_LAB_PROBES_LISTEN: listen }),
    },
  });
}
