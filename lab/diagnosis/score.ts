/**
 * The examiner: breaks a lab, looks around in it, has the sightings diagnosed and compares. The
 * fault’s id stays here; what is diagnosed is what `lookAround` saw and nothing else.
 */
import { diagnose } from '../../probes/diagnosis/diagnose.ts';
import type { Diagnosis, Sighting } from '../../probes/diagnosis/diagnosis.ts';
import { createDice } from '../../runtime/dice.ts';
import type { Dice } from '../../runtime/ports.ts';
import type { LabOptions } from '../estate.ts';
import type { Fault, ParameterValues, Where } from '../faults/fault.ts';
import { FAULTS } from '../faults/index.ts';
import type { Lab } from '../lab.ts';
import { startLab } from '../start-lab.ts';
import { acceptedCauses } from './answers.ts';
import { lookAround } from './look-around.ts';

export interface Score {
  faults: readonly string[];
  seed: string;
  where: Where;
  /** Causes in order, likeliest first; `nothing` where none was named. */
  named: readonly string[];
  state: Diagnosis['state'];
  /** The accepted cause is the first one; of a pair, both are among the first three. */
  isRight: boolean;
}

/** Agents turn Inactive after 25 minutes here, as in the catalogue test. */
const TIMINGS = { inactiveAfterMs: 25 * 60_000 };
/** By then every fault that shows at all has shown. */
const SHOWS_MS = 30 * 60_000;
/** Of an early look: agents have noticed, the cloud has not. */
const EARLY_MS = [60_000, 240_000] as const;

export async function scoreFault(id: string, seed: string): Promise<Score> {
  return await scoreFaults([id], seed);
}

export async function scoreFaults(ids: readonly string[], seed: string): Promise<Score> {
  const faults = ids.flatMap((id) => FAULTS[id] ?? []);
  const dice = createDice(`score/${ids.join('+')}/${seed}`);
  const lab = await startLab(optionsOf(faults, seed));
  try {
    await lab.advance(30_000 + dice.below(120_000));
    const wheres: Where[] = [];
    for (const fault of faults) {
      const where = drawWhere(fault, lab, dice);
      wheres.push(where);
      const limits = { forMs: 6 * SHOWS_MS };
      await lab.drive(lab.faults.on(fault.id, where, drawParameters(fault, dice), limits));
    }
    await lab.advance(Math.max(...faults.map((fault) => waitFor(fault, lab, dice))));
    const diagnosis = diagnose(await lookTwice(lab));
    return mark(ids, seed, Object.assign({}, ...wheres), diagnosis);
  } finally {
    await lab[Symbol.asyncDispose]();
  }
}

/** What hits part of the connections shows in the second look, or not in the first. */
export async function lookTwice(lab: Lab): Promise<readonly Sighting[]> {
  const first = await lookAround(lab);
  await lab.advance(BETWEEN_LOOKS_MS);
  return [...first, ...(await lookAround(lab))];
}

const BETWEEN_LOOKS_MS = 10_000;

function optionsOf(faults: readonly Fault[], seed: string): LabOptions {
  const estates = faults.map(({ seenIn }) => seenIn?.estate ?? {});
  const timings = faults.map(({ seenIn }) => seenIn?.timings ?? {});
  return {
    seed: `score-${seed}`,
    ...Object.assign({}, ...estates),
    timings: Object.assign({}, TIMINGS, ...timings),
  };
}

function mark(
  faults: readonly string[],
  seed: string,
  where: Where,
  { candidates, state }: Diagnosis,
): Score {
  const named = candidates.length === 0 ? ['nothing'] : candidates.map(({ cause }) => cause);
  const first = named.slice(0, faults.length === 1 ? 1 : 3);
  const isNamed = (fault: string) => acceptedCauses(fault).some((cause) => first.includes(cause));
  return { faults, seed, where, named, state, isRight: faults.every(isNamed) };
}

/** Everywhere, one site, one agent or one user, as the fault allows and the seed decides. */
function drawWhere({ where, seenIn, family }: Fault, lab: Lab, dice: Dice): Where {
  if (seenIn?.where) return seenIn.where;
  const kinds = ['everywhere', ...where].filter((kind) => DRAWN.has(kind));
  const kind = kinds[dice.below(kinds.length)];
  const sites = lab.sites.filter(({ agents }) => agents.length > 0);
  const agents = sites.flatMap((site) => site.agents);
  const healthy = lab.accounts.healthy?.userName;
  if (kind === 'sites') return { sites: [pick(sites, dice).name] };
  if (kind === 'agents') return { agents: [pick(agents, dice)] };
  if (kind === 'users' && family === 'account' && healthy) return { users: [healthy] };
  return {};
}

const DRAWN = new Set(['everywhere', 'sites', 'agents', 'users']);

function pick<T>(list: readonly T[], dice: Dice): T {
  const chosen = list[dice.below(list.length)];
  if (chosen === undefined) throw new RangeError('expected something to choose from');
  return chosen;
}

/**
 * Choices by the seed; numbers as they are, because a loss of one in a thousand shows to nobody.
 */
function drawParameters({ parameters }: Fault, dice: Dice): Partial<ParameterValues> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, parameter]) =>
      parameter.type === 'choice' ? [[name, pick(parameter.choices, dice)]] : [],
    ),
  );
}

/** What people do not feel, nobody sees before an agent’s next bootstrap. */
function hitsPeople({ symptoms, parameters }: Fault, lab: Lab): boolean {
  const defaults = Object.entries(parameters).map(([name, parameter]) => [
    name,
    parameter.type === 'duration' ? parameter.defaultMs : parameter.default,
  ]);
  return symptoms(lab.timings, Object.fromEntries(defaults))
    .flatMap(({ results }) => results['right-password'] ?? [])
    .some((result) => result !== 0);
}

/** Before anybody noticed, or after. What takes its time by declaration gets it. */
function waitFor(fault: Fault, lab: Lab, dice: Dice): number {
  const { seenIn } = fault;
  const [fromMs, toMs] = EARLY_MS;
  const earlyMs = fromMs + dice.below(toMs - fromMs);
  if (seenIn?.forMs !== undefined) return seenIn.forMs;
  const { bootstrapIntervalMs } = lab.timings;
  if (!hitsPeople(fault, lab)) return bootstrapIntervalMs + earlyMs + dice.below(SHOWS_MS);
  return dice.below(2) === 0 ? earlyMs : SHOWS_MS + earlyMs;
}
