/** `run.json`: what differs between machines and so stays out of the journal. */
import type { RunFacts } from '../../scenarios/journal/journal.ts';

/** Call the result when the run has ended. */
export function startRunFacts(command: string): () => RunFacts {
  const startedMs = Date.now();
  return () => ({
    host: { platform: process.platform, arch: process.arch, node: process.version },
    startedAt: new Date(startedMs).toISOString(),
    wallMs: Date.now() - startedMs,
    command,
  });
}
