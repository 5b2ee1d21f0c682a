/**
 * An agent's capacity as people write it, in `--capacity` and in estate files:
 * `documented`, `host`, or parts of the documented server that differ, such as
 * `cores=2,service=15ms,spread=0.5,slots=10,trips=1`.
 */
import { type AgentCapacity, DOCUMENTED_AGENT } from './capacity.ts';

type Part = keyof AgentCapacity;

interface Notation {
  name: string;
  unit: 'ms' | '';
  whole: boolean;
  from: number;
  to: number;
}

const PARTS: Readonly<Record<Part, Notation>> = {
  cores: { name: 'cores', unit: '', whole: true, from: 1, to: 256 },
  serviceMs: { name: 'service', unit: 'ms', whole: false, from: 0.01, to: 60_000 },
  spread: { name: 'spread', unit: '', whole: false, from: 0, to: 1 },
  slots: { name: 'slots', unit: '', whole: true, from: 1, to: 10_000 },
  controllerTrips: { name: 'trips', unit: '', whole: true, from: 1, to: 20 },
};

export const CAPACITY_FORM =
  'documented, host, or parts that differ from the documented server, such as ' +
  'cores=4,service=11.4ms,spread=0.5,slots=64,trips=3';

/** What is not said is as in the documented server. */
export function parseCapacity(text: string): AgentCapacity | 'host' | { problem: string } {
  if (text === 'host') return 'host';
  if (text === 'documented') return DOCUMENTED_AGENT;
  const capacity = { ...DOCUMENTED_AGENT };
  for (const entry of text.split(',')) {
    const [name = '', value = '', ...rest] = entry.trim().split('=');
    const part = partNames.get(name);
    if (part === undefined || rest.length > 0) {
      return { problem: `expected ${CAPACITY_FORM}, got "${text}"` };
    }
    const amount = amountOf(PARTS[part], value);
    if (Number.isNaN(amount)) {
      return { problem: `${expectedOf(part)}, got "${value}" in "${text}"` };
    }
    capacity[part] = amount;
  }
  const problem = findCapacityProblem(capacity);
  return problem === undefined ? capacity : { problem: `${problem} in "${text}"` };
}

/** Not a number where the text is none. */
function amountOf({ unit }: Notation, text: string): number {
  const digits = unit !== '' && text.endsWith(unit) ? text.slice(0, -unit.length) : text;
  return /^\d+(\.\d+)?$/.test(digits) ? Number(digits) : Number.NaN;
}

const names = Object.keys(PARTS) as Part[];
const partNames = new Map(names.map((part) => [PARTS[part].name, part]));

/** The first part that no server can have, as `expected …, got …`. */
export function findCapacityProblem(capacity: AgentCapacity): string | undefined {
  const part = names.find((each) => !isPossible(PARTS[each], capacity[each]));
  if (part === undefined) return undefined;
  return `${expectedOf(part)}, got ${capacity[part]}`;
}

function expectedOf(part: Part): string {
  const { name, unit, whole, from, to } = PARTS[part];
  const kind = whole ? 'a whole number' : 'a number';
  return `expected ${kind} from ${from} to ${to}${unit} for ${name}`;
}

function isPossible({ whole, from, to }: Notation, value: number): boolean {
  return value >= from && value <= to && (!whole || Number.isInteger(value));
}

/** In full, whatever is as documented. */
export function renderCapacity(capacity: AgentCapacity | 'host'): string {
  if (capacity === 'host') return 'host';
  return names.map((part) => `${PARTS[part].name}=${capacity[part]}${PARTS[part].unit}`).join(',');
}
