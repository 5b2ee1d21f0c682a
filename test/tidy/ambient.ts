/**
 * Time, chance, environment and network come from outside. Only the edges may take them from the
 * machine; component code that does is no longer the same in virtual time.
 */
import { folderOf, isVirtualSide, isWorldTest } from './places.ts';
import { argumentsOf, judgeNodes, type Module, type Node, nameOf, type Rule } from './tree.ts';

/** Everywhere but at the edges. */
const EDGE_ONLY: Readonly<Record<string, string>> = {
  'Date.now': 'take the time from the Clock port (clock.nowMs)',
  'new Date()': 'take the time from the Clock port (new Date(clock.nowMs()))',
  'performance.now': 'take the time from the Clock port (clock.nowMs)',
  'Math.random': 'take chance from the Dice port (dice.below)',
  setTimeout: 'wait with the Clock port (clock.sleep, clock.at)',
  setInterval: 'wait with the Clock port (clock.sleep in a loop)',
  'process.env': 'let the caller pass it in as an option',
};

/** Besides that, never in component code. */
const NEVER_IN_COMPONENTS: Readonly<Record<string, string>> = {
  'crypto.randomUUID': 'take ids from the Dice port (dice.guid)',
  randomUUID: 'take ids from the Dice port (dice.guid)',
  randomBytes: 'take bytes from the Dice port (dice.bytes)',
  fetch: 'call through the Network port (network.request)',
  'AbortSignal.timeout': 'give the call a timeoutMs; it counts in lab time',
};

const EDGES = ['lab', 'cli', 'scripts', 'bench', 'test', 'load', 'console', ''];

function isEdge({ path }: Module): boolean {
  const isLive = /^(runtime|probes)\/live\//.test(path);
  return isLive || isWorldTest(path) || EDGES.includes(folderOf(path));
}

export const ambient: Rule = ({ modules }) => {
  const inner = modules.filter((module) => !isEdge(module));
  const components = inner.filter(({ path }) => isVirtualSide(path));
  return [
    ...judgeNodes(inner, (node, ancestors) => judgeUse(EDGE_ONLY, node, ancestors)),
    ...judgeNodes(components, (node, ancestors) => judgeUse(NEVER_IN_COMPONENTS, node, ancestors)),
  ];
};

function judgeUse(
  banned: Readonly<Record<string, string>>,
  node: Node,
  ancestors: readonly Node[],
): string | undefined {
  const used = usedName(node, ancestors.at(-1));
  const replacement = used !== undefined && Object.hasOwn(banned, used) ? banned[used] : undefined;
  return replacement && `${used} is the machine's; ${replacement}`;
}

/** `a.b` for a member, `new Date()` for the clock in disguise, a free name otherwise. */
function usedName(node: Node, parent: Node | undefined): string | undefined {
  if (node.type === 'MemberExpression') {
    const [object, property] = [nameOf(node.object), nameOf(node.property)];
    return object && property && `${object}.${property}`;
  }
  if (node.type === 'NewExpression') {
    const now = nameOf(node.callee) === 'Date' && argumentsOf(node).length === 0;
    return now ? 'new Date()' : undefined;
  }
  const isProperty = parent?.property === node || parent?.key === node;
  const isFree = node.type === 'Identifier' && !(isProperty && parent?.computed !== true);
  return isFree ? nameOf(node) : undefined;
}
