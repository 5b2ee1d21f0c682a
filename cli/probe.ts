/**
 * `pta-lab probe`: one run of one probe, against a lab started for it or one that is up already.
 * The probe is the same as in rehearsals; only who gives it network, clock and account differs.
 */
import type { Command } from 'commander';
import { readText } from '../lab/read-text.ts';
import { PROBES } from '../probes/index.ts';
import type { Probe, ProbeResult } from '../probes/probe.ts';
import { runProbe } from '../probes/run-probe.ts';
import { LabError } from '../runtime/lab-error.ts';
import { didYouMean } from '../runtime/yaml/nearest.ts';
import { endWith } from './exit-codes.ts';
import { parseNumber } from './parse-number.ts';
import { paint } from './summary.ts';
import { renderTable } from './table.ts';

interface Options {
  lab?: string;
  agents: number;
  list?: boolean;
  json?: boolean;
}

export function register(program: Command): void {
  program
    .command('probe')
    .description('Run one probe, against a lab started for it or one that is up')
    .argument('[name]', `one of ${Object.keys(PROBES).join(', ')}`)
    .option('--lab <file>', 'a running lab: what "pta-lab up --json" printed; - reads stdin')
    .option('--agents <number>', 'agents that must be Active', parseNumber, 3)
    .option('--list', 'list the probes')
    .option('--json', 'print one JSON object')
    .action(async (name: string | undefined, options: Options) => {
      if (options.list) return printList(options);
      const probe = findProbe(name);
      const result = await (options.lab === undefined
        ? probeFreshLab(probe, options.agents)
        : probeRunningLab(probe, options.agents, options.lab));
      printResult(result, options);
      return endWith(result.judgement.verdict);
    });
}

function findProbe(name: string | undefined): Probe<unknown, unknown> {
  const known = Object.keys(PROBES);
  const probe = name !== undefined && Object.hasOwn(PROBES, name) ? PROBES[name] : undefined;
  if (probe !== undefined) return probe;
  const hint = name === undefined ? 'which probe?' : `no probe "${name}"`;
  const meant = didYouMean(name ?? '', known) || ';';
  throw new LabError('PROBE_UNKNOWN', `${hint}${meant} known are ${known.join(', ')}`);
}

async function probeFreshLab(probe: Probe<unknown, unknown>, agents: number): Promise<ProbeResult> {
  // Loaded on demand, so that help and wrong usage answer at once.
  const { startLab } = await import('../lab/start-lab.ts');
  const { probeContext } = await import('../scenarios/run/steady-state.ts');
  process.stderr.write('Starting a live lab for this probe …\n');
  const lab = await startLab({ mode: 'live', agents, traffic: false });
  try {
    const context = probeContext(lab, probe.signsInAs, 1);
    return await lab.drive(runProbe(probe, context, probe.usual(agents)));
  } finally {
    await lab[Symbol.asyncDispose]();
  }
}

async function probeRunningLab(
  probe: Probe<unknown, unknown>,
  agents: number,
  file: string,
): Promise<ProbeResult> {
  const { createStrangerContext, parseReady } = await import('./probe/stranger.ts');
  const ready = parseReady(file, readReady(file));
  const context = await createStrangerContext(ready, probe.signsInAs);
  return await runProbe(probe, context, probe.usual(agents));
}

function readReady(file: string): string {
  return readText(
    file === '-' ? 0 : file,
    'USAGE_LAB',
    (got) => `--lab: expected a file that can be read, got ${got} for "${file}"`,
  );
}

function printList({ json }: Options): void {
  const rows = Object.values(PROBES).map(({ id, about }) => ({ id, about }));
  const table = renderTable(rows.map(({ id, about }) => [id, about]));
  process.stdout.write(json ? `${JSON.stringify(rows)}\n` : table);
}

function printResult({ probe, judgement, observation }: ProbeResult, { json }: Options): void {
  const { verdict, summary } = judgement;
  process.stdout.write(
    json
      ? `${JSON.stringify({ probe, verdict, summary, observation })}\n`
      : `${probe}: ${paint(verdict)}, ${summary}\n`,
  );
}
