/**
 * `pta-lab plan`: how many agents a peak takes, by a queueing simulation that starts no lab. What
 * it does is in `plan/`, loaded on demand.
 */
import { type Command, Option } from 'commander';
import type { AgentCapacity } from '../protocol/capacity.ts';
import { endWith } from './exit-codes.ts';
import { parseCapacityOption } from './parse-capacity.ts';
import { parseNumber, parseSkew } from './parse-number.ts';
import { parseSpan, spanOption } from './parse-span.ts';
import { collect, readAmount, readFactor, readRate } from './plan/read-values.ts';

export interface PlanArguments {
  peak?: number;
  users?: number;
  logonsPerHour: number;
  peakFactor: number;
  sites?: string;
  agents?: number;
  estate?: string;
  tolerateLoss: number;
  capacity?: AgentCapacity | 'host';
  skew: number;
  calibrate?: string;
  change: readonly string[];
  duration: number;
  p95: number;
  retryAfter?: number;
  seed: string;
  out?: string;
  json?: boolean;
}

const EXAMPLES = `
Examples:
  pta-lab plan --peak 900/s                                how many agents are needed
  pta-lab plan --users 40000 --logons-per-hour 1.5         the same, from people
  pta-lab plan --peak 900/s --sites hq:3@1ms,branch:1@40ms  are these enough?
  pta-lab plan --estate estate.yaml --change remove:agt-1  before and after, side by side
  pta-lab plan --peak 900/s --out plan                     charts: plan/plan.html
  pta-lab plan --peak 900/s --calibrate runs/summary.json  with what a load run measured
Rates: 900/s, 54000/min, 1.2M/h; a plain number is per second. The model: docs/plan.md.
`;

export function register(program: Command): void {
  const plan = program
    .command('plan')
    .description('How many agents a peak takes, and what happens when some are lost')
    .option('--peak <rate>', 'sign-ins at the peak (default: the estate file’s)', readRate);
  addDemand(plan);
  addEstate(plan);
  plan
    .option('--tolerate-loss <number>', 'agents that may be away at the peak', parseNumber, 1)
    .addOption(spanOption('--duration <duration>', 'how long the peak lasts', '10m'))
    .addOption(spanOption('--p95 <duration>', 'within which 95 % have to end', '1s'))
    .option('--retry-after <duration>', 'who times out tries once more after it', parseSpan)
    .option('--seed <text>', 'same seed, same plan', '1')
    .option('--out <folder>', 'write plan.html (charts) and plan.json there')
    .option('--json', 'print the plan as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (options: PlanArguments) => {
      const { runPlan } = await import('./plan/run-plan.ts');
      endWith(runPlan(options));
    });
}

function addDemand(plan: Command): void {
  plan
    .addOption(
      new Option('--users <number>', 'instead of --peak').argParser(parseNumber).conflicts('peak'),
    )
    .option('--logons-per-hour <number>', 'of a user in the busiest hour', readAmount, 1)
    .option('--peak-factor <number>', 'highest rate over the mean of that hour', readFactor, 2);
}

function addEstate(plan: Command): void {
  plan
    .option('--sites <list>', 'hq:2@1ms,branch:1@40ms: agents, one way to the controllers')
    .option('--agents <number>', 'judge this many, dealt over the sites', parseNumber)
    .addOption(new Option('--estate <file>', 'judge an estate file').conflicts(['sites', 'agents']))
    .option(
      '--capacity <what>',
      'of an agent’s server: documented, or cores=4,service=11.4ms,…',
      parseCapacityOption,
    )
    .option('--skew <number>', 'how unevenly the cloud chooses, 0 to below 1', parseSkew, 0)
    .option('--calibrate <file>', 'summary.json of a load run: take capacity and spread from it')
    .addOption(
      new Option(
        '--change <what>',
        'add:2, add:2@branch, remove:agt-1, move:branch@5ms; repeatable',
      )
        .argParser(collect)
        .default([], 'none'),
    );
}
