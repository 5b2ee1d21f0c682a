/**
 * `pta-lab gate`: may this agent's server be patched or restarted now? For automation, which reads
 * the exit code: 0 only if enough other agents answered sign-ins lately.
 */

import { type Command, InvalidArgumentError } from 'commander';
import { judgeGate } from '../probes/gate/judge-gate.ts';
import { MINUTE_MS } from '../protocol/time-units.ts';
import { LabError } from '../runtime/lab-error.ts';
import { endWith } from './exit-codes.ts';
import { addHistoryOptions, askHistory, type HistoryOptions } from './history/open-asked.ts';
import { parseNumber } from './parse-number.ts';
import { parseSpan } from './parse-span.ts';
import { paint } from './summary.ts';

interface Options extends HistoryOptions {
  without: string;
  within: number;
  need: number;
  target?: string;
  json?: boolean;
}

const WITHIN_MS = 15 * MINUTE_MS;

const EXAMPLE = `
Example, before a reboot:
  pta-lab gate --without AGT-2 --config probes.yaml && shutdown -r
It knows what the sign-in log named, which comes with a delay: keep --within longer than that.
`;

export function register(program: Command): void {
  const gate = program
    .command('gate')
    .description('Say whether an agent may go now: others answered lately')
    .requiredOption('--without <agent>', 'machine name or id of the agent that is to go')
    .option('--within <duration>', 'how long ago counts as lately (default: 15m)', parseSpan)
    .option('--need <number>', 'how many others must have answered', parseNeed, 1)
    .option('--target <name>', 'whose agents; needed where the history has several targets')
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLE);
  addHistoryOptions(gate).action(async (options: Options) => {
    const { without, within = WITHIN_MS, need } = options;
    const nowMs = Date.now();
    const agents = await readAgents(options, nowMs - within, nowMs);
    const judgement = judgeGate(agents, { without, need, withinMs: within, nowMs });
    const { verdict, summary } = judgement;
    const line = options.json ? JSON.stringify(judgement) : `gate: ${paint(verdict)}, ${summary}`;
    process.stdout.write(`${line}\n`);
    endWith(verdict);
  });
}

async function readAgents(options: Options, fromMs: number, nowMs: number) {
  const period = { fromMs, toMs: nowMs + 1 };
  const agents = await askHistory(options, (history) => history.agents(period));
  const targets = [...new Set(agents.map(({ target }) => target))];
  const { target = targets.length === 1 ? targets[0] : undefined } = options;
  if (target === undefined && targets.length > 1) {
    const sentence = `expected --target, as the history knows several: ${targets.join(', ')}`;
    throw new LabError('USAGE_TARGET', sentence);
  }
  return agents.filter((agent) => agent.target === target);
}

function parseNeed(text: string): number {
  const need = parseNumber(text);
  if (need === 0) throw new InvalidArgumentError('Expected at least 1.');
  return need;
}
