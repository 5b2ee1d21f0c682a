/**
 * What `pta-lab estate` does once its arguments are read. Nothing here talks to Microsoft: the list
 * of agents is a file that the reader saved.
 */
import { styleText } from 'node:util';
import { parseAgentList } from '../../lab/estate-file/agent-list.ts';
import { findWrong, readSitesFile, readWholeEstate } from '../../lab/estate-file/estate-file.ts';
import { importEstate } from '../../lab/estate-file/import-estate.ts';
import { askLab, type FoundLab } from '../../lab/estate-file/import-lab.ts';
import { type LintFinding, lintEstate } from '../../lab/estate-file/lint/rules.ts';
import { renderEstate } from '../../lab/estate-file/render-estate.ts';
import { timingsOf } from '../../lab/tenant/found-tenant.ts';
import { timingsWith } from '../../protocol/timings.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { readText } from '../../runtime/live/read-text.ts';
import { type Problem, renderPath } from '../../runtime/yaml/problem.ts';
import type { ImportArguments } from '../estate.ts';
import type { Ending } from '../exit-codes.ts';
import { controlOf } from '../lab-control.ts';
import { writeText } from '../write-text.ts';

export async function importNamed(options: ImportArguments): Promise<Ending> {
  const { out } = options;
  const { agents, sites, refuse } = await findAgents(options);
  const imported = importEstate(agents, sites);
  refuse(findWrong(imported.description));
  const text = renderEstate(imported);
  if (out === undefined) {
    process.stdout.write(text);
    return 'pass';
  }
  writeText(out, text);
  for (const note of imported.notes) process.stderr.write(`note: ${note}\n`);
  const count = agents.length === 1 ? '1 agent' : `${agents.length} agents`;
  process.stderr.write(`${out}: ${count}; next: pta-lab estate lint ${out}\n`);
  return 'pass';
}

interface Found extends FoundLab {
  /** @throws LabError `ESTATE_INVALID`, about the file that the reader wrote */
  refuse(problems: readonly Problem[]): void;
}

async function findAgents(options: ImportArguments): Promise<Found> {
  const { agents, sites, fromLab: control, controlToken } = options;
  if ((agents === undefined) === (control === undefined)) {
    const got = agents === undefined ? 'neither' : 'both';
    throw new LabError('USAGE_ESTATE', `expected --agents or --from-lab, got ${got}`);
  }
  const found = control
    ? await askLab(controlOf({ control, ...(controlToken && { controlToken }) }, '--from-lab'))
    : { agents: readAgentList(agents ?? ''), sites: { sites: [] } };
  if (sites === undefined) return { ...found, refuse: refuseAbout(agents ?? control ?? '') };
  const { source, description } = readSitesFile(sites);
  const refuse = (problems: readonly Problem[]) => {
    if (problems.length > 0) throw source.error(problems);
  };
  return { ...found, sites: description, refuse };
}

function refuseAbout(place: string) {
  return ([problem]: readonly Problem[]): void => {
    if (problem === undefined) return;
    const sentence = `${place}: ${renderPath(problem.path)}: ${problem.text}`;
    throw new LabError('ESTATE_INVALID', sentence);
  };
}

export function lintNamed(file: string, { json }: { json?: boolean }): Ending {
  const { description, tenantFile: tenant } = readWholeEstate(file);
  const timings = timingsWith({ ...timingsOf(tenant), ...description.timings });
  const findings = lintEstate({ description, tenant, timings });
  process.stdout.write(json ? `${JSON.stringify(findings)}\n` : renderFindings(file, findings));
  return findings.some(({ severity }) => severity === 'error') ? 'fail' : 'pass';
}

const COLOURS = { error: 'red', warning: 'yellow', note: 'dim' } as const;

function renderFindings(file: string, findings: readonly LintFinding[]): string {
  if (findings.length === 0) return `${file}: nothing risky found\n`;
  return findings
    .map(({ id, severity, sentence, advice, sources }) => {
      const word = styleText(COLOURS[severity], severity, { stream: process.stdout });
      return `${word} ${id}: ${sentence}\n  ${advice} (${sources.join(', ')})\n`;
    })
    .join('');
}

function readAgentList(file: string) {
  const text = readText(
    file,
    'ESTATE_UNREADABLE',
    (got) => `expected a list of agents as JSON at ${file}, got ${got}`,
  );
  return parseAgentList(text, file);
}
